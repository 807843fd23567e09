import { randomUUID } from 'node:crypto';
import type { EventId, JurisdictionCode } from '../../kernel/ids.ts';
import { instantOf, parseInstant } from '../../kernel/instant.ts';
import { writeEnvelope } from '../envelope.ts';
import type { EventDraft } from '../event.ts';
import { parseEntry } from '../log/index.ts';
import { publicationOf } from '../publication.ts';
import { adoptFirst, insertAnnouncement, selectLost, selectNextRestore, setDraft, type ReplayTx, type TailRow } from './replay-store.ts';

export const RESTORED = 'record.restored.v1';
const BEGUN = 'record.begun.v1';

/** What came back without its event: from the first such entry to the end of what was published. */
export type Lost = { readonly first: number; readonly end: number; readonly lost: number };

/** `from`: no entry before it has lost anything that was not announced already. */
export async function lostIn(tx: ReplayTx, jurisdiction: JurisdictionCode, from: number, end: number): Promise<Lost | undefined> {
  const [row] = await tx.rows(selectLost, [jurisdiction, from, end]);
  return row === undefined || row.first === null ? undefined : { first: Number(row.first), end, lost: Number(row.lost) };
}

/**
 * What the operator says in public of a restored backup (docs/record-format.md). It has a stream of its own: the log's other one
 * may have events that stand behind it. Its row waits for its index, which the caller gives it: `end`, right behind what was published.
 */
export async function announce(tx: ReplayTx, jurisdiction: JurisdictionCode, lost: Lost): Promise<TailRow> {
  const [next] = await tx.rows(selectNextRestore, [jurisdiction, streamOf(jurisdiction)]);
  if (!next) throw new Error('the database tells no time');
  const draft = restoredDraft(jurisdiction, next.seq, lost);
  const { stream } = draft;
  const fixed = { id: randomUUID() as EventId, jurisdiction, at: instantOf(next.at), commitments: {} };
  const envelope = writeEnvelope(draft, fixed);
  const { entry } = publicationOf(draft, fixed, envelope, undefined);
  await tx.rows(insertAnnouncement, [jurisdiction, stream, next.seq, fixed.id, RESTORED, next.at, Buffer.from(envelope)]);
  return { index: String(lost.end), event_id: fixed.id, stream, stream_seq: next.seq, part: 0, entry };
}

export function restoredDraft(jurisdiction: string, streamSeq: number, { first, end, lost }: Lost): EventDraft {
  return { type: RESTORED, stream: streamOf(jurisdiction), streamSeq, role: 'system', open: { first, end, lost }, sealed: {} };
}

function streamOf(jurisdiction: string): `restores:${string}` {
  return `restores:${jurisdiction}`;
}

/**
 * A database that was empty has begun a log of its own before anyone noticed. A log begins once: the event of that beginning now
 * tells of the published one, which is public whole but for its seconds. False where the published one cannot be read.
 */
export async function adoptBeginning(tx: ReplayTx, jurisdiction: JurisdictionCode, own: TailRow, published: Uint8Array): Promise<boolean> {
  const entry = parseEntry(published);
  if (entry?.kind !== 'act' || entry.type !== BEGUN || entry.stream !== own.stream || entry.seq !== own.stream_seq) return false;
  const at = parseInstant(Date.parse(entry.at ?? ''));
  if (at === undefined || own.event_id === null) return false;
  const draft: EventDraft = { type: BEGUN, stream: `record:${jurisdiction}`, streamSeq: entry.seq, role: entry.role, open: entry.open, sealed: {} };
  const envelope = writeEnvelope(draft, { id: own.event_id as EventId, jurisdiction, at, commitments: {} });
  await tx.rows(adoptFirst, [jurisdiction, own.event_id, own.stream, own.stream_seq, new Date(at), Buffer.from(envelope)]);
  await tx.rows(setDraft, [jurisdiction, entry.open['draft'] === true, new Date(at)]);
  return true;
}
