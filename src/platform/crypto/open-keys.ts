import { mkdir } from 'node:fs/promises';
import { fileRoot, hadRing, makeRootFile, NEXT_ROOT_FILE, promoteNextRoot, readRootFile } from './file-root.ts';
import { UnwrapError, type KeyProvider } from './key-provider.ts';
import { commandRoot, httpsRoot, parseRootSpec, type RemoteOptions } from './remote-root.ts';
import { createRing, newRing, openRing, readRing, type OpenRing, type Ring } from './ring.ts';
import { keysFromRing } from './ring-keys.ts';
import { RootError, type Root } from './root.ts';
import { isAvailable, type SuiteName } from './suite.ts';

export type KeyOptions = {
  /** `file` (also when empty), `command:/path` or `https://…`. */
  readonly root?: string;
  /** For a new instance; an instance keeps the suite that it was made with. */
  readonly suite?: SuiteName;
} & RemoteOptions;

/**
 * The keys of the instance whose folder this is (DATA_DIR/keys), made at the first start. Whoever loses the root loses every sealed word and
 * every receipt: paper shares, or a backup apart from the database. Throws RootError with a remedy when the root cannot be asked or is
 * not the one the ring was sealed under, RangeError when a file is damaged.
 */
export async function openKeys(folder: string, options: KeyOptions = {}): Promise<KeyProvider> {
  const opened = await openWith(folder, options);
  return keysFromRing(opened, () => openWith(folder, options).catch(() => undefined));
}

/** The default: a root file, the international suite. */
export function openFileKeys(folder: string): Promise<KeyProvider> {
  return openKeys(folder);
}

async function openWith(folder: string, options: KeyOptions): Promise<OpenRing> {
  const ring = await readRing(folder);
  if (!ring) return makeRing(folder, options);
  const wanted = options.root ?? '';
  if (wanted !== '' && normal(wanted) !== ring.root) throw new RootError({ kind: 'elsewhere', stands: ring.root, wanted });
  return openUnder(folder, ring, options);
}

/** Opens the ring under the root that it names; a rotation that broke off is ended. */
export async function openUnder(folder: string, ring: Ring, options: KeyOptions): Promise<OpenRing> {
  requireSuite(ring.suite);
  if (ring.root !== 'file') return openRing(remoteRoot(ring.root, options), ring);
  const bytes = await readRootFile(folder);
  const opened = bytes && await openFile(bytes, ring);
  if (opened) return opened;
  const next = await readRootFile(folder, NEXT_ROOT_FILE);
  const ended = next && await openFile(next, ring);
  if (!ended) {
    // Another process may have made the next root the root between the two looks.
    const now = await readRootFile(folder);
    const late = now && await openFile(now, ring);
    if (late) return late;
    throw notTheRoot();
  }
  await promoteNextRoot(folder, bytes ? 'replace' : 'first');
  return ended;
}

function openFile(bytes: Uint8Array, ring: Ring): Promise<OpenRing | undefined> {
  return openRing(fileRoot(bytes, ring.suite), ring).catch(onlyUnwrap);
}

function notTheRoot(): RootError {
  return new RootError({ kind: 'not-the-root' });
}

/** A new instance, or one of the time before rings: then the root file is there already, and its bytes are the seed. */
async function makeRing(folder: string, options: KeyOptions): Promise<OpenRing> {
  const suite = options.suite ?? 'international';
  requireSuite(suite);
  const before = await readRootFile(folder);
  const spec = options.root ?? '';
  const isFile = parseRootSpec(spec) === 'file';
  if (before && (!isFile || suite !== 'international')) throw new RootError({ kind: 'root-file-stands' });
  if (before && await hadRing(folder)) throw new RootError({ kind: 'ring-missing' });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The ring first, under a root that is not yet the root: a crash leaves a start that begins anew, never a root whose ring is missing.
  const root = !isFile ? remoteRoot(spec, options) : fileRoot(before ?? await makeRootFile(folder, NEXT_ROOT_FILE), suite);
  await createRing(folder, (await newRing(root, suite, before)).ring);
  // Another first start may have been quicker: its ring holds.
  const ring = await readRing(folder);
  if (!ring) throw new Error('keys/ring.json vanished');
  return openUnder(folder, ring, options);
}

export function remoteRoot(spec: string, options: RemoteOptions): Root {
  const parsed = parseRootSpec(spec);
  if (parsed === undefined || parsed === 'file') throw new RootError({ kind: 'no-answer', at: spec });
  return parsed instanceof URL ? httpsRoot(parsed, options) : commandRoot(parsed.slice('command:'.length), options);
}

function normal(spec: string): string {
  const parsed = parseRootSpec(spec);
  return parsed instanceof URL ? parsed.href.replace(/\/$/, '') : parsed ?? spec;
}

function requireSuite(suite: SuiteName): void {
  if (!isAvailable(suite)) throw new RootError({ kind: 'no-suite' });
}

function onlyUnwrap(error: unknown): undefined {
  if (error instanceof UnwrapError) return undefined;
  throw error;
}
