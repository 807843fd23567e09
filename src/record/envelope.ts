import { parseEventId, parseJurisdictionCode, parsePostId, parseUnitId, type EventId, type JurisdictionCode } from '../kernel/ids.ts';
import { isoOf, parseInstant, type Instant } from '../kernel/instant.ts';
import { canonical } from './canonical.ts';
import type { Envelope, EventDraft, Json, RecordedEvent } from './event.ts';

/** Longest entry that a tile bundle can carry: its length is written as uint16 (C2SP tlog-tiles, "Log entries"). */
export const ENTRY_BYTES_MAX = 65_535;

/** `case.submitted.v1`: lower-case words, past tense, a version. */
const TYPE = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+\.v[1-9][0-9]{0,3}$/;
/** A field's name is the label of its commitment: without a quotation mark, label‖canonical bytes cannot be read two ways. */
const FIELD = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;
const STREAM_CHARS_MAX = 200;

const utf8 = new TextEncoder();
// Throws on bytes that are not UTF-8, and keeps a byte order mark: nothing is silently repaired.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The public half of an event as the record stores it, without the private words. */
export type PublicEvent = Omit<RecordedEvent, 'sealed'> & {
  readonly jurisdiction: JurisdictionCode;
  readonly commitments: { readonly [field: string]: string };
};

/**
 * The envelope's canonical text; its UTF-8 bytes are the log entry. Throws RangeError where a draft breaks the format
 * (type, stream, field names, floats, size): a bug of the slice, never a reader's mistake.
 */
export function writeEnvelope(
  draft: EventDraft,
  fixed: { id: EventId; jurisdiction: JurisdictionCode; at: Instant; commitments: { readonly [field: string]: string } },
): string {
  checkDraft(draft);
  // In the order of their canonical form, which then the engine writes.
  const envelope: Envelope = {
    at: isoOf(fixed.at), commitments: fixed.commitments, id: fixed.id, jurisdiction: fixed.jurisdiction, open: draft.open,
    ...(draft.post === undefined ? {} : { post: draft.post }), role: draft.role, stream: draft.stream, streamSeq: draft.streamSeq, type: draft.type,
    ...(draft.unit === undefined ? {} : { unit: draft.unit }),
  };
  const text = canonical(envelope);
  // UTF-8 needs at most three bytes a UTF-16 unit: the exact count is only worth asking near the limit.
  if (text.length * 3 > ENTRY_BYTES_MAX && utf8.encode(text).length > ENTRY_BYTES_MAX) {
    throw new RangeError(`an entry is at most ${ENTRY_BYTES_MAX} bytes: ${draft.type}`);
  }
  return text;
}

/** Reads stored bytes. Throws TypeError when they are not an envelope: the record was damaged, and fsck says where. */
export function parseEnvelope(bytes: Uint8Array): PublicEvent {
  const read = JSON.parse(strictUtf8.decode(bytes)) as Partial<Record<keyof Envelope, unknown>>;
  const id = parseEventId(read.id);
  const jurisdiction = parseJurisdictionCode(read.jurisdiction);
  const at = parseInstant(Date.parse(String(read.at)));
  const { type, stream, streamSeq, role, open, commitments } = read;
  if (!id || !jurisdiction || at === undefined || typeof type !== 'string' || typeof stream !== 'string'
    || !Number.isSafeInteger(streamSeq) || typeof role !== 'string' || !isFields(open) || !isCommitments(commitments)) {
    throw new TypeError('not an envelope');
  }
  const unit = parseUnitId(read.unit);
  const post = parsePostId(read.post);
  return {
    id, type, jurisdiction, stream, streamSeq: streamSeq as number, at, role, open, commitments,
    ...(unit === undefined ? {} : { unit }), ...(post === undefined ? {} : { post }),
  };
}

/** Do these bytes say exactly what the event says, in the canonical form? Used by fsck; the hot path never re-serialises. */
export function isCanonicalEnvelope(bytes: Uint8Array, event: PublicEvent): boolean {
  const { at, ...rest } = event;
  const text = canonical({ ...rest, at: isoOf(at) });
  return strictUtf8.decode(bytes) === text;
}

function checkDraft(draft: EventDraft): void {
  if (!TYPE.test(draft.type)) throw new RangeError(`not an event type: ${draft.type}`);
  if (draft.stream.length === 0 || draft.stream.length > STREAM_CHARS_MAX) throw new RangeError('a stream has 1 to 200 characters');
  if (!Number.isSafeInteger(draft.streamSeq) || draft.streamSeq < 1) throw new RangeError('a stream is numbered from 1');
  for (const field of Object.keys(draft.sealed)) {
    if (!FIELD.test(field)) throw new RangeError(`not a field name: ${field}`);
    if (Object.hasOwn(draft.open, field)) throw new RangeError(`a field is open or sealed, not both: ${field}`);
  }
}

function isFields(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCommitments(value: unknown): value is { readonly [field: string]: string } {
  return isFields(value) && Object.values(value).every((one) => typeof one === 'string');
}
