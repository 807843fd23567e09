import type { Locale } from '../../platform/i18n/index.ts';

/** Where in a file: line and column from 1. In a table the column counts fields. */
export type Position = { readonly file: string; readonly line: number; readonly column: number };

/** One mistake in a data file, with all that a message needs. `messages.ts` says it, and what to do, in every language. */
export type Mistake = Position & { readonly problem: Problem };

export type Problem =
  | { readonly kind: 'missing-file' }
  | { readonly kind: 'too-large'; readonly bytesMax: number }
  | { readonly kind: 'not-yaml'; readonly detail: string }
  | { readonly kind: 'unreadable-character' }
  | { readonly kind: 'not-csv'; readonly detail: string }
  | { readonly kind: 'missing-key'; readonly key: string }
  | { readonly kind: 'unknown-key'; readonly key: string; readonly known: readonly string[] }
  | { readonly kind: 'wrong-type'; readonly key: string; readonly expected: 'text' | 'list' | 'map' | 'whole-number' | 'yes-or-no' }
  | { readonly kind: 'missing-language'; readonly key: string; readonly locale: Locale }
  | { readonly kind: 'bad-code'; readonly key: string; readonly value: string }
  | { readonly kind: 'bad-day'; readonly key: string; readonly value: string }
  | { readonly kind: 'ends-before-it-begins' }
  | { readonly kind: 'bad-hours'; readonly value: string }
  | { readonly kind: 'bad-zone'; readonly value: string }
  | { readonly kind: 'not-one-of'; readonly key: string; readonly value: string; readonly allowed: readonly string[] }
  | { readonly kind: 'out-of-range'; readonly key: string; readonly min: number; readonly max: number }
  | { readonly kind: 'duplicate'; readonly value: string; readonly firstLine: number }
  | { readonly kind: 'unknown-reference'; readonly to: Reference; readonly value: string; readonly nearest?: string }
  | { readonly kind: 'cycle'; readonly path: readonly string[] }
  | { readonly kind: 'terms-overlap'; readonly post: string }
  | { readonly kind: 'topic-too-deep'; readonly code: string }
  | { readonly kind: 'same-conditions'; readonly firstLine: number }
  | { readonly kind: 'no-default-limit'; readonly limit: string }
  | { readonly kind: 'several-roots'; readonly first: string; readonly other: string }
  | { readonly kind: 'library-lacks-code'; readonly value: string }
  | { readonly kind: 'class-without-lead'; readonly code: string }
  | { readonly kind: 'both-halves'; readonly act: string }
  | { readonly kind: 'not-from-above'; readonly unit: string }
  | { readonly kind: 'lead-is-interested'; readonly unit: string }
  | { readonly kind: 'code-taken-away'; readonly what: Reference; readonly value: string; readonly version: number }
  | { readonly kind: 'origin-changed'; readonly was: string }
  | { readonly kind: 'origin-taken'; readonly origin: string; readonly by: string };

export type Reference = 'unit' | 'post' | 'topic' | 'division' | 'level' | 'vital-interest' | 'role';

/** A parsed row and where it stands, so that checks across files can point at it. */
export type Placed<Row> = { readonly row: Row; readonly at: Position };
