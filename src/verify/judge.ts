import { contentOf, type Content, type ContentOrder, type ContentReport } from './content.ts';
import type { RootClaim } from './content-acts.ts';
import type { Finding } from './finding.ts';

/** Says bundle by bundle whether what the entries say can be so; on this thread, or beside it on another. */
export type Judge = {
  /** How many bundles may wait for its word while the walk goes on. */
  readonly aheadMax: number;
  readonly judge: (part: Part) => Promise<Judged>;
  /** All was read; `cosignedSeconds` is when the quorum saw it. */
  readonly end: (size: number, cosignedSeconds: number | undefined) => Promise<Ended>;
  readonly close: () => void;
};
export type JudgeMaker = (order: ContentOrder) => Judge;

/** Entries that follow those of the part before: the first of them is `at`. They are the `from`-th and on of the first `to` in a bundle of `width`. */
export type Part = {
  readonly at: number; readonly entries: readonly Uint8Array[];
  readonly bundle: Uint8Array; readonly width: number; readonly from: number; readonly to: number;
};
/** The first thing that is wrong, or else the roots of earlier trees that these entries name, to be proven by whoever has the tree. */
export type Judged = { readonly finding: Finding | undefined; readonly claims: readonly RootClaim[] };
export type Ended = { readonly finding: Finding | undefined; readonly report: ContentReport };

/** On this thread: its word is there before the walk goes on. */
export const judgeHere: JudgeMaker = (order) => {
  const content = contentOf(order);
  return {
    aheadMax: 0,
    judge: (part) => Promise.resolve(judgeEntries(content, part)),
    end: (size, cosignedSeconds) => Promise.resolve(endOf(content, size, cosignedSeconds)),
    close: () => undefined,
  };
};

export function judgeEntries(content: Content, { at, entries }: Pick<Part, 'at' | 'entries'>): Judged {
  for (const [i, entry] of entries.entries()) {
    const finding = content.add(at + i, entry);
    if (finding) return { finding, claims: [] };
  }
  return { finding: undefined, claims: content.takeClaims() };
}

export function endOf(content: Content, size: number, cosignedSeconds: number | undefined): Ended {
  return { finding: content.end(size, cosignedSeconds), report: content.report() };
}
