import { DAY_MS, plusMs } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { dayEndOf, dayOf, deadlineAfterPause, deadlineOf, lastOfDay, type Day, type Directory, type LimitName } from '../units/index.ts';
import type { Limit, LimitSubject, Rules } from './rules.ts';

/** Verdicts can be recast for thirty days in every jurisdiction: that protects residents, so no data can shorten it (protection T3). */
const RECAST_MS = 30 * DAY_MS;
const PAUSES_MAX = 3;
const REMINDERS_MAX = 3;

const known = new WeakMap<Directory, Rules>();

/** The rules that one version of a jurisdiction's data gives. */
export function rulesOf(directory: Directory): Rules {
  const made = known.get(directory) ?? makeRules(directory);
  known.set(directory, made);
  return made;
}

function makeRules(directory: Directory): Rules {
  const { calendar, outsideUnit } = directory;
  const limitFor = (limit: LimitName, { kind, urgency, topic, channel }: LimitSubject, unit = directory.intakeUnit) =>
    directory.limitFor({ limit, kind, urgency, topic, channel, level: directory.unit(unit)?.level ?? directory.level });
  const townOf: Rules['townOf'] = (division) => directory.divisionPath(division).filter((code) => code !== directory.rootDivision.code).at(-1);
  return {
    version: directory.version,
    intakeUnit: directory.intakeUnit,
    ...(outsideUnit ? { outsideUnit } : {}),
    has: (unit, at) => directory.unit(unit, at) !== undefined,
    superiorOf: (unit) => directory.superiorOf(unit),
    leadPostOf: (unit) => directory.postsOf(unit).find((post) => post.leading)?.id,
    deadline: (limit, from, subject, unit) => (
      limit === 'recast' ? plusMs(from, RECAST_MS) : deadlineOf(calendar, from, limitFor(limitNameOf(limit), subject, unit))),
    pauseEndMax: (reason, from, subject) => deadlineOf(calendar, from, limitFor(`pause-${reason}`, subject)),
    publicDateMax: (declaredAt, topic) => deadlineOf(calendar, declaredAt, limitFor('public-date', { kind: 'complaint', urgency: 'ordinary', topic, channel: 'web' })),
    moveOn: (due, from, to, subject) => deadlineAfterPause(calendar, due, limitFor('answer', subject).unit, from, to),
    topicWords: (topic) => directory.topicPath(topic).flatMap((names) => Object.values(names)).join(' '),
    townOf,
    dayOf: (at) => dayOf(at, directory.zone),
    dayEndOf: (at) => dayEndOf(at, directory.zone),
    lastOfDay: (day) => lastOfDay(day as Day, directory.zone),
    isLocal: (unit) => {
      const divisions = directory.unit(unit)?.divisions ?? [];
      return divisions.length > 0 && divisions.every((division) => townOf(division) !== undefined);
    },
    pausesMax: PAUSES_MAX,
    remindersMax: REMINDERS_MAX,
  };
}

/** Which line of limits.yaml answers. An escalated case has the shorter time of a reopened one. */
function limitNameOf(limit: Exclude<Limit, 'recast'>): LimitName {
  switch (limit) {
    case 'accept': case 'dispatch': return 'accept';
    case 'settle': return 'diversion-review';
    case 'objection': case 'objection-review': case 'extension': case 'assist': case 'hard-case-review': case 'sign': case 'contact': case 'answer': case 'answer-again': case 'verdict-window': return limit;
    case 'escalated': return 'answer-again';
    case 'remind': return 'owner-notice';
    case 'verdict-remind': return 'verdict-reminder';
    default: return unreachable(limit);
  }
}
