import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTEMPTS_MAX } from '../attempts.ts';
import { FRESH_MS_MAX } from '../library.ts';
import { openStaffServer, PASSWORD, type Person, type StaffServer } from '../server.fixture.ts';
import { openAccounts } from '../accounts.fixture.ts';
import { proofMessages } from './messages.ts';

let served: StaffServer;
beforeAll(async () => { served = await openStaffServer(); });
afterAll(() => served.close());

const words = proofMessages('zh');
let next = 0;

/** As if the last proof were that long ago. */
async function proven(who: Person, msAgo: number): Promise<void> {
  await served.db.owner.query(`update accounts.sessions set proven_at = clock_timestamp() - $2 * interval '1 millisecond' where account_id = $1`, [who.id, msAgo]);
  // A sign-in elsewhere has been seen before; this process remembers sessions for three seconds.
  await new Promise((resolve) => { setTimeout(resolve, 3_100); });
}

async function roleOf(id: string): Promise<readonly string[]> {
  const { rows } = await served.db.owner.query<{ role: string }>('select role from accounts.grants where account_id = $1 and valid_to is null order by role', [id]);
  return rows.map(({ role }) => role);
}

function newAccount(): Record<string, string> {
  return { username: `fresh-${++next}`, name: '新来的 <b>', unit: 'town-baiyun', key: `a-form-key-of-this-test-${next}` };
}

describe('a sensitive act', () => {
  it('is done at once while the proof is fresh, and asked to be confirmed when it is not', async () => {
    const granter = await served.official(['security-admin']);
    const other = await served.official([]);
    await proven(granter, FRESH_MS_MAX - 60_000);
    expect((await served.post(`/console/accounts/${other.id}/roles`, { role: 'handler' }, granter.cookie)).statusCode).toBe(303);
    await proven(granter, FRESH_MS_MAX + 1_000);
    const asked = await served.post(`/console/accounts/${other.id}/roles`, { role: 'dispatcher' }, granter.cookie);
    expect(asked.statusCode).toBe(401);
    expect(asked.body).toContain(words.title);
    expect(await roleOf(other.id)).toEqual(['handler']);
    // Looking needs no proof.
    expect((await served.get(`/console/accounts/${other.id}`, granter.cookie)).statusCode).toBe(200);
  }, 20_000);

  it('loses nothing that was typed: the page asks, carries all of it on, and the right password does it, once', async () => {
    const she = await served.official(['system-admin']);
    await proven(she, FRESH_MS_MAX + 1_000);
    const typed = newAccount();
    const asked = await served.post('/console/accounts', typed, she.cookie);
    expect(asked.statusCode).toBe(401);
    for (const [name, value] of Object.entries(typed)) expect(asked.body).toContain(`name="${name}" value="${value.replace('<', '&lt;')}"`);
    const wrong = await served.post('/console/accounts', { ...typed, 'proof-password': 'not the password' }, she.cookie);
    expect(wrong.statusCode).toBe(401);
    expect(wrong.body).toContain(words.wrong);
    expect(wrong.body).not.toContain('not the password');
    const done = await served.post('/console/accounts', { ...typed, 'proof-password': PASSWORD }, she.cookie);
    expect(done.statusCode).toBe(201);
    expect(done.body).not.toContain(PASSWORD);
    // The same page sent again, with the proof or, now that it is fresh, without: the same answer and no second account.
    const oncePassword = /<code>([^<]+)<\/code>/.exec(done.body)?.[1] ?? 'none';
    expect((await served.post('/console/accounts', { ...typed, 'proof-password': PASSWORD }, she.cookie)).body).toContain(oncePassword);
    expect((await served.post('/console/accounts', typed, she.cookie)).body).toContain(oncePassword);
  }, 20_000);

  it('is not opened by guessing: wrong proofs are counted apart from signing in', async () => {
    const she = await served.official(['system-admin']);
    await proven(she, FRESH_MS_MAX + 1_000);
    let answer = await served.post('/console/accounts', newAccount(), she.cookie);
    for (let tried = 0; tried < ATTEMPTS_MAX.nameFromNetwork; tried += 1) answer = await served.post('/console/accounts', { ...newAccount(), 'proof-password': 'guess' }, she.cookie);
    expect(answer.statusCode).toBe(401);
    answer = await served.post('/console/accounts', { ...newAccount(), 'proof-password': PASSWORD }, she.cookie);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await served.post('/staff/sign-in', { username: she.username, password: PASSWORD })).statusCode).toBe(303);
  }, 20_000);

  it('asks a browser whose cookie was taken elsewhere, too: the proof belongs to the session', async () => {
    const she = await served.official(['system-admin']);
    await proven(she, FRESH_MS_MAX + 1_000);
    const desk = await served.post('/staff/sign-in', { username: she.username, password: PASSWORD });
    expect(desk.statusCode).toBe(303);
    expect((await served.post('/console/accounts', newAccount(), she.cookie)).statusCode).toBe(401);
  }, 20_000);
});

describe('a proof', () => {
  it('is refused of a stranger, and lasts a quarter of an hour', async () => {
    const she = await served.official([]);
    const own = openAccounts(served.db.database);
    expect(await own.prove({ cookie: 'minsheng_staff=nothing', proof: { kind: 'password', text: PASSWORD }, address: '192.0.2.1' })).toEqual({ refused: true, reason: { kind: 'not-signed-in' } });
    const fresh = await own.prove({ cookie: she.cookie, proof: { kind: 'password', text: PASSWORD }, address: '192.0.2.1' });
    if (fresh.refused || fresh.value.state !== 'ready') throw new Error('not proven');
    expect(Math.abs(fresh.value.freshUntil - Date.now() - FRESH_MS_MAX)).toBeLessThan(10_000);
  });
});
