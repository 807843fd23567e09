import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import type { StaffSession } from '../account.ts';
import { isPossible, type Door } from '../door.ts';
import type { ProofRefusal } from '../refusals.ts';
import { systemActor } from '../sessions.ts';
import { readPassword } from '../store.ts';

/** What somebody who is signed in shows to prove that it is still they. */
export type Proof = { readonly kind: 'password'; readonly text: string };
export type Proving = { readonly cookie: string | undefined; readonly proof: Proof; readonly address: string };

/** A guess costs the same whatever was guessed; the hash of a busy moment is asked for again. */
const BUSY_RETRY_SECONDS = 5;

/** Takes a proof for the sensitive acts of the next minutes. A wrong one changes nothing and is counted. */
export async function prove(door: Door, { cookie, proof, address }: Proving): Promise<Decision<StaffSession, ProofRefusal>> {
  const session = await door.sessions.read(cookie);
  if (session?.state !== 'ready') return refuse({ kind: 'not-signed-in' });
  const taken = door.proofs.take(session.accountId, address);
  if (!taken.allowed) return refuse({ kind: 'too-many-attempts', retryAfterSeconds: taken.retryAfterSeconds });
  const isRight = await isRightPassword(door, session, proof.text);
  if (isRight === 'busy') return refuse({ kind: 'too-many-attempts', retryAfterSeconds: BUSY_RETRY_SECONDS });
  if (!isRight) return refuse({ kind: 'wrong-proof' });
  taken.forget();
  const proven = await door.sessions.prove(cookie);
  return proven ? accept(proven) : refuse({ kind: 'not-signed-in' });
}

async function isRightPassword(door: Door, { accountId, jurisdiction }: StaffSession, text: string): Promise<boolean | 'busy'> {
  if (!isPossible(text)) return false;
  const kept = await door.database.inTransaction(systemActor(jurisdiction), (tx) => tx.row(readPassword, [accountId]), 'accounts_svc');
  const { password } = await (await door.library()).$context;
  return door.gate.run(async () => kept !== undefined && await password.verify({ hash: kept.password, password: text }));
}
