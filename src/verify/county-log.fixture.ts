import { WHOLE_ACT, writeAct, writeEntry, type Act, type Cause, type DisclosedEntry, type LogEntry } from '../record/log/index.ts';
import { hmacSha256 } from '../record/log/hmac.ts';
import { bytesOf, writeBase64, writeBase64Url } from '../record/log/spelling.ts';
import { leafHash, sha256, type Hash } from '../record/merkle/hash.ts';
import { grow, rootOf, type Edge } from '../record/merkle/tile.ts';
import { createRecordFold, resultDigest, RULE, type RecordFold } from '../slices/scorecards/score-record.ts';
import { checkpointNote } from './synthetic-log.fixture.ts';

/** Entries as the publisher writes them, of an invented county: what the content checks meet, and what tampering starts from. */
export type County = {
  readonly days: number;
  readonly casesADay: number;
  readonly demo?: boolean;
  /** Cells that a day's cases fall into; each needs ten. */
  readonly cells?: number;
  readonly scorecards?: boolean;
  /** Someone with every right changes an entry before it is entered: all that comes after is made to fit. */
  readonly alter?: (entry: LogEntry, index: number) => LogEntry;
  /** Or what a day's batch opens. */
  readonly alterBatch?: (batch: readonly DisclosedEntry[], day: number) => readonly DisclosedEntry[];
  readonly alterScorecard?: (open: Act['open']) => Act['open'];
  /** The moment that a day's figures are counted to, and the entries that they are counted over; both are recomputed to fit. */
  readonly figuresOf?: (honest: { readonly asOf: number; readonly n: number }) => { readonly asOf: number; readonly n: number };
  readonly cosignedDelaySeconds?: number;
};

/** Where entries go: an array for tests, files for the benchmark. */
export type Sink = (entry: Uint8Array) => void;

/** Midnight, UTC. */
export const COUNTY_BEGAN_SECONDS = 1_780_272_000;
const DAY_SECONDS = 86_400;

type Opening = { readonly index: number; readonly cause: Cause; readonly cell: number; readonly stream: string; readonly act?: Act; readonly key: Uint8Array; readonly fields: readonly string[] };

type Writer = {
  readonly county: County;
  readonly sink: Sink;
  readonly fold: RecordFold | undefined;
  size: number;
  edge: Edge;
  fresh: Hash[];
  /** All of them, where figures are counted over another tree than the newest. */
  readonly leaves: Hash[] | undefined;
  waiting: Opening[];
};

/** Writes the log; the second at which its last entry had happened. */
export function writeCounty(county: County, sink: Sink): number {
  const writer: Writer = { county, sink, fold: county.scorecards === false ? undefined : createRecordFold(), size: 0, edge: [], fresh: [], leaves: county.figuresOf && [], waiting: [] };
  const open = { demo: county.demo ?? false, draft: false, format: 2, hash: 'sha-256' };
  push(writer, { kind: 'act', v: 1, ...actAt(COUNTY_BEGAN_SECONDS, 'record.begun.v1', 'record:county', 1, 'system', open) });
  for (let day = 0; day < county.days; day += 1) writeDay(writer, day);
  return COUNTY_BEGAN_SECONDS + county.days * DAY_SECONDS;
}

export function countyEntries(county: County): { readonly entries: readonly Uint8Array[]; readonly atSeconds: number } {
  const entries: Uint8Array[] = [];
  return { atSeconds: writeCounty(county, (entry) => entries.push(entry)), entries };
}

function writeDay(writer: Writer, day: number): void {
  const { county } = writer;
  const at = COUNTY_BEGAN_SECONDS + day * DAY_SECONDS;
  if (day > 0) {
    disclose(writer, day);
    if (county.scorecards !== false) publishScorecard(writer, day, at + 600);
    pushWitnessed(writer, day, at + 900);
  }
  for (let n = 0; n < county.casesADay; n += 1) writeCase(writer, day, n, at + 3600 + Math.floor((n * 72_000) / county.casesADay));
}

function writeCase(writer: Writer, day: number, n: number, at: number): void {
  const number = day * writer.county.casesADay + n;
  const stream = `case:26-${String(number).padStart(7, '0')}`;
  const cell = n % (writer.county.cells ?? 1);
  const private_ = (seq: number, label: string): string => writeBase64Url(hmacSha256(keyOf(stream, seq, label), bytesOf('private')));
  seal(writer, { cause: 'resident', cell, stream, seq: 1, day, act: { type: 'case.submitted.v1', role: 'resident', open: { anonymity: 'sealed' }, commitments: { words: private_(1, 'words'), address: private_(1, 'address') } } });
  const fields = { kind: 'problem', topic: `topic-${cell}.fine`, topic1: `topic-${cell}`, town: `town-${cell}` };
  const index = push(writer, { kind: 'act', v: 1, ...actAt(at, 'case.accepted.v1', stream, 2, 'dispatcher', {}, {
    summary: private_(2, 'summary'),
    ...Object.fromEntries(Object.entries(fields).map(([label, text]) => [label, commitmentOf(keyOf(stream, 2, label), label, text)])),
  }) });
  writer.waiting.push({ index, cause: 'office', cell, stream, key: keyOf(stream, 2, ''), fields: Object.keys(fields) });
  const unit = `unit-${n % 7}`;
  push(writer, { kind: 'act', v: 1, ...actAt(at + 60, 'case.dispatched.v1', stream, 3, 'dispatcher', { owner: unit, dueAt: (at + 5 * DAY_SECONDS) * 1000 }, { note: private_(3, 'note') }) });
  push(writer, { kind: 'act', v: 1, ...actAt(at + 120, 'case.signed.v1', stream, 4, 'handler', {}), unit });
  push(writer, { kind: 'act', v: 1, ...actAt(at + 240, 'case.answered.v1', stream, 5, 'handler', {}, { found: private_(5, 'found'), done: private_(5, 'done') }), unit });
  seal(writer, { cause: 'resident', cell, stream, seq: 6, day, act: { type: 'case.judged.v1', role: 'resident', open: { round: 1, outcome: number % 3 === 0 ? 'unsolved' : 'solved' }, commitments: { comment: private_(6, 'comment') } } });
}

function seal(writer: Writer, { cause, cell, stream, seq, day, act: part }: {
  readonly cause: Cause; readonly cell: number; readonly stream: string; readonly seq: number; readonly day: number; readonly act: Pick<Act, 'type' | 'role' | 'open' | 'commitments'>;
}): void {
  const act: Act = { ...part, stream, seq, day: dayAt(COUNTY_BEGAN_SECONDS + day * DAY_SECONDS) };
  const key = keyOf(stream, seq, WHOLE_ACT);
  const index = push(writer, { kind: 'sealed', v: 1, commitment: commitmentOf(key, WHOLE_ACT, writeAct(act)) });
  writer.waiting.push({ index, cause, cell, stream, act, key, fields: [] });
}

/** All that waited, shuffled by what nobody could know. */
function disclose(writer: Writer, day: number): void {
  const batch = dayAt(COUNTY_BEGAN_SECONDS + day * DAY_SECONDS);
  const due = [...writer.waiting].sort((a, b) => (a.index * 7919) % 104_729 - (b.index * 7919) % 104_729);
  writer.waiting = [];
  const texts = (cell: number): Record<string, string> => ({ kind: 'problem', topic: `topic-${cell}.fine`, topic1: `topic-${cell}`, town: `town-${cell}` });
  const entries = due.map(({ index, cause, cell, stream, act, key, fields }): DisclosedEntry => ({
    kind: 'disclosed', v: 1, index, batch, cell: { family: act?.type ?? 'case.accepted', cause, topic1: `topic-${cell}`, town: `town-${cell}` },
    ...(act ? { act, opening: writeBase64Url(key) } : {}),
    fields: Object.fromEntries(fields.map((label) => [label, { text: texts(cell)[label] ?? '', opening: writeBase64Url(keyOf(stream, 2, label)) }])),
  }));
  for (const entry of writer.county.alterBatch?.(entries, day) ?? entries) push(writer, entry);
}

function publishScorecard(writer: Writer, day: number, at: number): void {
  if (!writer.fold) return;
  const honest = { asOf: at * 1000, n: writer.size };
  const { asOf, n } = writer.county.figuresOf?.(honest) ?? honest;
  const root = writer.leaves ? rootOf(grow([], 0, writer.leaves.slice(0, n)).edge) : rootNow(writer);
  const open = { n, root: writeBase64(root), asOf, rule: RULE, result: resultDigest(writer.fold.resultAt(asOf, n)) };
  push(writer, { kind: 'act', v: 1, ...actAt(at, 'scorecard.published.v1', 'scorecards:county', day, 'system', writer.county.alterScorecard?.(open) ?? open) });
}

function pushWitnessed(writer: Writer, day: number, at: number): void {
  const { size } = writer;
  const note = checkpointNote(size, rootNow(writer), { atSeconds: at - 60 + (writer.county.cosignedDelaySeconds ?? 0) });
  push(writer, { kind: 'act', v: 1, ...actAt(at, 'record.witnessed.v1', 'record:county', day + 1, 'system', { size, checkpoint: writeBase64(note) }) });
}

function push(writer: Writer, entry: LogEntry): number {
  const index = writer.size;
  const altered = writer.county.alter?.(entry, index) ?? entry;
  const bytes = writeEntry(altered);
  writer.sink(bytes);
  writer.fold?.add(index, altered);
  const leaf = leafHash(bytes);
  writer.fresh.push(leaf);
  writer.leaves?.push(leaf);
  writer.size += 1;
  return index;
}

function rootNow(writer: Writer): Hash {
  writer.edge = grow(writer.edge, writer.size - writer.fresh.length, writer.fresh).edge;
  writer.fresh = [];
  return rootOf(writer.edge);
}

function actAt(seconds: number, type: string, stream: string, seq: number, role: string, open: Act['open'], commitments: Act['commitments'] = {}): Act {
  return { type, stream, seq, at: minuteAt(seconds), role, open, commitments };
}

export function minuteAt(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16)}Z`;
}

export function dayAt(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function keyOf(stream: string, seq: number, label: string): Uint8Array {
  return sha256(bytesOf(`${stream} ${seq} ${label}`));
}

function commitmentOf(key: Uint8Array, label: string, text: string): string {
  return writeBase64Url(hmacSha256(key, bytesOf(label + JSON.stringify(text))));
}
