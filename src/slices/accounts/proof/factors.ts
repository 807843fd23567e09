import { randomBytes } from 'node:crypto';
import { instantOf } from '../../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import type { KeyProvider } from '../../../platform/crypto/index.ts';
import { openToken, seal, sealToken, unseal } from '../../../platform/crypto/index.ts';
import type { Tx } from '../../../platform/db/reader.ts';
import type { StaffSession } from '../account.ts';
import { note } from '../administration.ts';
import type { Door } from '../door.ts';
import type { FactorRefusal, ProofRefusal } from '../refusals.ts';
import { systemActor } from '../sessions.ts';
import { endOtherSessions } from '../store.ts';
import { removePasskeys } from '../passkeys/store.ts';
import { AUTHENTICATOR_KEY_BYTES, authenticatorWords, parseTypedCode, recoveryCodesFrom, stepOfCode } from './code.ts';
import * as store from './store.ts';

/** A new key waits this long in the page that shows it. */
const ENROLMENT_MS_MAX = 30 * 60_000;

export type Enrolment = { readonly token: string; readonly uri: string; readonly typed: string };
export type FactorState = { readonly authenticator: boolean; readonly recoveryCodes: number };

/** Which code was right: the caller lets in; `wrong-proof` also for a code that was used before. Runs in the caller's transaction. */
export async function spendCode(tx: Tx, keys: KeyProvider, session: StaffSession, text: string, nowMs: number): Promise<Decision<'app' | 'recovery', ProofRefusal>> {
  const { jurisdiction, accountId } = session;
  const typed = parseTypedCode(text);
  if (!typed) return refuse({ kind: 'wrong-proof' });
  if (typed.kind === 'recovery') {
    if (await tx.run(store.spendRecoveryCode, [jurisdiction, accountId, recoveryDigest(keys, accountId, typed.code)]) === 0) return refuse({ kind: 'wrong-proof' });
    await note(tx, systemActor(jurisdiction), accountId, 'recovery-code-used');
    return accept('recovery');
  }
  const kept = await tx.row(store.readAuthenticator, [jurisdiction, accountId]);
  const key = kept && openKey(keys, session, kept.sealed);
  const step = key && await stepOfCode(key, typed.code, nowMs);
  if (step === undefined) return refuse({ kind: 'wrong-proof' });
  return (await tx.run(store.spendStep, [jurisdiction, accountId, step])) === 0 ? refuse({ kind: 'code-used' }) : accept('app');
}

/** A key that nobody has yet: it becomes this account's once a code of it comes back. Nothing is kept here meanwhile. */
export async function beginEnrolment(keys: KeyProvider, session: StaffSession, issuer: string, token?: string): Promise<Enrolment> {
  const known = token === undefined ? undefined : keyInToken(keys, session, token);
  const key = known ?? randomBytes(AUTHENTICATOR_KEY_BYTES);
  const fresh = known !== undefined && token !== undefined ? token
    : sealToken(keys, ENROLMENT, `${session.accountId} ${key.toString('base64url')}`, instantOf(new Date(Date.now() + ENROLMENT_MS_MAX)));
  return { token: fresh, ...(await authenticatorWords(key, issuer, session.username)) };
}

/**
 * The phone has the key: from now on it is asked for at every sign-in. Answers recovery codes, to be shown once; other
 * sessions of the account end. The same form again gets the same answer.
 */
export async function enrol(door: Door, session: StaffSession, cookie: string | undefined, given: { readonly token: string; readonly code: string; readonly address: string }): Promise<Decision<readonly string[], FactorRefusal>> {
  const { keys } = door;
  const { jurisdiction, accountId } = session;
  const key = keyInToken(keys, session, given.token);
  if (!key) return refuse({ kind: 'enrolment-too-old' });
  const taken = door.proofs.take(accountId, given.address);
  if (!taken.allowed) return refuse({ kind: 'too-many-attempts', retryAfterSeconds: taken.retryAfterSeconds });
  const typed = parseTypedCode(given.code);
  const step = typed?.kind === 'app' ? await stepOfCode(key, typed.code, door.now()) : undefined;
  if (step === undefined) return refuse({ kind: 'wrong-proof' });
  taken.forget();
  const codes = recoveryCodesFrom((index) => keys.hmac('recovery code seeds v1', given.token, String(index)));
  const by = session.state === 'ready' ? session.actor : systemActor(jurisdiction);
  await door.database.inTransaction(by, async (tx) => {
    const kept = await tx.row(store.readAuthenticator, [jurisdiction, accountId]);
    // The same page sent twice: what it asked for is so.
    if (kept && openKey(keys, session, kept.sealed)?.equals(key)) return;
    await tx.run(store.putAuthenticator, [jurisdiction, accountId, sealKey(keys, session, key), step]);
    await keepCodes(tx, keys, session, codes);
    await note(tx, by, accountId, 'factor-added');
    await tx.run(endOtherSessions, [accountId, await door.sessions.idOf(cookie) ?? '']);
  }, 'accounts_svc');
  // A crash here leaves the key in force and this browser asked for a code, which its owner's phone now shows.
  await door.sessions.proveFactor(cookie);
  door.sessions.invalidate(accountId);
  return accept(codes);
}

/** New codes for the ones that are used up or lost; the old ones open nothing any more. */
export async function renewCodes(door: Door, session: StaffSession, seed: Uint8Array): Promise<Decision<readonly string[], FactorRefusal>> {
  const { keys } = door;
  const { jurisdiction, accountId } = session;
  if (session.state !== 'ready') return refuse({ kind: 'not-signed-in' });
  const codes = recoveryCodesFrom((index) => keys.hmac('recovery code seeds v1', seed, String(index)));
  return door.database.inTransaction(session.actor, async (tx) => {
    if (!await tx.row(store.readAuthenticator, [jurisdiction, accountId])) return refuse({ kind: 'no-factor' });
    await keepCodes(tx, keys, session, codes);
    await note(tx, session.actor, accountId, 'codes-renewed');
    return accept(codes);
  }, 'accounts_svc');
}

/** One's own, where the jurisdiction leaves it to its staff. */
export async function removeOwnFactor(door: Door, session: StaffSession): Promise<Decision<undefined, FactorRefusal>> {
  const { jurisdiction, accountId } = session;
  if (session.state !== 'ready') return refuse({ kind: 'not-signed-in' });
  if (!isOptional(door, session)) return refuse({ kind: 'factor-required' });
  await door.database.inTransaction(session.actor, async (tx) => {
    if (await dropFactors(tx, jurisdiction, accountId)) await note(tx, session.actor, accountId, 'factor-removed');
  }, 'accounts_svc');
  door.sessions.invalidate(accountId);
  return accept(undefined);
}

export function isOptional({ organisation }: Pick<Door, 'organisation'>, { jurisdiction, isDemo }: StaffSession): boolean {
  return (organisation.secondFactorOf(jurisdiction) ?? (isDemo ? 'optional' : 'required')) === 'optional';
}

/** Everything but the password goes; false when there was nothing. */
export async function dropFactors(tx: Tx, jurisdiction: string, accountId: string): Promise<boolean> {
  await tx.run(store.removeRecoveryCodes, [jurisdiction, accountId]);
  await tx.run(removePasskeys, [jurisdiction, accountId]);
  return (await tx.run(store.removeAuthenticator, [jurisdiction, accountId])) > 0;
}

export async function factorsOf(door: Door, { jurisdiction, accountId }: StaffSession): Promise<FactorState> {
  const row = await door.database.inTransaction(systemActor(jurisdiction), (tx) => tx.row(store.readFactors, [jurisdiction, accountId]), 'accounts_svc');
  return { authenticator: row?.authenticator === true, recoveryCodes: row?.recovery_codes ?? 0 };
}

async function keepCodes(tx: Tx, keys: KeyProvider, { jurisdiction, accountId }: StaffSession, codes: readonly string[]): Promise<void> {
  await tx.run(store.removeRecoveryCodes, [jurisdiction, accountId]);
  for (const code of codes) await tx.run(store.insertRecoveryCode, [jurisdiction, accountId, recoveryDigest(keys, accountId, code)]);
}

/** A pepper outside the database stands where a slow hash would: with a stolen dump alone no code can be tried (the same deviation from ASVS 6.5.2 as receipts). */
function recoveryDigest(keys: KeyProvider, accountId: string, code: string): Buffer {
  return keys.hmac('recovery codes v1', accountId, code);
}

const ENROLMENT = 'authenticator-enrolment';

/** Only who was shown the key can bring it back: the token names the account. */
function keyInToken(keys: KeyProvider, { accountId }: StaffSession, token: string): Buffer | undefined {
  const opened = openToken(keys, ENROLMENT, token, instantOf(new Date()));
  if (opened.refused) return undefined;
  const [owner, key = ''] = opened.value.split(' ');
  return owner === accountId ? Buffer.from(key, 'base64url') : undefined;
}

function sealKey(keys: KeyProvider, session: StaffSession, key: Uint8Array): Buffer {
  return seal(keys.derive('authenticator keys v1'), contextOf(session), key);
}

function openKey(keys: KeyProvider, session: StaffSession, sealed: Uint8Array): Buffer | undefined {
  return unseal(keys.derive('authenticator keys v1'), contextOf(session), sealed);
}

function contextOf({ jurisdiction, accountId }: StaffSession): string {
  return `${jurisdiction} ${accountId}`;
}
