import type { Instant } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { formatDay, formatMinute } from '../../platform/i18n/index.ts';
import type { Diversion } from '../../slices/cases/case.ts';
import type { PageContext } from '../../ui/page.ts';
import { vocabulary } from './messages.ts';
import { wordsOfNext } from './next/messages.ts';

/** What happens next, by whom and by when: every page of a case answers it in its first screen. */
export type NextStep =
  | { readonly kind: 'accept' | 'dispatch' | 'sign' | 'answer' | 'settle' | 'rule'; readonly unit: string; readonly by?: Instant }
  | { readonly kind: 'answer-higher'; readonly unit: string; readonly by?: Instant }
  /** The day for it has passed: the page says so instead of promising a day that is gone. */
  | { readonly kind: 'late'; readonly what: 'step' | 'answer'; readonly unit: string; readonly by: Instant }
  | { readonly kind: 'paused'; readonly unit: string; readonly by: Instant }
  | { readonly kind: 'judge' | 'silent'; readonly unit: string }
  | { readonly kind: 'diverted'; readonly reason: Diversion; readonly contestable: boolean }
  | { readonly kind: 'solved'; readonly reopenUntil?: Instant }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'imported-closed' };

/** The same step, once its day has passed at `at`. */
export function orLate(next: NextStep, at: Instant): NextStep {
  switch (next.kind) {
    case 'accept':
    case 'dispatch':
    case 'sign':
    case 'settle': return next.by !== undefined && next.by < at ? { kind: 'late', what: 'step', unit: next.unit, by: next.by } : next;
    case 'answer':
    case 'answer-higher': return next.by !== undefined && next.by < at ? { kind: 'late', what: 'answer', unit: next.unit, by: next.by } : next;
    default: return next;
  }
}

/** `resident` is spoken to; anyone else is told. The resident hears the minute, the public the day. */
export function nextSentence(page: PageContext, next: NextStep, reader: 'resident' | 'other'): { readonly sentence: string; readonly more?: string } {
  const words = wordsOfNext(page.locale);
  const own = reader === 'resident';
  const when = (at: Instant | undefined) => at === undefined ? words.soon : (own ? formatMinute : formatDay)(at, page.jurisdiction.zone, page.locale);
  switch (next.kind) {
    case 'accept': return { sentence: words.accept(next.unit, when(next.by)) };
    case 'dispatch': return { sentence: words.dispatch(next.unit, when(next.by)) };
    case 'sign': return { sentence: words.sign(next.unit, when(next.by)) };
    case 'answer': return { sentence: words.answer(next.unit, when(next.by)), more: words.answerMore };
    case 'settle': return { sentence: words.settle(next.unit, when(next.by)) };
    case 'rule': return { sentence: words.rule(next.unit), more: words.ruleMore };
    case 'answer-higher': return { sentence: (own ? words.higherYou : words.higher)(next.unit, when(next.by)) };
    case 'late': return { sentence: (next.what === 'answer' ? words.lateAnswer : words.lateStep)(next.unit, when(next.by)), more: words.lateMore };
    case 'paused': return { sentence: words.paused(next.unit, when(next.by)) };
    case 'judge': return own ? { sentence: words.judgeYou(next.unit) } : { sentence: words.judge(next.unit) };
    case 'silent': return own ? { sentence: words.silentYou, more: words.silentMore } : { sentence: words.silent };
    case 'diverted': {
      const sentence = words.diverted(vocabulary(page.locale).diversions[next.reason]);
      return next.contestable && own ? { sentence, more: words.divertedMore } : { sentence };
    }
    case 'solved': {
      const sentence = own ? words.solvedYou : words.solved;
      return own && next.reopenUntil !== undefined ? { sentence, more: words.solvedMore(formatDay(next.reopenUntil, page.jurisdiction.zone, page.locale)) } : { sentence };
    }
    case 'withdrawn': return { sentence: own ? words.withdrawnYou : words.withdrawn };
    case 'imported-closed': return { sentence: words.importedClosed, more: words.importedClosedMore };
    default: return unreachable(next);
  }
}
