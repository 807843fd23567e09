import { randomUUID } from 'node:crypto';
import type { EventId, JurisdictionCode } from '../kernel/ids.ts';
import { isoOf } from '../kernel/instant.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import { randomOctets } from '../platform/crypto/random.ts';
import type { SqlValue, Tx } from '../platform/db/reader.ts';
import { commitmentOf, KEY_BYTES } from './commitment.ts';
import { writeEnvelope } from './envelope.ts';
import type { EventDraft, RecordedEvent } from './event.ts';
import { publicationOf, type Waiting } from './publication.ts';
import { appendEvents, appendFirst, appendFirsts, selectSubjectKey } from './store.ts';

/** Someone else appended to this stream first. The transaction is lost: read the stream again and decide again. */
export class StreamConflict extends Error {
  override readonly name = 'StreamConflict';
}

/** The subject's key was destroyed: nothing private can be recorded about it any more. */
export class SubjectErased extends Error {
  override readonly name = 'SubjectErased';
}

/**
 * Records what happened, in the caller's transaction: an event exists if and only if the change it tells of does.
 * `subject` names the key under which private fields are committed to (for a case, its CaseId: a random id that dies with
 * the case, never a PersonRef); created with the subject's first private field. Returns the drafts with their ids and time;
 * the slice stores `sealed` itself, in its payload table, in the same transaction.
 *
 * One round trip when the first draft begins a stream, else two. Throws StreamConflict, SubjectErased, and RangeError
 * where a draft breaks the format.
 */
export async function append(
  tx: Tx, subject: string, drafts: readonly EventDraft[], keys: KeyProvider,
): Promise<readonly RecordedEvent[]> {
  if (drafts.length === 0) return [];
  if (!drafts.some(needsKey)) {
    const prepared = prepare(tx, drafts);
    await write(tx, null, prepared, null);
    return prepared.map((one) => one.event);
  }
  const isNew = drafts[0]?.streamSeq === 1 && !keysOf(tx).has(subject);
  return (isNew ? await appendWithNewKey(tx, subject, drafts, keys) : undefined)
    ?? appendWithKnownKey(tx, subject, drafts, keys);
}

/**
 * The first words about a subject that the caller has just invented, made ready: `send` puts them behind what was sent
 * before, at once, and fails by itself when the subject or its stream exists, so that `tx.commit()` may follow in the same
 * packet. Throws RangeError where a draft breaks the format.
 */
export async function appendToNew(
  tx: Tx, subject: string, drafts: readonly EventDraft[], keys: KeyProvider,
): Promise<{ readonly events: readonly RecordedEvent[]; readonly words: FirstWords; readonly send: () => Promise<number> }> {
  const key = randomOctets(KEY_BYTES);
  const prepared = prepare(tx, drafts, key);
  const wrapped = await keys.wrap(keyContext(tx.actor.jurisdiction, subject), key);
  return {
    events: prepared.map((one) => one.event), words: { subject, wrapped, prepared },
    send: () => tx.run(appendFirst, valuesOf(tx, subject, prepared, wrapped)),
  };
}

/** What `appendToNew` made ready of one subject, to go with others in `appendManyNew` instead of its own `send`. */
export type FirstWords = { readonly subject: string; readonly wrapped: Uint8Array; readonly prepared: readonly Prepared[] };

/** The first words about many new subjects in one statement, each subject with its key; fails as a whole when one of them exists. */
export function appendManyNew(tx: Tx, many: readonly FirstWords[]): Promise<number> {
  const rows = many.flatMap(({ subject, prepared }) => prepared.map((one) => ({ subject, ...one })));
  return tx.run(appendFirsts, [
    tx.actor.jurisdiction, many.map((one) => one.subject), many.map((one) => one.wrapped), rows.map((row) => row.subject),
    rows.map((row) => row.event.stream), rows.map((row) => row.event.streamSeq), rows.map((row) => row.event.id),
    rows.map((row) => row.event.type), rows.map((row) => row.envelope), isoOf(tx.at), rows.map((row) => row.entry), waitingJson(rows),
  ]);
}

/**
 * Fetches a subject's key ahead, pipelined with the caller's own reads (do not await it there), so that `append` then
 * needs one round trip. Failing is left to `append`.
 */
export async function prefetchSubjectKey(tx: Tx, subject: string, keys: KeyProvider): Promise<void> {
  await fetchKey(tx, subject, keys).catch(() => keysOf(tx).delete(subject));
}

type Prepared = { readonly event: RecordedEvent; readonly envelope: Buffer; readonly entry: Buffer; readonly waiting?: Waiting & { readonly moment: EventId } };

/** Private fields, and what the public reads only later, are committed to under the subject's key. */
function needsKey({ sealed, open, publish }: EventDraft): boolean {
  if (Object.keys(sealed).length > 0) return true;
  if (publish === undefined) return false;
  // A field that the public never reads is bound by the commitment to the whole event.
  const isHidden = Object.keys(open).some((field) => !Object.hasOwn(publish.open, field));
  return publish.when !== 'at-once' || Object.keys(publish.later).length > 0 || isHidden;
}

/** Undefined when the subject had a key already; nothing has been written then. */
async function appendWithNewKey(
  tx: Tx, subject: string, drafts: readonly EventDraft[], keys: KeyProvider,
): Promise<readonly RecordedEvent[] | undefined> {
  const key = randomOctets(KEY_BYTES);
  const prepared = prepare(tx, drafts, key);
  const wrapped = await keys.wrap(keyContext(tx.actor.jurisdiction, subject), key);
  if (await write(tx, subject, prepared, wrapped) === 0) return undefined;
  keysOf(tx).set(subject, Promise.resolve(key));
  return prepared.map((one) => one.event);
}

async function appendWithKnownKey(
  tx: Tx, subject: string, drafts: readonly EventDraft[], keys: KeyProvider,
): Promise<readonly RecordedEvent[]> {
  const key = await fetchKey(tx, subject, keys);
  if (!key) {
    // The subject's first private field comes with a later event. Whoever creates the key first decides which it is.
    return await appendWithNewKey(tx, subject, drafts, keys) ?? appendWithKnownKey(tx, subject, drafts, keys);
  }
  const prepared = prepare(tx, drafts, key);
  await write(tx, subject, prepared, null);
  return prepared.map((one) => one.event);
}

/** Keys this transaction has already opened; they go with it. */
const opened = new WeakMap<Tx, Map<string, Promise<Uint8Array | undefined>>>();

function keysOf(tx: Tx): Map<string, Promise<Uint8Array | undefined>> {
  const known = opened.get(tx);
  if (known) return known;
  const fresh = new Map<string, Promise<Uint8Array | undefined>>();
  opened.set(tx, fresh);
  return fresh;
}

async function fetchKey(tx: Tx, subject: string, keys: KeyProvider): Promise<Uint8Array | undefined> {
  const known = keysOf(tx).get(subject);
  if (known) return known;
  const asked = readKey(tx, subject, keys);
  keysOf(tx).set(subject, asked);
  const key = await asked;
  if (!key) keysOf(tx).delete(subject);
  return key;
}

async function readKey(tx: Tx, subject: string, keys: KeyProvider): Promise<Uint8Array | undefined> {
  const jurisdiction = tx.actor.jurisdiction;
  const row = await tx.row(selectSubjectKey, [jurisdiction, subject]);
  if (!row) return undefined;
  if (row.wrapped === null) throw new SubjectErased('the subject was erased: no private field can be added to it');
  return keys.unwrap(keyContext(jurisdiction, subject), row.wrapped);
}

function prepare(tx: Tx, drafts: readonly EventDraft[], key?: Uint8Array): readonly Prepared[] {
  let moment: { readonly id: EventId; readonly family: string } | undefined;
  return drafts.map((draft) => {
    // Version 4, not time-ordered: an id must not say when or in which order things came.
    const id = randomUUID() as EventId;
    const commitments: Record<string, string> = {};
    for (const [label, text] of Object.entries(draft.sealed)) {
      if (key) commitments[label] = commitmentOf(key, id, label, text);
    }
    const fixed = { id, jurisdiction: tx.actor.jurisdiction, at: tx.at, commitments };
    const text = writeEnvelope(draft, fixed);
    const { entry, waiting } = publicationOf(draft, fixed, text, key);
    const { publish: _told, ...event } = draft;
    const prepared = { event: { id, at: tx.at, ...event }, envelope: Buffer.from(text), entry };
    if (!waiting) return prepared;
    // What a resident's act brings about is opened together with it: apart, it would wait for a cell of its own.
    if (waiting.cause === 'resident') moment ??= { id, family: waiting.family };
    const joined = waiting.cause === 'resident' && moment ? moment : { id, family: waiting.family };
    return { ...prepared, waiting: { ...waiting, family: joined.family, moment: joined.id } };
  });
}

/** Rows of record.undisclosed, as JSON; null where nothing waits, so that the statement need not look. */
function waitingJson(prepared: readonly (Prepared & { readonly subject: string })[]): string | null {
  const rows = prepared.flatMap(({ event, waiting, subject }) => (waiting ? [{
    event_id: event.id, moment: waiting.moment, stream: event.stream, stream_seq: event.streamSeq, subject,
    cause: waiting.cause, family: waiting.family, day: waiting.day, body: waiting.body ?? null, later: waiting.later,
  }] : []));
  return rows.length === 0 ? null : JSON.stringify(rows);
}

/** How many events were written: all, or none when the key that was to be created exists. */
async function write(tx: Tx, subject: string | null, prepared: readonly Prepared[], wrapped: Uint8Array | null): Promise<number> {
  try {
    const answer = await tx.row(appendEvents, valuesOf(tx, subject, prepared, wrapped));
    return answer?.written ?? 0;
  } catch (error) {
    if (isStreamConflict(error)) throw new StreamConflict('another event took this place in its stream', { cause: error });
    throw error;
  }
}

function valuesOf(tx: Tx, subject: string | null, prepared: readonly Prepared[], wrapped: Uint8Array | null): readonly SqlValue[] {
  const events = prepared.map((one) => one.event);
  return [
    tx.actor.jurisdiction, subject, wrapped,
    events.map((event) => event.stream), events.map((event) => event.streamSeq), events.map((event) => event.id),
    events.map((event) => event.type), prepared.map((one) => one.envelope), isoOf(tx.at), prepared.map((one) => one.entry),
    waitingJson(prepared.map((one) => ({ ...one, subject: subject ?? '' }))),
  ];
}

const UNIQUE_VIOLATION = '23505';

function isStreamConflict(error: unknown): boolean {
  const { code, schema, table, constraint } = error as { code?: string; schema?: string; table?: string; constraint?: string };
  return code === UNIQUE_VIOLATION && schema === 'record' && table === 'events' && constraint === 'events_pkey';
}

/** What a wrapped subject key is bound to, so that keys cannot be swapped between rows. */
export function keyContext(jurisdiction: JurisdictionCode, subject: string): string {
  return `subject key\n${jurisdiction}\n${subject}`;
}
