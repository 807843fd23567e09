import type { UnitId } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/instant.ts';
import type { PublicCaseStory } from '../../slices/cases/index.ts';
import type { ClockView } from '../../ui/components/clock.tsx';
import { stubOf } from '../present/case-stub.ts';
import { unitNamer } from '../present/names.ts';
import { publicStepsOf } from '../present/public-story.ts';
import type { NextStep } from '../views/next.ts';
import type { PublicCaseProps } from '../views/public/cases.tsx';
import type { PublicReading } from './reading.ts';

/** The public page of one case: only what its public row holds. */
export function publicCaseProps({ page, directory, now }: PublicReading, found: PublicCaseStory): PublicCaseProps {
  const nameOf = unitNamer(directory, page.locale);
  const clock = clockOf(found, now);
  return {
    page,
    stub: stubOf(found, directory, page.locale, now),
    next: nextOf(found, directory.intakeUnit, nameOf),
    ...(clock ? { clock } : {}),
    ...(found.words === undefined ? {} : { words: found.words }),
    steps: publicStepsOf(found.timeline, nameOf),
  };
}

function nextOf(found: PublicCaseStory, intake: UnitId, nameOf: (unit: UnitId) => string): NextStep {
  const unit = nameOf(found.owner ?? intake);
  const by = found.dueAt === undefined ? {} : { by: found.dueAt };
  switch (found.stage) {
    case 'diverted': return { kind: 'diverted', reason: found.diversion ?? 'beyond-duties', contestable: false };
    case 'diversion-contested': return { kind: 'settle', unit: nameOf(intake), ...by };
    case 'submitted': return { kind: 'accept', unit: nameOf(intake), ...by };
    case 'accepted': return { kind: 'dispatch', unit: nameOf(intake), ...by };
    case 'dispatched':
    case 'signed':
    case 'contacted': return { kind: found.round > 1 ? 'answer-higher' : 'answer', unit, ...by };
    case 'answered': return { kind: 'judge', unit: nameOf(found.handler ?? found.owner ?? intake) };
    case 'unjudged': return { kind: 'silent', unit: nameOf(found.handler ?? found.owner ?? intake) };
    case 'solved': return { kind: 'solved' };
    case 'withdrawn': return { kind: 'withdrawn' };
  }
}

function clockOf(found: PublicCaseStory, now: number): ClockView | undefined {
  const { startedAt, dueAt, answeredAt } = found;
  if (startedAt === undefined || dueAt === undefined) return undefined;
  const until = answeredAt ?? now;
  const all = dueAt - startedAt;
  const unit = all <= 2 * DAY_MS ? 'hours' : 'days';
  const amount = (ms: number) => ({ count: Math.max(0, Math.ceil(ms / (unit === 'hours' ? HOUR_MS : DAY_MS))), unit } as const);
  return {
    state: answeredAt !== undefined ? 'ended' : found.paused ? 'paused' : 'running', all: amount(all), used: amount(until - startedAt),
    rest: amount(Math.abs(dueAt - until)), overdue: until > dueAt && !found.paused, dueAt, pauses: [],
  };
}

