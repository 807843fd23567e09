import { SECOND_MS, type Instant } from '../../../kernel/instant.ts';
import type { Locale } from '../../../platform/i18n/index.ts';
import type { PublicStory } from '../../../slices/cases/index.ts';
import { publicStoryOf } from '../../present/public-story.ts';
import { turnsOf } from '../../views/story.ts';
import type { Open311Place } from './ports.ts';
import { w3c } from './resource.ts';
import type { RequestUpdate } from './wire.ts';

type PublicStep = PublicStory['timeline'][number];
type Span = { readonly from: Instant; readonly until: Instant; readonly now: Instant };

/**
 * The updates of one request between two instants, both included, oldest first: what its public page tells, step by step, but its
 * submission, which is the request itself. An office's act counts from its minute; a resident's, or anything in whose minute theirs
 * would stand, from the end of the day on which it was told (protection T14), and is not listed before.
 */
export function updatesOf({ number, timeline }: PublicStory, place: Open311Place, locale: Locale, { from, until, now }: Span): readonly RequestUpdate[] {
  const told = publicStoryOf(timeline, (unit) => place.unitNames(unit)?.[locale] ?? unit);
  const turns = turnsOf({ locale }, told.map(({ step }) => step), 'other');
  const named = new Map<string, number>();
  let status: RequestUpdate['status'] = 'open';
  const updates = told.flatMap(({ told: step }, index) => {
    status = statusAfter(step, status);
    const turn = turns[index];
    const at = momentOf(step);
    if (turn === undefined || step.type === 'case.submitted.v1') return [];
    const name = `${number}-${updateName(step)}`;
    const count = (named.get(name) ?? 0) + 1;
    named.set(name, count);
    const description = [`${turn.speaker}${locale === 'zh' ? '：' : ': '}${turn.what}`, turn.words].filter(Boolean).join('\n\n');
    return [{ at, update: { update_id: updateId(name, count), service_request_id: number, status, updated_datetime: w3c(at), description } }];
  });
  return updates.filter(({ at }) => at >= floor(from) && at <= floor(until) && at <= now).toSorted((a, b) => a.at - b.at).map(({ update }) => update);
}

/** The name that a resident's message of that day will have among the updates; `count`: which of that day's, from 1. */
export function replyUpdateId(number: string, day: string, count: number): string {
  return updateId(`${number}-replied-${day}`, count);
}

/** Only the resident closes a request, or what nobody can contest any more (promise 4). */
function statusAfter({ type, detail }: PublicStep, before: RequestUpdate['status']): RequestUpdate['status'] {
  switch (type) {
    case 'case.judged.v1': return detail['outcome'] === 'solved' ? 'closed' : 'open';
    case 'case.withdrawn.v1': return 'closed';
    // By the system it came from, before it was here.
    case 'case.imported.v1': return detail['standing'] === 'closed' ? 'closed' : before;
    case 'case.diversion-settled.v1': return detail['ruling'] === 'upheld' ? 'closed' : 'open';
    case 'case.reopened.v1': return 'open';
    default: return before;
  }
}

/** Made of what the step itself says, so that it is the same at every asking and tells nothing of steps that are not told. */
function updateName({ type, at, day }: PublicStep): string {
  return `${type.replace(/^case\.(.+)\.v\d+$/, '$1')}-${at === undefined ? day ?? '' : String(floor(at) / SECOND_MS)}`;
}

function updateId(name: string, count: number): string {
  return count === 1 ? name : `${name}-${String(count)}`;
}

function momentOf({ at, since }: PublicStep): Instant {
  const moment = at ?? since;
  // Rows of before the column was there: their next step writes them anew.
  return moment === undefined ? 0 as Instant : floor(moment);
}

/** Times are shown in whole seconds, and asked for by what was shown. */
function floor(at: Instant): Instant {
  return (at - (at % SECOND_MS)) as Instant;
}
