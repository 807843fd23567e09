import { unreachable } from '../../../kernel/unreachable.ts';
import type { Locale } from '../../../platform/i18n/index.ts';
import type { ErasureRule, Hidable, HidingRule } from '../../../slices/cases/removals.ts';
import { removalMessages } from './messages.ts';
import { itemWord } from './words.ts';

/** A step of a case's history that hid something, showed it again or erased. `unit` is empty for the resident and the system. */
export type HidingStep = { readonly kind: 'hiding'; readonly unit: string; readonly said?: string } & (
  | { readonly what: 'proposed'; readonly item: Hidable; readonly rule: HidingRule; readonly atOnce: boolean }
  | { readonly what: 'hidden'; readonly item: Hidable; readonly rule: HidingRule }
  | { readonly what: 'refused' | 'lapsed' | 'contested' | 'upheld' | 'overturned' | 'unhidden'; readonly item: Hidable }
  | { readonly what: 'erased'; readonly rule: ErasureRule }
);

export function hidingSentence(locale: Locale, step: HidingStep): string {
  const words = removalMessages(locale);
  switch (step.what) {
    case 'proposed': return (step.atOnce ? words.proposedAtOnce : words.proposed)(itemWord(locale, step.item), words.rules[step.rule]);
    case 'hidden': return words.hiddenStep(itemWord(locale, step.item), words.rules[step.rule]);
    case 'refused': return words.refusedStep(itemWord(locale, step.item));
    case 'lapsed': return words.lapsedStep(itemWord(locale, step.item));
    case 'contested': return words.contestedStep(itemWord(locale, step.item));
    case 'upheld': return words.upheldStep(itemWord(locale, step.item));
    case 'overturned': return words.overturnedStep(itemWord(locale, step.item));
    case 'unhidden': return words.unhiddenStep(itemWord(locale, step.item));
    case 'erased': return words.erasedStep(words.erasureRules[step.rule]);
    default: return unreachable(step);
  }
}
