import type { UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { formatDay, type Locale } from '../../platform/i18n/index.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import { openPauseOf, roundOf, TRANSFERS_MAX, type CaseState, type Correction, type LoadedCase, type Round } from '../../slices/cases/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import type { ChoiceGroup } from '../../ui/components/form.tsx';
import { EMPTY_FORM, type CaseAct, type FormState } from '../../ui/page.ts';
import { unitNamer } from '../present/names.ts';
import { listsOf } from '../report/choices.ts';
import type { Act, Suggestion } from '../views/console/acts.tsx';
import { consoleMessages } from './messages.ts';

type Asking = {
  readonly loaded: LoadedCase; readonly staff: ReadyStaff; readonly directory: Directory; readonly locale: Locale; readonly now: Instant;
  /** Units to which it must not go, nor to any beneath them: not offered, and not suggested. */
  readonly about?: readonly UnitId[];
  /** A ruling that took such a case from the unit that the dispatch list names. */
  readonly correction?: Correction;
  /** An act that was just refused, with what was typed: shown first, as it was. */
  readonly failed?: { readonly act: CaseAct; readonly form: FormState };
};

/** What this person may do with this case now, the one that is due first. `decide` has the last word; this only spares clicks. */
export function actsFor(asking: Asking): readonly Act[] {
  const acts = possible(asking.loaded.state, asking.staff, asking.now).map((act) => actOf(act, asking));
  const { failed } = asking;
  if (!failed) return acts;
  const shown = acts.some((one) => one.act === failed.act) ? acts : [actOf(failed.act, asking), ...acts];
  return shown.map((one) => (one.act === failed.act ? { ...one, form: failed.form } : one)).sort((a, b) => Number(b.act === failed.act) - Number(a.act === failed.act));
}

function possible(state: CaseState, { actor, unitId }: ReadyStaff, now: Instant): readonly CaseAct[] {
  const dispatcher = actor.roles.includes('dispatcher');
  const handles = actor.roles.includes('handler') || actor.roles.includes('unit-leader');
  const round = roundOf(state);
  const raised = round !== undefined && (round.number > 1 || round.escalations.length > 0);
  const leads = handles && round !== undefined && (unitId === round.owner || unitId === round.handler);
  const signs = handles && round !== undefined && (unitId === round.owner || (!raised && unitId === round.handler));
  const inRound = handles && round !== undefined && (leads || round.assisting.includes(unitId));
  const transfers: CaseAct[] = dispatcher && round !== undefined && !raised && round.transfers <= TRANSFERS_MAX ? ['transfer'] : [];
  const summary: CaseAct[] = dispatcher ? ['summary'] : [];
  const notes: CaseAct[] = dispatcher || inRound ? ['note'] : [];
  const heads = leads && actor.roles.includes('unit-leader');
  switch (state.stage) {
    case 'submitted': return dispatcher ? ['acceptance', 'diversion'] : [];
    case 'diversion-contested': return actor.roles.includes('objection-reviewer') ? ['settlement'] : [];
    case 'accepted': return dispatcher ? ['dispatch', 'summary'] : [];
    case 'dispatched': return [...(signs ? ['signature' as const] : []), ...(handles && mayObject(state.round, unitId) ? ['objection' as const] : []), ...transfers, ...summary, ...notes];
    case 'objected': return [...(actor.roles.includes('objection-reviewer') || actor.roles.includes('supervisor') ? ['ruling' as const] : []), ...summary];
    case 'signed':
    case 'contacted': {
      const paused = openPauseOf(state.round) !== undefined;
      return [
        ...(leads ? ['answer' as const] : []), ...(inRound ? ['contact' as const] : []),
        ...(leads ? [paused ? 'resumption' as const : 'pause' as const] : []), ...furtherActs(state.round, unitId, { leads, heads, now }), ...transfers, ...summary, ...notes,
      ];
    }
    case 'answered':
    case 'unjudged': return [...(leads ? ['answer' as const] : []), ...summary];
    case 'diverted':
    case 'solved':
    case 'withdrawn':
    case 'imported-closed': return [];
  }
}

function actOf(act: CaseAct, asking: Asking): Act {
  const { loaded: { state }, directory, locale } = asking;
  const lists = listsOf(directory, locale);
  const units = unitsFor(asking);
  const form = EMPTY_FORM;
  switch (act) {
    case 'acceptance':
    case 'settlement': return { act, form: { ...form, values: acceptedValues(state, directory) }, topics: lists.topics, places: lists.places, mayPublishWords: state.facts.publishWords };
    case 'dispatch': {
      const suggested = suggestionFor(asking);
      return { act, units, form: { ...form, values: suggested ? { lead: suggested.lead, assisting: suggested.assisting.join(',') } : {} }, ...(suggested ? { suggestion: suggested.suggestion } : {}) };
    }
    case 'objection': return { act, form, units };
    case 'convening': return { act, form, units };
    case 'ruling': return { act, units, form: { ...form, values: { to: openObjection(state)?.proposes ?? '' } } };
    case 'transfer': return { act, form, units, left: Math.max(0, TRANSFERS_MAX - (roundOf(state)?.transfers ?? 0)) };
    case 'summary': return { act, form: { ...form, values: { summary: state.facts.publicSummary ?? '', ...(state.facts.wordsReviewed ? { wordsReviewed: 'yes' } : {}) } }, mayPublishWords: state.facts.publishWords };
    default: return { act, form };
  }
}

/** Beside answering: more time, others called in, the ledger of hard cases. */
function furtherActs(round: Round, unitId: UnitId, { leads, heads, now }: { readonly leads: boolean; readonly heads: boolean; readonly now: Instant }): CaseAct[] {
  const owes = round.assistance.some(({ unit, reportedAt }) => unit === unitId && reportedAt === undefined);
  return [
    ...(owes ? ['assistance' as const] : []), ...(leads ? ['convening' as const] : []), ...(heads && round.extensions.length === 0 && now < round.dueAt ? ['extension' as const] : []),
    ...(heads && unitId === round.owner ? [round.hard ? 'review' as const : 'hard-case' as const] : []),
  ];
}

/** Once, by the unit that was given it, before anything was raised. */
function mayObject(round: Round, unitId: UnitId): boolean {
  return unitId === round.handler && round.number === 1 && round.escalations.length === 0 && !round.objections.some(({ unit }) => unit === unitId);
}

function openObjection(state: CaseState): Round['objections'][number] | undefined {
  const last = roundOf(state)?.objections.at(-1);
  return last?.ruling === undefined ? last : undefined;
}

function acceptedValues({ facts }: CaseState, directory: Directory): Readonly<Record<string, string>> {
  const flags = directory.topic(facts.topic)?.flags ?? [];
  const urgency = flags.includes('danger') ? 'danger' : flags.includes('utility') ? 'utility' : facts.urgency;
  return {
    kind: facts.kind, topic: facts.topic, urgency, place: facts.place.division === directory.rootDivision.code ? '' : facts.place.division,
    address: facts.place.address, summary: facts.publicSummary ?? '',
  };
}

function unitsFor({ directory, locale, about = [] }: Asking): readonly ChoiceGroup[] {
  const { unitGroups } = listsOf(directory, locale);
  if (about.length === 0) return unitGroups;
  const closed = new Set<string>(about.flatMap((unit) => [...directory.subtree(unit), ...directory.superiorsOf(unit)]));
  return unitGroups.map((group) => ({ ...group, choices: group.choices.filter(({ value }) => !closed.has(value)) })).filter(({ choices }) => choices.length > 0);
}

/** Whom the dispatch list names, before any ruling corrects it. */
export function listedLead({ facts: { topic, kind, place } }: CaseState, directory: Directory, now: Instant, about: readonly UnitId[]): UnitId | undefined {
  return directory.dispatchFor({ division: place.division, topic, kind, at: now, about }).lead;
}

/** The dispatch list's answer, as a suggestion with its reason: a person decides. */
function suggestionFor({ loaded: { state }, directory, locale, now, correction, about = [] }: Asking): { readonly lead: UnitId; readonly assisting: readonly UnitId[]; readonly suggestion: Suggestion } | undefined {
  const { topic, kind, place } = state.facts;
  const found = directory.dispatchFor({ division: place.division, topic, kind, at: now, about });
  if (found.lead === undefined) return undefined;
  const words = consoleMessages(locale);
  const isFree = correction && directory.unit(correction.to, now) && !about.some((unit) => [...directory.subtree(unit), ...directory.superiorsOf(unit)].includes(correction.to));
  if (correction && isFree) {
    const why = words.byRuling(formatDay(correction.since, directory.zone, locale), correction.number);
    return { lead: correction.to, assisting: found.assisting.filter((unit) => unit !== correction.to), suggestion: { what: words.suggestUnit(unitNamer(directory, locale)(correction.to)), why } };
  }
  const why = { rule: words.byRule(found.reason?.[locale] ?? ''), 'vital-interest': words.byVital, intake: words.byIntake, outside: words.byOutside }[found.cause];
  return { lead: found.lead, assisting: found.assisting, suggestion: { what: words.suggestUnit(unitNamer(directory, locale)(found.lead)), why } };
}
