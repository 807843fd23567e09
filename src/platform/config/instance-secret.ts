import { hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { orUndefined, writeNewSynced } from '../files/durable.ts';

/** Every key file is exactly this long before encoding: 256 bits. */
const SECRET_BYTES = 32;

/**
 * The instance secret in `DATA_DIR/keys/instance` (hexadecimal, mode 0600), made at the first start. It lies outside the
 * database and outside ordinary exports: whoever holds only a dump holds no password. Throws when the file is damaged.
 */
export async function instanceSecret(dataDir: string): Promise<Buffer> {
  const folder = join(dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, 'instance');
  const known = await readSecret(path);
  if (known) return known;
  await writeSecret(path, randomBytes(SECRET_BYTES));
  const made = await readSecret(path);
  if (!made) throw new Error('the instance secret vanished while it was being made');
  return made;
}

/** A key for one purpose (HKDF-SHA256, RFC 5869), base64url of 24 bytes: 192 bits. */
export function derivePassword(secret: Buffer, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', `minsheng/${purpose}/v1`, 24)).toString('base64url');
}

async function readSecret(path: string): Promise<Buffer | undefined> {
  const text = await orUndefined(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}\s*$/.test(text)) throw new Error('keys/instance is damaged: restore the keys folder from its own backup');
  return Buffer.from(text.trim(), 'hex');
}

/** Two starters may race: link() lets exactly one of them name the file, and both then read the same bytes. */
async function writeSecret(path: string, secret: Buffer): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeNewSynced(draft, `${secret.toString('hex')}\n`, 0o600); // A crash here leaves a draft that nobody reads.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw error; });
  await unlink(draft);
}
