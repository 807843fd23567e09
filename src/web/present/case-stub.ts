import { instantOf, type Instant } from '../../kernel/instant.ts';
import { DAY_MS } from '../../kernel/instant.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import type { PublicCase } from '../../slices/cases/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import type { CaseStub } from '../views/vocabulary.ts';
import { topicWords, townWords, unitNamer } from './names.ts';

/** A public row as lists show it. `by` chooses the day: listed, or judged. */
export function stubOf(row: PublicCase, directory: Directory, locale: Locale, now: Instant, by: 'listed' | 'judged' = 'listed'): CaseStub {
  const unit = row.owner ?? row.handler;
  return {
    number: row.number, stage: row.stage, round: row.round,
    ...(row.topic === undefined ? {} : { topic: topicWords(directory, row.topic, locale) }),
    ...(row.division === undefined ? {} : { place: townWords(directory, row.division, locale) }),
    ...(unit ? { unit: unitNamer(directory, locale)(unit) } : {}),
    at: noonOf(by === 'judged' && row.outcomeDay ? row.outcomeDay : row.submittedDay ?? row.listedDay),
    ...(row.submittedDay === undefined ? { isListing: true } : {}),
    ...(row.summary === undefined ? {} : { summary: row.summary }),
    ...(row.outcome ? { outcome: row.outcome } : {}),
    ...(row.overdue && row.dueAt !== undefined ? { overdueDays: Math.max(1, Math.ceil((now - row.dueAt) / DAY_MS)) } : {}),
  };
}

/** A day has no minute: noon UTC is that day in every zone from −11 to +11, and is shown as a day only. */
export function noonOf(day: string): Instant {
  return instantOf(new Date(`${day}T12:00:00Z`));
}
