import { parseJurisdictionCode, parseUnitId, type JurisdictionCode } from '../../kernel/ids.ts';
import type { Decision } from '../../kernel/refusal.ts';
import type { Database } from '../../platform/db/database.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import type { Organisation } from './organisation.ts';
import { createAccounts, type Accounts } from './index.ts';
import { systemActor } from './sessions.ts';

/** Invented places for the tests of this slice. */
export const LINJIANG = must(parseJurisdictionCode('linjiang'));
export const ELSEWHERE = must(parseJurisdictionCode('elsewhere'));
export const TEST_SECRET = 'a-secret-for-tests-only-3f9c1a7be2d84065';

const UNITS = ['county-office', 'town-baiyun', 'town-qingshan'].map((id) => ({ id: must(parseUnitId(id)), name: `Unit ${id}` }));

export const ORGANISATION: Organisation = {
  unit: (_, unit) => UNITS.find(({ id }) => id === unit)?.id,
  units: () => UNITS,
  above: (_, unit) => (unit === UNITS[0]?.id ? [] : UNITS.slice(0, 1).map(({ id }) => id)),
  unitName: (_, unit) => UNITS.find(({ id }) => id === unit)?.name ?? unit,
  roles: () => ['dispatcher', 'handler', 'unit-leader', 'system-admin', 'security-admin', 'audit-admin'],
  roleName: (_, role, locale) => `${locale} ${role}`,
  secondFactorOf: () => 'optional',
  permissionsOf: () => ({
    'system-admin': ['account.invite', 'account.suspend'],
    'security-admin': ['account.grant'],
    'audit-admin': ['audit.read'],
    handler: ['case.answer'],
  }),
  separationsOf: () => [['system-admin', 'security-admin', 'audit-admin']],
  combinedOf: () => [],
  joinsHalves: () => false,
};

/** The same in every test of this slice, so that what one process sealed another opens. */
export const TEST_KEYS = keysFromRoot(new Uint8Array(32).fill(7));

export function openAccounts(database: Database, now?: () => number, organisation: Organisation = ORGANISATION): Accounts {
  return createAccounts({
    database, keys: TEST_KEYS, secret: TEST_SECRET, publicUrl: 'http://127.0.0.1:8080', secureCookies: false, organisation,
    ...(now ? { now } : {}),
  });
}

export function system(jurisdiction: JurisdictionCode = LINJIANG) {
  return systemActor(jurisdiction);
}

/** The value of an accepted decision; a refusal fails the test with its reason. */
export function accepted<T, Kind extends { kind: string }>(decision: Decision<T, Kind>): T {
  if (decision.refused) throw new Error(`refused: ${JSON.stringify(decision.reason)}`);
  return decision.value;
}

export function refused<Kind extends { kind: string }>(decision: Decision<unknown, Kind>): Kind {
  if (!decision.refused) throw new Error('was accepted');
  return decision.reason;
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a malformed constant in a test');
  return value;
}
