import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { HASH_BYTES, leafHash, type Hash } from '../merkle/hash.ts';
import { verifyInclusion } from '../merkle/proof.ts';
import { ENTRY_BYTES_MAX } from './bundle.ts';
import { NOTE_BYTES_MAX } from './note.ts';
import type { Policy } from './policy.ts';
import { bytesOf, joined, parseBase64, parseCount, parseHashes, textOf, writeBase64 } from './spelling.ts';
import { openCheckpoint, type CheckpointFault, type SignedCheckpoint } from './trust.ts';

/** A receipt that anyone can check without asking us (C2SP tlog-proof): this entry is in the log that this checkpoint binds. */
export type LogProof = {
  /** Which entry, from 0. */
  readonly index: number;
  /** RFC 6962 §2.1.1, the leaf's sibling first; at most 63 hashes. */
  readonly path: readonly Hash[];
  /** The checkpoint as the log served it. */
  readonly checkpoint: Uint8Array;
  /** Opaque and unproven by itself. In our receipts it is the entry's bytes, which the proof then proves. */
  readonly extra?: Uint8Array;
};

const HEADER = 'c2sp.org/tlog-proof@v1';
/** No path is longer in a tree of fewer than 2^63 leaves. */
export const PATH_HASHES_MAX = 63;
export const EXTRA_BYTES_MAX = ENTRY_BYTES_MAX;
const BASE64_FACTOR = 4 / 3;
export const LOG_PROOF_BYTES_MAX = Math.ceil(NOTE_BYTES_MAX + EXTRA_BYTES_MAX * BASE64_FACTOR + PATH_HASHES_MAX * (HASH_BYTES * BASE64_FACTOR + 4) + 1024);

/** Reads what `writeLogProof` writes; undefined for any other octets. The checkpoint in it is not looked at. Never throws. */
export function parseLogProof(bytes: Uint8Array): LogProof | undefined {
  const text = bytes.length > LOG_PROOF_BYTES_MAX ? undefined : textOf(bytes);
  const split = text?.indexOf('\n\n') ?? -1;
  if (text === undefined || split < 0) return undefined;
  const [header, ...lines] = text.slice(0, split).split('\n', PATH_HASHES_MAX + 4);
  const hasExtra = lines[0]?.startsWith('extra ') ?? false;
  const [indexLine = '', ...pathLines] = hasExtra ? lines.slice(1) : lines;
  const index = indexLine.startsWith('index ') ? parseCount(indexLine.slice('index '.length)) : undefined;
  const path = parseHashes(pathLines, PATH_HASHES_MAX);
  if (header !== HEADER || index === undefined || !path) return undefined;
  const proof = { index, path, checkpoint: bytesOf(text.slice(split + 2)) };
  if (!hasExtra) return proof;
  const extra = parseBase64(lines[0]?.slice('extra '.length) ?? '');
  return extra && extra.length > 0 && extra.length <= EXTRA_BYTES_MAX ? { ...proof, extra } : undefined;
}

/** The content of a `.tlog-proof` file. Throws RangeError where it could not be read back. */
export function writeLogProof({ index, path, checkpoint, extra }: LogProof): Uint8Array {
  const lines = [HEADER, ...(extra ? [`extra ${writeBase64(extra)}`] : []), `index ${index}`, ...path.map(writeBase64), ''];
  const bytes = joined(bytesOf(lines.map((line) => `${line}\n`).join('')), checkpoint);
  if (!parseLogProof(bytes)) throw new RangeError('not a proof');
  return bytes;
}

export type LogProofFault = CheckpointFault | { readonly kind: 'not-included' };

/** Is the entry at this place of a log that the policy trusts? Everything but the policy is the attacker's. */
export function verifyLogProof(proof: LogProof, entry: Uint8Array, policy: Policy): Decision<SignedCheckpoint, LogProofFault> {
  const opened = openCheckpoint(proof.checkpoint, policy);
  if (opened.refused) return opened;
  const { size, root } = opened.value.checkpoint;
  const isIncluded = verifyInclusion({ index: proof.index, size, leaf: leafHash(entry), proof: proof.path, root });
  return isIncluded ? accept(opened.value) : refuse({ kind: 'not-included' });
}
