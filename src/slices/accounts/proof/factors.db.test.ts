import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureInstance } from '../../../platform/clock/instance.ts';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { accepted, openAccounts, ORGANISATION, refused, system } from '../accounts.fixture.ts';
import { ATTEMPTS_MAX } from '../attempts.ts';
import type { Accounts, SignedIn, StaffActor } from '../index.ts';
import { keyOf } from './app.fixture.ts';
import { codeAt, groupRecoveryCode } from './code.ts';

let db: TestDatabase;
let accounts: Accounts;
/** The clock of the codes: it moves only when a test says so, so that no test waits thirty seconds. */
let now = Date.parse('2026-11-27T08:00:00Z');
const later = (): void => { now += 30_000; };

beforeAll(async () => {
  db = await openTestDatabase();
  accounts = openAccounts(db.database, () => now);
});
afterAll(() => db.close());

const PASSWORD = 'seven wet herons wait';
const address = '192.0.2.1';
let next = 0;

function cookieOf(signedIn: SignedIn): string {
  return signedIn.setCookies.map((one) => one.split(';')[0]).join('; ');
}

type Official = { readonly id: string; readonly username: string; readonly cookie: string };

async function official(roles: readonly string[] = [], own: Accounts = accounts): Promise<Official> {
  const username = `owner-${++next}`;
  const made = accepted(await own.administration.create(system(), { username, name: 'Owner', unit: 'town-qingshan', roles }, { password: PASSWORD }));
  return { id: made.accountId, username, cookie: cookieOf(accepted(await own.signIn({ username, password: PASSWORD, address }))) };
}

async function enrolled(own: Accounts = accounts): Promise<Official & { readonly key: Buffer; readonly codes: readonly string[]; readonly token: string; readonly code: string }> {
  const she = await official([], own);
  const session = await own.actorOf(she.cookie);
  if (!session) throw new Error('not signed in');
  const begun = await own.factors.begin(session, 'Linjiang');
  const key = keyOf(begun.typed);
  const code = await codeAt(key, now);
  const codes = accepted(await own.factors.enrol(session, she.cookie, { token: begun.token, code, address }));
  later();
  return { ...she, key, codes, token: begun.token, code };
}

async function signIn({ username }: Official, own: Accounts = accounts): Promise<{ readonly cookie: string; readonly state: string }> {
  const entered = accepted(await own.signIn({ username, password: PASSWORD, address }));
  return { cookie: cookieOf(entered), state: entered.session.state };
}

describe('a second factor', () => {
  it('is asked for at the next sign-in, and without it there is no actor, no change and no proof', async () => {
    const she = await enrolled();
    // This browser set it up and goes on.
    expect(await accounts.actorOf(she.cookie)).toMatchObject({ state: 'ready' });
    const again = await signIn(she);
    expect(again.state).toBe('factor-needed');
    expect(await accounts.actorOf(again.cookie)).not.toHaveProperty('actor');
    expect(refused(await accounts.changeOwnPassword({ cookie: again.cookie, current: PASSWORD, next: 'nine dry cranes depart', address }))).toEqual({ kind: 'not-signed-in' });
    expect(refused(await accounts.prove({ cookie: again.cookie, proof: { kind: 'password', text: PASSWORD }, address }))).toEqual({ kind: 'not-signed-in' });
    expect(refused(await accounts.enter({ cookie: again.cookie, code: '000000' === await codeAt(she.key, now) ? '000001' : '000000', address }))).toEqual({ kind: 'wrong-proof' });
    expect(accepted(await accounts.enter({ cookie: again.cookie, code: await codeAt(she.key, now), address }))).toMatchObject({ state: 'ready' });
  });

  it('takes a code once, and none from before it', async () => {
    const she = await enrolled();
    const earlier = await codeAt(she.key, now - 30_000);
    const code = await codeAt(she.key, now);
    const [first, second, third] = [await signIn(she), await signIn(she), await signIn(she)];
    accepted(await accounts.enter({ cookie: first.cookie, code, address }));
    expect(refused(await accounts.enter({ cookie: second.cookie, code, address }))).toEqual({ kind: 'code-used' });
    expect(refused(await accounts.enter({ cookie: third.cookie, code: earlier, address }))).toEqual({ kind: 'code-used' });
    later();
    accepted(await accounts.enter({ cookie: second.cookie, code: await codeAt(she.key, now), address }));
  });

  it('gives one of two browsers the same code at the same moment', async () => {
    const she = await enrolled();
    const [one, other] = [await signIn(she), await signIn(she)];
    const code = await codeAt(she.key, now);
    const answers = await Promise.all([one, other].map(({ cookie }) => accounts.enter({ cookie, code, address })));
    expect(answers.map((answer) => answer.refused).sort()).toEqual([false, true]);
  });

  it('opens once with each recovery code, however it is typed', async () => {
    const she = await enrolled();
    const [code = ''] = she.codes;
    accepted(await accounts.enter({ cookie: (await signIn(she)).cookie, code: ` ${groupRecoveryCode(code).toUpperCase()} `, address }));
    expect(refused(await accounts.enter({ cookie: (await signIn(she)).cookie, code, address }))).toEqual({ kind: 'wrong-proof' });
    const session = await accounts.actorOf(she.cookie);
    expect(session && await accounts.factors.of(session)).toEqual({ authenticator: true, recoveryCodes: 9 });
    // Another official's code is not theirs.
    const other = await enrolled();
    expect(refused(await accounts.enter({ cookie: (await signIn(she)).cookie, code: other.codes[0] ?? '', address }))).toEqual({ kind: 'wrong-proof' });
  });

  it('is not guessed: codes are counted, apart from passwords', async () => {
    const own = openAccounts(db.database, () => now);
    const she = await enrolled(own);
    const waiting = await signIn(she, own);
    for (let tried = 0; tried < ATTEMPTS_MAX.nameFromNetwork; tried += 1) {
      expect(refused(await own.enter({ cookie: waiting.cookie, code: 'no code', address }))).toEqual({ kind: 'wrong-proof' });
    }
    expect(refused(await own.enter({ cookie: waiting.cookie, code: await codeAt(she.key, now), address }))).toMatchObject({ kind: 'too-many-attempts' });
    expect((await signIn(she, own)).state).toBe('factor-needed');
  });

  it('is kept sealed: neither key nor codes stand in the database', async () => {
    const she = await enrolled();
    const { rows } = await db.owner.query<{ sealed: Buffer }>('select sealed from accounts.authenticators where account_id = $1', [she.id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sealed.includes(she.key)).toBe(false);
    const codes = await db.owner.query<{ digest: Buffer }>('select digest from accounts.recovery_codes where account_id = $1', [she.id]);
    expect(codes.rows).toHaveLength(10);
    for (const { digest } of codes.rows) for (const code of she.codes) expect(digest.includes(Buffer.from(code))).toBe(false);
    // What was sealed for one account opens for no other.
    const other = await enrolled();
    await db.owner.query('update accounts.authenticators set sealed = $2 where account_id = $1', [other.id, rows[0]?.sealed]);
    expect(refused(await accounts.enter({ cookie: (await signIn(other)).cookie, code: await codeAt(she.key, now), address }))).toEqual({ kind: 'wrong-proof' });
  });

  it('set up twice by the same page is set up once, with the same codes; nobody else’s page sets it up', async () => {
    const she = await enrolled();
    const session = await accounts.actorOf(she.cookie);
    if (!session) throw new Error('not signed in');
    expect(accepted(await accounts.factors.enrol(session, she.cookie, { token: she.token, code: await codeAt(she.key, now), address }))).toEqual(she.codes);
    const other = await official();
    const theirs = await accounts.actorOf(other.cookie);
    if (!theirs) throw new Error('not signed in');
    expect(refused(await accounts.factors.enrol(theirs, other.cookie, { token: she.token, code: await codeAt(she.key, now), address }))).toEqual({ kind: 'enrolment-too-old' });
  });

  it('ends every other session when it is set up', async () => {
    const she = await official();
    const elsewhere = await signIn(she);
    const session = await accounts.actorOf(she.cookie);
    if (!session) throw new Error('not signed in');
    const begun = await accounts.factors.begin(session, 'Linjiang');
    accepted(await accounts.factors.enrol(session, she.cookie, { token: begun.token, code: await codeAt(keyOf(begun.typed), now), address }));
    expect(await accounts.actorOf(elsewhere.cookie)).toBeUndefined();
    expect(await accounts.actorOf(she.cookie)).toMatchObject({ state: 'ready' });
  });

  it('stays given when the password is changed in the same session', async () => {
    const she = await enrolled();
    const changed = accepted(await accounts.changeOwnPassword({ cookie: she.cookie, current: PASSWORD, next: 'nine dry cranes depart', address }));
    expect(changed.session.state).toBe('ready');
  });
});

describe('where the jurisdiction requires it', () => {
  const required = { ...ORGANISATION, secondFactorOf: () => 'required' as const };

  it('no work begins before one is set up, and nobody removes it', async () => {
    const own = openAccounts(db.database, () => now, required);
    const she = await official(['handler'], own);
    const session = await own.actorOf(she.cookie);
    expect(session?.state).toBe('must-enrol');
    expect(session).not.toHaveProperty('actor');
    if (!session) throw new Error('not signed in');
    const begun = await own.factors.begin(session, 'Linjiang');
    accepted(await own.factors.enrol(session, she.cookie, { token: begun.token, code: await codeAt(keyOf(begun.typed), now), address }));
    const ready = await own.actorOf(she.cookie);
    expect(ready?.state).toBe('ready');
    expect(ready && refused(await own.factors.remove(ready))).toEqual({ kind: 'factor-required' });
  });

  it('is required of every instance but a demo where its files say nothing', async () => {
    const silent = { ...ORGANISATION, secondFactorOf: () => undefined };
    const she = await official(['handler']);
    expect(await openAccounts(db.database, () => now, silent).actorOf(she.cookie)).toMatchObject({ state: 'must-enrol' });
    await ensureInstance(db.owner, { demo: true, demoDays: 0 });
    expect(await openAccounts(db.database, () => now, silent).actorOf(she.cookie)).toMatchObject({ state: 'ready' });
  });

  it('may be removed by its owner where it is optional', async () => {
    const she = await enrolled();
    const session = await accounts.actorOf(she.cookie);
    if (!session) throw new Error('not signed in');
    accepted(await accounts.factors.remove(session));
    expect((await signIn(she)).state).toBe('ready');
  });
});

describe('a lost second factor', () => {
  const actor = async (who: Official): Promise<StaffActor> => {
    const session = await accounts.actorOf(who.cookie);
    if (session?.state !== 'ready') throw new Error('not ready');
    return session.actor;
  };

  it('is reset by an administrator, ends every session, and needs the owner’s own password still', async () => {
    const she = await enrolled();
    const admin = await actor(await official(['system-admin']));
    accepted(await accounts.administration.resetFactor(admin, she.id));
    expect(await accounts.actorOf(she.cookie)).toBeUndefined();
    expect((await signIn(she)).state).toBe('ready');
    expect(refused(await accounts.administration.resetFactor(admin, she.id))).toEqual({ kind: 'no-factor' });
  });

  it('and a new password never come from one hand, until the owner has set their own', async () => {
    const [one, two] = [await actor(await official(['system-admin'])), await actor(await official(['system-admin']))];
    const she = await enrolled();
    accepted(await accounts.administration.resetFactor(one, she.id));
    expect(refused(await accounts.administration.setPassword(one, she.id))).toEqual({ kind: 'same-renewer' });
    accepted(await accounts.administration.setPassword(two, she.id));
    const other = await enrolled();
    accepted(await accounts.administration.setPassword(one, other.id));
    expect(refused(await accounts.administration.resetFactor(one, other.id))).toEqual({ kind: 'same-renewer' });
    // The owner has chosen a password since: what remains lost is the phone alone.
    await db.owner.query(`insert into accounts.acts (jurisdiction, id, account_id, kind, acted_by, at) values ('linjiang', gen_random_uuid()::text, $1, 'password-changed', $1, platform.now() + interval '1 second')`, [other.id]);
    accepted(await accounts.administration.resetFactor(one, other.id));
  });

  it('of an administrator is reset on the server only', async () => {
    const granter = await enrolled();
    accepted(await accounts.administration.grantRole(system(), granter.id, 'security-admin'));
    const admin = await actor(await official(['system-admin']));
    expect(refused(await accounts.administration.resetFactor(admin, granter.id))).toEqual({ kind: 'administrator' });
    accepted(await accounts.administration.resetFactor(system(), granter.id));
  });
});
