import type { JurisdictionCode } from '../../kernel/ids.ts';
import { DAY_MS, instantOf, isoOf, type Instant } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { append, nextOfStream, readHead, type LogHead } from '../../record/index.ts';
import { computeResult } from './compute.ts';
import { RULE, resultDigest, resultText, type RecordResult } from './score-record.ts';
import { insertResult, lockResults, selectLastDay, selectLatest, selectResult, selectResults, type ResultRow } from './store.ts';

/** A published result, without its numbers. `day` is the jurisdiction's date on which it was published. */
export type Announced = { readonly n: number; readonly day: string; readonly asOf: Instant; readonly rule: number; readonly digest: string };
export type Published = Announced & { readonly result: RecordResult };

export interface Scorecards {
  /**
   * Computes and announces what the record says by now, unless that was done within `everyDays` up to `today` (a date of the
   * jurisdiction's zone). Safe to call at any time, from any number of processes. Undefined when nothing was due.
   */
  publishDue(jurisdiction: JurisdictionCode, today: string, everyDays?: number): Promise<Announced | undefined>;
  /** What pages show; undefined before the first. */
  latest(jurisdiction: JurisdictionCode): Promise<Published | undefined>;
  /** Newest first; `before` leaves out those over as many entries or more. */
  list(jurisdiction: JurisdictionCode, limit: number, before?: number): Promise<readonly Announced[]>;
  /** The bytes whose digest the record holds; undefined when there is no result over exactly `n` entries. */
  text(jurisdiction: JurisdictionCode, n: number): Promise<string | undefined>;
}

export function createScorecards(database: Database, keys: KeyProvider): Scorecards {
  const reader = database.public;
  return {
    async publishDue(jurisdiction, today, everyDays = 1) {
      if (isRecent((await reader.row(selectLastDay, [jurisdiction]))?.day, today, everyDays)) return undefined;
      const head = await readHead(reader, jurisdiction);
      if (!head) return undefined;
      const result = await computeResult(reader, jurisdiction, head);
      return database.inTransaction({ kind: 'system', jurisdiction, job: 'scorecards' }, (tx) => publish(tx, keys, head, result, { today, everyDays }), 'worker');
    },
    async latest(jurisdiction) {
      const row = await reader.row(selectLatest, [jurisdiction]);
      return row && { ...announcedOf(row), result: row.result as RecordResult };
    },
    async list(jurisdiction, limit, before = Number.MAX_SAFE_INTEGER) {
      return (await reader.rows(selectResults, [jurisdiction, before, limit])).map(announcedOf);
    },
    async text(jurisdiction, n) {
      const row = await reader.row(selectResult, [jurisdiction, n]);
      return row && resultText(row.result as RecordResult);
    },
  };
}

/** The announcement and what it announces in one transaction: a crash leaves neither, and the next look publishes. */
async function publish(
  tx: Tx, keys: KeyProvider, head: LogHead, result: RecordResult, { today, everyDays }: { readonly today: string; readonly everyDays: number },
): Promise<Announced | undefined> {
  const { jurisdiction } = tx.actor;
  await tx.row(lockResults, [jurisdiction]);
  // Another process may have been first while this one computed.
  if (isRecent((await tx.row(selectLastDay, [jurisdiction]))?.day, today, everyDays)) return undefined;
  const { n, asOf } = result;
  // Nothing has been entered since the last one, not even its own announcement: there is nothing new to say yet.
  if (await tx.row(selectResult, [jurisdiction, n])) return undefined;
  const digest = resultDigest(result);
  const streamSeq = await nextOfStream(tx, streamOf(jurisdiction));
  await append(tx, streamOf(jurisdiction), [{
    type: 'scorecard.published.v1', stream: streamOf(jurisdiction), streamSeq, role: 'system',
    open: { n, root: head.root, asOf, rule: RULE, result: digest }, sealed: {},
  }], keys);
  await tx.run(insertResult, [jurisdiction, n, today, isoOf(asOf as Instant), RULE, digest, resultText(result)]);
  return { n, day: today, asOf: asOf as Instant, rule: RULE, digest };
}

export function streamOf(jurisdiction: string): `scorecards:${string}` {
  return `scorecards:${jurisdiction}`;
}

function isRecent(last: string | undefined, today: string, everyDays: number): boolean {
  return last !== undefined && Date.parse(today) - Date.parse(last) < everyDays * DAY_MS;
}

function announcedOf({ n, day, as_of: asOf, rule, digest }: ResultRow): Announced {
  return { n: Number(n), day, asOf: instantOf(asOf), rule, digest };
}
