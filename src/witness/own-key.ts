import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, refuse, type Decision } from '../kernel/refusal.ts';
import { signerOf, type Signer } from '../record/log/index.ts';
import { isKeyName } from '../record/log/key.ts';
import type { Disk } from './disk.ts';
import { storeFolder } from './store.ts';

export type KeyFault =
  | { readonly kind: 'name-missing' } | { readonly kind: 'name-wrong' }
  /** The folder's key has another name than was asked for; a name is for ever. */
  | { readonly kind: 'name-differs'; readonly name: string }
  | { readonly kind: 'key-wrong'; readonly path: string }
  /** A key without the memory of what it signed could sign a second history. */
  | { readonly kind: 'memory-lost'; readonly path: string };

const FILE = 'key';
const VKEY_FILE = 'vkey';
const SEED_BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * The witness's own key: two lines, its name and its seed in hexadecimal, made at the first start. The memory's folder is
 * made before it, so that a key without one shows that memory was lost.
 */
export async function openOwnKey(folder: string, name: string | undefined, disk: Disk): Promise<Decision<Signer, KeyFault>> {
  const path = join(folder, FILE);
  const text = await readIfThere(path);
  if (text !== undefined) return readKey(text, { path, folder, name });
  if (name === undefined) return refuse({ kind: 'name-missing' });
  if (!isKeyName(name)) return refuse({ kind: 'name-wrong' });
  await mkdir(storeFolder(folder), { recursive: true, mode: 0o700 });
  await disk.syncFolder(folder);
  // A crash up to here leaves a memory without a key, and the next start makes the key.
  await disk.writeSynced(`${path}.draft`, Buffer.from(`${name}\n${randomBytes(SEED_BYTES).toString('hex')}\n`), OWNER_ONLY);
  await disk.rename(`${path}.draft`, path);
  await disk.syncFolder(folder);
  return readKey(await readFile(path, 'utf8'), { path, folder, name });
}

/** The verifier key as a file beside the data, for whoever sets up a log: it is public. */
export async function writeVkeyFile(folder: string, vkey: string, disk: Disk): Promise<void> {
  const path = join(folder, VKEY_FILE);
  await disk.writeSynced(`${path}.draft`, Buffer.from(`${vkey}\n`), 0o644);
  await disk.rename(`${path}.draft`, path);
}

async function readKey(text: string, at: { readonly path: string; readonly folder: string; readonly name: string | undefined }): Promise<Decision<Signer, KeyFault>> {
  const [name = '', seed = '', ...rest] = text.split('\n');
  if (!isKeyName(name) || !/^[0-9a-f]{64}$/.test(seed) || rest.join('') !== '') return refuse({ kind: 'key-wrong', path: at.path });
  if (at.name !== undefined && at.name !== name) return refuse({ kind: 'name-differs', name });
  const memory = storeFolder(at.folder);
  if (await access(memory).then(() => false, () => true)) return refuse({ kind: 'memory-lost', path: memory });
  // A copy or a restore may have widened the mode.
  await chmod(at.path, OWNER_ONLY);
  return accept(signerOf(name, 'cosignature', Buffer.from(seed, 'hex')));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
