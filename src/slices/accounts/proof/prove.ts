import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import { unreachable } from '../../../kernel/unreachable.ts';
import type { StaffSession } from '../account.ts';
import { isPossible, type Door } from '../door.ts';
import type { ProofRefusal } from '../refusals.ts';
import { systemActor } from '../sessions.ts';
import { readPassword } from '../store.ts';
import { spendPasskey } from '../passkeys/passkeys.ts';
import { spendCode } from './factors.ts';

/** What somebody who is signed in shows to prove that it is still they: their password, a code of their second factor, or a passkey. */
export const PROOF_KINDS = ['password', 'code', 'passkey'] as const;
export type Proof = { readonly kind: (typeof PROOF_KINDS)[number]; readonly text: string };
export type Proving = { readonly cookie: string | undefined; readonly proof: Proof; readonly address: string };

export type Entering = { readonly cookie: string | undefined; readonly address: string } & ({ readonly code: string } | { readonly passkey: string });

/** A guess costs the same whatever was guessed; the hash of a busy moment is asked for again. */
const BUSY_RETRY_SECONDS = 5;

/** Takes a proof for the sensitive acts of the next minutes. A wrong one changes nothing and is counted. */
export async function prove(door: Door, { cookie, proof, address }: Proving): Promise<Decision<StaffSession, ProofRefusal>> {
  const session = await door.sessions.read(cookie);
  if (!session || session.state === 'factor-needed') return refuse({ kind: 'not-signed-in' });
  const right = await counted(door, session, address, () => isRight(door, session, proof));
  if (right.refused) return right;
  const proven = await (proof.kind === 'password' ? door.sessions.prove(cookie) : door.sessions.proveFactor(cookie));
  return proven ? accept(proven) : refuse({ kind: 'not-signed-in' });
}

/** The second step of signing in, for an account that has a second factor: the session opens with a code of it, or a passkey. */
export async function enter(door: Door, { cookie, address, ...shown }: Entering): Promise<Decision<StaffSession, ProofRefusal>> {
  const session = await door.sessions.read(cookie);
  if (!session) return refuse({ kind: 'not-signed-in' });
  // Sent twice: the door is open already.
  if (session.state !== 'factor-needed') return accept(session);
  const right = await counted(door, session, address, () => isRight(door, session, 'passkey' in shown ? { kind: 'passkey', text: shown.passkey } : { kind: 'code', text: shown.code }));
  if (right.refused) return right;
  const entered = await door.sessions.proveFactor(cookie);
  return entered ? accept(entered) : refuse({ kind: 'not-signed-in' });
}

async function counted(door: Door, session: StaffSession, address: string, look: () => Promise<Decision<unknown, ProofRefusal>>): Promise<Decision<undefined, ProofRefusal>> {
  const taken = door.proofs.take(session.accountId, address);
  if (!taken.allowed) return refuse({ kind: 'too-many-attempts', retryAfterSeconds: taken.retryAfterSeconds });
  const right = await look();
  if (right.refused) return right;
  taken.forget();
  return accept(undefined);
}

function isRight(door: Door, session: StaffSession, { kind, text }: Proof): Promise<Decision<unknown, ProofRefusal>> {
  switch (kind) {
    case 'password': return rightPassword(door, session, text);
    case 'code': return rightCode(door, session, text);
    case 'passkey': return door.database.inTransaction(systemActor(session.jurisdiction), (tx) => spendPasskey(tx, door, session, text), 'accounts_svc');
    default: return unreachable(kind);
  }
}

function rightCode(door: Door, session: StaffSession, text: string): Promise<Decision<unknown, ProofRefusal>> {
  return door.database.inTransaction(systemActor(session.jurisdiction), (tx) => spendCode(tx, door.keys, session, text, door.now()), 'accounts_svc');
}

async function rightPassword(door: Door, { accountId, jurisdiction }: StaffSession, text: string): Promise<Decision<undefined, ProofRefusal>> {
  if (!isPossible(text)) return refuse({ kind: 'wrong-proof' });
  const kept = await door.database.inTransaction(systemActor(jurisdiction), (tx) => tx.row(readPassword, [accountId]), 'accounts_svc');
  const { password } = await (await door.library()).$context;
  const verified = await door.gate.run(async () => kept !== undefined && await password.verify({ hash: kept.password, password: text }));
  if (verified === 'busy') return refuse({ kind: 'too-many-attempts', retryAfterSeconds: BUSY_RETRY_SECONDS });
  return verified ? accept(undefined) : refuse({ kind: 'wrong-proof' });
}
