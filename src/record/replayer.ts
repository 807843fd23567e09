import type { EventId, JurisdictionCode } from '../kernel/ids.ts';
import type { Reader } from '../platform/db/reader.ts';
import type { PublicEvent } from './envelope.ts';
import type { RecordedEvent } from './event.ts';
import type { Cell } from './log/index.ts';

/** The private halves of events, by event id, as stored in a slice's payload table. */
export type Payloads = ReadonlyMap<EventId, { readonly [field: string]: string }>;

/** One event of a stream that the log has opened: in which cell, which fields of it by themselves, and in the batch of which date. */
export type OpenedEvent = { readonly stream: string; readonly streamSeq: number; readonly cell: Cell; readonly labels: readonly string[]; readonly batch: string };

/**
 * What a slice registers so that fsck can rebuild its live rows from its events and compare. Digests are any text that is
 * equal exactly when the rows mean the same; a canonical form of the row is best, because a finding is easier to read.
 */
export type Replayer = {
  /** The slice's name, as findings show it: `cases`. */
  readonly name: string;
  /** Which events are its own: types that begin so, such as `case.`. */
  readonly prefix: `${string}.`;
  /** At most a few hundred events a call; one that is missing in the answer has no payload (erased, or lost). */
  payloads(reader: Reader, jurisdiction: JurisdictionCode, events: readonly PublicEvent[]): Promise<Payloads>;
  /**
   * Pure: the row that the whole stream amounts to, with as much of it public as the log has opened; undefined when it amounts
   * to none. May throw: that is a finding too.
   */
  replay(stream: string, events: readonly RecordedEvent[], jurisdiction: JurisdictionCode, opened: readonly OpenedEvent[]): string | undefined;
  /** The rows as they stand, by stream; at most a few hundred streams a call. */
  live(reader: Reader, jurisdiction: JurisdictionCode, streams: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Streams of live rows after `after` ('' first) in one fixed order, at most `limit`: finds rows that no event made. */
  liveStreams(reader: Reader, jurisdiction: JurisdictionCode, after: string, limit: number): Promise<readonly string[]>;
};

/** Payload rows, each named by its place in a stream, under the events of those places; what has no row is left out. */
export function payloadsByEvent(events: readonly PublicEvent[], rows: readonly { readonly stream: string; readonly seq: number; readonly sealed: Readonly<Record<string, string>> }[]): Payloads {
  const sealed = new Map(rows.map((row) => [`${row.stream} ${String(row.seq)}`, row.sealed]));
  return new Map(events.flatMap((event) => {
    const words = sealed.get(`${event.stream} ${String(event.streamSeq)}`);
    return words ? [[event.id, words] as const] : [];
  }));
}
