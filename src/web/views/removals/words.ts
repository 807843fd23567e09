import type { Instant } from '../../../kernel/instant.ts';
import { formatDay, type Locale } from '../../../platform/i18n/index.ts';
import type { Hidable, HidingRule } from '../../../slices/cases/removals.ts';
import type { PageContext } from '../../../ui/page.ts';
import { roleWord } from '../vocabulary.ts';
import { removalMessages } from './messages.ts';

/** A hiding as pages tell it; `day` set at noon, shown as a day only. Units by name, empty where there is none. */
export type RemovalView = {
  readonly item: Hidable;
  readonly rule: HidingRule;
  readonly state: 'provisional' | 'hidden' | 'contested' | 'restored';
  readonly proposer: HandView;
  readonly approver?: HandView;
  readonly day: Instant;
  readonly restoredDay?: Instant;
};
export type HandView = { readonly role: string; readonly unit: string };

export function itemWord(locale: Locale, item: Hidable): string {
  const words = removalMessages(locale);
  return item === 'summary' || item === 'words' || item === 'address' ? words.items[item] : words.answer(Number(item.slice('answer-'.length)));
}

export function handWord(locale: Locale, { role, unit }: HandView): string {
  return removalMessages(locale).hand(unit, roleWord(locale, role));
}

/** What stands where a text was: rule, two roles, day. Empty where nothing is hidden. */
export function tombstoneOf(page: PageContext, removal: RemovalView): string {
  const words = removalMessages(page.locale);
  const { rules } = words;
  const day = formatDay(removal.day, page.jurisdiction.zone, page.locale);
  const proposer = handWord(page.locale, removal.proposer);
  if (removal.state === 'restored') return '';
  if (removal.approver === undefined) return words.tombstoneMeanwhile(rules[removal.rule], proposer, day);
  const sentence = words.tombstone(rules[removal.rule], proposer, handWord(page.locale, removal.approver), day);
  return removal.state === 'contested' ? `${sentence} ${words.tombstoneContested}` : sentence;
}
