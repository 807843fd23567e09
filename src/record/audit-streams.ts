import type { EventId, JurisdictionCode } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import type { Reader } from '../platform/db/reader.ts';
import { verifyCommitment } from './commitment.ts';
import { isCanonicalEnvelope, parseEnvelope, type PublicEvent } from './envelope.ts';
import type { RecordedEvent } from './event.ts';
import type { Ledger } from './finding.ts';
import { parseEntry } from './log/index.ts';
import type { OpenedEvent, Payloads, Replayer } from './replayer.ts';
import { auditEvents, auditOpened, auditStreams } from './store.ts';
import { subjectKeysOf, type SubjectKey } from './subject-keys.ts';

/** Events a page; also how many streams and payloads a replayer is asked about at once. */
const PAGE = 500;

export type StreamAudit = {
  readonly reader: Reader; readonly jurisdiction: JurisdictionCode; readonly keys: KeyProvider;
  readonly replayers: readonly Replayer[]; readonly ledger: Ledger;
};

type EventRow = {
  readonly stream: string; readonly stream_seq: number; readonly event_id: string; readonly type: string; readonly at: Date;
  readonly subject: string | null; readonly envelope: Buffer; readonly index: string | null; readonly queued: number;
};
/** A stream whose events are still being read; kept whole only while a replayer wants it. */
type OpenStream = { readonly stream: string; readonly events: RecordedEvent[]; readonly replayer: Replayer | undefined };

/**
 * Every event once, stream by stream: numbered without a gap, entered or waiting, its columns what its bytes say, its words
 * what was committed to, and the rows of each registered slice what its events amount to.
 */
export async function auditStreamsOf(audit: StreamAudit, onPage: (events: number) => void): Promise<void> {
  const { reader, jurisdiction, ledger } = audit;
  let open: OpenStream | undefined;
  let previous: EventRow | undefined;
  for (;;) {
    const rows: EventRow[] = await reader.rows(auditEvents, [jurisdiction, previous?.stream ?? '', previous?.stream_seq ?? 0, PAGE]);
    const events = await readPage(audit, rows);
    const finished: OpenStream[] = [];
    for (const row of rows) {
      auditPlace(row, previous?.stream === row.stream ? previous : undefined, ledger);
      if (previous?.stream !== row.stream) {
        if (open) finished.push(open);
        open = { stream: row.stream, events: [], replayer: replayerOf(audit.replayers, row.type) };
        ledger.streams += 1;
      }
      const event = events.get(row.event_id);
      if (open?.replayer && event) open.events.push(event);
      previous = row;
    }
    if (rows.length === 0 && open) finished.push(open);
    await compareRows(audit, finished);
    ledger.events += rows.length;
    onPage(ledger.events);
    if (rows.length === 0) return;
  }
}

/** Rows that exist though no event made them. */
export async function auditLiveRows({ reader, jurisdiction, replayers, ledger }: StreamAudit): Promise<void> {
  for (const replayer of replayers) {
    let after = '';
    for (;;) {
      const streams = await replayer.liveStreams(reader, jurisdiction, after, PAGE);
      for (const { stream } of await reader.rows(auditStreams, [jurisdiction, streams])) {
        ledger.add({ kind: 'row-without-events', projection: replayer.name, stream });
      }
      const last = streams.at(-1);
      if (last === undefined) break;
      after = last;
    }
  }
}

/** Gapless numbers from 1; in exactly one of log and queue; in the log in the order of the stream. */
function auditPlace(row: EventRow, before: EventRow | undefined, ledger: Ledger): void {
  const place = { stream: row.stream, streamSeq: row.stream_seq };
  if (row.stream_seq !== (before?.stream_seq ?? 0) + 1) ledger.add({ kind: 'stream-gap', ...place });
  const times = row.queued + (row.index === null ? 0 : 1);
  if (times === 0) ledger.add({ kind: 'event-lost', ...place });
  if (times > 1) ledger.add({ kind: 'event-queued-twice', ...place });
  // An event that waits comes after all entered ones; an entered one must not follow one that waits.
  const isLate = before !== undefined && row.index !== null
    && (before.index === null ? before.queued > 0 : Number(before.index) > Number(row.index));
  if (isLate) ledger.add({ kind: 'stream-out-of-order', ...place });
}

/** Reads a page's envelopes and joins the words that match their commitments. Unreadable events are left out. */
async function readPage(audit: StreamAudit, rows: readonly EventRow[]): Promise<ReadonlyMap<string, RecordedEvent>> {
  const read = rows.flatMap((row) => {
    const event = readEnvelope(audit, row);
    return event ? [{ row, event }] : [];
  });
  const payloads = await payloadsOf(audit, read.map(({ event }) => event));
  const subjects = await subjectKeysOf(audit, read.flatMap(({ row }) => (row.subject === null ? [] : [row.subject])));
  const joined = new Map<string, RecordedEvent>();
  for (const { row, event } of read) {
    const { commitments, jurisdiction: _, ...open } = event;
    const isPrivate = Object.keys(commitments).length > 0;
    if (isPrivate) auditWords(audit, event, payloads, row.subject === null ? undefined : subjects.get(row.subject));
    joined.set(row.event_id, { ...open, sealed: isPrivate ? payloads.get(event.id) ?? 'erased' : {} });
  }
  return joined;
}

function readEnvelope({ jurisdiction, ledger }: StreamAudit, row: EventRow): PublicEvent | undefined {
  const damage = { kind: 'envelope-differs', stream: row.stream, streamSeq: row.stream_seq } as const;
  try {
    const event = parseEnvelope(row.envelope);
    const says = [event.jurisdiction, event.stream, event.streamSeq, event.id, event.type, event.at].join('\n');
    const stands = [jurisdiction, row.stream, row.stream_seq, row.event_id, row.type, row.at.getTime()].join('\n');
    if (says === stands && isCanonicalEnvelope(row.envelope, event)) return event;
  } catch {
    // Not JSON, not UTF-8 or not an envelope: all the same finding.
  }
  ledger.add(damage);
  return undefined;
}

function auditWords({ replayers, ledger }: StreamAudit, event: PublicEvent, payloads: Payloads, key: SubjectKey): void {
  const place = { stream: event.stream, streamSeq: event.streamSeq };
  if (!replayerOf(replayers, event.type)) {
    ledger.unchecked += 1;
    return;
  }
  const words = payloads.get(event.id);
  if (key === undefined) {
    ledger.add({ kind: 'key-missing', ...place });
  } else if (key === 'erased') {
    ledger.erased += 1;
    if (words) ledger.add({ kind: 'payload-survives-erasure', ...place });
  } else if (!words) {
    ledger.add({ kind: 'payload-missing', ...place });
  } else {
    for (const field of new Set([...Object.keys(event.commitments), ...Object.keys(words)])) {
      ledger.commitments += 1;
      const matches = verifyCommitment(key, event.id, field, words[field] ?? '', event.commitments[field] ?? '');
      if (!matches || !Object.hasOwn(words, field)) ledger.add({ kind: 'commitment-differs', ...place, field });
    }
  }
}

async function payloadsOf({ reader, jurisdiction, replayers }: StreamAudit, events: readonly PublicEvent[]): Promise<Payloads> {
  const all = new Map<EventId, { readonly [field: string]: string }>();
  for (const replayer of replayers) {
    const own = events.filter((event) => replayerOf(replayers, event.type) === replayer);
    if (own.length === 0) continue;
    for (const [id, words] of await replayer.payloads(reader, jurisdiction, own)) all.set(id, words);
  }
  return all;
}

async function compareRows({ reader, jurisdiction, ledger, replayers }: StreamAudit, streams: readonly OpenStream[]): Promise<void> {
  for (const replayer of replayers) {
    const own = streams.filter((one) => one.replayer === replayer);
    if (own.length === 0) continue;
    const live = await replayer.live(reader, jurisdiction, own.map((one) => one.stream));
    const opened = await openedOf(reader, jurisdiction, own.map((one) => one.stream));
    for (const { stream, events } of own) {
      const place = { projection: replayer.name, stream };
      try {
        if (replayer.replay(stream, events, jurisdiction, opened.get(stream) ?? []) !== live.get(stream)) ledger.add({ kind: 'row-differs', ...place });
      } catch {
        // The events tell an impossible story; whatever was thrown may hold words, so only the place is kept.
        ledger.add({ kind: 'replay-failed', ...place });
      }
    }
  }
}

/** What the log has opened of these streams, whatever has its place and whatever still waits for one. */
async function openedOf(reader: Reader, jurisdiction: JurisdictionCode, streams: readonly string[]): Promise<ReadonlyMap<string, readonly OpenedEvent[]>> {
  const opened = new Map<string, OpenedEvent[]>();
  for (const row of await reader.rows(auditOpened, [jurisdiction, streams])) {
    const entry = parseEntry(row.entry);
    if (entry?.kind !== 'disclosed') continue;
    const one = { stream: row.stream, streamSeq: row.stream_seq, cell: entry.cell, labels: Object.keys(entry.fields), batch: entry.batch };
    opened.set(row.stream, [...opened.get(row.stream) ?? [], one]);
  }
  return opened;
}

function replayerOf(replayers: readonly Replayer[], type: string): Replayer | undefined {
  return replayers.find((one) => type.startsWith(one.prefix));
}
