import { randomInt, randomUUID } from 'node:crypto';
import { caseNumberOf, parseCaseId, type CaseId, type CaseNumber, type JurisdictionCode } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { together } from '../../platform/db/together.ts';
import { appendManyNew, appendToNew, type FirstWords } from '../../record/append.ts';
import type { CaseRefusal } from './commands.ts';
import { decide } from './decide.ts';
import { authorOf, type CaseDeps, type ImportedRow } from './deps.ts';
import { insertImported, insertImportedPublic, selectImported } from './insert-imported.ts';
import { importedColumns, publicColumns } from './imported-columns.ts';
import { foresee, type Changed } from './persist.ts';
import { withPublication } from './publish.ts';
import type { Rules } from './rules.ts';

/** What became of each row, in their order: a case, one that had been made before, or nothing, and why. */
export type ImportedOutcome = 'added' | 'known' | { readonly refused: CaseRefusal };

/** Each transaction is one flush to disk and a few statements; more rows in it only make a crash lose more work, never a row. */
export const IMPORTED_TOGETHER_MAX = 1_000;
/** A number is taken by chance once in 10^11, a row by another import of the same file: three times in a row means something is broken. */
const TRIED_MAX = 3;

/**
 * Rows of one source become cases, all in one transaction; a row that was imported before adds nothing. A crash before the commit
 * leaves none of them, after it all: the same file again goes on where it broke off. With `dry`, decides and writes nothing.
 */
export async function importRows(
  deps: CaseDeps, jurisdiction: JurisdictionCode, source: string, rows: readonly ImportedRow[], dry: boolean,
): Promise<readonly ImportedOutcome[]> {
  if (rows.length > IMPORTED_TOGETHER_MAX) throw new RangeError(`at most ${String(IMPORTED_TOGETHER_MAX)} rows at once`);
  for (let tried = 1; ; tried += 1) {
    try {
      return await deps.database.inTransaction({ kind: 'system', jurisdiction, job: 'import' }, (tx) => importOnce(deps, tx, source, rows, dry));
    } catch (error) {
      if (!isTaken(error) || tried === TRIED_MAX) throw error;
    }
  }
}

async function importOnce(deps: CaseDeps, tx: Tx, source: string, rows: readonly ImportedRow[], dry: boolean): Promise<readonly ImportedOutcome[]> {
  const { jurisdiction } = tx.actor;
  const rules = remembering(deps.rulesFor(jurisdiction));
  const marks = rows.map((row) => deps.keys.hmac('imported row v1', jurisdiction, source, row.externalId));
  const known = new Set((await tx.rows(selectImported, [jurisdiction, source, marks])).map((row) => row.row_hmac.toString('base64')));
  const outcomes: ImportedOutcome[] = [];
  const made: Made[] = [];
  for (const [index, row] of rows.entries()) {
    const mark = marks[index] ?? broken();
    const name = mark.toString('base64');
    const isKnown = known.has(name);
    const one = isKnown ? undefined : decideRow(tx, source, row, mark, rules);
    if (one !== undefined && 'refused' in one) {
      outcomes.push(one);
      continue;
    }
    known.add(name);
    if (one) made.push(one);
    outcomes.push(isKnown ? 'known' : 'added');
  }
  if (!dry && made.length > 0) await write(deps, tx, source, made, rules);
  return outcomes;
}

type Made = { readonly mark: Uint8Array; readonly drafts: Parameters<typeof withPublication>[0]; readonly changed: Changed };

function decideRow(tx: Tx, source: string, row: ImportedRow, mark: Uint8Array, rules: Rules): Made | { readonly refused: CaseRefusal } {
  const command = { do: 'import', by: authorOf(tx.actor), id: newCaseId(), number: newCaseNumber(), jurisdiction: tx.actor.jurisdiction, source, ...row } as const;
  const decision = decide(undefined, command, tx.at, rules);
  if (decision.refused) return { refused: decision.reason };
  return { mark, drafts: decision.value, changed: foresee(undefined, decision.value, tx) };
}

/** Events, private halves, live and public rows, timers and the marks of what is imported: in one packet, behind it the commit. */
async function write(deps: CaseDeps, tx: Tx, source: string, made: readonly Made[], rules: Rules): Promise<void> {
  const words: FirstWords[] = [];
  for (const { drafts, changed } of made) words.push((await appendToNew(tx, changed.state.facts.id, withPublication(drafts, changed.history, rules), deps.keys)).words);
  const states = made.map(({ changed }) => changed.state);
  await together([
    tx.run(insertImported, importedColumns(tx.actor.jurisdiction, source, made.map(({ mark, drafts }) => ({ mark, sealed: drafts[0]?.sealed ?? {} })), states, rules)),
    tx.run(insertImportedPublic, publicColumns(tx.actor.jurisdiction, made.map(({ changed }) => changed), rules)),
    appendManyNew(tx, words),
    tx.commit(),
  ]);
}

/** The rows of a batch ask the same deadlines and days over and over; a calendar is slow beside a row. */
function remembering(rules: Rules): Rules {
  const deadlines = new Map<string, ReturnType<Rules['deadline']>>();
  const words = new Map<string, string>();
  return {
    ...rules,
    deadline(limit, from, subject, unit) {
      const key = `${limit} ${String(from)} ${subject.kind} ${subject.urgency} ${subject.topic} ${subject.channel} ${unit ?? ''}`;
      return kept(deadlines, key, () => rules.deadline(limit, from, subject, unit));
    },
    topicWords: (topic) => kept(words, topic, () => rules.topicWords(topic)),
  };
}

function kept<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function newCaseId(): CaseId {
  return parseCaseId(randomUUID()) ?? broken();
}

/** Random, so that a number says nothing about when or how many. */
function newCaseNumber(): CaseNumber {
  return caseNumberOf(String(randomInt(10 ** 11)).padStart(11, '0'));
}

/** The row, or the number drawn for it, was taken by somebody who committed first. */
function isTaken(error: unknown): boolean {
  const { code, schema, constraint } = error as { code?: string; schema?: string; constraint?: string };
  return code === '23505' && schema === 'cases' && (constraint === 'imports_pkey' || constraint === 'cases_number' || constraint === 'public_cases_pkey');
}

function broken(): never {
  throw new Error('the system made an impossible id');
}
