import { randomUUID } from 'node:crypto';
import type { CaseId, EventId, JurisdictionCode } from '../kernel/ids.ts';
import { keysFromRoot } from '../platform/crypto/index.ts';
import type { Actor } from '../platform/db/actor.ts';
import type { Database } from '../platform/db/database.ts';
import type { SqlValue } from '../platform/db/reader.ts';
import { append } from './append.ts';
import type { EventDraft, RecordedEvent } from './event.ts';
import type { Replayer } from './replayer.ts';

export const LINJIANG = 'linjiang' as JurisdictionCode;
export const KEYS = keysFromRoot(new Uint8Array(32).fill(7));
export const SOMEBODY: Actor = { kind: 'public', jurisdiction: LINJIANG };
export const SWEEPER: Actor = { kind: 'system', jurisdiction: LINJIANG, job: 'test' };

/** `note.…` events of an invented slice: enough of one to be replayed. */
export function noteDraft(stream: string, streamSeq: number, words = `words ${streamSeq}`): EventDraft {
  return { type: 'note.written.v1', stream: stream as CaseId, streamSeq, role: 'resident', open: { length: words.length }, sealed: { words } };
}

/** A new stream of so many notes, each in a transaction of its own. */
export async function writeNotes(database: Database, count: number, jurisdiction = LINJIANG): Promise<{ stream: string; events: RecordedEvent[] }> {
  const stream = randomUUID();
  const events: RecordedEvent[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    events.push(...await database.inTransaction({ ...SOMEBODY, jurisdiction }, (tx) => append(tx, stream, [noteDraft(stream, seq)], KEYS)));
  }
  return { stream, events };
}

/**
 * The live side of the invented slice, in memory: words by event, and one row a stream. Stricter than a real one: it
 * answers no more than it was asked, and refuses to be asked for too much.
 */
export class NoteBook {
  readonly words = new Map<EventId, { readonly [field: string]: string }>();
  readonly rows = new Map<string, string>();

  keep(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.sealed !== 'erased') this.words.set(event.id, event.sealed);
      this.rows.set(event.stream, `${(this.rows.get(event.stream) ?? '')}|${event.sealed === 'erased' ? 'erased' : event.sealed.words}`);
    }
  }

  get replayer(): Replayer {
    return {
      name: 'notes',
      prefix: 'note.',
      payloads: async (_reader, _jurisdiction, events) => {
        if (events.length > 500) throw new Error('asked for too much at once');
        return new Map(events.flatMap(({ id }) => (this.words.has(id) ? [[id, this.words.get(id) ?? {}] as const] : [])));
      },
      replay: (_stream, events) => events.map((event) => `|${event.sealed === 'erased' ? 'erased' : event.sealed.words}`).join(''),
      live: async (_reader, _jurisdiction, streams) => new Map([...this.rows].filter(([stream]) => streams.includes(stream))),
      liveStreams: async (_reader, _jurisdiction, after, limit) => [...this.rows.keys()].sort().filter((one) => one > after).slice(0, limit),
    };
  }
}

/** Unnamed SQL of a test, as one role sees it. */
export async function ask<Row extends object>(database: Database, role: 'app_actor' | 'app_verdict' | 'worker', text: string, values: SqlValue[] = []): Promise<Row[]> {
  return (await database.poolOf(role).query<Row>(text, values as unknown[])).rows;
}
