import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { HASH_BYTES, sameHash, type Hash } from '../merkle/hash.ts';
import { verifyConsistency } from '../merkle/proof.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { VerifierKey } from './key.ts';
import { NOTE_BYTES_MAX, openNote, parseNote, parseSignatureLines, writeSignatureLines, type NoteSignature } from './note.ts';
import { bytesOf, joined, parseCount, parseHashes, textOf, writeBase64 } from './spelling.ts';

/** `POST <prefix>/add-checkpoint` (C2SP tlog-witness): a log asks to have its checkpoint cosigned. */
export type AddCheckpoint = {
  /** The size that the log believes the witness knows. */
  readonly oldSize: number;
  /** RFC 6962 §2.1.2 from the old size to the checkpoint's; at most 63 hashes, none from size 0. */
  readonly proof: readonly Hash[];
  readonly checkpoint: Uint8Array;
};

export const CONSISTENCY_HASHES_MAX = 63;
/** What a witness need read of a request: base64 lengthens a hash to 44 characters and a line feed. */
export const ADD_CHECKPOINT_BYTES_MAX = NOTE_BYTES_MAX + CONSISTENCY_HASHES_MAX * (Math.ceil(HASH_BYTES / 3) * 4 + 1) + 64;

/** Reads what `writeAddCheckpoint` writes; undefined for any other octets. Never throws. */
export function parseAddCheckpoint(bytes: Uint8Array): AddCheckpoint | undefined {
  const text = bytes.length > ADD_CHECKPOINT_BYTES_MAX ? undefined : textOf(bytes);
  const split = text?.indexOf('\n\n') ?? -1;
  if (text === undefined || split < 0) return undefined;
  const [oldLine = '', ...proofLines] = text.slice(0, split).split('\n', CONSISTENCY_HASHES_MAX + 2);
  const oldSize = oldLine.startsWith('old ') ? parseCount(oldLine.slice('old '.length)) : undefined;
  const proof = parseHashes(proofLines, CONSISTENCY_HASHES_MAX);
  return oldSize === undefined || !proof ? undefined : { oldSize, proof, checkpoint: bytesOf(text.slice(split + 2)) };
}

/** Throws RangeError where a witness could not read it. */
export function writeAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): Uint8Array {
  const lines = [`old ${oldSize}`, ...proof.map(writeBase64), ''];
  const bytes = joined(bytesOf(lines.map((line) => `${line}\n`).join('')), checkpoint);
  if (!parseAddCheckpoint(bytes)) throw new RangeError('not a request to a witness');
  return bytes;
}

/** Why a witness does not cosign. `size-differs` tells the size that it cosigned last. */
export type WitnessRefusal =
  | { readonly kind: 'request-wrong' } | { readonly kind: 'signature-wrong' } | { readonly kind: 'origin-unknown' }
  | { readonly kind: 'size-differs'; readonly size: number } | { readonly kind: 'proof-wrong' };
export type WitnessAnswer = { readonly kind: 'cosigned'; readonly signatures: readonly NoteSignature[] } | WitnessRefusal;

/** The last checkpoint that the witness cosigned for an origin. */
export type Witnessed = { readonly size: number; readonly root: Hash };

/**
 * May this be cosigned? Accepted, the caller must replace `witnessed` in one atomic step, compared with what was passed
 * here, and keep it safe before it signs: a crash after signing and before keeping would let it sign a second history.
 */
export function judgeAddCheckpoint(
  { oldSize, proof, checkpoint: note }: AddCheckpoint, known: readonly VerifierKey[], witnessedOf: (origin: string) => Witnessed | undefined,
): Decision<{ readonly checkpoint: Checkpoint; readonly text: string }, WitnessRefusal> {
  const parsed = parseNote(note);
  const checkpoint = parsed && parseCheckpoint(parsed.text);
  if (!checkpoint) return refuse({ kind: 'request-wrong' });
  const keys = known.filter(({ name }) => name === checkpoint.origin);
  if (keys.length === 0) return refuse({ kind: 'origin-unknown' });
  if (openNote(parsed, keys).refused) return refuse({ kind: 'signature-wrong' });
  if (oldSize > checkpoint.size) return refuse({ kind: 'request-wrong' });
  const witnessed = witnessedOf(checkpoint.origin);
  const size = witnessed?.size ?? 0;
  if (oldSize !== size) return refuse({ kind: 'size-differs', size });
  if (witnessed && checkpoint.size === size && !sameHash(checkpoint.root, witnessed.root)) return refuse({ kind: 'size-differs', size });
  return isConsistent(witnessed, checkpoint, proof) ? accept({ checkpoint, text: parsed.text }) : refuse({ kind: 'proof-wrong' });
}

/** From nothing, or from the empty tree, there is nothing to prove: the proof must be empty. */
function isConsistent(witnessed: Witnessed | undefined, { size, root }: Checkpoint, proof: readonly Hash[]): boolean {
  if (!witnessed || witnessed.size === 0) return proof.length === 0;
  return verifyConsistency({ size1: witnessed.size, root1: witnessed.root, size2: size, root2: root, proof });
}

export type WitnessReply = { readonly status: number; readonly contentType: string; readonly body: string };

export function writeWitnessAnswer(answer: WitnessAnswer): WitnessReply {
  const plain = (status: number, body = ''): WitnessReply => ({ status, contentType: 'text/plain; charset=utf-8', body });
  switch (answer.kind) {
    case 'cosigned': return plain(200, writeSignatureLines(answer.signatures));
    case 'request-wrong': return plain(400);
    case 'signature-wrong': return plain(403);
    case 'origin-unknown': return plain(404);
    case 'size-differs': return { status: 409, contentType: 'text/x.tlog.size', body: `${answer.size}\n` };
    case 'proof-wrong': return plain(422);
    default: return unreachable(answer);
  }
}

/** Reads a witness's reply; undefined when it is none. The signatures in it are still to be checked. */
export function parseWitnessAnswer(status: number, body: Uint8Array): WitnessAnswer | undefined {
  switch (status) {
    case 200: return parseCosigned(body);
    case 400: return { kind: 'request-wrong' };
    case 403: return { kind: 'signature-wrong' };
    case 404: return { kind: 'origin-unknown' };
    case 409: return parseSizeDiffers(body);
    case 422: return { kind: 'proof-wrong' };
    default: return undefined;
  }
}

function parseCosigned(body: Uint8Array): WitnessAnswer | undefined {
  const text = body.length > NOTE_BYTES_MAX ? undefined : textOf(body);
  const signatures = text === undefined ? undefined : parseSignatureLines(text);
  return signatures && { kind: 'cosigned', signatures };
}

function parseSizeDiffers(body: Uint8Array): WitnessAnswer | undefined {
  const text = body.length > 32 ? '' : textOf(body) ?? '';
  const size = text.endsWith('\n') ? parseCount(text.slice(0, -1)) : undefined;
  return size === undefined ? undefined : { kind: 'size-differs', size };
}
