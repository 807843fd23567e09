import { randomBytes } from 'node:crypto';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { ED25519_KEY_BYTES } from '../log/ed25519.ts';
import { signerOf, writeVerifierKey, type Signer } from '../log/index.ts';
import type { Disk } from './disk.ts';
import type { PublishedLog } from './run.ts';
import type { Trouble } from './trouble.ts';

export const KEY_FILE = 'log.vkey';
export const seedPath = ({ code }: PublishedLog): string => `${code}.seed`;
export const signedPath = ({ code }: PublishedLog): string => `${code}.signed.json`;

/**
 * The signer of a log; its key is made at the first use and never again: where anything shows that the log was published,
 * a missing key is a trouble and not a reason for a new one. `keys` is the folder of seeds, `files` the published log.
 */
export async function ensureSigner(log: PublishedLog, keys: Disk, files: Disk): Promise<Decision<Signer, Trouble>> {
  const seed = await keys.read(seedPath(log));
  const signer = seed ? signerFrom(log, seed) : await firstSigner(log, keys, files);
  if (signer.refused) return signer;
  const line = Buffer.from(`${writeVerifierKey(signer.value.key)}\n`);
  const known = await files.read(KEY_FILE);
  if (known && !line.equals(known)) return refuse({ kind: 'key-wrong' });
  // A crash before this leaves a key that nobody knows yet; the next start writes its public half.
  if (!known) await files.write([{ path: KEY_FILE, bytes: line }]);
  return signer;
}

async function firstSigner(log: PublishedLog, keys: Disk, files: Disk): Promise<Decision<Signer, Trouble>> {
  const traces = await Promise.all([files.read(KEY_FILE), files.read('checkpoint'), keys.read(signedPath(log))]);
  if (traces.some((trace) => trace !== undefined)) return refuse({ kind: 'key-missing' });
  const seed = randomBytes(ED25519_KEY_BYTES);
  // A crash before this leaves no key, one after it a key that has signed nothing: it is on the disk before its first use.
  await keys.write([{ path: seedPath(log), bytes: seed }]);
  return signerFrom(log, seed);
}

function signerFrom({ origin }: PublishedLog, seed: Uint8Array): Decision<Signer, Trouble> {
  return seed.length === ED25519_KEY_BYTES ? accept(signerOf(origin, 'ed25519', seed)) : refuse({ kind: 'key-wrong' });
}
