import { hash } from 'node:crypto';

/** A SHA-256 value: 32 bytes. */
export type Hash = Uint8Array;

/** One-shot with text output: 0.35 µs against 1.6 with a buffer of its own (Node 24, 200 bytes); `binary` is latin1. */
export function sha256(bytes: Uint8Array): Hash {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}
