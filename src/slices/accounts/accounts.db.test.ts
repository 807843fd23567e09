import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../kernel/instant.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { problemFrom } from '../../platform/http/problem-from.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { ATTEMPT_WINDOW_MS, ATTEMPTS_MAX } from './attempts.ts';
import { createAccounts, type Accounts, type SignedIn } from './index.ts';
import { ONE_TIME_MS_MAX, SESSION_IDLE_MS_MAX, SESSION_MS_MAX } from './library.ts';
import { accepted, LINJIANG, openAccounts, ORGANISATION, refused, system, TEST_KEYS, TEST_SECRET } from './accounts.fixture.ts';

let db: TestDatabase;
let accounts: Accounts;

beforeAll(async () => {
  db = await openTestDatabase();
  accounts = openAccounts(db.database);
});
afterAll(() => db.close());

const PASSWORD = 'seven wet herons wait';
let next = 0;

/** An official who chose their own password long ago. */
async function official(roles: readonly string[] = ['handler'], own: Accounts = accounts): Promise<{ id: string; username: string; in: SignedIn; cookie: string }> {
  const username = `official-${++next}`;
  const wanted = { username, name: 'Lin Qiu', unit: 'town-qingshan', roles };
  const made = accepted(await own.administration.create(system(), wanted, { password: PASSWORD }));
  const signedIn = accepted(await own.signIn({ username, password: PASSWORD, address: '192.0.2.1' }));
  return { id: made.accountId, username, in: signedIn, cookie: cookieOf(signedIn) };
}

function cookieOf(signedIn: SignedIn): string {
  return signedIn.setCookies.map((one) => one.split(';')[0]).join('; ');
}

const wrong = { password: 'not the password', address: '192.0.2.9' };

describe('signing in', () => {
  it('lets an official act as their own account, unit and roles', async () => {
    const she = await official(['handler', 'unit-leader']);
    const session = await accounts.actorOf(she.cookie);
    expect(session).toMatchObject({
      state: 'ready', username: she.username, name: 'Lin Qiu', jurisdiction: LINJIANG,
      actor: { kind: 'staff', accountId: she.id, unitId: 'town-qingshan', jurisdiction: LINJIANG, roles: ['handler', 'unit-leader'] },
    });
  });

  it('gives nobody an actor before the one-time password is replaced', async () => {
    const made = accepted(await accounts.administration.create(system(), { username: 'newcomer', name: 'Newcomer', unit: 'town-qingshan', roles: ['handler'] }));
    const signedIn = accepted(await accounts.signIn({ username: 'Newcomer ', password: made.oneTimePassword, address: '192.0.2.1' }));
    expect(signedIn.session.state).toBe('must-change-password');
    expect('actor' in signedIn.session).toBe(false);
  });

  it('opens nothing with a one-time password that lay about for a week, and a new one helps', async () => {
    const made = accepted(await accounts.administration.create(system(), { username: 'latecomer', name: 'Latecomer', unit: 'town-qingshan', roles: [] }));
    const age = (ms: number) => db.owner.query(`update accounts.credentials set updated_at = clock_timestamp() - $2 * interval '1 millisecond' where account_id = $1`, [made.accountId, ms]);
    const enter = (password: string) => accounts.signIn({ username: 'latecomer', password, address: '192.0.2.1' });
    await age(ONE_TIME_MS_MAX - MINUTE_MS);
    expect(await enter(made.oneTimePassword)).toMatchObject({ refused: false });
    await age(ONE_TIME_MS_MAX + 1);
    expect(await enter(made.oneTimePassword)).toMatchObject({ refused: true, reason: { kind: 'not-recognised' } });
    const renewed = accepted(await accounts.administration.setPassword(system(), made.accountId));
    expect(await enter(renewed.oneTimePassword)).toMatchObject({ refused: false });
  });

  it('answers a wrong name, an impossible name, a wrong password and a disabled account alike', async () => {
    const she = await official();
    const gone = await official();
    accepted(await accounts.administration.disable(system(), gone.id));
    const answers = [
      await accounts.signIn({ ...wrong, username: she.username }),
      await accounts.signIn({ ...wrong, username: 'no-such-person' }),
      await accounts.signIn({ ...wrong, username: '\u0000🙂'.repeat(5_000) }),
      await accounts.signIn({ username: gone.username, password: PASSWORD, address: '192.0.2.9' }),
      await accounts.signIn({ username: she.username, password: '', address: '192.0.2.9' }),
      await accounts.signIn({ username: she.username, password: 'x'.repeat(1_000_000), address: '192.0.2.9' }),
    ];
    for (const answer of answers) expect(answer).toEqual({ refused: true, reason: { kind: 'not-recognised' } });
  });

  it('spends a password hash on an unknown name as on a known one', async () => {
    const she = await official();
    const fresh = openAccounts(db.database);
    const took = async (username: string): Promise<number> => {
      const times: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const begun = performance.now();
        await fresh.signIn({ username, password: wrong.password, address: `198.51.100.${round}` });
        times.push(performance.now() - begun);
      }
      return times.sort((a, b) => a - b)[2] ?? 0;
    };
    await took('warming-up');
    const [unknown, known] = [await took('no-such-person-2'), await took(she.username)];
    // Without the hash an unknown name would be answered in a millisecond or two.
    expect(unknown / known).toBeGreaterThan(0.4);
    expect(unknown / known).toBeLessThan(2.5);
  });

  it('writes the cookie for this host alone, out of reach of scripts and other sites', async () => {
    const plain = (await official()).in.setCookies;
    expect(plain).toHaveLength(1);
    expect(plain[0]).toMatch(/^minsheng_staff=.*; Path=\/; HttpOnly; SameSite=Lax$/);
    const secure = createAccounts({
      database: db.database, keys: TEST_KEYS, secret: TEST_SECRET, publicUrl: 'https://example.org', secureCookies: true, organisation: ORGANISATION,
    });
    expect((await official(['handler'], secure)).in.setCookies[0]).toMatch(/^__Host-minsheng_staff=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('takes a cookie only as it was signed', async () => {
    const she = await official();
    const [name = '', value = ''] = she.cookie.split(/=(.*)/s);
    expect(await accounts.actorOf(`${name}=${value.slice(0, -6)}AAAAAA`)).toBeUndefined();
    expect(await accounts.actorOf(`${name}=${value.slice(0, 10)}`)).toBeUndefined();
    expect(await accounts.actorOf(undefined)).toBeUndefined();
    expect(await accounts.actorOf(`a=b; ${name}=${value}; ${name}=x`)).toMatchObject({ username: she.username });
    const other = createAccounts({
      database: db.database, keys: TEST_KEYS, secret: `${TEST_SECRET}-of-another-instance`, publicUrl: 'http://127.0.0.1:8080', secureCookies: false, organisation: ORGANISATION,
    });
    expect(await other.actorOf(she.cookie)).toBeUndefined();
  });

  it('keeps no address and no browser name, and the database would refuse them', async () => {
    await official();
    const { rows } = await db.owner.query<{ n: string }>(`select count(*) as n from accounts.sessions where coalesce(ip_address, '') <> '' or coalesce(user_agent, '') <> ''`);
    expect(rows[0]?.n).toBe('0');
    await expect(db.owner.query(`update accounts.sessions set ip_address = '192.0.2.1'`)).rejects.toThrow(/ip_address/);
    await expect(db.owner.query(`update accounts.sessions set user_agent = 'Browser'`)).rejects.toThrow(/user_agent/);
  });
});

describe('limits on guessing', () => {
  it('stops one network from trying one name again and again, and lets the window pass', async () => {
    let now = Date.now();
    const own = openAccounts(db.database, () => now);
    const she = await official(['handler'], own);
    for (let tried = 0; tried < ATTEMPTS_MAX.nameFromNetwork; tried += 1) {
      expect(refused(await own.signIn({ username: she.username, ...wrong }))).toEqual({ kind: 'not-recognised' });
    }
    expect(refused(await own.signIn({ username: she.username, password: PASSWORD, address: wrong.address }))).toMatchObject({ kind: 'too-many-attempts' });
    // A stranger's guessing does not lock the official out at their own desk.
    accepted(await own.signIn({ username: she.username, password: PASSWORD, address: '203.0.113.5' }));
    now += ATTEMPT_WINDOW_MS;
    accepted(await own.signIn({ username: she.username, password: PASSWORD, address: wrong.address }));
  });

  it('counts an unknown name as it counts a known one', async () => {
    const own = openAccounts(db.database);
    const kinds: string[] = [];
    for (let tried = 0; tried <= ATTEMPTS_MAX.nameFromNetwork; tried += 1) kinds.push(refused(await own.signIn({ username: 'nobody-here', ...wrong })).kind);
    expect(kinds.at(-2)).toBe('not-recognised');
    expect(kinds.at(-1)).toBe('too-many-attempts');
  });

  it('answers busy instead of queueing a flood of hashes', async () => {
    const own = openAccounts(db.database);
    const flood = await Promise.all(Array.from({ length: 50 }, (_, at) => own.signIn({ username: `flood-${at}`, password: 'x', address: `203.0.113.${at}` })));
    const kinds = new Set(flood.map((answer) => refused(answer).kind));
    expect(kinds).toEqual(new Set(['not-recognised', 'too-many-attempts']));
  });
});

describe('a session ends', () => {
  it('at sign-out, for every copy of the cookie', async () => {
    const she = await official();
    expect(await accounts.actorOf(she.cookie)).toBeDefined();
    const cleared = await accounts.signOut(she.cookie);
    expect(cleared[0]).toMatch(/^minsheng_staff=; Max-Age=0/);
    expect(await accounts.actorOf(she.cookie)).toBeUndefined();
    expect(await sessionsOf(she.id)).toBe(0);
    expect(await accounts.signOut(she.cookie)).toHaveLength(1);
  });

  it('when the account is disabled, at once here and within seconds elsewhere', async () => {
    const she = await official();
    const elsewhere = openAccounts(db.database);
    expect(await elsewhere.actorOf(she.cookie)).toBeDefined();
    expect(await accounts.actorOf(she.cookie)).toBeDefined();
    accepted(await accounts.administration.disable(system(), she.id));
    expect(await accounts.actorOf(she.cookie)).toBeUndefined();
    expect(await sessionsOf(she.id)).toBe(0);
    await expect.poll(() => elsewhere.actorOf(she.cookie), { timeout: 5_000, interval: 250 }).toBeUndefined();
    accepted(await accounts.administration.enable(system(), she.id));
    accepted(await accounts.signIn({ username: she.username, password: PASSWORD, address: '192.0.2.1' }));
  });

  it('does not come back for a browser that was signing in meanwhile', async () => {
    const she = await official();
    await db.owner.query('update accounts.staff set disabled_at = now() where id = $1', [she.id]);
    expect(refused(await accounts.signIn({ username: she.username, password: PASSWORD, address: '192.0.2.1' }))).toEqual({ kind: 'not-recognised' });
    expect(await openAccounts(db.database).actorOf(she.cookie)).toBeUndefined();
  });

  it('after an idle hour and after a long day, whichever comes first', async () => {
    for (const [column, limit] of [['last_seen_at', SESSION_IDLE_MS_MAX], ['created_at', SESSION_MS_MAX]] as const) {
      const she = await official();
      const age = async (ms: number) => db.owner.query(`update accounts.sessions set ${column} = clock_timestamp() - $2 * interval '1 millisecond' where account_id = $1`, [she.id, ms]);
      await age(limit - MINUTE_MS);
      expect(await openAccounts(db.database).actorOf(she.cookie)).toBeDefined();
      await age(limit + 1);
      expect(await openAccounts(db.database).actorOf(she.cookie)).toBeUndefined();
      expect(await sessionsOf(she.id)).toBe(0);
    }
  });

  it('is prolonged by working, and written to at most once a minute', async () => {
    const she = await official();
    const seenSecondsAgo = async (seconds: number) => {
      await db.owner.query(`update accounts.sessions set last_seen_at = clock_timestamp() - $2 * interval '1 second' where account_id = $1`, [she.id, seconds]);
      await openAccounts(db.database).actorOf(she.cookie);
      const { rows } = await db.owner.query<{ ago: number }>(`select extract(epoch from clock_timestamp() - last_seen_at)::float8 as ago from accounts.sessions where account_id = $1`, [she.id]);
      return rows[0]?.ago ?? -1;
    };
    expect(await seenSecondsAgo(30)).toBeGreaterThanOrEqual(30);
    expect(await seenSecondsAgo(3_000)).toBeLessThan(20);
  });

  it('leaves nothing behind once purged', async () => {
    const she = await official();
    await db.owner.query(`update accounts.sessions set created_at = created_at - interval '13 hours' where account_id = $1`, [she.id]);
    expect(await accounts.purgeSessions(LINJIANG)).toBeGreaterThan(0);
    expect(await sessionsOf(she.id)).toBe(0);
  });
});

describe('changing one’s own password', () => {
  it('ends every other session and signs this browser in anew', async () => {
    const she = await official();
    const desk = accepted(await accounts.signIn({ username: she.username, password: PASSWORD, address: '192.0.2.1' }));
    const changed = accepted(await accounts.changeOwnPassword({ cookie: she.cookie, current: PASSWORD, next: 'nine dry cranes depart', address: '192.0.2.1' }));
    expect(await accounts.actorOf(cookieOf(desk))).toBeUndefined();
    expect(await accounts.actorOf(she.cookie)).toBeUndefined();
    expect(await accounts.actorOf(cookieOf(changed))).toMatchObject({ state: 'ready' });
    expect(refused(await accounts.signIn({ username: she.username, password: PASSWORD, address: '192.0.2.1' })).kind).toBe('not-recognised');
  });

  it('refuses a wrong current password, the same one, a weak one and a stranger', async () => {
    const she = await official();
    const change = (current: string, wanted: string, cookie: string | undefined = she.cookie) => accounts.changeOwnPassword({ cookie, current, next: wanted, address: '192.0.2.1' });
    expect(refused(await change('not the password', 'nine dry cranes depart'))).toEqual({ kind: 'wrong-current-password' });
    expect(refused(await change(PASSWORD, PASSWORD))).toEqual({ kind: 'same-password' });
    expect(refused(await change(PASSWORD, 'short'))).toEqual({ kind: 'weak-password', mistake: 'too-short' });
    expect(refused(await change(PASSWORD, 'password123'))).toEqual({ kind: 'weak-password', mistake: 'easy-to-guess' });
    expect(refused(await change(PASSWORD, 'x'.repeat(129)))).toEqual({ kind: 'weak-password', mistake: 'too-long' });
    expect(refused(await change(PASSWORD, 'nine dry cranes depart', 'minsheng_staff=nothing'))).toEqual({ kind: 'not-signed-in' });
    expect(await accounts.actorOf(she.cookie)).toBeDefined();
  });
});

describe('while the database is away', () => {
  it('nobody is told that they are unknown or signed out', async () => {
    const she = await official();
    const away = openDatabase({ ...db.address, host: '127.0.0.1', port: 1 });
    const own = openAccounts(away);
    for (const asking of [
      () => own.signIn({ username: she.username, password: PASSWORD, address: '192.0.2.1' }), () => own.actorOf(she.cookie), () => own.signOut(she.cookie),
    ]) {
      const error: unknown = await asking().then(() => 'answered', (failed: unknown) => failed);
      expect(problemFrom(error)).toMatchObject({ problem: { kind: 'away' }, bug: false });
    }
    await away.close();
  });
});

async function sessionsOf(id: string): Promise<number> {
  const { rows } = await db.owner.query<{ n: number }>('select count(*)::int as n from accounts.sessions where account_id = $1', [id]);
  return rows[0]?.n ?? -1;
}
