import { isoOf, type Instant } from '../../kernel/instant.ts';
import type { SqlValue } from '../../platform/db/reader.ts';
import type { Changed } from './persist.ts';
import { roundRowsOf, rowOf, timerRowsOf } from './project.ts';
import { publicRowOf, searchOf, type PublicRow } from './project-public.ts';
import type { Rules } from './rules.ts';
import type { CaseState } from './state.ts';

type Kept = { readonly mark: Uint8Array; readonly sealed: { readonly [field: string]: string } };

/** The values of `insertImported`, a column each. */
export function importedColumns(jurisdiction: string, source: string, kept: readonly Kept[], states: readonly CaseState[], rules: Rules): readonly SqlValue[] {
  const rows = states.map(rowOf);
  const timers = states.map((state) => timerRowsOf(state));
  if (timers.some((list) => list.length > 1)) throw new Error('an imported case with more than one timer');
  return [
    jurisdiction, source, rules.version,
    kept.map((one) => one.mark), states.map((state) => state.facts.id), kept.map((one) => JSON.stringify(one.sealed)),
    rows.map((row) => row.number), rows.map((row) => row.stage), rows.map((row) => row.kind), rows.map((row) => row.urgency), rows.map((row) => row.topic),
    rows.map((row) => row.division), rows.map((row) => row.owner ?? ''), rows.map((row) => row.round), nullable(rows.map((row) => isoOrNull(row.dueAt))),
    nullable(rows.map((row) => isoOrNull(row.submittedAt))), nullable(rows.map((row) => isoOrNull(row.acceptedAt))),
    nullable(timers.map(([timer]) => timer?.kind ?? null)), nullable(timers.map(([timer]) => (timer ? isoOrNull(timer.dueAt) : null))),
  ];
}

/** The values of `insertImportedPublic`: what anyone may read, and the rounds that figures are counted from. */
export function publicColumns(jurisdiction: string, changed: readonly Changed[], rules: Rules): readonly SqlValue[] {
  const rows = changed.map(({ state, history, told }) => publicRowOf(state, history, told, rules) ?? unlisted());
  const column = (read: (row: PublicRow) => string | null): SqlValue => nullable(rows.map(read));
  const numbers = (read: (row: PublicRow) => number | null): SqlValue => rows.map(read) as unknown as SqlValue;
  if (changed.some(({ state, history }) => roundRowsOf(state, history).length > 1)) throw new Error('an imported case with more than one round');
  return [
    jurisdiction, column((row) => row.number), column((row) => row.listedDay), column((row) => row.publicDay), column((row) => row.stage), column((row) => row.kind), column((row) => row.topic),
    column((row) => row.division), column((row) => row.submittedDay), column((row) => isoOrNull(row.submittedAt)), column((row) => isoOrNull(row.updatedAt)),
    column((row) => row.owner), column((row) => row.handler), numbers((row) => row.round), column((row) => isoOrNull(row.startedAt)),
    column((row) => isoOrNull(row.dueAt)), column((row) => row.words), column((row) => row.address), numbers((row) => row.latitude), numbers((row) => row.longitude),
    column((row) => JSON.stringify(row.timeline)), rows.map((row) => searchOf(row, rules.topicWords)), column((row) => isoOrNull(row.changedAt)),
  ];
}

/** Most of a batch happened in one moment: the import's. */
const lastIso = { at: -1, text: '' };

function isoOrNull(at: Instant | null): string | null {
  if (at === null) return null;
  if (at !== lastIso.at) Object.assign(lastIso, { at, text: isoOf(at) });
  return lastIso.text;
}

/** Columns may hold null; the driver writes it. */
function nullable(values: readonly (string | null)[]): SqlValue {
  return values as unknown as SqlValue;
}

function unlisted(): never {
  throw new Error('an imported case is public at once');
}
