import {
  caseNumberOf, parseCaseId, parseDivisionCode, parseJurisdictionCode, parsePersonRef, parsePostId, parseTopicCode, parseUnitId,
  type UnitId,
} from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, isoOf, MINUTE_MS, parseInstant, plusMs, type Instant } from '../../kernel/instant.ts';
import { accept, type Decision } from '../../kernel/refusal.ts';
import type { EventDraft } from '../../record/event.ts';
import type { Author, CaseCommand, CaseRefusal, Import, Submit } from './commands.ts';
import { decide } from './decide.ts';
import { evolve, fold } from './evolve.ts';
import type { CaseFact } from './events.ts';
import type { Limit, Rules } from './rules.ts';
import type { CaseState } from './state.ts';
import type { Told } from './told.ts';
import { upcast } from './upcast.ts';

/**
 * A small invented county in which the rules of cases are rehearsed: by this slice's tests, and by whoever wants to
 * drive a case without a jurisdiction's data.
 *
 * county ── intake, bureau-water, bureau-roads, town-east ── village-one, village-two; the city office stands outside.
 */
export const START = need(parseInstant(Date.UTC(2026, 10, 2, 1)));

const ABOVE: Readonly<Record<string, string>> = {
  intake: 'county', 'bureau-water': 'county', 'bureau-roads': 'county', 'town-east': 'county', 'village-one': 'town-east', 'village-two': 'town-east',
};
export const UNITS: readonly UnitId[] = ['county', 'city-office', ...Object.keys(ABOVE)].map(unit);

const LIMIT_HOURS: Readonly<Record<Limit, number>> = {
  accept: 2, settle: 48, dispatch: 2, objection: 4, 'objection-review': 4, extension: 72, assist: 48, 'hard-case-review': 720, sign: 2, contact: 24, answer: 120, 'answer-again': 72, escalated: 48, remind: 24,
  'verdict-remind': 72, 'verdict-window': 360, recast: 720,
};

/** Plain hours, no calendar: what is rehearsed is the order of things. */
export const rehearsalRules: Rules = {
  version: 1,
  intakeUnit: unit('intake'),
  outsideUnit: unit('city-office'),
  has: (one) => UNITS.includes(one),
  superiorOf: (one) => { const above = ABOVE[one]; return above === undefined ? undefined : unit(above); },
  leadPostOf: (one) => need(parsePostId(`head-of-${one}`)),
  deadline: (limit, from) => plusMs(from, LIMIT_HOURS[limit] * HOUR_MS),
  pauseEndMax: (_reason, from) => plusMs(from, 10 * DAY_MS),
  publicDateMax: (declaredAt) => plusMs(declaredAt, 30 * DAY_MS),
  moveOn: (due, from, to) => plusMs(due, Math.max(0, to - from)),
  topicWords: () => '路灯 Street lights',
  townOf: (division) => division,
  dayOf: (at) => isoOf(at).slice(0, 10),
  dayEndOf: (at) => need(parseInstant(at - (at % DAY_MS) + DAY_MS - 1)),
  lastOfDay: (day) => need(parseInstant(Date.parse(`${day}T23:59:59.999Z`))),
  isLocal: (one) => one.startsWith('village-'),
  pausesMax: 3,
  remindersMax: 3,
};

/** Everything that happened in a case is told, as it is of a full cell. */
export const ALL_TOLD: Told = { seqs: Array.from({ length: 500 }, (_, index) => index + 1), topic: 'whole', kind: true, town: true };

export const resident: Author = { kind: 'resident' };
export const sweeper: Author = { kind: 'system', job: 'sweeper' };
export const dispatcher = staff('intake', 'dispatcher', 'account-dispatch');
export const guardian = staff('city-office', 'protection-officer', 'account-guard');
export const administrator = staff('county', 'security-admin', 'account-admin');
export const supervisor = staff('intake', 'supervisor', 'account-supervise');
export const reviewer = staff('intake', 'objection-reviewer', 'account-review');

export function staff(of: string, role: string, account = `account-${of}`): Author {
  return { kind: 'staff', roles: [role], unit: unit(of), account };
}

export function handler(of: string): Author {
  return staff(of, 'handler');
}

export function unit(id: string): UnitId {
  return need(parseUnitId(id));
}

/** A lamp that does not burn, told anonymously over the web; `change` what matters to the rehearsal. */
export function submission(change: Partial<Submit> = {}): Submit {
  return {
    do: 'submit', by: resident, id: need(parseCaseId('00000000-0000-4000-8000-000000000001')), number: caseNumberOf('48210937551'),
    jurisdiction: need(parseJurisdictionCode('rehearsal')), channel: 'web', anonymity: 'sealed', person: need(parsePersonRef('p'.repeat(43))),
    kind: 'complaint', urgency: 'ordinary', topic: need(parseTopicCode('urban.street.lights')),
    place: { division: need(parseDivisionCode('990001')), address: '东街12号', point: { latitude: 30.5, longitude: 114.25 } },
    words: '路灯坏了三天，晚上看不见路。', publishWords: true, publishPlace: false, photos: ['a.webp', 'b.webp'], about: [], ...change,
  };
}

export const importer: Author = { kind: 'system', job: 'import' };

/** The same lamp as a row of another system's table, opened there two days before. */
export function importedRow(change: Partial<Import> = {}): Import {
  const { id, number, jurisdiction, kind, urgency, topic, place, words } = submission();
  return {
    do: 'import', by: importer, id, number, jurisdiction, source: 'old hotline', externalId: 'A-17', kind, urgency, topic, place, words, owner: unit('bureau-water'),
    openedAt: plusMs(START, -2 * DAY_MS), isOpenData: false, standing: { kind: 'open' }, ...change,
  };
}

export function acceptance(): CaseCommand {
  const { kind, urgency, topic, place } = submission();
  return { do: 'accept', by: dispatcher, kind, urgency, topic, division: place.division, summary: '东街一处路灯不亮', wordsReviewed: true };
}

/** Everything up to the stage named, each an hour after the one before. */
export function opening(lead: string): readonly CaseCommand[] {
  return [
    submission(), acceptance(), { do: 'dispatch', by: dispatcher, lead: unit(lead), assisting: [] },
    { do: 'sign', by: handler(lead) }, { do: 'contact', by: handler(lead), means: 'relay' },
    { do: 'answer', by: handler(lead), found: '灯泡烧坏', done: '当天换好' },
  ];
}

/** A case and its history while it is being driven. */
export type Rehearsed = { readonly facts: readonly CaseFact[]; readonly state: CaseState | undefined; readonly at: Instant };

/** Facts as `append` would have recorded them at that moment. */
export function recorded(drafts: readonly EventDraft[], at: Instant): readonly CaseFact[] {
  return drafts.map((draft) => upcast({ ...draft, at }, submission().jurisdiction));
}

/** Gives commands one after another, an hour apart; throws where one is refused. */
export function rehearse(commands: readonly CaseCommand[], rules: Rules = rehearsalRules, stepMs = HOUR_MS): Rehearsed {
  let at = START;
  let facts: readonly CaseFact[] = [];
  for (const command of commands) {
    const outcome = attempt(fold(facts), command, at, rules);
    if (outcome.refused) throw new Error(`${command.do} was refused: ${JSON.stringify(outcome.reason)}`);
    facts = [...facts, ...outcome.value];
    at = plusMs(at, stepMs);
  }
  return { facts, state: fold(facts), at };
}

/** One command: the facts it would record, or the refusal. */
export function attempt(
  state: CaseState | undefined, command: CaseCommand, at: Instant, rules: Rules = rehearsalRules,
): Decision<readonly CaseFact[], CaseRefusal> {
  const decision = decide(state, command, at, rules);
  return decision.refused ? decision : accept(recorded(decision.value, at));
}

/** Why it would be refused after that long, or `accepted`. */
export function refusalOf({ state, at }: Rehearsed, command: CaseCommand, waitMs = 0): string {
  const outcome = attempt(state, command, plusMs(at, waitMs));
  return outcome.refused ? outcome.reason.kind : 'accepted';
}

/** Goes on a minute at a time; throws where a command is refused. */
export function after(from: Rehearsed, ...commands: readonly CaseCommand[]): Rehearsed {
  return commands.reduce<Rehearsed>(({ state, at, facts }, command) => {
    const outcome = attempt(state, command, at);
    if (outcome.refused) throw new Error(`${command.do}: ${outcome.reason.kind}`);
    return { facts: [...facts, ...outcome.value], state: outcome.value.reduce<CaseState | undefined>(evolve, state), at: plusMs(at, MINUTE_MS) };
  }, from);
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a rehearsal uses an impossible id');
  return value;
}
