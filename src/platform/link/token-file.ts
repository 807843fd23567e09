import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { orUndefined, writeNewSynced } from '../files/durable.ts';

const TOKEN_BYTES = 32;
const OTHERS = 0o007;

/** Why a token file is of no use. */
export type TokenProblem = 'token-missing' | 'token-damaged' | 'token-readable';
export class TokenRefusal extends Error {
  readonly kind: TokenProblem;
  readonly path: string;

  constructor(kind: TokenProblem, path: string) {
    super(kind);
    this.name = 'TokenRefusal';
    this.kind = kind;
    this.path = path;
  }
}

/** The token in a file: 64 hexadecimal digits, not to be read by everybody on the machine. Throws TokenRefusal. */
export async function readToken(path: string): Promise<Buffer> {
  const text = await orUndefined(readFile(path, 'utf8'));
  if (text === undefined) throw new TokenRefusal('token-missing', path);
  if (process.platform !== 'win32' && ((await stat(path)).mode & OTHERS) !== 0) throw new TokenRefusal('token-readable', path);
  if (!/^[0-9a-f]{64}\s*$/.test(text)) throw new TokenRefusal('token-damaged', path);
  return Buffer.from(text.trim(), 'hex');
}

/** The same, made where there is none. Two first starts agree on one: link() names a file once. */
export async function ensureToken(path: string): Promise<Buffer> {
  const known = await orUndefined(stat(path));
  if (known) return readToken(path);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeNewSynced(draft, `${randomBytes(TOKEN_BYTES).toString('hex')}\n`, 0o600); // A crash here leaves a draft that nobody reads.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw error; });
  await unlink(draft);
  return readToken(path);
}
