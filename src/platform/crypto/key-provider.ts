/**
 * The instance's keys, opened: root (a file, a program before an HSM, a key management service) → seed and custodian keys → one key
 * for each case and each identity. Made by `openKeys`; tests make one from root bytes.
 */
export interface KeyProvider {
  /** Encrypts a key so that only this provider opens it. `context` (jurisdiction, row) must be given again to unwrap. */
  wrap(context: string, key: Uint8Array): Promise<Uint8Array>;
  /** Throws UnwrapError when the bytes were altered, or wrapped by another root or for another context. */
  unwrap(context: string, wrapped: Uint8Array): Promise<Uint8Array>;
  /** 32 bytes for one purpose, the same at every start: HKDF-SHA256(root, info = label). Labels never overlap in use. */
  derive(label: string): Uint8Array;
  /** HMAC-SHA256 under derive(label) over the parts, each preceded by its length (uint32 BE), so that parts cannot merge. */
  hmac(label: string, ...parts: readonly (string | Uint8Array)[]): Buffer;
  /** Seals under a 32-byte key of the caller's own, by the algorithms of this instance; `context` must be given again. */
  seal(key: Uint8Array, context: string, plain: Uint8Array): Buffer;
  /** Undefined when the bytes were altered, cut, or sealed under another key or context. */
  unseal(key: Uint8Array, context: string, sealed: Uint8Array): Buffer | undefined;
  /** How everything begins that is wrapped now: whatever begins otherwise was wrapped before the last rotation. */
  wrapsAs(): Uint8Array;
}

/** A wrapped key that this root does not open: damage, tampering, or a database restored beside the wrong keys. */
export class UnwrapError extends Error {
  override readonly name = 'UnwrapError';
}
