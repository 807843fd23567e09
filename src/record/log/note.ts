import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { verifyCosignature } from './cosignature.ts';
import { verifyEd25519 } from './ed25519.ts';
import { hexOf, isKeyName, type Signer, type VerifierKey } from './key.ts';
import { bytesOf, joined, parseBase64, textOf, writeBase64 } from './spelling.ts';

/** A text and who signed it (C2SP signed-note). Until `openNote` has spoken, all of it is the attacker's. */
export type Note = {
  /** Ends with a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
};
export type NoteSignature = { readonly name: string; readonly keyId: string; readonly bytes: Uint8Array };

/** The specification asks for room for 16 signatures, of up to 5 kB where they withstand quantum computers. */
export const NOTE_BYTES_MAX = 256 * 1024;
export const NOTE_SIGNATURES_MAX = 64;

const KEY_ID_BYTES = 4;
const LINE_START = '\u2014 ';

/** Reads what `writeNote` writes; undefined for any other octets. Never throws. */
export function parseNote(bytes: Uint8Array): Note | undefined {
  if (bytes.length > NOTE_BYTES_MAX) return undefined;
  const whole = textOf(bytes);
  // The text may hold empty lines: the last one separates it from the signatures.
  const split = whole?.lastIndexOf('\n\n') ?? -1;
  if (whole === undefined || split < 0 || /[\u0000-\u0009\u000b-\u001f]/.test(whole)) return undefined;
  const signatures = parseSignatureLines(whole.slice(split + 2));
  return signatures && { text: whole.slice(0, split + 1), signatures };
}

/** Throws RangeError where a reader would refuse the note or read another text. */
export function writeNote({ text, signatures }: Note): Uint8Array {
  const bytes = bytesOf(`${text}\n${writeSignatureLines(signatures)}`);
  if (parseNote(bytes)?.text !== text) throw new RangeError('not the text of a note');
  return bytes;
}

/** The lines after the blank one, or a witness's whole answer; undefined unless they are 1 to 64 whole lines. */
export function parseSignatureLines(lines: string): readonly NoteSignature[] | undefined {
  if (!lines.endsWith('\n')) return undefined;
  const read = lines.slice(0, -1).split('\n', NOTE_SIGNATURES_MAX + 1).map(parseSignatureLine).filter((one) => one !== undefined);
  return read.length <= NOTE_SIGNATURES_MAX && writeSignatureLines(read) === lines ? read : undefined;
}

export function writeSignatureLines(signatures: readonly NoteSignature[]): string {
  return signatures.map(({ name, keyId, bytes }) => `${LINE_START}${name} ${writeBase64(joined(idBytes(keyId), bytes))}\n`).join('');
}

export type Verified = { readonly key: VerifierKey; readonly atSeconds: number | undefined };
export type NoteFault = { readonly kind: 'unsigned' } | { readonly kind: 'signature-wrong'; readonly name: string };

/**
 * Checks every signature whose name and id are known. Others are ignored, as the specification demands: they are how keys
 * are changed and witnesses added. One known and wrong refuses the whole; so does none known and right.
 */
export function openNote({ text, signatures }: Note, known: readonly VerifierKey[]): Decision<readonly Verified[], NoteFault> {
  const verified: Verified[] = [];
  for (const signature of signatures) {
    const key = known.find(({ name, id }) => name === signature.name && id === signature.keyId);
    if (!key) continue;
    const one = verifySignature(key, text, signature.bytes);
    if (!one) return refuse({ kind: 'signature-wrong', name: key.name });
    verified.push(one);
  }
  return verified.length > 0 ? accept(verified) : refuse({ kind: 'unsigned' });
}

/** The signature of type 0x01. Throws RangeError when the key is for cosignatures: a signature must not be read as another. */
export function signText(text: string, { key, sign }: Signer): NoteSignature {
  if (key.type !== 'ed25519') throw new RangeError('this key makes cosignatures');
  return { name: key.name, keyId: key.id, bytes: sign(bytesOf(text)) };
}

function verifySignature(key: VerifierKey, text: string, bytes: Uint8Array): Verified | undefined {
  if (key.type === 'ed25519') return verifyEd25519(key.publicKey, bytesOf(text), bytes) ? { key, atSeconds: undefined } : undefined;
  const atSeconds = verifyCosignature(key, text, bytes);
  return atSeconds === undefined ? undefined : { key, atSeconds };
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const [name = '', base64 = '', ...rest] = line.startsWith(LINE_START) ? line.slice(LINE_START.length).split(' ') : [];
  const bytes = parseBase64(base64);
  if (!bytes || bytes.length <= KEY_ID_BYTES || rest.length > 0 || !isKeyName(name)) return undefined;
  return { name, keyId: hexOf(bytes.subarray(0, KEY_ID_BYTES)), bytes: bytes.subarray(KEY_ID_BYTES) };
}

function idBytes(keyId: string): Uint8Array {
  return Uint8Array.from(keyId.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));
}
