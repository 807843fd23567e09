import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';

export type FolderLock = { readonly release: () => void };
export type LockHeld = { readonly heldBy: number | undefined };

/**
 * One starter per folder. The lock is the operating system's own lock on a file (taken through SQLite, the only portable
 * way in to it from Node): it ends with the process, kill -9 included, holds between containers that share the folder,
 * and is never stale. `<path>.pid` beside it only tells people who holds it.
 */
export function lockFolder(path: string): FolderLock | LockHeld {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec('pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    file.close();
    if (!isBusy(error)) throw error;
    return { heldBy: readHolder(`${path}.pid`) };
  }
  writeFileSync(`${path}.pid`, `${process.pid}\n`);
  return { release: () => file.close() };
}

/** A process that was just killed holds on until the system has buried it: whoever restarts it at once waits this long. */
const PATIENCE_MS = 1_000;

/** Takes the lock, asking for a moment before it accepts that another process lives. */
export async function lockFolderPatiently(path: string): Promise<FolderLock | LockHeld> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const lock = lockFolder(path);
    if (!('heldBy' in lock) || lock.heldBy === process.pid || performance.now() > deadline) return lock;
    await wait(50);
  }
}

/** SQLITE_BUSY (5), https://www.sqlite.org/rescode.html: another process, or another opener in this one, holds it. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function readHolder(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined; // The holder has not written it yet.
  }
}
