import { ED25519_SIGNATURE_BYTES, verifyEd25519 } from './ed25519.ts';
import type { Signer, VerifierKey } from './key.ts';
import type { NoteSignature } from './note.ts';
import { bytesOf, joined } from './spelling.ts';

/** C2SP tlog-cosignature, version 1: "as of this second, this is the largest consistent tree that I have seen of this log". */

const TIME_BYTES = 8;

/** What is signed: the second, then the whole body of the checkpoint. `atSeconds` counts from 1970, POSIX. */
export function cosignatureMessage(text: string, atSeconds: number): Uint8Array {
  return bytesOf(`cosignature/v1\ntime ${atSeconds}\n${text}`);
}

/** Throws RangeError on a key that is not for cosignatures, and on a time that is not a whole number from 0 to 2^53 − 1. */
export function cosign(text: string, { key, sign }: Signer, atSeconds: number): NoteSignature {
  if (key.type !== 'cosignature') throw new RangeError('this key does not make cosignatures');
  if (!Number.isSafeInteger(atSeconds) || atSeconds < 0) throw new RangeError('not a second since 1970');
  const time = new Uint8Array(TIME_BYTES);
  new DataView(time.buffer).setBigUint64(0, BigInt(atSeconds));
  return { name: key.name, keyId: key.id, bytes: joined(time, sign(cosignatureMessage(text, atSeconds))) };
}

/** The second at which this key cosigned the text; undefined when it did not. */
export function verifyCosignature(key: VerifierKey, text: string, bytes: Uint8Array): number | undefined {
  if (bytes.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) return undefined;
  const atSeconds = Number(new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0));
  // Beyond 2^53 − 1 a double would no longer name the second that was signed.
  if (!Number.isSafeInteger(atSeconds)) return undefined;
  return verifyEd25519(key.publicKey, cosignatureMessage(text, atSeconds), bytes.subarray(TIME_BYTES)) ? atSeconds : undefined;
}
