import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { parseUnitId, type AccountId, type JurisdictionCode } from '../../kernel/ids.ts';
import type { StaffRole } from '../../platform/db/actor.ts';
import type { StaffActor } from './account.ts';
import { accepted, ELSEWHERE, LINJIANG, openAccounts, ORGANISATION, refused, system } from './accounts.fixture.ts';
import { ensureFirstAdministrator, type Accounts } from './index.ts';

let db: TestDatabase;
let accounts: Accounts;
let manager: StaffActor;
let granter: StaffActor;
const OFFICE = unitOf('county-office');

beforeAll(async () => {
  db = await openTestDatabase();
  accounts = openAccounts(db.database);
  manager = await official(['system-admin']);
  granter = await official(['security-admin']);
});
afterAll(() => db.close());

let next = 0;
async function official(roles: readonly StaffRole[], jurisdiction: JurisdictionCode = LINJIANG): Promise<StaffActor> {
  const username = `officer-${++next}`;
  const made = accepted(await accounts.administration.create(system(jurisdiction), { username, name: `Officer ${next}`, unit: OFFICE, roles }));
  return { kind: 'staff', jurisdiction, accountId: made.accountId, unitId: OFFICE, roles };
}

const wanted = (username: string, roles: readonly string[] = []) => ({ username, name: 'Bai Yun', unit: 'town-baiyun', roles });

describe('an account is made', () => {
  it('by whoever may make one, with a one-time password that nobody else knows', async () => {
    const made = accepted(await accounts.administration.create(manager, wanted('made.by-manager')));
    expect(made.oneTimePassword).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    const { rows } = await db.owner.query<{ password: string }>(`select password from accounts.credentials where account_id = $1`, [made.accountId]);
    expect(rows[0]?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await actsOf(made.accountId)).toEqual([['created', '', manager.accountId]]);
  });

  it('not by others, and not with roles by someone who may not grant them', async () => {
    const handler = await official(['handler']);
    expect(refused(await accounts.administration.create(handler, wanted('by-handler')))).toEqual({ kind: 'not-permitted' });
    expect(refused(await accounts.administration.create(granter, wanted('by-granter')))).toEqual({ kind: 'not-permitted' });
    expect(refused(await accounts.administration.create(manager, wanted('with-roles', ['handler'])))).toEqual({ kind: 'not-permitted' });
  });

  it.each([
    ['bad-username', { username: 'a' }], ['bad-username', { username: '-nobody-' }], ['bad-username', { username: 'x'.repeat(1_000_000) }],
    ['bad-username', { username: 'li\u0000na' }], ['bad-name', { name: ' ' }], ['bad-name', { name: 'a\u0000b' }],
    ['unknown-unit', { unit: 'no-such-unit' }], ['unknown-role', { roles: ['mayor'] }],
  ])('is refused as %s for %j', async (kind, wrong) => {
    expect(refused(await accounts.administration.create(system(), { ...wanted('refused-name'), ...wrong }))).toEqual({ kind });
  });

  it('once per username, in whichever jurisdiction and however it is written', async () => {
    accepted(await accounts.administration.create(system(ELSEWHERE), wanted('one-of-a-kind')));
    expect(refused(await accounts.administration.create(manager, wanted('One-Of-A-Kind')))).toEqual({ kind: 'username-taken' });
    const both = await Promise.all([accounts.administration.create(manager, wanted('race')), accounts.administration.create(manager, wanted('race'))]);
    expect(both.filter((one) => one.refused)).toHaveLength(1);
  });
});

describe('roles', () => {
  it('are granted and ended at once, in the next request of the person', async () => {
    const made = accepted(await accounts.administration.create(system(), wanted('moving-up', ['handler'])));
    const cookie = await cookieOf(made.username, made.oneTimePassword);
    expect(await rolesOf(cookie)).toEqual(['handler']);
    accepted(await accounts.administration.grantRole(granter, made.accountId, 'unit-leader'));
    expect(await rolesOf(cookie)).toEqual(['handler', 'unit-leader']);
    accepted(await accounts.administration.endRole(granter, made.accountId, 'handler'));
    expect(await rolesOf(cookie)).toEqual(['unit-leader']);
    expect(await actsOf(made.accountId)).toEqual(expect.arrayContaining([
      ['role-granted', 'unit-leader', granter.accountId], ['role-ended', 'handler', granter.accountId],
    ]));
  });

  it('are held in a unit and for a time', async () => {
    const made = accepted(await accounts.administration.create(system(), wanted('moved-away', ['handler', 'unit-leader'])));
    const cookie = await cookieOf(made.username, made.oneTimePassword);
    await db.owner.query(`update accounts.grants set valid_to = platform.now() where account_id = $1 and role = 'handler'`, [made.accountId]);
    expect(await rolesOf(cookie, openAccounts(db.database))).toEqual(['unit-leader']);
    await db.owner.query(`update accounts.staff set unit = 'town-qingshan' where id = $1`, [made.accountId]);
    expect(await rolesOf(cookie, openAccounts(db.database))).toEqual([]);
  });

  it('that must be separate are not given to one person', async () => {
    expect(refused(await accounts.administration.grantRole(granter, manager.accountId, 'security-admin'))).toEqual({ kind: 'separated-roles' });
  });

  it('are combined in one hand only as the place’s profile says, and never both halves of an act of two', async () => {
    const place = { ...ORGANISATION, combinedOf: () => [['system-admin', 'audit-admin'] as const], joinsHalves: (_: unknown, roles: readonly string[]) => roles.includes('handler') && roles.includes('audit-admin') };
    const own = openAccounts(db.database, undefined, place);
    const small = await official(['system-admin']);
    accepted(await own.administration.grantRole(granter, small.accountId, 'audit-admin'));
    expect(refused(await own.administration.grantRole(granter, small.accountId, 'security-admin'))).toEqual({ kind: 'separated-roles' });
    expect(refused(await own.administration.grantRole(granter, small.accountId, 'handler'))).toEqual({ kind: 'separated-roles' });
  });

  it('are refused when already held, never held or unknown', async () => {
    const someone = await official(['handler']);
    expect(refused(await accounts.administration.grantRole(granter, someone.accountId, 'handler'))).toEqual({ kind: 'already-so' });
    expect(refused(await accounts.administration.endRole(granter, someone.accountId, 'dispatcher'))).toEqual({ kind: 'already-so' });
    expect(refused(await accounts.administration.grantRole(granter, someone.accountId, 'mayor'))).toEqual({ kind: 'unknown-role' });
    expect(refused(await accounts.administration.grantRole(manager, someone.accountId, 'handler'))).toEqual({ kind: 'not-permitted' });
  });
});

describe('nobody', () => {
  it('changes their own account', async () => {
    for (const outcome of [
      await accounts.administration.disable(manager, manager.accountId), await accounts.administration.setPassword(manager, manager.accountId),
      await accounts.administration.grantRole(granter, granter.accountId, 'handler'),
    ]) expect(refused(outcome)).toEqual({ kind: 'own-account' });
  });

  it('renews an administrator’s password but the machine itself', async () => {
    expect(refused(await accounts.administration.setPassword(manager, granter.accountId))).toEqual({ kind: 'administrator' });
    expect(accepted(await accounts.administration.setPassword(system(), granter.accountId)).accountId).toBe(granter.accountId);
  });

  it('sees or touches an account of another jurisdiction', async () => {
    const stranger = await official(['handler'], ELSEWHERE);
    for (const outcome of [
      await accounts.administration.disable(manager, stranger.accountId), await accounts.administration.setPassword(manager, stranger.accountId),
      await accounts.administration.grantRole(granter, stranger.accountId, 'handler'), await accounts.administration.read(manager, stranger.accountId),
    ]) expect(refused(outcome)).toEqual({ kind: 'unknown-account' });
    const seen = accepted(await accounts.administration.list(manager, { search: '', after: undefined, limit: 1_000 }));
    expect(seen.map((row) => row.id)).not.toContain(stranger.accountId);
    expect(seen.length).toBeGreaterThan(5);
  });

  it('is the last to be able to manage accounts and gone', async () => {
    const first = await official(['system-admin'], ELSEWHERE);
    expect(refused(await accounts.administration.disable(system(ELSEWHERE), first.accountId))).toEqual({ kind: 'last-administrator' });
    expect(refused(await accounts.administration.endRole(system(ELSEWHERE), first.accountId, 'system-admin'))).toEqual({ kind: 'last-administrator' });
    const second = await official(['system-admin'], ELSEWHERE);
    const both = await Promise.all([accounts.administration.disable(first, second.accountId), accounts.administration.disable(second, first.accountId)]);
    expect(both.map((one) => (one.refused ? one.reason.kind : 'done')).sort()).toEqual(['done', 'last-administrator']);
  });
});

describe('a new one-time password', () => {
  it('ends every session and makes the person choose again', async () => {
    const made = accepted(await accounts.administration.create(system(), wanted('forgetful', ['handler'])));
    const cookie = await cookieOf(made.username, made.oneTimePassword);
    const reset = accepted(await accounts.administration.setPassword(manager, made.accountId));
    expect(await accounts.actorOf(cookie)).toBeUndefined();
    const again = accepted(await accounts.signIn({ username: made.username, password: reset.oneTimePassword, address: '192.0.2.1' }));
    expect(again.session.state).toBe('must-change-password');
  });
});

describe('an account that is signed out everywhere', () => {
  it('has no session left, keeps its password and its roles, and the act stands', async () => {
    const made = accepted(await accounts.administration.create(system(), { username: 'signed.out', name: 'Signed Out', unit: 'county-office', roles: ['handler'] }, { password: 'seven wet herons wait' }));
    const enter = () => accounts.signIn({ username: 'signed.out', password: 'seven wet herons wait', address: '192.0.2.200' });
    const cookies = [accepted(await enter()), accepted(await enter())].map(({ setCookies }) => setCookies[0]?.split(';')[0]);
    accepted(await accounts.administration.endSessions(system(), made.accountId));
    for (const cookie of cookies) expect(await accounts.actorOf(cookie)).toBeUndefined();
    expect(accepted(await enter()).session).toMatchObject({ state: 'ready', actor: { roles: ['handler'] } });
    expect(accepted(await accounts.administration.read(system(), made.accountId)).acts.map(({ kind }) => kind)).toContain('sessions-ended');
  });
});

describe('the list', () => {
  it('goes page by page without losing or repeating anyone, and finds by name or username', async () => {
    for (let at = 0; at < 7; at += 1) accepted(await accounts.administration.create(system(), { ...wanted(`paged-${at}`), name: at === 3 ? '柳青 100%_' : 'Someone' }));
    const seen: string[] = [];
    for (let after: AccountId | undefined; ;) {
      const rows = accepted(await accounts.administration.list(manager, { search: 'paged-', after, limit: 3 }));
      seen.push(...rows.map((row) => row.username));
      after = rows.at(-1)?.id as AccountId | undefined;
      if (!after) break;
    }
    expect(seen).toEqual(Array.from({ length: 7 }, (_, at) => `paged-${at}`));
    const named = accepted(await accounts.administration.list(manager, { search: '柳青 100%_', after: undefined, limit: 3 }));
    expect(named.map((row) => row.username)).toEqual(['paged-3']);
  });

  it('is not for everyone', async () => {
    const handler = await official(['handler']);
    expect(refused(await accounts.administration.list(handler, { search: '', after: undefined, limit: 1 }))).toEqual({ kind: 'not-permitted' });
    expect(refused(await accounts.administration.read(handler, manager.accountId))).toEqual({ kind: 'not-permitted' });
    expect(refused(await accounts.administration.read(manager, 'not an id'))).toEqual({ kind: 'unknown-account' });
  });
});

describe('the first administrator', () => {
  it('is made once for an empty place, even by two starters at once', async () => {
    const fresh = await openTestDatabase();
    const own = openAccounts(fresh.database);
    const made = await Promise.all([1, 2].map(() => ensureFirstAdministrator(own, { jurisdiction: LINJIANG, unit: OFFICE })));
    const first = made.find((one) => one !== undefined);
    expect(made.filter((one) => one !== undefined)).toHaveLength(1);
    const signedIn = accepted(await own.signIn({ username: first?.username ?? '', password: first?.oneTimePassword ?? '', address: '192.0.2.1' }));
    expect(signedIn.session.state).toBe('must-change-password');
    expect(await ensureFirstAdministrator(own, { jurisdiction: LINJIANG, unit: OFFICE })).toBeUndefined();
    await fresh.close();
  });

  it('is made for each place, though a name is had once in the whole installation', async () => {
    const fresh = await openTestDatabase();
    const own = openAccounts(fresh.database);
    const places = [LINJIANG, ELSEWHERE];
    const names: (string | undefined)[] = [];
    for (const jurisdiction of places) names.push((await ensureFirstAdministrator(own, { jurisdiction, unit: OFFICE }))?.username);
    expect(names).toEqual(['administrator', 'admin-elsewhere']);
    for (const jurisdiction of places) expect(await ensureFirstAdministrator(own, { jurisdiction, unit: OFFICE })).toBeUndefined();
    await fresh.close();
  });
});

describe('the database itself', () => {
  it('shows accounts to no other role of the program', async () => {
    for (const role of ['app_public', 'app_actor', 'app_verdict', 'vault_svc', 'worker'] as const) {
      const client = await db.database.connect(role);
      await expect(client.query('select password from accounts.credentials')).rejects.toMatchObject({ code: '42501' });
      await client.end();
    }
  });

  it('keeps the acts and the accounts for good', async () => {
    const client = await db.database.connect('accounts_svc');
    for (const text of ['delete from accounts.staff', 'delete from accounts.grants', 'delete from accounts.acts', `update accounts.acts set acted_by = 'x'`, `update accounts.grants set role = 'x'`]) {
      await expect(client.query(text), text).rejects.toMatchObject({ code: '42501' });
    }
    await client.end();
  });

  it('hides roles and acts from a connection without an actor', async () => {
    const client = await db.database.connect('accounts_svc');
    expect((await client.query('select from accounts.grants')).rowCount).toBe(0);
    expect((await client.query('select from accounts.acts')).rowCount).toBe(0);
    await client.query(`select set_config('minsheng.jurisdiction', $1, false)`, [LINJIANG]);
    expect((await client.query('select from accounts.grants')).rowCount).toBeGreaterThan(0);
    expect((await client.query('select from accounts.staff where jurisdiction <> $1', [LINJIANG])).rowCount).toBe(0);
    await client.end();
  });
});

async function cookieOf(username: string, oneTimePassword: string): Promise<string> {
  const first = accepted(await accounts.signIn({ username, password: oneTimePassword, address: '192.0.2.1' }));
  const cookie = first.setCookies[0]?.split(';')[0];
  const own = accepted(await accounts.changeOwnPassword({ cookie, current: oneTimePassword, next: 'seven wet herons wait', address: '192.0.2.1' }));
  return own.setCookies[0]?.split(';')[0] ?? '';
}

async function rolesOf(cookie: string, own: Accounts = accounts): Promise<readonly string[] | undefined> {
  const session = await own.actorOf(cookie);
  return session?.state === 'ready' ? session.actor.roles : undefined;
}

async function actsOf(account: AccountId): Promise<string[][]> {
  const { rows } = await db.owner.query<{ kind: string; detail: string; acted_by: string }>(
    'select kind, detail, acted_by from accounts.acts where account_id = $1 order by at, id', [account]);
  return rows.map((row) => [row.kind, row.detail, row.acted_by]);
}

function unitOf(text: string) {
  const unit = parseUnitId(text);
  if (!unit) throw new Error('a malformed unit in a test');
  return unit;
}
