import { randomBytes } from 'node:crypto';
import { link, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { orUndefined, syncFolder, writeNewSynced } from '../files/durable.ts';
import { UnwrapError } from './key-provider.ts';
import { SUITES, type SuiteName } from './suite.ts';
import type { Root } from './root.ts';

/**
 * The key ring (`keys/ring.json`): root → seed and custodian keys → one key per case and per identity. The seed gives what must stay
 * the same for ever (receipts, references of persons); custodian keys wrap the rest and are replaced at a rotation. Everything in it is
 * wrapped by the root, so the file alone opens nothing and belongs into every backup.
 */
export type Ring = {
  readonly format: 1;
  readonly suite: SuiteName;
  /** Where the root was when this was written. */
  readonly root: string;
  readonly seed: string;
  /** The last one wraps; all of them unwrap. `id` stands in each wrapped key. */
  readonly custodians: readonly { readonly id: number; readonly wrapped: string }[];
};

/** A ring with its keys in this process's memory. */
export type OpenRing = { readonly ring: Ring; readonly seed: Uint8Array; readonly custodians: ReadonlyMap<number, Uint8Array> };

const FILE = 'ring.json';
const OWNER_ONLY = 0o600;
const KEY_BYTES = 32;
/** Custodian 0 is derived from the seed: what instances had before they had rings. */
export const LEGACY = 0;
const ID_MAX = 65_535;

/** Undefined where there is none. Throws RangeError when it is no ring. */
export async function readRing(folder: string): Promise<Ring | undefined> {
  const text = await orUndefined(readFile(join(folder, FILE), 'utf8'));
  if (text === undefined) return undefined;
  const ring = parseRing(text);
  if (!ring) throw new RangeError(`${FILE} is damaged: restore it from a backup, any later than the last rotation of keys`);
  return ring;
}

/** Replaces the ring as a whole: a crash leaves the old one or the new one. */
export async function writeRing(folder: string, ring: Ring): Promise<void> {
  await rename(await draftOf(folder, ring), join(folder, FILE));
  await syncFolder(folder);
}

/** The first ring: two first starts at once agree on one, because link() refuses to replace what is there. */
export async function createRing(folder: string, ring: Ring): Promise<void> {
  const draft = await draftOf(folder, ring);
  try {
    await link(draft, join(folder, FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  // Nothing may be wrapped under it before its name is on the disk.
  await syncFolder(folder);
}

async function draftOf(folder: string, ring: Ring): Promise<string> {
  const draft = join(folder, `.${FILE}.${process.pid}.${randomBytes(4).toString('hex')}`);
  await writeNewSynced(draft, `${JSON.stringify(ring, null, 2)}\n`, OWNER_ONLY);
  return draft;
}

export async function openRing(root: Root, ring: Ring): Promise<OpenRing> {
  const seed = await root.unwrap('ring seed', Buffer.from(ring.seed, 'base64url'));
  const custodians = new Map<number, Uint8Array>();
  for (const { id, wrapped } of ring.custodians) custodians.set(id, await root.unwrap(custodianContext(id), Buffer.from(wrapped, 'base64url')));
  if (seed.length !== KEY_BYTES || [...custodians.values()].some((key) => key.length !== KEY_BYTES)) throw new UnwrapError('the root gave keys of another length');
  return { ring, seed, custodians };
}

/** Everything wrapped anew under `root`; `fresh` adds a custodian, who wraps from then on. */
export async function sealRing(root: Root, suite: SuiteName, seed: Uint8Array, custodians: ReadonlyMap<number, Uint8Array>, fresh: boolean): Promise<OpenRing> {
  const all = new Map(custodians);
  const last = Math.max(LEGACY, ...all.keys());
  if (fresh && last >= ID_MAX) throw new RangeError('more custodians than a ring counts');
  if (fresh) all.set(last + 1, randomBytes(KEY_BYTES));
  const wrapped: Ring['custodians'][number][] = [];
  for (const [id, key] of all) wrapped.push({ id, wrapped: text(await root.wrap(custodianContext(id), key)) });
  const ring: Ring = { format: 1, suite, root: root.spec, seed: text(await root.wrap('ring seed', seed)), custodians: wrapped };
  return { ring, seed, custodians: all };
}

/** A ring for an instance that has none: with its own seed, or, where wrapped keys may exist already, with the root as its seed. */
export function newRing(root: Root, suite: SuiteName, seed: Uint8Array = randomBytes(KEY_BYTES)): Promise<OpenRing> {
  return sealRing(root, suite, seed, new Map(), true);
}

function custodianContext(id: number): string {
  return `ring custodian\n${id}`;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function parseRing(json: string): Ring | undefined {
  let ring: Partial<Ring>;
  try {
    ring = JSON.parse(json) as Partial<Ring>;
  } catch {
    return undefined;
  }
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
  const isWhole = ring.format === 1 && SUITES.some((one) => one === ring.suite) && isText(ring.root) && isText(ring.seed)
    && Array.isArray(ring.custodians) && ring.custodians.every(({ id, wrapped }) => Number.isInteger(id) && id > LEGACY && id <= ID_MAX && isText(wrapped));
  return isWhole ? ring as Ring : undefined;
}
