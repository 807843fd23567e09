import { sha256 as noble } from '@noble/hashes/sha2.js';
import type { Hash } from '../../record/merkle/sha256.ts';

/** Stands in for `record/merkle/sha256.ts` where there is no Node: WebCrypto only answers later, and a tree needs a million answers. */
export function sha256(bytes: Uint8Array): Hash {
  return noble(bytes);
}

export function sha256Into(bytes: Uint8Array, target: Uint8Array, at: number): void {
  target.set(noble(bytes), at);
}

export function sha256Base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...noble(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
