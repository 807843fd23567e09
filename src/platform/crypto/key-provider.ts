/**
 * The instance's root key, wherever it lives: a file by default, a key management service or an HSM behind the same
 * interface. A national SM2/SM3/SM4 suite would be a second provider.
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
}

/** A wrapped key that this root does not open: damage, tampering, or a database restored beside the wrong keys. */
export class UnwrapError extends Error {
  override readonly name = 'UnwrapError';
}
