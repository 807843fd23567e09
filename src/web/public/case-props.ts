import type { UnitId } from '../../kernel/ids.ts';
import { parseInstant, type Instant } from '../../kernel/instant.ts';
import { PAUSES, type ListedRemoval, type PublicCaseStory } from '../../slices/cases/index.ts';
import type { ClockView } from '../../ui/components/clock.tsx';
import { stubOf } from '../present/case-stub.ts';
import { amountsOf } from '../present/clock.ts';
import { unitNamer } from '../present/names.ts';
import { publicStepsOf } from '../present/public-story.ts';
import { vocabulary } from '../views/messages.ts';
import { orLate, type NextStep } from '../views/next.ts';
import type { PublicCaseProps } from '../views/public/cases.tsx';
import { tombstoneOf } from '../views/removals/words.ts';
import { roleWord } from '../views/vocabulary.ts';
import { removalViewOf } from '../removals/views-of.ts';
import type { PublicReading } from './reading.ts';

/** The public page of one case: only what its public row holds. */
export function publicCaseProps(reading: PublicReading, found: PublicCaseStory, removals: readonly ListedRemoval[] = []): PublicCaseProps {
  const { page, directory, now } = reading;
  const nameOf = unitNamer(directory, page.locale);
  const clock = clockOf(found, reading);
  const hidden = tombstonesOf(removals, reading);
  return {
    page,
    stub: stubOf(found, directory, page.locale, now),
    next: orLate(nextOf(found, directory.intakeUnit, nameOf), now),
    ...(clock ? { clock } : {}),
    ...(found.words === undefined ? {} : { words: found.words }),
    hidden,
    steps: publicStepsOf(found.timeline, nameOf, (answer) => hidden[`answer-${String(answer)}`]),
  };
}

/** What stands in place of each hidden text, by item; the last line about an item is how it stands. */
function tombstonesOf(removals: readonly ListedRemoval[], { page, directory }: PublicReading): Readonly<Record<string, string>> {
  const nameOf = unitNamer(directory, page.locale);
  const last = new Map(removals.map((one) => [one.item, one]));
  return Object.fromEntries([...last.values()].filter((one) => one.state !== 'restored').map((one) => [one.item, tombstoneOf(page, removalViewOf(one, nameOf))]));
}

function nextOf(found: PublicCaseStory, intake: UnitId, nameOf: (unit: UnitId) => string): NextStep {
  const unit = nameOf(found.owner ?? intake);
  const by = found.dueAt === undefined ? {} : { by: found.dueAt };
  switch (found.stage) {
    case 'diverted': return { kind: 'diverted', reason: found.diversion ?? 'beyond-duties', contestable: false };
    case 'diversion-contested': return { kind: 'settle', unit: nameOf(intake), ...by };
    case 'submitted': return { kind: 'accept', unit: nameOf(intake), ...by };
    case 'accepted': return { kind: 'dispatch', unit: nameOf(intake), ...by };
    case 'objected': return { kind: 'rule', unit: nameOf(found.handler ?? found.owner ?? intake), ...by };
    case 'dispatched':
    case 'signed':
    case 'contacted': {
      const pause = found.paused && found.startedAt !== undefined ? pausesIn(found.timeline, found.startedAt).at(-1) : undefined;
      return pause ? { kind: 'paused', unit, by: pause.plannedEnd } : { kind: found.round > 1 ? 'answer-higher' : 'answer', unit, ...by };
    }
    case 'answered': return { kind: 'judge', unit: nameOf(found.handler ?? found.owner ?? intake) };
    case 'unjudged': return { kind: 'silent', unit: nameOf(found.handler ?? found.owner ?? intake) };
    case 'solved': return { kind: 'solved' };
    case 'withdrawn': return { kind: 'withdrawn' };
    case 'imported-closed': return { kind: 'imported-closed' };
  }
}

/** The clock of the running round, with its pauses as the public story tells them. A case withdrawn unanswered has none. */
function clockOf(found: PublicCaseStory, { page, now }: PublicReading): ClockView | undefined {
  const { startedAt, dueAt, answeredAt } = found;
  if (startedAt === undefined || dueAt === undefined || (found.stage === 'withdrawn' && answeredAt === undefined)) return undefined;
  const until = answeredAt ?? now;
  const all = dueAt - startedAt;
  const amountOf = amountsOf(all);
  const permille = (ms: number): number => Math.max(0, Math.min(1000, Math.round((1000 * ms) / Math.max(1, all))));
  const pauses = pausesIn(found.timeline, startedAt);
  const pausedMs = pauses.reduce((sum, { from, plannedEnd, end }) => sum + Math.max(0, Math.min(end ?? plannedEnd, until) - from), 0);
  const words: Readonly<Record<string, string>> = vocabulary(page.locale).pauses;
  return {
    state: answeredAt !== undefined ? 'ended' : found.paused ? 'paused' : 'running',
    all: amountOf(all), used: amountsOf(all, Math.floor)(Math.max(0, until - startedAt - pausedMs)), rest: amountOf(Math.abs(dueAt - until)),
    overdue: until > dueAt && !found.paused, dueAt,
    pauses: pauses.map(({ role, reason, from, plannedEnd, end }) => ({
      role: roleWord(page.locale, role), reason: words[reason] ?? reason, from, plannedEnd, ...(end === undefined ? {} : { end }),
      startPermille: permille(from - startedAt), lengthPermille: permille(Math.min(end ?? plannedEnd, until) - from),
    })),
  };
}

type PublicPause = { readonly role: string; readonly reason: string; readonly from: Instant; readonly plannedEnd: Instant; readonly end?: Instant };

function pausesIn(timeline: PublicCaseStory['timeline'], since: Instant): readonly PublicPause[] {
  const pauses: PublicPause[] = [];
  for (const step of timeline) {
    const at = parseInstant(step.at);
    if (at === undefined || at < since) continue;
    const last = pauses.at(-1);
    if (step.type === 'case.paused.v1') {
      const reason = PAUSES.find((one) => one === step.detail['reason']) ?? 'needs-resident';
      pauses.push({ role: step.role, reason, from: at, plannedEnd: parseInstant(step.detail['plannedEnd']) ?? at });
    } else if (step.type === 'case.resumed.v1' && last && last.end === undefined) pauses[pauses.length - 1] = { ...last, end: at };
  }
  return pauses;
}
