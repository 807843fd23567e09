import type { UnitId } from '../../kernel/ids.ts';
import { DAY_MS, type Instant } from '../../kernel/instant.ts';

/**
 * Work that somebody outside government is asked to do: a property company, a utility. What they get is a text written anew, without
 * a word of who raised the case, and never before its resident has agreed to exactly that text.
 */
export type Task = {
  /** From 1, within the case. */
  readonly number: number;
  /** The organisation's name and how it is found, as the unit wrote it. */
  readonly party: string;
  readonly text: string;
  readonly role: string;
  readonly unit: UnitId;
  readonly draftedAt: Instant;
} & (
  | { readonly state: 'drafted' | 'withdrawn' }
  | { readonly state: 'refused'; readonly words?: string }
  | { readonly state: 'approved'; readonly expiresAt: Instant }
  | { readonly state: 'reported'; readonly expiresAt: Instant; readonly result: TaskResult; readonly words: string; readonly reportedAt: Instant }
);

export const TASK_RESULTS = ['done', 'not-done'] as const;
export type TaskResult = (typeof TASK_RESULTS)[number];

/** A stream is read whole at each act, so it must end; more asks of one resident are pressure. */
export const TASKS_MAX = 20;
export const TASKS_WAITING_MAX = 3;
/** How long the link of an approved task opens anything. */
export const TASK_OPEN_MS = 30 * DAY_MS;

/** Twelve Chinese characters, or twenty-four letters, of the resident's own in a row: that is a copy, not a text written anew. */
const COPIED_WEIGHT = 24;

/** Whether `text` holds a run of `words` as they were said, blanks and case aside. */
export function copiesFrom(text: string, words: string): boolean {
  const [given, own] = [plain(text), plain(words)];
  for (let from = 0; from < own.length; from += 1) {
    const run = runFrom(own, from);
    if (run === undefined) return false;
    if (given.includes(run)) return true;
  }
  return false;
}

/** The shortest run from there that weighs enough; undefined once what is left is too light. */
function runFrom(own: string, from: number): string | undefined {
  let weight = 0;
  for (let to = from; to < own.length; to += 1) {
    weight += own.charCodeAt(to) > 0x2e80 ? 2 : 1;
    if (weight >= COPIED_WEIGHT) return own.slice(from, to + 1);
  }
  return undefined;
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s/g, '');
}

export function taskOf(tasks: readonly Task[], number: number): Task | undefined {
  return tasks[number - 1];
}
