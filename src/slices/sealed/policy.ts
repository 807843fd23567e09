import type { AccountId, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse, accept, type Decision } from '../../kernel/refusal.ts';
import type { Officer, ReportState, Route, SealedKind } from './report.ts';

/** The jurisdiction's law as the pure core sees it. Built from one version of its data. */
export interface SealedRules {
  /** An office outside the tree; without one, nobody takes what everyone inside is concerned by. */
  readonly outsideUnit?: UnitId;
  /** The unit directly above; undefined at the top. */
  superiorOf(unit: UnitId): UnitId | undefined;
  /** Always later than `from`; retaliation runs on the faster clock. */
  deadline(limit: 'acknowledge' | 'answer' | 'verdict', kind: SealedKind, from: Instant): Instant;
}

/** What the reporter asks of the routing. */
export type Wish = { readonly keptFrom: readonly UnitId[]; readonly spared: readonly AccountId[]; readonly nobodyInside: boolean };

/** Who is to read a report: `readers` now, `successors` once it is handed over, whose keys it is closed to from the start. */
export type Routing = { readonly route: Route; readonly readers: readonly Officer[]; readonly successors: readonly Officer[] };

/** Trees of government are five levels deep; more steps than this means a broken tree. */
const LEVELS_MAX = 20;

/** The unit, then everyone above it, nearest first. */
export function chainOf(unit: UnitId, rules: Pick<SealedRules, 'superiorOf'>): readonly UnitId[] {
  const chain: UnitId[] = [];
  for (let one: UnitId | undefined = unit; one !== undefined && chain.length < LEVELS_MAX; one = rules.superiorOf(one)) chain.push(one);
  return chain;
}

/** Whether a unit is kept from a report about these: named itself, beneath a named one, or above one (protection T2). */
export function isKept(unit: UnitId, keptFrom: readonly UnitId[], rules: Pick<SealedRules, 'superiorOf'>): boolean {
  return chainOf(unit, rules).some((one) => keptFrom.includes(one)) || keptFrom.some((named) => chainOf(named, rules).includes(unit));
}

/**
 * Who reads it. Inside first, where anyone inside may; else the outside body. Nobody at all is a refusal: a report that no
 * one can open is not taken, and whoever wrote it is told where else to go.
 */
export function routeOf(officers: readonly Officer[], wish: Wish, rules: SealedRules): Decision<Routing, { readonly kind: 'nobody' }> {
  const eligible = officers.filter(({ account, unit }) => !wish.spared.includes(account) && !isKept(unit, wish.keptFrom, rules));
  const outside = eligible.filter(({ unit }) => unit === rules.outsideUnit);
  const inside = wish.nobodyInside ? [] : eligible.filter(({ unit }) => unit !== rules.outsideUnit);
  if (inside.length > 0) return accept({ route: 'inside', readers: inside, successors: outside });
  if (outside.length > 0) return accept({ route: 'outside', readers: outside, successors: [] });
  return refuse({ kind: 'nobody' });
}

/** Asked at every read and every act: an officer who has moved to a named unit meanwhile reads no more. */
export function mayRead(state: Pick<ReportState, 'readers' | 'facts'>, officer: Pick<Officer, 'account' | 'unit'>, rules: Pick<SealedRules, 'superiorOf'>): boolean {
  return state.readers.includes(officer.account) && !isKept(officer.unit, state.facts.keptFrom, rules);
}

/** Officers who could read it and do not yet: whoever reads it may close its letters to them as well. */
export function couldRead(state: ReportState, officers: readonly Officer[], rules: SealedRules): readonly Officer[] {
  return officers.filter(({ account, unit }) => !state.readers.includes(account) && !state.facts.spared.includes(account)
    && (unit === rules.outsideUnit) === (state.route === 'outside') && !isKept(unit, state.facts.keptFrom, rules));
}

/** To whom of today's officers a further letter is closed: whoever reads now, and who would take over. */
export function closedTo(state: ReportState, officers: readonly Officer[], rules: SealedRules): readonly Officer[] {
  const wanted = [...state.readers, ...state.successors];
  return officers.filter(({ account, unit }) => wanted.includes(account) && !isKept(unit, state.facts.keptFrom, rules));
}

/** What later happens to a watched case and may be a punishment, by the type of its event; the protection officer judges. */
export const ADVERSE: readonly string[] = [
  'case.diverted.v1', 'case.diversion-settled.v1', 'case.transferred.v1', 'case.paused.v1', 'case.escalated.v1', 'case.reminded.v1', 'case.hiding-proposed.v1',
  'case.hidden.v1', 'case.hiding-settled.v1', 'case.unjudged.v1', 'case.withdrawn.v1', 'case.erased.v1',
];
