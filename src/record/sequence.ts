import { randomUUID } from 'node:crypto';
import type { EventId, JurisdictionCode } from '../kernel/ids.ts';
import { isoOf } from '../kernel/instant.ts';
import type { Tx } from '../platform/db/reader.ts';
import { writeEnvelope } from './envelope.ts';
import { HASH_BYTES, leafHash, sameHash, type Hash } from './merkle/hash.ts';
import { grow, hashesOf, partialWidth, rootOf, tileBytes, type Edge, type Tile } from './merkle/tile.ts';
import { publicationOf } from './publication.ts';
import { beginLog, enterPending, lockLog, moveHead, selectEdge, selectHead, selectIsDemo, writeTiles } from './store.ts';

/** A log of before the public record was complete is a draft for ever, and refused in production mode; one begun now is final. */
export const LOGS_BEGIN_AS_DRAFT = false;

/** 2: entries of their own kinds (docs/record-format.md). Logs of format 1 were drafts that held bare envelopes. */
export const LOG_FORMAT = 2;

/** Tiles, head and entries contradict each other: nothing may be added until fsck and a person have looked. */
export class RecordDamaged extends Error {
  override readonly name = 'RecordDamaged';
}

export type Sequenced =
  | { readonly kind: 'busy' }
  | { readonly kind: 'sequenced'; readonly taken: number; readonly size: number; readonly root: Hash };

/**
 * Enters up to `max` waiting events into the log of the actor's jurisdiction: all of it in the caller's transaction
 * (role `worker`), so a crash anywhere before its commit leaves the queue as it was, and one after it leaves the entries
 * and an empty queue. There is no state between.
 */
export async function sequenceBatch(tx: Tx, max: number): Promise<Sequenced> {
  const jurisdiction = tx.actor.jurisdiction;
  const [lock, head, tiles] = await Promise.all([
    tx.row(lockLog, [jurisdiction]), tx.row(selectHead, [jurisdiction]), tx.rows(selectEdge, [jurisdiction]),
  ]);
  // Another sequencer is at it. Were the lock ever to fail us, the primary key of entries and moveHead still would not.
  if (!lock?.locked) return { kind: 'busy' };
  if (!head) return begin(tx);
  const size = Number(head.size);
  const edge = checkedEdge(tiles, size, head.root);

  const answer = await tx.row(enterPending, [jurisdiction, max, size]);
  const { taken = 0, leaves = null } = answer ?? {};
  const added = leaves === null ? [] : leafHashesIn(leaves);
  if (added.length === 0) return { kind: 'sequenced', taken, size, root: head.root };
  // A crash here: the server rolls back, the events wait in the queue again, and no index was spent.
  const grown = grow(edge, size, added);
  const root = rootOf(grown.edge);
  const [, moved] = await Promise.all([
    tx.run(writeTiles, tileValues(jurisdiction, grown.changed)),
    tx.run(moveHead, [jurisdiction, size, head.root, size + added.length, root]),
  ]);
  if (moved !== 1) throw new RecordDamaged('the head of the log moved under the sequencer');
  // A crash here, before the caller's commit, leaves nothing either: entries, tiles and head go together.
  return { kind: 'sequenced', taken, size: size + added.length, root };
}

/** The first entry says what the log is. It comes before anything that waits, whenever that was appended. */
async function begin(tx: Tx): Promise<Sequenced> {
  const jurisdiction = tx.actor.jurisdiction;
  const demo = await tx.row(selectIsDemo);
  const id = randomUUID() as EventId;
  const stream = `record:${jurisdiction}` as const;
  const type = 'record.begun.v1';
  const open = { demo: demo?.is_demo ?? false, draft: LOGS_BEGIN_AS_DRAFT, format: LOG_FORMAT, hash: 'sha-256' };
  const draft = { type, stream, streamSeq: 1, role: 'system', open, sealed: {} } as const;
  const fixed = { id, jurisdiction, at: tx.at, commitments: {} };
  const text = writeEnvelope(draft, fixed);
  const envelope = Buffer.from(text);
  const { entry } = publicationOf(draft, fixed, text, undefined);
  const leaf = leafHash(entry);
  // A crash before the commit leaves no log at all, and the next sequencer begins it.
  await tx.run(beginLog, [jurisdiction, LOGS_BEGIN_AS_DRAFT, isoOf(tx.at), stream, id, type, envelope, leaf, entry]);
  return { kind: 'sequenced', taken: 1, size: 1, root: leaf };
}

/** The right edge as stored, only if it really gives the stored root: a log is never extended on damaged ground. */
function checkedEdge(rows: readonly { level: number; n: string; hashes: Buffer }[], size: number, root: Hash): Edge {
  const edge: Tile[] = rows.map((row) => ({ level: row.level, n: Number(row.n), hashes: hashesOf(row.hashes) }));
  const fits = edge.every((tile) => tile.hashes.length === partialWidth(tile.level, size));
  if (!fits || edge.length === 0 || !sameHash(rootOf(edge), root)) {
    throw new RecordDamaged(`tiles and head of the log disagree at size ${size}`);
  }
  return edge;
}

function leafHashesIn(bytes: Buffer): readonly Hash[] {
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

function tileValues(jurisdiction: JurisdictionCode, tiles: readonly Tile[]) {
  return [jurisdiction, tiles.map((tile) => tile.level), tiles.map((tile) => tile.n), tiles.map((tile) => tileBytes(tile))] as const;
}
