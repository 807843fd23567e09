import { sha256 } from '../merkle/hash.ts';
import { ED25519_KEY_BYTES, publicKeyOf, signEd25519 } from './ed25519.ts';
import { bytesOf, joined, parseBase64, writeBase64 } from './spelling.ts';

/** C2SP signed-note, "Signature types": the two we use. */
const TYPE_OCTETS = { ed25519: 0x01, cosignature: 0x04 } as const;
export type SignatureType = keyof typeof TYPE_OCTETS;

/** A key to check signatures with. Name and id together say which; the id alone is far too short to. */
export type VerifierKey = {
  readonly name: string;
  /** SHA-256(name ‖ LF ‖ type ‖ public key), its first four bytes as eight lower-case hexadecimal digits. */
  readonly id: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
};

/** Who signs. The private half stays behind the function: it may live in another process's memory. */
export type Signer = { readonly key: VerifierKey; readonly sign: (message: Uint8Array) => Uint8Array };

export const KEY_NAME_CHARS_MAX = 255;
const KEY_CHARS_MAX = KEY_NAME_CHARS_MAX + 64;

/** Throws RangeError on a name that no signature line can carry, or a public key that has not 32 bytes. */
export function verifierKey(name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new RangeError('a key name is not empty and has neither white space nor plus');
  if (publicKey.length !== ED25519_KEY_BYTES) throw new RangeError('an Ed25519 public key has 32 bytes');
  const material = joined(Uint8Array.of(TYPE_OCTETS[type]), publicKey);
  const id = hexOf(sha256(joined(bytesOf(`${name}\n`), material)).subarray(0, 4));
  return { name, id, type, publicKey };
}

/** `name+530d903a+base64(type ‖ public key)`. */
export function writeVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id}+${writeBase64(joined(Uint8Array.of(TYPE_OCTETS[type]), publicKey))}`;
}

/** Reads what `writeVerifierKey` writes; undefined for anything else, an unknown type and an id that is not the key's own. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const found = text.length > KEY_CHARS_MAX ? undefined : /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text);
  const read = found && readMaterial(found[1] ?? '', found[3] ?? '');
  return read && writeVerifierKey(read) === text ? read : undefined;
}

/** A signer from its seed of 32 random bytes. Throws RangeError on another length or an impossible name. */
export function signerOf(name: string, type: SignatureType, seed: Uint8Array): Signer {
  return { key: verifierKey(name, type, publicKeyOf(seed)), sign: (message) => signEd25519(seed, message) };
}

/** C2SP signed-note: not empty, no Unicode white space, no plus; and here no control character and at most 255 characters. */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.length <= KEY_NAME_CHARS_MAX && name.isWellFormed() && !/[\p{White_Space}\u0000-\u001f+]/u.test(name);
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join('');
}

function readMaterial(name: string, base64: string): VerifierKey | undefined {
  const material = parseBase64(base64);
  const type = (['ed25519', 'cosignature'] as const).find((one) => TYPE_OCTETS[one] === material?.[0]);
  if (!material || !type || material.length !== 1 + ED25519_KEY_BYTES || !isKeyName(name)) return undefined;
  return verifierKey(name, type, material.subarray(1));
}
