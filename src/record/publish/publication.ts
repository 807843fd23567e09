import { openCheckpoint, signText, writeCheckpoint, writeNote, writePolicy, NO_QUORUM, type Policy, type Signer } from '../log/index.ts';
import { sameBytes } from '../log/spelling.ts';
import { EMPTY_ROOT, sameHash } from '../merkle/hash.ts';
import { rootOf, TILE_WIDTH } from '../merkle/tile.ts';
import type { Disk, NamedFile } from './disk.ts';
import { gather, probeAll, type Witnesses } from './gather.ts';
import { growBy, isTailOf, NOTHING, partialFiles, type Grown } from './growth.ts';
import { signedPath } from './keys.ts';
import type { PublishedLog } from './run.ts';
import { parseSignedState, writeSignedState } from './signed-state.ts';
import { SourceDamaged, type LogSource, type Mark } from './source.ts';
import type { Trouble } from './trouble.ts';
import type { Proposal } from './witness-client.ts';
import type { WitnessPolicy } from './witnesses-file.ts';

export type Publishing = {
  readonly log: PublishedLog;
  readonly signer: Signer;
  readonly source: LogSource;
  /** The published files, and the folder of keys in which `signed.json` lies. */
  readonly files: Disk;
  readonly keys: Disk;
  /** Full files came to be: what was partial beneath them may go later. */
  readonly onFull: (files: readonly NamedFile[]) => void;
};

export type Published = { readonly kind: 'published'; readonly size: number } | { readonly kind: 'trouble'; readonly trouble: Trouble };

/** Entries read at a time, a whole number of bundles; a burst that fits is read once and hashed once. */
const PAGE = 64 * TILE_WIDTH;

/** What one log has signed and shown, from the disk: the same way at every start, after a crash or not. */
export class Publication {
  readonly #with: Publishing;
  /** The largest tree that was signed, or was to be. */
  #signed: Mark;
  /** The published checkpoint. */
  #shown: Mark;
  /** The published policy, as it is written. */
  #policy: Uint8Array | undefined;
  /** How far the files are made, in this process; undefined until they were compared with the database. */
  #made: Grown | undefined;

  private constructor(publishing: Publishing, signed: Mark, shown: Mark, policy: Uint8Array | undefined) {
    this.#with = publishing;
    this.#signed = signed;
    this.#shown = shown;
    this.#policy = policy;
  }

  /** Reads what was signed and shown before. A trouble where it cannot be read, or another key signed it. */
  static async open(publishing: Publishing): Promise<Publication | Trouble> {
    const { log, signer, files, keys } = publishing;
    const [state, note, policy] = await Promise.all([keys.read(signedPath(log)), files.read('checkpoint'), files.read('policy')]);
    const signed = state ? parseSignedState(state) : { size: 0, root: EMPTY_ROOT };
    if (!signed) return { kind: 'state-unreadable', file: signedPath(log) };
    const opened = note && openCheckpoint(note, { logs: [{ key: signer.key }], witnesses: [], groups: [], quorum: NO_QUORUM });
    if (opened?.refused) return { kind: 'key-wrong' };
    const shown = opened?.value.checkpoint ?? { size: 0, root: EMPTY_ROOT };
    if (shown.size === signed.size && !sameHash(shown.root, signed.root)) return { kind: 'state-unreadable', file: signedPath(log) };
    // Our own note of it may be older than what was published, where the folder of keys came from a backup.
    return new Publication(publishing, shown.size > signed.size ? shown : signed, shown, policy);
  }

  get shownSize(): number {
    return this.#shown.size;
  }

  /** Is this head published, under the policy of these witnesses? */
  isShown({ size, root }: Mark, { policy }: Witnesses): boolean {
    return size === this.#shown.size && sameHash(root, this.#shown.root) && sameBytes(this.#policy ?? new Uint8Array(), writePolicy(this.#policyOf(policy)));
  }

  /**
   * Publishes the committed head, and the policy with it: every reader who sees the checkpoint finds all files that it
   * names. Whatever is refused here is refused before anything is signed, but for a missing quorum.
   */
  async publish(head: Mark, witnesses: Witnesses): Promise<Published> {
    const { log, signer, source, files, keys } = this.#with;
    const trouble = this.#regression(head) ?? await probeAll(witnesses, this.#proposal(this.#signed));
    if (trouble) return { kind: 'trouble', trouble };
    const grown = await this.#prove(head);
    if ('kind' in grown) return { kind: 'trouble', trouble: grown };
    // A crash before this leaves everything as it was.
    if (head.size > this.#signed.size) await keys.write([{ path: signedPath(log), bytes: writeSignedState(head) }]);
    this.#signed = head;
    // A crash here leaves an intent without a signature: the next start proves the same head again, or refuses another.
    await this.#makeFiles(grown, head);
    // A crash here leaves files that no checkpoint names yet; the next start writes the same bytes again.
    const proposal = this.#proposal(head);
    const gathered = await gather(witnesses, proposal, (size) => source.proof(size, head.size));
    // A crash here leaves witnesses that know more than is published: never more than is signed, so they are no trouble.
    if (gathered.kind === 'trouble') return gathered;
    const policy = this.#policyOf(witnesses.policy);
    const note = writeNote({ text: proposal.text, signatures: [signText(proposal.text, signer), ...gathered.signatures] });
    if (openCheckpoint(note, policy).refused) throw new Error('the checkpoint does not satisfy its own policy');
    await this.#writePolicy(policy);
    // A crash here leaves a new policy above the old checkpoint, for as long as the next start takes.
    await files.write([{ path: 'checkpoint', bytes: note }]);
    this.#shown = head;
    return { kind: 'published', size: head.size };
  }

  /** What the database has must begin with what was signed: here the sizes, in `#prove` the hashes. */
  #regression({ size, root }: Mark): Trouble | undefined {
    const { size: signed } = this.#signed;
    if (size < signed) return { kind: 'database-behind', by: signed === this.#shown.size ? 'checkpoint' : 'signed.json', size: signed, have: size };
    return size === signed && !sameHash(root, this.#signed.root) ? { kind: 'database-differs', by: 'signed.json', size } : undefined;
  }

  #proposal({ size, root }: Mark): Proposal {
    const { log, signer } = this.#with;
    const text = writeCheckpoint({ origin: log.origin, size, root, extensions: [] });
    return { size, text, note: writeNote({ text, signatures: [signText(text, signer)] }) };
  }

  /**
   * Hashes every new entry again, from the tree that the files are made for: its growth must pass through the signed root and
   * end at the head's. The page that fits in memory is handed on, so that it is neither read nor hashed twice.
   */
  async #prove(head: Mark): Promise<ReadPage | Trouble> {
    try {
      const from = this.#made ?? await this.#beginning();
      if ('kind' in from) return from;
      this.#made = from;
      if (head.size - from.size <= PAGE) return await this.#page(from, head);
      let at: ReadPage = { from, grown: from, full: [] };
      while (at.grown.size < head.size) {
        const next = await this.#page(at.grown, this.#nextMark(at.grown.size, head));
        if ('kind' in next) return next;
        at = next;
      }
      return at;
    } catch (error) {
      if (error instanceof SourceDamaged) return { kind: 'database-damaged', size: head.size };
      throw error;
    }
  }

  /** The tree that the published files stand for: its edge, from the database, must hash to the published root. */
  async #beginning(): Promise<Grown | Trouble> {
    const { size, root } = this.#shown;
    if (size === 0) return NOTHING;
    const { source } = this.#with;
    const [edge, tail] = await Promise.all([source.edgeAt(size), source.entries(size - (size % TILE_WIDTH), size)]);
    if (!sameHash(rootOf(edge), root)) return { kind: 'database-differs', by: 'checkpoint', size };
    return isTailOf(tail, edge) ? { size, edge, tail } : { kind: 'database-damaged', size };
  }

  /** The end of the next page: never past a root that is known. */
  #nextMark(at: number, head: Mark): { readonly size: number; readonly root?: Mark['root'] } {
    const end = Math.min(at - (at % PAGE) + PAGE, head.size);
    return end === head.size ? head : { size: end };
  }

  async #page(from: Grown, to: { readonly size: number; readonly root?: Mark['root'] }): Promise<ReadPage | Trouble> {
    const entries = await this.#with.source.entries(from.size, to.size);
    const signed = this.#signed;
    const upToSigned = signed.size - from.size;
    if (upToSigned > 0 && signed.size <= to.size && !sameHash(rootOf(growBy(from, entries.slice(0, upToSigned)).grown.edge), signed.root)) {
      return { kind: 'database-differs', by: 'signed.json', size: signed.size };
    }
    const { grown, full } = growBy(from, entries);
    if (to.root && !sameHash(rootOf(grown.edge), to.root)) return { kind: 'database-damaged', size: to.size };
    return { from, grown, full };
  }

  async #makeFiles(last: ReadPage, head: Mark): Promise<void> {
    const { files, onFull } = this.#with;
    let made = this.#made ?? NOTHING;
    const begun = made.size;
    while (made.size < last.from.size) {
      const page = await this.#page(made, this.#nextMark(made.size, head));
      // Proven a moment ago, and entries never change.
      if ('kind' in page) throw new SourceDamaged('the entries changed while they were published');
      await files.write(page.full);
      onFull(page.full);
      made = page.grown;
    }
    await files.write([...last.full, ...partialFiles(last.grown, begun)]);
    onFull(last.full);
    this.#made = last.grown;
  }

  #policyOf(witnesses: WitnessPolicy): Policy {
    return { logs: [{ key: this.#with.signer.key }], ...witnesses };
  }

  async #writePolicy(policy: Policy): Promise<void> {
    const bytes = writePolicy(policy);
    if (this.#policy && sameBytes(bytes, this.#policy)) return;
    await this.#with.files.write([{ path: 'policy', bytes }]);
    this.#policy = bytes;
  }
}

/** One page, proven: the tree before and after it, and the files that came full in it. */
type ReadPage = { readonly from: Grown; readonly grown: Grown; readonly full: readonly NamedFile[] };
