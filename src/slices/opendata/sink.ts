import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

/** A finished file: what the record says of it, and what anyone can compare. `sha256` in lower-case hexadecimal. */
export type FileFact = { readonly name: string; readonly bytes: number; readonly sha256: string };

/** Bytes on their way into a new file; its digest is taken as they pass. */
export class Sink {
  readonly #file: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Rejects where the file exists. */
  static async create(path: string): Promise<Sink> {
    return new Sink(await open(path, 'wx', 0o644));
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    await this.#file.writeFile(bytes);
  }

  /** On the disk when this resolves. */
  async finish(name: string): Promise<FileFact> {
    await this.#file.sync();
    await this.#file.close();
    return { name, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Closes without a promise that anything is there. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }
}
