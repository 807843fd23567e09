import { hash } from 'node:crypto';

/** A SHA-256 value: 32 bytes. */
export type Hash = Uint8Array;

/** One-shot with text output: 0.35 µs against 1.6 with a buffer of its own (Node 24, 200 bytes); `binary` is latin1. */
export function sha256(bytes: Uint8Array): Hash {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}

/** The same, written into `target` at that place. */
export function sha256Into(bytes: Uint8Array, target: Uint8Array, at: number): void {
  const digest = hash('sha256', bytes, 'binary');
  for (let i = 0; i < digest.length; i += 1) target[at + i] = digest.charCodeAt(i);
}

/** The same as text: base64url (RFC 4648 §5) without padding. */
export function sha256Base64Url(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64url');
}
