import { createHash } from 'node:crypto';

/** A page of ours has some thirty fields; more are no page of ours. */
export const FIELDS_MAX = 100;
/** Bytes of one field: ten thousand Chinese characters are 30,000. */
export const FIELD_BYTES_MAX = 256 * 1024;
/** Bytes of all text of one form, and of any other body that is not a multipart form. */
export const FORM_BYTES_MAX = 1024 * 1024;
export const FILES_MAX = 6;
export const FILE_BYTES_MAX = 12 * 1024 * 1024;
/** Bytes of a whole multipart body: all files at their largest and the text. */
export const MULTIPART_BYTES_MAX = FILES_MAX * FILE_BYTES_MAX + FORM_BYTES_MAX;

/** Left out of the digest: a page shown again carries a new token, and the key is what the digest is compared under. */
const UNSIGNED_FIELDS = new Set(['key', 'token']);

/**
 * A proof of who sends the form (a password, a code) travels beside it under names that begin so. It is no part of the
 * form: not of its digest, so that the same form with a fresh proof is the same write, and not of what a page shows again.
 */
export const PROOF_PREFIX = 'proof-';

/** A file as it arrives. Name and type are claims of the sender, so they are not even handed on. */
export type IncomingFile = { readonly field: string; readonly bytes: Uint8Array };

export type FormFile<Kept> = {
  readonly field: string;
  /** What `keep` made of it; `too-large` when it exceeded FILE_BYTES_MAX and was not read to the end. */
  readonly kept: Kept | 'too-large';
};

/** A form as typed: texts unaltered and in order, files already handed to `keep`. */
export type Form<Kept = never> = {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly FormFile<Kept>[];
  /** What was sent under names that begin with PROOF_PREFIX, without it; the first of each. */
  readonly proof: ReadonlyMap<string, string>;
  /** SHA-256 of all that was sent but the form key and token: the body in an idempotency digest. */
  readonly digest: Uint8Array;
};

/** Collects the parts of a form within its bounds. */
export class FormBuilder<Kept> {
  readonly #values = new Map<string, string[]>();
  readonly #proof = new Map<string, string>();
  readonly #files: FormFile<Kept>[] = [];
  readonly #hash = createHash('sha256');
  #fields = 0;
  #bytes = 0;

  /** False when the form has too many fields or too much text. */
  addText(name: string, value: string): boolean {
    this.#fields += 1;
    this.#bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (this.#fields > FIELDS_MAX || this.#bytes > FORM_BYTES_MAX) return false;
    if (name.startsWith(PROOF_PREFIX)) {
      const what = name.slice(PROOF_PREFIX.length);
      if (!this.#proof.has(what)) this.#proof.set(what, value);
      return true;
    }
    const earlier = this.#values.get(name);
    if (earlier) earlier.push(value);
    else this.#values.set(name, [value]);
    if (!UNSIGNED_FIELDS.has(name)) this.#sign(name, Buffer.from(value));
    return true;
  }

  addFile(file: FormFile<Kept>, bytes: Uint8Array): void {
    this.#files.push(file);
    this.#sign(file.field, bytes);
  }

  get fileCount(): number {
    return this.#files.length;
  }

  build(): Form<Kept> {
    return { values: this.#values, files: this.#files, proof: this.#proof, digest: this.#hash.digest() };
  }

  // Lengths first, so that no two different forms can hash the same bytes.
  #sign(name: string, value: Uint8Array): void {
    this.#hash.update(`${Buffer.byteLength(name)}:${value.byteLength}:${name}`).update(value);
  }
}
