import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { HASH_BYTES, type Hash } from '../merkle/hash.ts';
import type { Signer, VerifierKey } from './key.ts';
import { openNote, parseNote, signText, writeNote, type NoteFault } from './note.ts';
import { isQuorum, NO_QUORUM, type Policy } from './policy.ts';
import { parseCount, parseHash, writeBase64 } from './spelling.ts';
import type { SignedCheckpoint } from './trust.ts';

/**
 * What a resident gets while no published checkpoint covers their entry: a signed word that one will, and by when. Together
 * with a later cosigned checkpoint that lacks the entry it proves to anyone that the entry was suppressed.
 */
export type RecordPromise = {
  /** The log that will hold the entry, as its checkpoints name it. */
  readonly origin: string;
  /** RFC 6962 leaf hash of the entry's bytes, which are final when the promise is given. */
  readonly leaf: Hash;
  /** POSIX seconds, 0 to 2^53 − 1: a checkpoint that exists later and lacks the leaf breaks the promise. */
  readonly mergeBySeconds: number;
};

const HEADER = 'minsheng.promise/v1';
const MERGE_BY = 'merge by ';
/**
 * An entry is published within a second; a promise is only needed while the publisher or a witness is away. An hour holds a
 * restart, a failover and an administrator on the way; the 24 hours that certificate logs allow would hide a suppressed
 * voice for a day and keep its owner waiting as long for the proof.
 */
export const PROMISE_SECONDS = 3_600;
export const PROMISE_BYTES_MAX = 2_048;

/** Names the key that makes promises for a log, so that no promise can be read as a signature of the log itself. */
export function promiseKeyName(origin: string): string {
  return `${origin}/promise`;
}

/** The signed note. Throws RangeError where it could not be read back. */
export function writePromise(promise: RecordPromise, signer: Signer): Uint8Array {
  const text = spell(promise);
  if (promise.leaf.length !== HASH_BYTES || !parseText(text)) throw new RangeError('not a promise');
  return writeNote({ text, signatures: [signText(text, signer)] });
}

/** Reads what `writePromise` writes, without looking at its signature; undefined for any other octets. Never throws. */
export function parsePromise(bytes: Uint8Array): RecordPromise | undefined {
  const note = bytes.length > PROMISE_BYTES_MAX ? undefined : parseNote(bytes);
  return note && parseText(note.text);
}

export type PromiseFault = NoteFault | { readonly kind: 'promise-malformed' } | { readonly kind: 'key-of-another-log'; readonly origin: string };

/** Given by the holder of this key, for the log that the key's name belongs to? All of `bytes` is the attacker's. */
export function openPromise(bytes: Uint8Array, key: VerifierKey): Decision<RecordPromise, PromiseFault> {
  const promise = parsePromise(bytes);
  const note = promise && parseNote(bytes);
  if (!promise || !note) return refuse({ kind: 'promise-malformed' });
  if (key.name !== promiseKeyName(promise.origin)) return refuse({ kind: 'key-of-another-log', origin: promise.origin });
  const opened = openNote(note, [key]);
  return opened.refused ? opened : accept(promise);
}

/**
 * Does this checkpoint break the promise? `atSeconds` is when witnesses saw it as the largest tree (`quorumSeconds`), and
 * `isIncluded` whether one of its leaves is the promised one. What was cosigned in time, or for another log, breaks nothing.
 */
export function promiseBroken(promise: RecordPromise, later: { readonly origin: string; readonly atSeconds: number }, isIncluded: boolean): boolean {
  return later.origin === promise.origin && later.atSeconds > promise.mergeBySeconds && !isIncluded;
}

/**
 * The latest second (POSIX) at which the policy's quorum had seen this as the largest tree; undefined where the policy asks
 * for no witness. One late cosignature does not make a quorum late.
 */
export function quorumSeconds(policy: Policy, { cosignatures }: Pick<SignedCheckpoint, 'cosignatures'>): number | undefined {
  if (policy.quorum === NO_QUORUM) return undefined;
  const seconds = [...new Set(cosignatures.map(({ atSeconds }) => atSeconds))].sort((a, b) => b - a);
  return seconds.find((from) => isQuorum(policy, cosignatures.filter(({ atSeconds }) => atSeconds >= from).map(({ witness }) => witness)));
}

function parseText(text: string): RecordPromise | undefined {
  const [header, origin = '', leafText = '', mergeText = '', ...after] = text.split('\n', 6);
  const leaf = parseHash(leafText);
  const mergeBySeconds = mergeText.startsWith(MERGE_BY) ? parseCount(mergeText.slice(MERGE_BY.length)) : undefined;
  if (header !== HEADER || !/^[^\u0000-\u001f]{1,240}$/.test(origin) || !leaf || mergeBySeconds === undefined || after.join('\n') !== '') return undefined;
  const read = { origin, leaf, mergeBySeconds };
  return spell(read) === text ? read : undefined;
}

function spell({ origin, leaf, mergeBySeconds }: RecordPromise): string {
  return [HEADER, origin, writeBase64(leaf), `${MERGE_BY}${mergeBySeconds}`].map((line) => `${line}\n`).join('');
}
