import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { ContactField } from '../vault/index.ts';
import type { Author, CaseNow, UnsealingCommand, UnsealingRefusal, UnsealingRules } from './commands.ts';
import type { UnsealingEvent } from './events.ts';
import { AGREED, AGREED_FIELDS, standing, type Decider, type Unsealing } from './unsealing.ts';

/** Longest text of a request, an explanation or an objection, in UTF-16 units: a page. */
export const TEXT_MAX = 2_000;
/** Looks within one approval; who needs more asks again. */
export const VIEWS_MAX = 10;
/** Requests of one unit about one case that may wait or be open at once. */
export const OPEN_REQUESTS_MAX = 1;

export type Decided = Decision<{ readonly event: UnsealingEvent; readonly role: string }, UnsealingRefusal>;

type Staff = Extract<Author, { kind: 'staff' }>;
type Asked<Do extends UnsealingCommand['do']> = Extract<UnsealingCommand, { do: Do }>;

/**
 * What happens when someone asks to open an identity, decides on it, looks, or objects. Pure. `others` are the unit's other
 * requests about the case; `state` is undefined for a new one.
 */
export function decide(
  state: Unsealing | undefined, command: UnsealingCommand, now: CaseNow, at: Instant, rules: UnsealingRules, others: readonly Unsealing[] = [],
): Decided {
  const mistake = textMistake(command);
  if (mistake) return refuse(mistake);
  // Without its key nothing private can be recorded, and nothing is kept that could be looked at.
  if (now.isErased) return refuse({ kind: 'erased' });
  // A party to the case, or whoever works beneath one, has no hand in it, whatever the role.
  if (command.by.kind === 'staff' && rules.isParty(command.by.unit)) return refuse({ kind: 'about-this-unit' });
  if (command.do === 'request') return state ? refuse({ kind: 'already-decided' }) : request(command, now, at, rules, others);
  if (command.do === 'look-as-agreed') return state ? refuse({ kind: 'already-decided' }) : lookAsAgreed(command, now);
  if (!state) return refuse({ kind: 'no-such-request' });
  switch (command.do) {
    case 'approve': return approve(state, command, now, at, rules);
    case 'refuse': return decline(state, command, now, at, rules);
    case 'view': return view(state, command, now, at);
    case 'contest': return contest(state, command, at, rules);
    case 'settle': return settle(state, command, now, at, rules);
    default: return unreachable(command);
  }
}

function request(command: Asked<'request'>, now: CaseNow, at: Instant, rules: UnsealingRules, others: readonly Unsealing[]): Decided {
  const { by, purpose, words, fields } = command;
  if (by.kind !== 'staff' || !rules.permits(by.roles, 'identity.request') || !now.holders.includes(by.unit)) return refuse({ kind: 'not-yours' });
  if (!now.hasPerson || now.anonymity === 'anonymous') return refuse({ kind: 'nothing-kept' });
  if (!now.isOpen) return refuse({ kind: 'at-rest' });
  if (fields.length === 0) return refuse({ kind: 'no-fields' });
  if (others.filter((one) => ['waiting', 'open'].includes(standing(one, at))).length >= OPEN_REQUESTS_MAX) return refuse({ kind: 'already-asked' });
  const decider = deciderOf(by, now, rules);
  if (!decider) return refuse({ kind: 'nobody-may-decide' });
  return happens(by, {
    type: 'identity.requested.v1',
    open: { case: now.id, unit: by.unit, purpose, fields: distinct(fields), decider, decideBy: rules.deadline('identity-decision', at) },
    sealed: { words, by: by.account },
  });
}

/**
 * Who decides: a protection officer whom nothing binds to the asker, or the outside body where there is none inside. Undefined
 * where there is no such body either: then nobody opens anything (fail closed).
 */
export function deciderOf(asker: Staff, now: CaseNow, rules: UnsealingRules): Decider | undefined {
  const free = rules.deciders.filter(({ account, unit }) => account !== asker.account && isFree(unit, asker.unit, now, rules));
  if (free.some(({ unit }) => unit !== rules.outsideUnit)) return 'protection';
  return rules.outsideUnit !== undefined && isFree(rules.outsideUnit, asker.unit, now, rules) ? 'outside' : undefined;
}

/** Neither of the asker's unit nor beneath it, nor of one that has or had the case, nor a party to it. */
function isFree(unit: UnitId, asking: UnitId, now: CaseNow, rules: UnsealingRules): boolean {
  return !rules.isWithin(unit, asking) && !now.involved.includes(unit) && !rules.isParty(unit);
}

function approve(state: Unsealing, command: Asked<'approve'>, now: CaseNow, at: Instant, rules: UnsealingRules): Decided {
  const { by, granted, explanation } = command;
  const may = mayDecide(state, by, now, at, rules);
  if (may.refused) return may;
  if (granted.length === 0) return refuse({ kind: 'no-fields' });
  if (!granted.every((field) => state.fields.includes(field))) return refuse({ kind: 'other-fields' });
  return happens(may.value, {
    type: 'identity.approved.v1',
    open: { case: now.id, unit: may.value.unit, purpose: purposeOf(state), fields: distinct(granted), until: rules.deadline('identity-open', at) },
    sealed: { ...(explanation === '' ? {} : { explanation }), by: may.value.account },
  });
}

function decline(state: Unsealing, command: Asked<'refuse'>, now: CaseNow, at: Instant, rules: UnsealingRules): Decided {
  const may = mayDecide(state, command.by, now, at, rules);
  if (may.refused) return may;
  return happens(may.value, {
    type: 'identity.refused.v1', open: { case: now.id, unit: may.value.unit, purpose: purposeOf(state) },
    sealed: { explanation: command.explanation, by: may.value.account },
  });
}

/** The second person. */
export function mayDecide(state: Unsealing, by: Author, now: CaseNow, at: Instant, rules: UnsealingRules): Decision<Staff, UnsealingRefusal> {
  if (by.kind !== 'staff' || !rules.permits(by.roles, 'identity.approve')) return refuse({ kind: 'not-yours' });
  if (state.status !== 'requested') return refuse({ kind: 'already-decided' });
  if (standing(state, at) !== 'waiting') return refuse({ kind: 'lapsed' });
  if (state.accounts.includes(by.account)) return refuse({ kind: 'same-hand' });
  if (!isFree(by.unit, state.asker.unit, now, rules)) return refuse({ kind: 'own-unit' });
  if (state.decider === 'outside' && by.unit !== rules.outsideUnit) return refuse({ kind: 'outside-only' });
  return accept(by);
}

function view(state: Unsealing, { by, fields }: Asked<'view'>, now: CaseNow, at: Instant): Decided {
  // The approval is the asker's own, and ends when their unit has the case no more.
  if (by.kind !== 'staff' || by.account !== state.accounts[0] || !now.holders.includes(by.unit) || by.unit !== state.asker.unit) return refuse({ kind: 'not-yours' });
  if (state.status !== 'approved') return refuse({ kind: 'not-approved' });
  if (standing(state, at) !== 'open') return refuse({ kind: 'ended' });
  if (!now.isOpen) return refuse({ kind: 'at-rest' });
  if (fields.length === 0) return refuse({ kind: 'no-fields' });
  if (!fields.every((field) => state.granted.includes(field))) return refuse({ kind: 'other-fields' });
  if (state.views.length >= VIEWS_MAX) return refuse({ kind: 'views-spent' });
  return happens(by, {
    type: 'identity.shown.v1', open: { case: now.id, unit: by.unit, purpose: purposeOf(state), fields: distinct(fields) }, sealed: { by: by.account },
  });
}

const HANDLING_ROLES: readonly string[] = ['handler', 'unit-leader'];

/** For somebody who chose to be named, or agreed until a day: the unit that works on it, or answers for it, reaches them, while something is owed. */
export function lookAsAgreed({ by, words, fields }: Asked<'look-as-agreed'>, now: CaseNow): Decided {
  if (by.kind !== 'staff' || !now.holders.includes(by.unit) || !by.roles.some((role) => HANDLING_ROLES.includes(role))) return refuse({ kind: 'not-yours' });
  const agreed = now.anonymity === 'named' ? AGREED_FIELDS : now.consented ?? [];
  if (!fields.every((field) => agreed.includes(field)) || agreed.length === 0) return refuse({ kind: 'not-agreed' });
  if (!now.hasPerson) return refuse({ kind: 'nothing-kept' });
  if (!now.isOpen) return refuse({ kind: 'at-rest' });
  if (fields.length === 0) return refuse({ kind: 'no-fields' });
  return happens(by, {
    type: 'identity.shown.v1', open: { case: now.id, unit: by.unit, purpose: AGREED, fields: distinct(fields) }, sealed: { words, by: by.account },
  });
}

/** Once, against a look or a mere request; a refused one, too: that somebody wanted to know may be what hurts. */
function contest(state: Unsealing, { by, words }: Asked<'contest'>, at: Instant, rules: UnsealingRules): Decided {
  if (by.kind !== 'resident') return refuse({ kind: 'not-yours' });
  if (state.contest.state !== 'none') return refuse({ kind: 'already-contested' });
  const open = { case: state.caseId, answerBy: rules.deadline('identity-contest', at), day: rules.dayOf(at) };
  return accept({ role: 'resident', event: { type: 'identity.contested.v1', open, sealed: { words } } });
}

/** By somebody who had no hand in it; once the time for an answer is over, by the outside body as well. */
function settle(state: Unsealing, { by, ruling, explanation }: Asked<'settle'>, now: CaseNow, at: Instant, rules: UnsealingRules): Decided {
  const may = maySettle(state, by, now, at, rules);
  if (may.refused) return may;
  return happens(may.value, {
    type: 'identity.contest-settled.v1', open: { case: now.id, unit: may.value.unit, purpose: state.purpose, ruling }, sealed: { explanation, by: may.value.account },
  });
}

export function maySettle(state: Unsealing, by: Author, now: CaseNow, at: Instant, rules: UnsealingRules): Decision<Staff, UnsealingRefusal> {
  if (by.kind !== 'staff') return refuse({ kind: 'not-yours' });
  if (state.contest.state !== 'open') return refuse({ kind: 'not-contested' });
  const isOverdue = at >= state.contest.answerBy;
  const isOutside = by.unit === rules.outsideUnit;
  if (!rules.permits(by.roles, 'identity.approve') && !(isOverdue && isOutside)) return refuse({ kind: 'not-yours' });
  if (state.accounts.includes(by.account)) return refuse({ kind: 'same-hand' });
  if (!isFree(by.unit, state.asker.unit, now, rules)) return refuse({ kind: 'own-unit' });
  return accept(by);
}

function textMistake(command: UnsealingCommand): UnsealingRefusal | undefined {
  const text = textOf(command);
  if (text === undefined) return undefined;
  if (text.length > TEXT_MAX) return { kind: 'words-too-long' };
  return text.trim() === '' && command.do !== 'approve' ? { kind: 'words-missing' } : undefined;
}

function textOf(command: UnsealingCommand): string | undefined {
  switch (command.do) {
    case 'request': case 'look-as-agreed': case 'contest': return command.words;
    case 'approve': case 'refuse': case 'settle': return command.explanation;
    case 'view': return undefined;
    default: return unreachable(command);
  }
}

function happens(by: Staff, event: UnsealingEvent): Decided {
  return accept({ role: roleOf(by, event.type), event });
}

/** The hat somebody with several acted under. */
function roleOf({ roles }: Staff, type: UnsealingEvent['type']): string {
  const isSecond = type === 'identity.approved.v1' || type === 'identity.refused.v1' || type === 'identity.contest-settled.v1';
  const wanted = isSecond ? ['protection-officer'] : HANDLING_ROLES;
  return roles.find((role) => wanted.includes(role)) ?? roles[0] ?? 'staff';
}

function purposeOf(state: Unsealing) {
  if (state.purpose === AGREED) throw new Error('a look that was agreed to is no request');
  return state.purpose;
}

function distinct(fields: readonly ContactField[]): readonly ContactField[] {
  return [...new Set(fields)];
}
