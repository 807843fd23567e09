import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import type { JurisdictionCode } from '../../kernel/ids.ts';
import type { Database } from '../../platform/db/database.ts';
import type { StaffRole } from '../../platform/db/actor.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import type { Administration, NewAccount } from './administration.ts';
import { accountMessages } from './messages.ts';
import { systemActor } from './sessions.ts';
import { readInstance } from './store.ts';

/**
 * One password for all demo sign-ins, printed at every start. It stands here for everyone to read, which is why it is
 * worth nothing: a demo instance holds invented people only, and no other instance lets these accounts be made.
 */
export const DEMO_PASSWORD = 'minsheng-demo';

export type DemoAccount = Omit<NewAccount, 'name' | 'username' | 'roles'> & { readonly username: keyof DemoNames; readonly roles: readonly StaffRole[] };
type DemoNames = ReturnType<typeof accountMessages>['demoNames'];

/** Invented people of the demo county (jurisdictions/linjiang): enough hats to walk a case from intake to the county's desk. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { username: 'dispatcher', unit: 'intake-centre', roles: ['operator', 'dispatcher'] },
  { username: 'urban', unit: 'urban-management', roles: ['handler'] },
  { username: 'urban-leader', unit: 'urban-management', roles: ['unit-leader'] },
  { username: 'qingshan', unit: 'town-qingshan', roles: ['handler'] },
  { username: 'county', unit: 'county-government', roles: ['handler', 'unit-leader'] },
  { username: 'supervisor', unit: 'supervision-office', roles: ['supervisor', 'objection-reviewer'] },
  { username: 'guardian', unit: 'supervision-office', roles: ['protection-officer'] },
  { username: 'protection', unit: 'outside-review', roles: ['protection-officer'] },
  { username: 'outside', unit: 'outside-review', roles: ['handler', 'unit-leader'] },
  { username: 'system', unit: 'government-office', roles: ['system-admin'] },
  { username: 'security', unit: 'government-office', roles: ['security-admin'] },
];

/**
 * Makes the demo sign-ins that are missing; answers those made now. Refuses in an instance that was not created as a demo.
 * A crash between two of them leaves the first ones; the next start makes the rest.
 */
export async function createDemoAccounts(
  accounts: { readonly database: Database; readonly administration: Administration },
  jurisdiction: JurisdictionCode,
  locale: Locale = 'zh',
): Promise<Decision<readonly string[], { readonly kind: 'not-a-demo' }>> {
  const by = systemActor(jurisdiction);
  const instance = await accounts.database.inTransaction(by, (tx) => tx.row(readInstance), 'accounts_svc');
  if (instance?.is_demo !== true) return refuse({ kind: 'not-a-demo' });
  const made: string[] = [];
  const names = accountMessages(locale).demoNames;
  for (const account of DEMO_ACCOUNTS) {
    const outcome = await accounts.administration.create(by, { ...account, name: names[account.username] }, { password: DEMO_PASSWORD });
    if (!outcome.refused) made.push(outcome.value.username);
    else if (outcome.reason.kind !== 'username-taken') throw new Error(`demo account ${account.username}: ${outcome.reason.kind}`);
  }
  return accept(made);
}
