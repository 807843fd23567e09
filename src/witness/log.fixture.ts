import { signerOf, signText, writeAddCheckpoint, writeCheckpoint, writeNote, writeVerifierKey, type Signer } from '../record/log/index.ts';
import { EMPTY_ROOT, leafHash, type Hash } from '../record/merkle/hash.ts';
import { proveConsistency } from '../record/merkle/proof.ts';
import { rangeHash, readerOf } from '../record/merkle/tree.ts';

/** A log with two faces: both are signed by its real key, and they part after `PARTING` entries. What a witness must not let pass. */
export type Face = 'honest' | 'forked';
export const ORIGIN = 'min.example/record';
export const PARTING = 5;
export const logSigner: Signer = signerOf(ORIGIN, 'ed25519', new Uint8Array(32).fill(1));
export const logKey = writeVerifierKey(logSigner.key);
export const strangerSigner: Signer = signerOf(ORIGIN, 'ed25519', new Uint8Array(32).fill(9));

const LEAVES_MAX = 600;
const leaves: Readonly<Record<Face, readonly Hash[]>> = { honest: leavesOf('honest'), forked: leavesOf('forked') };

export function rootAt(face: Face, size: number): Hash {
  return size === 0 ? EMPTY_ROOT : rangeHash({ start: 0, end: size }, readerOf(leaves[face]));
}

export function textAt(face: Face, size: number, origin = ORIGIN): string {
  return writeCheckpoint({ origin, size, root: rootAt(face, size), extensions: [] });
}

/** A request to cosign this face at `size`, for a witness that stands at `oldSize`. */
export function requestFor(face: Face, oldSize: number, size: number, signer: Signer = logSigner): Uint8Array {
  const text = textAt(face, size, signer.key.name);
  const proof = oldSize > 0 && oldSize < size ? proveConsistency(oldSize, size, readerOf(leaves[face])) : [];
  return writeAddCheckpoint({ oldSize, proof, checkpoint: writeNote({ text, signatures: [signText(text, signer)] }) });
}

function leavesOf(face: Face): readonly Hash[] {
  return Array.from({ length: LEAVES_MAX }, (_, i) => leafHash(Buffer.from(i < PARTING ? `entry ${i}` : `${face} ${i}`)));
}
