import type { Tx } from '../db/reader.ts';
import { enqueue } from './outbox.ts';

/** An event that has been committed, as a reaction learns of it: ids only; what else it needs it reads itself. */
export type Happening = {
  readonly jurisdiction: string; readonly type: string; readonly stream: string; readonly streamSeq: number; readonly eventId: string;
};

/** Idempotent by event id: it may be called again after a crash. A throw is tried again, later and later. */
export type Reaction = (happening: Happening) => Promise<void>;

/** The job task that carries happenings to reactions. */
export const REACTION_TASK = 'react';

/** Who wants to know of which events. Filled by main before anything is served; lower layers learn of upper ones only so. */
export class Reactions {
  readonly #byType = new Map<string, Map<string, Reaction>>();

  /** `name` is unique for the type and stays the same over releases: waiting jobs find their reaction by it. */
  register(type: string, name: string, reaction: Reaction): void {
    const known = this.#byType.get(type) ?? new Map<string, Reaction>();
    if (known.has(name)) throw new Error(`two reactions to ${type} are called ${name}`);
    this.#byType.set(type, known.set(name, reaction));
  }

  find(type: string, name: string): Reaction | undefined {
    return this.#byType.get(type)?.get(name);
  }

  /** One job for each reaction to each event, in the transaction that made the events. */
  async promise(tx: Tx, events: readonly { readonly id: string; readonly type: string; readonly stream: string; readonly streamSeq: number }[]): Promise<void> {
    await enqueue(tx, events.flatMap((event) => [...(this.#byType.get(event.type)?.keys() ?? [])].map((name) => ({
      task: REACTION_TASK,
      key: `${name}/${event.id}`,
      payload: {
        reaction: name, jurisdiction: tx.actor.jurisdiction, type: event.type, stream: event.stream, streamSeq: event.streamSeq, eventId: event.id,
      },
    }))));
  }

  /** Whether anyone listens at all: a submission that nobody waits for costs no statement. */
  wants(types: readonly string[]): boolean {
    return types.some((type) => this.#byType.has(type));
  }
}
