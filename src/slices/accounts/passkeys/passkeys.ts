import { randomBytes } from 'node:crypto';
import { instantOf, type Instant, MINUTE_MS } from '../../../kernel/instant.ts';
import type { JurisdictionCode } from '../../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import { openToken, sealToken, type KeyProvider } from '../../../platform/crypto/index.ts';
import type { Tx } from '../../../platform/db/reader.ts';
import type { StaffSession } from '../account.ts';
import { note } from '../administration.ts';
import type { Door } from '../door.ts';
import type { PasskeyRefusal, ProofRefusal, SignInRefusal } from '../refusals.ts';
import { openSession, type SignedIn } from '../opening.ts';
import { systemActor } from '../sessions.ts';
import { endOtherSessions } from '../store.ts';
import { readAuthenticator } from '../proof/store.ts';
import { handleOf, parseHandle, parsePasskeyAnswer, parsePasskeyName, type PasskeyAnswer } from './ceremony.ts';
import * as store from './store.ts';

/** As long as a person may look for their key, and no longer. */
const CHALLENGE_MS_MAX = 10 * MINUTE_MS;
/** Enough for every device of one person; a bound on what a session that was taken over could leave behind. */
export const PASSKEYS_MAX = 10;

/** What the page's script asks the authenticator: base64url strings. `allow` is empty where nobody knows yet who signs in. */
export type PasskeyQuestion = { readonly token: string; readonly challenge: string; readonly domain: string; readonly allow: readonly string[] };
export type NewPasskeyQuestion = PasskeyQuestion & { readonly handle: string; readonly username: string };
export type Passkey = { readonly id: string; readonly name: string; readonly addedAt: Instant };

/** Anyone's question, for signing in: says nothing of who has an account (ASVS 5.0 6.3.8). Undefined where passkeys cannot be. */
export function askAnyone({ keys, relyingParty }: Pick<Door, 'keys' | 'relyingParty'>): PasskeyQuestion | undefined {
  return relyingParty && question(keys, relyingParty.id, ANYONE, []);
}

/** Of whoever is signed in, to confirm that it is still they; undefined when they have no passkey. */
export async function askOwner(door: Door, session: StaffSession): Promise<PasskeyQuestion | undefined> {
  const { relyingParty } = door;
  const own = relyingParty ? await rowsOf(door, session) : [];
  return relyingParty && own.length > 0 ? question(door.keys, relyingParty.id, `use ${session.accountId}`, own.map(({ credential }) => credential)) : undefined;
}

/** For one more passkey. The token carries its name, and that its owner had just proved who they are. */
export async function askNew(door: Door, session: StaffSession, name: string): Promise<Decision<NewPasskeyQuestion, PasskeyRefusal>> {
  const { relyingParty, keys } = door;
  const called = parsePasskeyName(name);
  if (!relyingParty) return refuse({ kind: 'no-domain' });
  if (session.state !== 'ready') return refuse({ kind: 'not-signed-in' });
  if (!called) return refuse({ kind: 'bad-name' });
  const known = await door.database.inTransaction(session.actor, async (tx) => ({
    authenticator: await tx.row(readAuthenticator, [session.jurisdiction, session.accountId]), own: await tx.rows(store.listPasskeys, [session.jurisdiction, session.accountId]),
  }), 'accounts_svc');
  // Never the only way: a desk without script, and a key left at home, need the code.
  if (!known.authenticator) return refuse({ kind: 'no-factor' });
  if (known.own.length >= PASSKEYS_MAX) return refuse({ kind: 'too-many-passkeys' });
  const asked = question(keys, relyingParty.id, `new ${session.accountId} ${called}`, known.own.map(({ credential }) => credential));
  return accept({ ...asked, handle: handleOf(session.accountId, session.jurisdiction), username: session.username });
}

/** The authenticator made one: from now on it opens this account. The same answer again changes nothing. */
export async function addPasskey(door: Door, session: StaffSession, text: string): Promise<Decision<undefined, PasskeyRefusal>> {
  const answer = parsePasskeyAnswer(text);
  if (session.state !== 'ready') return refuse({ kind: 'not-signed-in' });
  const [what, owner, ...rest] = answer ? (askedIn(door, answer) ?? '').split(' ') : [];
  const name = parsePasskeyName(rest.join(' '));
  if (answer?.kind !== 'made' || what !== 'new' || owner !== session.accountId || !name) return refuse({ kind: 'too-old' });
  const made = await verifiedMaking(door, answer);
  if (!made) return refuse({ kind: 'wrong-passkey' });
  const { jurisdiction, accountId } = session;
  return door.database.inTransaction(session.actor, async (tx) => {
    if (await tx.run(store.spendChallenge, [jurisdiction, digestOf(door.keys, answer.token)]) === 0) return accept(undefined);
    const row = [jurisdiction, accountId, made.credential, Buffer.from(made.publicKey), made.counter, name, PASSKEYS_MAX] as const;
    if (await tx.run(store.insertPasskey, row) === 0) return refuse({ kind: 'too-many-passkeys' });
    await note(tx, session.actor, accountId, 'passkey-added');
    return accept(undefined);
  }, 'accounts_svc');
}

/** One's own; whoever may have found it is signed out. */
export async function removePasskey(door: Door, session: StaffSession, cookie: string | undefined, id: string): Promise<void> {
  if (session.state !== 'ready') return;
  const { jurisdiction, accountId, actor } = session;
  await door.database.inTransaction(actor, async (tx) => {
    if (await tx.run(store.removePasskey, [jurisdiction, accountId, id]) === 0) return;
    await note(tx, actor, accountId, 'passkey-removed');
    await tx.run(endOtherSessions, [accountId, await door.sessions.idOf(cookie) ?? '']);
  }, 'accounts_svc');
  door.sessions.invalidate(accountId);
}

export async function passkeysOf(door: Door, session: StaffSession): Promise<readonly Passkey[]> {
  return (await rowsOf(door, session)).map(({ id, name, added_at }) => ({ id, name, addedAt: instantOf(added_at) }));
}

/** Whether the one who is signed in answered their own question with their own passkey. Runs in the caller's transaction. */
export async function spendPasskey(tx: Tx, door: Door, session: Pick<StaffSession, 'jurisdiction' | 'accountId'>, text: string): Promise<Decision<undefined, ProofRefusal>> {
  const answer = parsePasskeyAnswer(text);
  return answer && askedIn(door, answer) === `use ${session.accountId}` ? take(tx, door, session, answer) : refuse({ kind: 'wrong-proof' });
}

/**
 * Signs in whoever's passkey this is: something they have and, because the authenticator asked for it, something they know or
 * are. An unknown passkey, a wrong answer and a closed account get one answer.
 */
export async function signInByPasskey(door: Door, text: string, address: string): Promise<Decision<SignedIn, SignInRefusal>> {
  const answer = parsePasskeyAnswer(text);
  const owner = answer?.kind === 'used' ? parseHandle(answer.userHandle) : undefined;
  if (!answer || !owner || askedIn(door, answer) !== ANYONE) return refuse({ kind: 'not-recognised' });
  const taken = door.attempts.take(owner.account, address);
  if (!taken.allowed) return refuse({ kind: 'too-many-attempts', retryAfterSeconds: taken.retryAfterSeconds });
  const { account: accountId, jurisdiction } = owner;
  const right = await door.database.inTransaction(systemActor(jurisdiction), (tx) => take(tx, door, { accountId, jurisdiction }, answer), 'accounts_svc');
  if (right.refused) return refuse({ kind: 'not-recognised' });
  const opened = await openSession(door, accountId, { begunBy: 'passkey', factorGiven: true });
  if (!opened) return refuse({ kind: 'not-recognised' });
  taken.forget();
  return accept(opened);
}

const ANYONE = 'anyone';
const PURPOSE = 'passkey-question';

function question(keys: KeyProvider, domain: string, what: string, allow: readonly string[]): PasskeyQuestion {
  // Random, so that no two questions are alike; the text says what its answer is good for.
  const token = sealToken(keys, PURPOSE, `${randomBytes(16).toString('base64url')} ${what}`, instantOf(new Date(Date.now() + CHALLENGE_MS_MAX)));
  return { token, challenge: challengeOf(keys, token), domain, allow };
}

function challengeOf(keys: KeyProvider, token: string): string {
  return keys.hmac('passkey challenges v1', token).toString('base64url');
}

function digestOf(keys: KeyProvider, token: string): Buffer {
  return keys.hmac('spent challenges v1', token);
}

/** What the page asked, from its token. */
function askedIn({ keys }: Pick<Door, 'keys'>, { token }: PasskeyAnswer): string | undefined {
  const opened = openToken(keys, PURPOSE, token, instantOf(new Date()));
  return opened.refused ? undefined : opened.value.split(/ (.*)/s)[1];
}

async function take(tx: Tx, door: Door, { jurisdiction, accountId }: Pick<StaffSession, 'jurisdiction' | 'accountId'>, answer: PasskeyAnswer): Promise<Decision<undefined, ProofRefusal>> {
  const kept = await tx.row(store.readPasskey, [jurisdiction, accountId, answer.credential]);
  const counter = kept && await verifiedUse(door, answer, kept);
  if (counter === undefined) return refuse({ kind: 'wrong-proof' });
  if (await tx.run(store.spendChallenge, [jurisdiction, digestOf(door.keys, answer.token)]) === 0) return refuse({ kind: 'code-used' });
  return (await tx.run(store.countPasskey, [jurisdiction, accountId, answer.credential, counter])) === 0 ? refuse({ kind: 'wrong-proof' }) : accept(undefined);
}

/** The library throws whatever it dislikes; to us that is a wrong answer (everything in it is the sender's). */
async function verifiedMaking({ keys, relyingParty }: Door, answer: PasskeyAnswer & { kind: 'made' }): Promise<{ readonly credential: string; readonly publicKey: Uint8Array; readonly counter: number } | undefined> {
  if (!relyingParty) return undefined;
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const { credential: id, clientDataJSON, attestationObject } = answer;
  const verified = await verifyRegistrationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON, attestationObject } },
    expectedChallenge: challengeOf(keys, answer.token), expectedOrigin: [...relyingParty.origins], expectedRPID: relyingParty.id, requireUserVerification: true, supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
  }).catch(() => undefined);
  const made = verified?.verified ? verified.registrationInfo.credential : undefined;
  return made && { credential: made.id, publicKey: made.publicKey, counter: made.counter };
}

async function verifiedUse({ keys, relyingParty }: Door, answer: PasskeyAnswer, kept: { readonly public_key: Buffer; readonly counter: string }): Promise<number | undefined> {
  if (!relyingParty || answer.kind !== 'used') return undefined;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const { credential: id, clientDataJSON, authenticatorData, signature } = answer;
  const verified = await verifyAuthenticationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON, authenticatorData, signature } },
    expectedChallenge: challengeOf(keys, answer.token), expectedOrigin: [...relyingParty.origins], expectedRPID: relyingParty.id, requireUserVerification: true,
    credential: { id, publicKey: new Uint8Array(kept.public_key), counter: Number(kept.counter) },
  }).catch(() => undefined);
  return verified?.verified ? verified.authenticationInfo.newCounter : undefined;
}

/** ES256, RS256 and EdDSA: what phones, computers and security keys have (COSE numbers, RFC 9053). */
export const PASSKEY_ALGORITHMS = [-7, -257, -8] as const;

function rowsOf(door: Door, { jurisdiction, accountId }: { readonly jurisdiction: JurisdictionCode; readonly accountId: string }): Promise<readonly store.PasskeyRow[]> {
  return door.database.inTransaction(systemActor(jurisdiction), (tx) => tx.rows(store.listPasskeys, [jurisdiction, accountId]), 'accounts_svc');
}
