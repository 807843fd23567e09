import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseCheckpoint, parseNote, type Checkpoint } from './log/index.ts';

/** What anyone may fetch of a log now: its checkpoint as it was published, with the signatures of all. */
export type Published = { readonly note: Uint8Array; readonly checkpoint: Checkpoint };

/** A checkpoint is replaced some four times a second at most; readers who come together share one look. */
const LOOK_MS = 40;

type Looked = { readonly atMs: number; readonly published: Promise<Published | undefined> };
const looks = new Map<string, Looked>();

/** Undefined before the first publication. The file is our own publisher's: its signatures are checked by whoever gets it. */
export function readPublished(folder: string): Promise<Published | undefined> {
  const known = looks.get(folder);
  const nowMs = performance.now();
  if (known && nowMs - known.atMs < LOOK_MS) return known.published;
  const published = read(join(folder, 'checkpoint'));
  looks.set(folder, { atMs: nowMs, published });
  return published;
}

/** The first checkpoint that covers an index; undefined when none has come by the deadline (monotonic milliseconds). */
export async function awaitCovering(folder: string, index: number, deadlineMs: number): Promise<Published | undefined> {
  for (;;) {
    const published = await readPublished(folder);
    if (published && published.checkpoint.size > index) return published;
    if (performance.now() + LOOK_MS > deadlineMs) return undefined;
    await wait(LOOK_MS);
  }
}

async function read(path: string): Promise<Published | undefined> {
  const note = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const parsed = note && parseNote(note);
  const checkpoint = parsed && parseCheckpoint(parsed.text);
  return note && checkpoint && { note, checkpoint };
}
