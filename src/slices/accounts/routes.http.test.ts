import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accepted, ELSEWHERE, system } from './accounts.fixture.ts';
import { accountMessages } from './messages.ts';
import { openStaffServer, pair, PASSWORD, type StaffServer } from './server.fixture.ts';

let served: StaffServer;
let accounts: StaffServer['accounts'];
let db: StaffServer['db'];
const official: StaffServer['official'] = (...asked) => served.official(...asked);
const post: StaffServer['post'] = (...asked) => served.post(...asked);
const get: StaffServer['get'] = (...asked) => served.get(...asked);

beforeAll(async () => {
  served = await openStaffServer();
  ({ accounts, db } = served);
});
afterAll(() => served.close());

describe('signing in by form', () => {
  it('sets the cookie and leads to the page that was asked for', async () => {
    const she = await official(['handler']);
    const asked = await get('/console');
    expect(asked.statusCode).toBe(303);
    expect(asked.headers.location).toBe('/staff/sign-in?next=%2Fconsole');
    const answer = await post('/staff/sign-in', { username: she.username, password: PASSWORD, next: '/console/cases/a?b=1' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/console/cases/a?b=1']);
    const console = await get('/console', pair(answer.headers['set-cookie']));
    expect(console.json()).toEqual({ username: she.username });
    expect((await get('/staff/sign-in', she.cookie)).headers.location).toBe('/console');
  });

  it.each(['//evil.example/console', 'https://evil.example/console', '/\\evil.example', '/console/../../evil', '/console\u0000', '/staff/sign-out', 'javascript:alert(1)', '/consoleevil'])(
    'follows no %j out of the console', async (wanted) => {
      const she = await official([]);
      const answer = await post('/staff/sign-in', { username: she.username, password: PASSWORD, next: wanted });
      expect(answer.statusCode === 303 ? answer.headers.location : answer.statusCode).toSatisfy((seen) => seen === '/console' || seen === 400);
    });

  it('shows the page again with the name and what to do, in the reader’s language, and never the password', async () => {
    const wrong = await post('/staff/sign-in', { username: 'someone', password: 'secret-words' }, '', { 'accept-language': 'en' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain(accountMessages('en').notRecognised);
    expect(wrong.body).toContain('someone');
    expect(wrong.body).not.toContain('secret-words');
    expect(wrong.headers['set-cookie']).toBeUndefined();
    expect((await post('/staff/sign-in', {})).statusCode).toBe(422);
  });

  it('says how long to wait after too many attempts', async () => {
    let answer = await post('/staff/sign-in', { username: 'guessed', password: 'x' });
    for (let tried = 0; tried < 10; tried += 1) answer = await post('/staff/sign-in', { username: 'guessed', password: 'x' });
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('is not done for another site', async () => {
    const she = await official([]);
    for (const [url, fields] of [['/staff/sign-in', { username: she.username, password: PASSWORD }], ['/staff/sign-out', {}], ['/console/anything', {}]] as const) {
      expect((await post(url, { ...fields }, she.cookie, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    }
    expect((await get('/console', she.cookie)).statusCode).toBe(200);
  });

  it('leads an official of another place to their own place', async () => {
    const far = await official(['handler'], ELSEWHERE);
    const answer = await post('/staff/sign-in', { username: far.username, password: PASSWORD, next: '/console/cases/a' });
    expect(answer.headers.location).toBe('/j/elsewhere/console');
    expect((await get('/j/elsewhere/console', far.cookie)).statusCode).toBe(200);
    expect((await get('/console', far.cookie)).statusCode).toBe(403);
  });

  it('leaves a line for whoever was not let in, with the door and why, and none for whoever was; no name, no address', async () => {
    const she = await official([]);
    served.logged.length = 0;
    await post('/staff/sign-in', { username: she.username, password: PASSWORD });
    expect(served.logged).toEqual([]);
    await post('/staff/sign-in', { username: she.username, password: 'a wrong one' });
    await post('/staff/account/password', { current: 'a wrong one', next: 'nine dry storks fly', repeated: 'nine dry storks fly' }, she.cookie);
    const lines = served.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ door, why }) => [door, why])).toEqual([['sign-in', 'not-recognised'], ['password-change', 'wrong-current-password']]);
    expect(served.logged.join('')).not.toMatch(new RegExp(`${she.username}|${she.id}|wrong one|storks|127\\.0\\.0`));
  });

  it('ends what the browser was signed in as before, for every copy of its cookie', async () => {
    const [she, he] = [await official([]), await official([])];
    expect((await get('/console', she.cookie)).statusCode).toBe(200);
    const again = await post('/staff/sign-in', { username: he.username, password: PASSWORD }, she.cookie);
    expect((await get('/console', pair(again.headers['set-cookie']))).json()).toEqual({ username: he.username });
    expect((await get('/console', she.cookie)).statusCode).toBe(303);
    // The same person's other browsers stay.
    expect((await get('/console', he.cookie)).statusCode).toBe(200);
  });

  it('ends at sign-out', async () => {
    const she = await official([]);
    const out = await post('/staff/sign-out', {}, she.cookie);
    expect([out.statusCode, out.headers.location, out.headers['clear-site-data']]).toEqual([303, '/staff/sign-in', '"cache"']);
    expect((await get('/console', she.cookie)).statusCode).toBe(303);
    expect((await post('/console/anything', {}, she.cookie)).statusCode).toBe(401);
  });
});

describe('one’s own account', () => {
  it('is the only place for somebody with a one-time password, until it is replaced', async () => {
    const made = accepted(await accounts.administration.create(system(), { username: 'first-day', name: 'First <Day>', unit: 'county-office', roles: ['handler'] }));
    const signedIn = await post('/staff/sign-in', { username: 'first-day', password: made.oneTimePassword, next: '/console/x' });
    expect(signedIn.headers.location).toBe('/staff/account');
    const cookie = pair(signedIn.headers['set-cookie']);
    expect((await get('/console', cookie)).headers.location).toBe('/staff/account');
    const page = await get('/staff/account', cookie);
    expect(page.body).toContain(accountMessages('zh').mustChangeTitle);
    expect(page.body).toContain('First &lt;Day>');
    const differ = await post('/staff/account/password', { current: made.oneTimePassword, next: PASSWORD, repeated: 'other words entirely' }, cookie);
    expect(differ.statusCode).toBe(422);
    expect(differ.body).toContain(accountMessages('zh').notTheSameTwice);
    const weak = await post('/staff/account/password', { current: made.oneTimePassword, next: 'aaaaaaaaaaaa', repeated: 'aaaaaaaaaaaa' }, cookie);
    expect(weak.statusCode).toBe(422);
    const changed = await post('/staff/account/password', { current: made.oneTimePassword, next: PASSWORD, repeated: PASSWORD }, cookie);
    expect(changed.headers.location).toBe('/console');
    expect((await get('/console', pair(changed.headers['set-cookie']))).statusCode).toBe(200);
  });

  it('shows where it is signed in, by time alone, and ends all the others after a fresh proof', async () => {
    const she = await official([]);
    const elsewhere = pair((await post('/staff/sign-in', { username: she.username, password: PASSWORD })).headers['set-cookie']);
    const page = (await get('/staff/account', she.cookie)).body;
    expect(page.match(new RegExp(accountMessages('zh').sessionThis, 'g'))).toHaveLength(1);
    expect(page).toContain(accountMessages('zh').sessionsEnd);
    await db.owner.query("update accounts.sessions set proven_at = clock_timestamp() - interval '16 minutes' where account_id = $1", [she.id]);
    const asked = await post('/staff/account/ended-sessions', {}, pair((await post('/staff/sign-in', { username: she.username, password: PASSWORD })).headers['set-cookie']));
    expect(asked.headers.location).toBe('/staff/account?changed=sessions');
    expect((await get('/console', elsewhere)).statusCode).toBe(303);
    expect((await get('/console', she.cookie)).statusCode).toBe(303);
    // Without one it is asked for, and nothing ends.
    const [third, fourth] = [await official([]), await official([])];
    await db.owner.query("update accounts.sessions set proven_at = clock_timestamp() - interval '16 minutes' where account_id = $1", [third.id]);
    // A change to the account makes its sessions be looked at anew.
    await accounts.administration.grantRole(system(), third.id, 'handler');
    await accounts.administration.endSessions(system(), fourth.id);
    expect((await get('/console', fourth.cookie)).statusCode).toBe(303);
    const other = pair((await post('/staff/sign-in', { username: third.username, password: PASSWORD })).headers['set-cookie']);
    expect((await post('/staff/account/ended-sessions', {}, third.cookie)).statusCode).toBe(401);
    expect((await get('/console', other)).statusCode).toBe(200);
  });

  it('shows name, unit and roles, in both languages', async () => {
    const she = await official(['handler']);
    expect((await get('/staff/account?changed=password', she.cookie, 'en')).body).toContain(accountMessages('en').changedTitle);
    const page = (await get('/staff/account', she.cookie, 'en')).body;
    for (const words of [she.username, 'Unit county-office', 'en handler']) expect(page).toContain(words);
    expect((await get('/staff/account')).headers.location).toBe('/staff/sign-in?next=%2Fstaff%2Faccount');
  });
});

describe('administration by form', () => {
  it('makes an account, shows its password once, lists it and closes it after asking', async () => {
    const she = await official(['system-admin']);
    expect((await get('/console/accounts/new', she.cookie)).body).toContain(accountMessages('zh').chooseUnit);
    const made = await post('/console/accounts', { username: 'new-hand', name: '新来的', unit: 'town-baiyun' }, she.cookie);
    expect(made.statusCode).toBe(201);
    expect(made.headers['cache-control']).toBe('no-store');
    expect(made.body).toMatch(/<code>([a-z2-9]{4}-){3}[a-z2-9]{4}<\/code>/);
    const again = await post('/console/accounts', { username: 'new-hand', name: '新来的', unit: 'town-baiyun' }, she.cookie);
    expect(again.statusCode).toBe(409);
    expect(again.body).toContain('value="new-hand"');
    const found = await post('/console/accounts/search', { q: '新来' }, she.cookie);
    const id = /\/console\/accounts\/([0-9a-f-]{36})/.exec(found.body)?.[1] ?? '';
    expect((await get(`/console/accounts/${id}`, she.cookie)).body).toContain('新来的');
    expect((await get(`/console/accounts/${id}/disabling`, she.cookie)).body).toContain(accountMessages('zh').disableTitle('新来的'));
    expect((await post(`/console/accounts/${id}/disabling`, {}, she.cookie)).headers.location).toBe(`/console/accounts/${id}`);
    expect((await get(`/console/accounts/${id}`, she.cookie)).body).toContain(accountMessages('zh').states.disabled);
    // Asked again, it is as was asked.
    expect((await post(`/console/accounts/${id}/disabling`, {}, she.cookie)).headers.location).toBe(`/console/accounts/${id}`);
    expect((await post(`/console/accounts/${id}/enabling`, {}, she.cookie)).statusCode).toBe(303);
    expect((await get(`/console/accounts/${id}/one-time-password`, she.cookie)).statusCode).toBe(200);
    expect((await post(`/console/accounts/${id}/one-time-password`, {}, she.cookie)).body).toMatch(/<code>/);
    expect((await post(`/console/accounts/${id}/roles`, { role: 'handler' }, she.cookie)).statusCode).toBe(403);
    const granter = await official(['security-admin']);
    expect((await post(`/console/accounts/${id}/roles`, { role: 'handler' }, granter.cookie)).statusCode).toBe(303);
    expect((await get(`/console/accounts/${id}`, granter.cookie)).body).toContain('zh handler');
    expect((await post(`/console/accounts/${id}/ended-roles`, { role: 'handler' }, granter.cookie)).statusCode).toBe(303);
  });

  it('keeps what was typed when something is wrong', async () => {
    const she = await official(['system-admin']);
    const wrong = await post('/console/accounts', { username: 'x', name: 'Kept <Name>', unit: 'town-baiyun' }, she.cookie);
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain(accountMessages('zh').refusals['bad-username']);
    expect(wrong.body).toContain('value="Kept &lt;Name>"');
    expect(wrong.body).toMatch(/value="town-baiyun" selected|selected[^>]*value="town-baiyun"/);
  });

  it('pages through many', async () => {
    const she = await official(['system-admin']);
    for (let at = 0; at < 51; at += 1) {
      await db.owner.query(`insert into accounts.staff (jurisdiction, id, unit, username, name, email, must_change_password, created_at, updated_at)
        values ('linjiang', $1, 'town-baiyun', $2, 'Many', $2 || '@staff.invalid', false, now(), now())`, [`many-people-${at}`, `many-${String(at).padStart(3, '0')}`]);
    }
    const first = await post('/console/accounts/search', { q: 'many-' }, she.cookie);
    expect(first.body.match(/<tr>/g)).toHaveLength(51);
    const after = /name="after" value="([^"]+)"/.exec(first.body)?.[1] ?? '';
    const second = await post('/console/accounts/search', { q: 'many-', after }, she.cookie);
    expect(second.body).toContain('many-050');
    expect(second.body).not.toContain('many-049');
  });

  it('is closed to those without the duty and blind to other places', async () => {
    const handler = await official(['handler']);
    const she = await official(['system-admin']);
    const far = await official(['handler'], ELSEWHERE);
    expect((await get('/console/accounts', handler.cookie)).statusCode).toBe(403);
    expect((await post('/console/accounts', { username: 'sneaked-in', name: 'A', unit: 'town-baiyun' }, handler.cookie)).statusCode).toBe(403);
    for (const url of [`/console/accounts/${far.id}`, '/console/accounts/nothing-of-the-kind', `/console/accounts/${far.id}/disabling`]) {
      expect((await get(url, she.cookie)).statusCode, url).toBe(404);
    }
    expect((await post(`/console/accounts/${far.id}/disabling`, {}, she.cookie)).statusCode).toBe(404);
    expect((await get('/console', far.cookie)).statusCode).toBe(403);
  });
});
