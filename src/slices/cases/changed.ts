import { parseCaseNumber, type CaseNumber, type JurisdictionCode } from '../../kernel/ids.ts';
import { instantOf, parseInstant, type Instant } from '../../kernel/instant.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import { PAGE_MAX } from './queries.ts';
import type { Step } from './timeline.ts';

/** Longest page of cases that changed: a machine that asks each hour never sees one full. */
export const CHANGED_MAX = 1_000;

/** What happened in a case, as far as it is told; a step counts from its minute (`at`) or from the end of a day (`since`). */
export type PublicStory = { readonly number: CaseNumber; readonly timeline: readonly Step[] };
export type StoryPage = { readonly stories: readonly PublicStory[]; readonly next?: string };

type StoryRow = { number: string; timeline: Step[]; told_at: Date };

const selectChanged = statement<StoryRow>('app_public', 'cases.select_changed', `
  select number, timeline, told_at from cases.public_cases
  where jurisdiction = $1 and (told_at, number) > ($2::timestamptz, $3) order by told_at, number limit $4`);

const selectStories = statement<Omit<StoryRow, 'told_at'>>('app_public', 'cases.select_stories', `
  select number, timeline from cases.public_cases where jurisdiction = $1 and number = any ($2::text[]) order by number`);

/** Cases whose newest told step is at `from` or later, longest unchanged first. Undefined when the cursor is none of ours. */
export async function changedCases(
  reader: Reader, jurisdiction: JurisdictionCode, from: Instant, page: { readonly cursor?: string; readonly limit: number },
): Promise<StoryPage | undefined> {
  const cursor = page.cursor === undefined ? { at: from, number: '' } : cursorOf(page.cursor);
  if (cursor === undefined) return undefined;
  const limit = Math.min(Math.max(1, page.limit), CHANGED_MAX);
  const rows = await reader.rows(selectChanged, [jurisdiction, new Date(cursor.at), cursor.number, limit + 1]);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    stories: rows.slice(0, limit).map(storyOf),
    ...(last ? { next: Buffer.from(`${String(instantOf(last.told_at))} ${last.number}`).toString('base64url') } : {}),
  };
}

/** Those that exist and are public; at most PAGE_MAX are looked for. */
export async function publicStories(reader: Reader, jurisdiction: JurisdictionCode, numbers: readonly CaseNumber[]): Promise<readonly PublicStory[]> {
  return (await reader.rows(selectStories, [jurisdiction, numbers.slice(0, PAGE_MAX)])).map(storyOf);
}

function storyOf({ number, timeline }: Omit<StoryRow, 'told_at'>): PublicStory {
  return { number: number as CaseNumber, timeline };
}

/** Only what we made ourselves is taken back. */
function cursorOf(text: string): { readonly at: Instant; readonly number: CaseNumber } | undefined {
  if (text.length > 60) return undefined;
  const [at = '', numberText] = Buffer.from(text, 'base64url').toString('latin1').split(' ');
  const [instant, number] = [/^\d{1,15}$/.test(at) ? parseInstant(Number(at)) : undefined, parseCaseNumber(numberText)];
  return instant !== undefined && number !== undefined ? { at: instant, number } : undefined;
}
