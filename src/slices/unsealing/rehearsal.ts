import type { CaseId, UnitId } from '../../kernel/ids.ts';
import { parseCaseId, parseUnitId } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, instantOf, plusMs, type Instant } from '../../kernel/instant.ts';
import type { Author, CaseNow, UnsealingCommand, UnsealingRules } from './commands.ts';
import { decide, type Decided } from './decide.ts';
import type { UnsealingFact } from './events.ts';
import { evolve } from './evolve.ts';
import type { Unsealing } from './unsealing.ts';

/** A small county for tests and specimens: an office under a government, a bureau beside it, and a body outside. */
export const START: Instant = instantOf(new Date('2026-11-02T01:00:00Z'));
export const [OFFICE, BENEATH, BUREAU, GOVERNMENT, OUTSIDE] = ['office', 'office-station', 'bureau', 'government', 'outside-body'].map(unit) as [UnitId, UnitId, UnitId, UnitId, UnitId];
const ABOVE: Readonly<Record<string, UnitId>> = { [BENEATH]: OFFICE, [OFFICE]: GOVERNMENT, [BUREAU]: GOVERNMENT };

export const staff = (account: string, at: UnitId, ...roles: readonly string[]): Author => ({ kind: 'staff', account, unit: at, roles });
export const handler = staff('account-handler', OFFICE, 'handler');
export const guardian = staff('account-guardian', BUREAU, 'protection-officer');
export const outsider = staff('account-outsider', OUTSIDE, 'protection-officer');
export const resident: Author = { kind: 'resident' };

export const caseNow: CaseNow = { id: caseId('11111111-1111-4111-8111-111111111111'), anonymity: 'sealed', hasPerson: true, isOpen: true, isErased: false, holders: [OFFICE], involved: [OFFICE] };

export function rulesWith(change: Partial<UnsealingRules> & { readonly about?: readonly UnitId[] } = {}): UnsealingRules {
  const { about = [], ...rest } = change;
  return {
    permits: (roles, permission) => roles.includes(permission === 'identity.request' ? 'handler' : 'protection-officer'),
    isParty: (one) => about.some((other) => within(one, other)),
    isWithin: within,
    outsideUnit: OUTSIDE,
    deadline: (limit, from) => plusMs(from, limit === 'identity-open' ? DAY_MS : limit === 'identity-decision' ? 8 * HOUR_MS : 3 * DAY_MS),
    dayOf: (at) => new Date(at).toISOString().slice(0, 10),
    deciders: [{ account: 'account-guardian', unit: BUREAU }],
    ...rest,
  };
}

/** Decides and, where it is accepted, folds: the fact as `append` would record it. */
export function act(state: Unsealing | undefined, command: UnsealingCommand, at: Instant, now = caseNow, rules = rulesWith(), others: readonly Unsealing[] = []): { readonly decided: Decided; readonly state: Unsealing | undefined; readonly fact?: UnsealingFact } {
  const decided = decide(state, command, now, at, rules, others);
  if (decided.refused) return { decided, state };
  const fact = { ...decided.value.event, stream: 'identity:22222222-2222-4222-8222-222222222222', seq: (state?.seq ?? 0) + 1, at, role: decided.value.role } as UnsealingFact;
  return { decided, state: evolve(state, fact), fact };
}

function within(one: UnitId, other: UnitId): boolean {
  for (let at: UnitId | undefined = one; at !== undefined; at = ABOVE[at]) if (at === other) return true;
  return false;
}

function unit(text: string): UnitId {
  const id = parseUnitId(text);
  if (!id) throw new Error(`not a unit: ${text}`);
  return id;
}

function caseId(text: string): CaseId {
  const id = parseCaseId(text);
  if (!id) throw new Error(`not a case: ${text}`);
  return id;
}
