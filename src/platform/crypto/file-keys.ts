import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { orUndefined, syncFolder, writeNewSynced } from '../files/durable.ts';
import type { KeyProvider } from './key-provider.ts';
import { keysFromRoot, ROOT_BYTES } from './root-keys.ts';

const FILE = 'root.key';
const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;

/**
 * The default provider: `root.key` in `folder` (DATA_DIR/keys), 32 random bytes as hex, readable by its owner only.
 * Created at the first start. Whoever loses it loses every sealed word and every receipt: back it up apart from the database.
 * Throws RangeError when the file is there but is not such a key.
 */
export async function openFileKeys(folder: string): Promise<KeyProvider> {
  await mkdir(folder, { recursive: true, mode: FOLDER_OWNER_ONLY });
  const path = join(folder, FILE);
  const text = await orUndefined(readFile(path, 'utf8')) ?? await create(folder, path);
  if (!/^[0-9a-f]{64}\n?$/.test(text)) throw new RangeError(`${FILE} is not a root key: restore it from its backup`);
  // A copy or a restore may have widened the mode.
  await chmod(path, OWNER_ONLY);
  return keysFromRoot(Buffer.from(text.trim(), 'hex'));
}

/** Two first starts at once agree on one key: whoever links second reads the first one's. */
async function create(folder: string, path: string): Promise<string> {
  const fresh = `${randomBytes(ROOT_BYTES).toString('hex')}\n`;
  const draft = join(folder, `.${FILE}.${process.pid}.${randomBytes(4).toString('hex')}`);
  // A crash up to here leaves a draft that nobody reads, and no key: the next start makes another.
  await writeNewSynced(draft, fresh, OWNER_ONLY);
  try {
    // link() refuses to replace a key that is already there, as rename() would not.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  // The folder entry must be on the disk before anything is sealed under the key.
  await syncFolder(folder);
  return readFile(path, 'utf8');
}
