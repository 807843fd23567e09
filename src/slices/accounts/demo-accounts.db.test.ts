import { afterEach, beforeEach, expect, it } from 'vitest';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { projectRoot } from '../../platform/config/project-root.ts';
import { LOCALES } from '../../platform/i18n/index.ts';
import { checkFolder, directoryOf } from '../units/index.ts';
import { accepted, LINJIANG, refused, TEST_KEYS, TEST_SECRET } from './accounts.fixture.ts';
import { run } from './command.ts';
import { createAccounts, createDemoAccounts, DEMO_ACCOUNTS, DEMO_PASSWORD, ensureFirstAdministrator, organisationOf, type Accounts } from './index.ts';
import { separatedRoles } from './permits.ts';

let db: TestDatabase;
let accounts: Accounts;

beforeEach(async () => {
  db = await openTestDatabase();
  const linjiang = directoryOf(accepted(await checkFolder(join(projectRoot(), 'jurisdictions', 'linjiang'))), 1);
  accounts = createAccounts({
    database: db.database, keys: TEST_KEYS, secret: TEST_SECRET, publicUrl: 'http://127.0.0.1:8080', secureCookies: false,
    organisation: organisationOf((code) => (code === LINJIANG ? linjiang : undefined)),
  });
});
afterEach(() => db.close());

const instance = (isDemo: boolean) => db.owner.query('insert into platform.instance (is_demo) values ($1)', [isDemo]);

it('demo sign-ins are made once in a demo, and work with the password that is printed', async () => {
  await instance(true);
  expect(accepted(await createDemoAccounts(accounts, LINJIANG))).toEqual(DEMO_ACCOUNTS.map((one) => one.username));
  expect(accepted(await createDemoAccounts(accounts, LINJIANG))).toEqual([]);
  for (const { username, unit, roles } of DEMO_ACCOUNTS) {
    const { session } = accepted(await accounts.signIn({ username, password: DEMO_PASSWORD, address: '192.0.2.1' }));
    expect(session).toMatchObject({ state: 'ready', actor: { unitId: unit, roles: [...roles].sort() } });
  }
});

it('demo sign-ins break no separation of the county’s own rules', () => {
  const separations = accounts.organisation.separationsOf(LINJIANG);
  expect(separations.length).toBeGreaterThan(0);
  for (const { roles, username } of DEMO_ACCOUNTS) expect(separatedRoles(separations, roles), username).toBe(false);
});

it('no instance but a demo takes them', async () => {
  expect(refused(await createDemoAccounts(accounts, LINJIANG))).toEqual({ kind: 'not-a-demo' });
  await instance(false);
  expect(refused(await createDemoAccounts(accounts, LINJIANG))).toEqual({ kind: 'not-a-demo' });
  expect((await db.owner.query('select from accounts.staff')).rowCount).toBe(0);
});

it('the county’s own files name every unit and role, in both languages', () => {
  for (const locale of LOCALES) {
    for (const { unit, roles } of DEMO_ACCOUNTS) {
      expect(accounts.organisation.unitName(LINJIANG, unit, locale)).not.toBe(unit);
      for (const role of roles) expect(accounts.organisation.roleName(LINJIANG, role, locale)).not.toBe('');
    }
  }
  expect(accounts.organisation.unitName(LINJIANG, 'long-gone', 'zh')).toBe('long-gone');
});

it('whoever holds the server can always renew the first administrator’s password', async () => {
  const unit = accounts.organisation.unit(LINJIANG, 'intake-centre');
  if (!unit) throw new Error('the county has an intake centre');
  accepted({ refused: false, value: await ensureFirstAdministrator(accounts, { jurisdiction: LINJIANG, unit }) });
  const lines: string[] = [];
  const command = (...args: string[]) => run(args, {
    locale: 'en', print: (line) => lines.push(line), open: () => Promise.resolve({ accounts, close: () => Promise.resolve() }),
  });
  expect(await command('reset', LINJIANG, 'administrator')).toBe(0);
  const password = /([a-z2-9]{4}-){3}[a-z2-9]{4}/.exec(lines.at(-1) ?? '')?.[0] ?? '';
  expect(accepted(await accounts.signIn({ username: 'administrator', password, address: '192.0.2.1' })).session.state).toBe('must-change-password');
  expect(await command('reset', LINJIANG, 'nobody-here')).toBe(1);
  expect(await command('reset', 'elsewhere', 'administrator')).toBe(1);
  expect(await command('reset')).toBe(2);
  expect(await command('remove', LINJIANG, 'administrator')).toBe(2);
});
