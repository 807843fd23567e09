import { parseEventId, type EventId } from '../kernel/ids.ts';
import type { Reader, Tx } from '../platform/db/reader.ts';
import { selectEntryOfEvent, selectEventAt, selectWaitingEntry } from './proof-store.ts';

/** An event's own entry: `index` is absent while it waits for its place. Its bytes are final either way. */
export type EntryOfEvent = { readonly index?: number; readonly entry: Uint8Array };

/** Undefined where there is no such event in the actor's jurisdiction. */
export async function entryOfEvent(tx: Tx, event: EventId): Promise<EntryOfEvent | undefined> {
  const { jurisdiction } = tx.actor;
  const placed = async (): Promise<EntryOfEvent | undefined> => {
    const row = await tx.row(selectEntryOfEvent, [jurisdiction, event]);
    return row && { index: Number(row.index), entry: row.entry };
  };
  // Twice: what the sequencer takes out of the queue between two looks has its place by the last.
  return await placed() ?? await tx.row(selectWaitingEntry, [jurisdiction, event]) ?? placed();
}

/** The id of an event of a stream by its number, from 1. */
export async function eventAt(reader: Reader & Pick<Tx, 'actor'>, stream: string, seq: number): Promise<EventId | undefined> {
  return parseEventId((await reader.row(selectEventAt, [reader.actor.jurisdiction, stream, seq]))?.event_id);
}
