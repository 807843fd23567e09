import { parseEventId, type EventId } from '../kernel/ids.ts';
import type { KeyProvider } from '../platform/crypto/key-provider.ts';
import type { Tx } from '../platform/db/reader.ts';
import { keyContext } from './append.ts';
import { openingOf } from './commitment.ts';
import { parseEntry, WHOLE_ACT, writeAct } from './log/index.ts';
import { selectOwnActs, selectOwnKey } from './proof-store.ts';

/** What opens one act of a resident to themselves: the sealed entry, what it says, and their own words with their openings. */
export type OwnAct = {
  readonly event: EventId;
  /** Place in the log; absent while it waits for one. */
  readonly index?: number;
  readonly entry: Uint8Array;
  /** The text that a sealed entry commits to, and the opening of that commitment; absent where the entry is readable itself. */
  readonly act?: string;
  readonly opening?: string;
  readonly words: { readonly [label: string]: { readonly text: string; readonly opening: string } };
};

/** Some event of a stream, with the private words that its slice keeps. */
export type OwnEvent = { readonly streamSeq: number; readonly sealed: { readonly [label: string]: string | undefined } };

/**
 * The resident's own acts of a stream, for whoever has shown the receipt of `subject`; `tx` is of role `worker`, the only one
 * that reads what is not disclosed yet. `erased`: the key is destroyed, and nothing can be shown any more, by anyone.
 */
export async function readOwnActs(tx: Tx, keys: KeyProvider, subject: string, stream: string, events: readonly OwnEvent[]): Promise<readonly OwnAct[] | 'erased'> {
  const { jurisdiction } = tx.actor;
  const [row, rows] = await Promise.all([
    tx.row(selectOwnKey, [jurisdiction, subject]), tx.rows(selectOwnActs, [jurisdiction, stream, events.map(({ streamSeq }) => streamSeq)]),
  ]);
  if (!row?.wrapped) return 'erased';
  const key = await keys.unwrap(keyContext(jurisdiction, subject), row.wrapped);
  const opened = (event: EventId, label: string): string => openingOf(key, event, label).toString('base64url');
  return rows.flatMap(({ stream_seq, event_id, index, entry, waiting, body, disclosed }) => {
    const event = parseEventId(event_id);
    const bytes = entry ?? waiting;
    if (!event || !bytes) return [];
    const act = body ?? actIn(disclosed);
    const sealed = events.find(({ streamSeq }) => streamSeq === stream_seq)?.sealed ?? {};
    const words = Object.entries(sealed).flatMap(([label, text]) => (text === undefined ? [] : [[label, { text, opening: opened(event, label) }] as const]));
    return [{
      event, entry: bytes, ...(index === null ? {} : { index: Number(index) }),
      ...(act === undefined ? {} : { act, opening: opened(event, WHOLE_ACT) }), words: Object.fromEntries(words),
    }];
  });
}

/** Once disclosed, the act is no secret any more and is kept in its disclosure alone. */
function actIn(disclosed: Buffer | null): string | undefined {
  const entry = disclosed && parseEntry(disclosed);
  return entry?.kind === 'disclosed' && entry.act ? writeAct(entry.act) : undefined;
}
