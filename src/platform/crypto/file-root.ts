import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { orUndefined, syncFolder, writeNewSynced } from '../files/durable.ts';
import { UnwrapError } from './key-provider.ts';
import type { Root } from './root.ts';
import { ROOT_BYTES } from './root-keys.ts';
import { internationalSuite, type SuiteName } from './suite.ts';

export const ROOT_FILE = 'root.key';
/** The next root while a rotation is under way. */
export const NEXT_ROOT_FILE = 'root.key.next';
const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;

/** Bytes of a root's file: 32 random bytes as hex, readable by its owner only. Undefined where there is none. Throws RangeError when it is no such key. */
export async function readRootFile(folder: string, file = ROOT_FILE): Promise<Buffer | undefined> {
  const path = join(folder, file);
  const text = await orUndefined(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}\n?(ring\n)?$/.test(text)) throw new RangeError(`${file} is not a root key: restore it from its backup or its paper shares`);
  // A copy or a restore may have widened the mode.
  await orUndefined(chmod(path, OWNER_ONLY));
  return Buffer.from(text.slice(0, ROOT_BYTES * 2), 'hex');
}

/** Whether a ring was made beside this root: then a ring that is missing was lost, and no other may take its place. */
export async function hadRing(folder: string): Promise<boolean> {
  return (await orUndefined(readFile(join(folder, ROOT_FILE), 'utf8')))?.endsWith('ring\n') ?? false;
}

/** Two first starts at once agree on one key: whoever links second reads the first one's. */
export async function makeRootFile(folder: string, file = ROOT_FILE, root: Uint8Array = randomBytes(ROOT_BYTES)): Promise<Buffer> {
  await mkdir(folder, { recursive: true, mode: FOLDER_OWNER_ONLY });
  const path = join(folder, file);
  const draft = join(folder, `.${file}.${process.pid}.${randomBytes(4).toString('hex')}`);
  // A crash up to here leaves a draft that nobody reads, and no key: the next start makes another.
  await writeNewSynced(draft, `${Buffer.from(root).toString('hex')}\nring\n`, OWNER_ONLY);
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
  // Gone again: another first start has made it the root meanwhile.
  return await readRootFile(folder, file) ?? await readRootFile(folder) ?? vanished(file);
}

/** What the ring is sealed under already becomes the root. A first start never replaces one; a rotation does. */
export async function promoteNextRoot(folder: string, how: 'first' | 'replace'): Promise<void> {
  const [next, root] = [join(folder, NEXT_ROOT_FILE), join(folder, ROOT_FILE)];
  if (how === 'replace') await rename(next, root);
  else {
    // Of several first starts one is quicker: the others find its root there.
    await link(next, root).catch((error: unknown) => { if (!['EEXIST', 'ENOENT'].includes(String((error as NodeJS.ErrnoException).code))) throw error; });
    await orUndefined(unlink(next));
  }
  await syncFolder(folder);
}

/** AES-256-GCM under a key of its own from the root; or SM2 encryption (GB/T 32918.4-2016) to the root's own public key. */
export function fileRoot(root: Uint8Array, suite: SuiteName): Root {
  return suite === 'national' ? sm2Root(root) : aesRoot(root);
}

function aesRoot(root: Uint8Array): Root {
  const key = Buffer.from(hkdfSync('sha256', root, '', 'minsheng ring wrap v1', ROOT_BYTES));
  return {
    spec: 'file',
    wrap: (context, bytes) => Promise.resolve(internationalSuite.seal(key, context, bytes)),
    unwrap: (context, wrapped) => Promise.resolve(internationalSuite.unseal(key, context, wrapped) ?? notOurs()),
  };
}

/** n − 2 of the recommended curve (GB/T 32918.5-2017): private keys are 1 … n − 2. */
const KEYS = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n - 2n;
const CONTEXT_BYTES = 32;

/** The context's SM3 is encrypted with the key: SM2's own C3 authenticates both. */
function sm2Root(root: Uint8Array): Root {
  const scalar = (BigInt(`0x${Buffer.from(root).toString('hex')}`) % KEYS) + 1n;
  const privateKey = scalar.toString(16).padStart(64, '0');
  const digest = (context: string): Buffer => createHash('sm3').update(context).digest();
  return {
    spec: 'file',
    async wrap(context, bytes) {
      const { sm2 } = await import('sm-crypto-v2');
      const plain = Buffer.concat([digest(context), bytes]);
      return Buffer.from(sm2.doEncrypt(plain, sm2.getPublicKeyFromPrivateKey(privateKey), 1), 'hex');
    },
    async unwrap(context, wrapped) {
      const { sm2 } = await import('sm-crypto-v2');
      let plain: Buffer;
      try {
        plain = Buffer.from(sm2.doDecrypt(Buffer.from(wrapped).toString('hex'), privateKey, 1, { output: 'array' }) as Uint8Array);
      } catch {
        // A point that is not on the curve: damage or somebody's attempt.
        return notOurs();
      }
      return plain.length > CONTEXT_BYTES && plain.subarray(0, CONTEXT_BYTES).equals(digest(context)) ? plain.subarray(CONTEXT_BYTES) : notOurs();
    },
  };
}

function vanished(file: string): never {
  throw new Error(`${file} vanished`);
}

function notOurs(): never {
  throw new UnwrapError('the ring was not sealed under this root');
}
