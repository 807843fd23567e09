import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** Argon2id at the least that OWASP's guidance of 2025 names (19 MiB, two passes, one lane): RFC 9106, ASVS 5.0 11.4.2. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const HASH_BYTES = 32;
const SALT_BYTES = 16;
const WRITTEN = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;
/** What a stored hash may ask of us: four times as much as today's. */
const MEMORY_KIB_MAX = 4 * MEMORY_KIB;

type Cost = { readonly memory: number; readonly passes: number; readonly lanes: number };

/** The PHC string that is stored, with its own cost and salt; a password is its UTF-8 in composed form (NFKC), however it was typed. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, { memory: MEMORY_KIB, passes: PASSES, lanes: LANES });
  return `$argon2id$v=19$m=${String(MEMORY_KIB)},t=${String(PASSES)},p=${String(LANES)}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether this password gives that hash. What is written in another way goes to `otherwise`, the library's own check of what it wrote. */
export async function isPassword({ hash, password }: { readonly hash: string; readonly password: string }, otherwise: typeof isPassword): Promise<boolean> {
  const [, memory, passes, lanes, salt = '', stored = ''] = WRITTEN.exec(hash) ?? [];
  if (memory === undefined) return otherwise({ hash, password }, otherwise);
  const cost = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  if (cost.memory > MEMORY_KIB_MAX || cost.passes > 10 * PASSES || cost.lanes > 4) return false;
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64'), cost), Buffer.from(stored, 'base64'));
}

function derive(password: string, nonce: Uint8Array, { memory, passes, lanes }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message: password.normalize('NFKC'), nonce, parallelism: lanes, tagLength: HASH_BYTES, memory, passes }, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
