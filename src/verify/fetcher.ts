/** Where a log's files come from: a server, a folder, a test. Everything it hands over is the attacker's. */
export type Fetcher = {
  /**
   * The file at a path below the log's prefix, such as `checkpoint` or `tile/0/000`. Stops reading at `bytesMax` and when the
   * signal says so. It should not throw; if it does, the connection counts as cut.
   */
  readonly get: (path: string, bounds: Bounds) => Promise<Fetched>;
};
export type Bounds = { readonly bytesMax: number; readonly signal: AbortSignal };
export type Fetched =
  | { readonly kind: 'found'; readonly bytes: Uint8Array }
  /** The server answers that there is no such file. */
  | { readonly kind: 'missing' }
  /** It is longer than anything that may lie there. */
  | { readonly kind: 'oversized' }
  /** No answer, half an answer, or one that says neither. */
  | { readonly kind: 'cut' };
