import { pairsIn } from '../../platform/i18n/search.ts';
import type { EntryId } from './entry.ts';

/** More would be a list to read instead of a hint. */
export const SIMILAR_MAX = 3;
/** Of the pairs of characters in the stored question, how many the writer must have used: below it, what is common is "how" and "where". */
const SHARE_MIN = 0.4;
/** Only this much of a long report is compared, in UTF-16 units; who asks a question asks early. */
const TEXT_MAX = 1_000;

export type Asked = { readonly id: EntryId; readonly question: string };
export type Indexed = Asked & { readonly pairs: ReadonlySet<string> };

export function indexed(one: Asked): Indexed {
  return { ...one, pairs: pairsIn(one.question) };
}

/** The questions most like a text, best first. Pure: nothing of the text is kept, and it leaves this process for nowhere. */
export function similarTo(text: string, questions: readonly Indexed[]): readonly Asked[] {
  const said = pairsIn(text.slice(0, TEXT_MAX));
  const share = ({ pairs }: Indexed): number => (pairs.size === 0 ? 0 : [...pairs].filter((pair) => said.has(pair)).length / pairs.size);
  return questions.map((one) => ({ one, share: share(one) })).filter(({ share: common }) => common >= SHARE_MIN)
    .sort((a, b) => b.share - a.share || (a.one.id < b.one.id ? -1 : 1)).slice(0, SIMILAR_MAX).map(({ one: { id, question } }) => ({ id, question }));
}
