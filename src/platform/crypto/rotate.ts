import { fileRoot, makeRootFile, NEXT_ROOT_FILE, promoteNextRoot, readRootFile } from './file-root.ts';
import { openUnder, remoteRoot, type KeyOptions } from './open-keys.ts';
import { parseRootSpec } from './remote-root.ts';
import { readRing, sealRing, writeRing, type OpenRing } from './ring.ts';
import { RootError, type Root } from './root.ts';

/**
 * A new root and a new custodian key; the seed stays, so receipts and references do. Returns the ring in force. Keys of cases and
 * identities still bear the old custodian: a job wraps them anew (`rewrap` of the slices), and until then both open.
 *
 * To a root elsewhere, or from one: the ring is opened under the root that it names and sealed under the one given in `options`.
 */
export async function rotateRoot(folder: string, options: KeyOptions): Promise<OpenRing> {
  const ring = await readRing(folder);
  if (!ring) throw new RootError({ kind: 'no-ring' });
  const opened = await openUnder(folder, ring, options);
  const wanted = options.root === undefined || options.root === '' ? ring.root : options.root;
  if (parseRootSpec(wanted) !== 'file') return reseal(folder, remoteRoot(wanted, options), opened);
  // A crash up to here changes nothing. A next root that is left over was never used: it serves now.
  const next = await readRootFile(folder, NEXT_ROOT_FILE) ?? await makeRootFile(folder, NEXT_ROOT_FILE);
  const sealed = await reseal(folder, fileRoot(next, ring.suite), opened);
  // A crash here leaves a ring under the next root: the next start finds that out and ends the rotation.
  await promoteNextRoot(folder, 'replace');
  return sealed;
}

async function reseal(folder: string, root: Root, { ring, seed, custodians }: OpenRing): Promise<OpenRing> {
  const sealed = await sealRing(root, ring.suite, seed, custodians, true);
  await writeRing(folder, sealed.ring);
  return sealed;
}
