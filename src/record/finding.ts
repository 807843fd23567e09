/** What fsck can find wrong. None of them holds a private word: places only. */
export type Finding =
  | { readonly kind: 'log-not-begun' }
  | { readonly kind: 'first-entry-differs' }
  /** The first index of a gap. */
  | { readonly kind: 'entry-missing'; readonly index: number }
  | { readonly kind: 'entry-beyond-head'; readonly index: number }
  | { readonly kind: 'entry-without-event'; readonly index: number }
  | { readonly kind: 'leaf-differs'; readonly index: number }
  /** The public entry does not say what the event says, or does not commit to it. */
  | { readonly kind: 'entry-differs'; readonly index: number }
  /** What a sealed entry committed to is gone though nothing was erased: it could never be opened. */
  | { readonly kind: 'sealed-unopenable'; readonly index: number }
  | { readonly kind: 'root-differs'; readonly size: number }
  | { readonly kind: 'tile-differs'; readonly level: number; readonly n: number }
  | { readonly kind: 'event-lost'; readonly stream: string; readonly streamSeq: number }
  | { readonly kind: 'event-queued-twice'; readonly stream: string; readonly streamSeq: number }
  | { readonly kind: 'queue-without-event'; readonly stream: string; readonly streamSeq: number }
  | { readonly kind: 'stream-gap'; readonly stream: string; readonly streamSeq: number }
  | { readonly kind: 'stream-out-of-order'; readonly stream: string; readonly streamSeq: number }
  | { readonly kind: 'envelope-differs'; readonly stream: string; readonly streamSeq: number }
  | { readonly kind: 'key-missing'; readonly stream: string; readonly streamSeq: number }
  | { readonly kind: 'payload-missing'; readonly stream: string; readonly streamSeq: number }
  | { readonly kind: 'payload-survives-erasure'; readonly stream: string; readonly streamSeq: number }
  | { readonly kind: 'commitment-differs'; readonly stream: string; readonly streamSeq: number; readonly field: string }
  | { readonly kind: 'row-differs'; readonly projection: string; readonly stream: string }
  | { readonly kind: 'row-without-events'; readonly projection: string; readonly stream: string }
  | { readonly kind: 'replay-failed'; readonly projection: string; readonly stream: string };

export type Report = {
  readonly jurisdiction: string;
  readonly entries: number;
  readonly waiting: number;
  readonly events: number;
  readonly streams: number;
  /** Private fields whose words were compared with their commitment. */
  readonly commitments: number;
  /** Events whose words and key are both gone, as erasure leaves them. */
  readonly erased: number;
  /** Events with commitments of a slice that registered no replayer: nobody could show their words. */
  readonly unchecked: number;
  /** Entries brought back from the published files after an old backup was restored: the events behind them are lost. */
  readonly replayed: number;
  /** The first findings; `findingsTotal` counts all. */
  readonly findings: readonly Finding[];
  readonly findingsTotal: number;
};

/** More are counted but not kept: one damaged tile can make thousands. */
const FINDINGS_KEPT_MAX = 1_000;

/** Collects what one run counts and finds. */
export class Ledger {
  entries = 0;
  waiting = 0;
  events = 0;
  streams = 0;
  commitments = 0;
  erased = 0;
  unchecked = 0;
  replayed = 0;
  readonly #findings: Finding[] = [];
  #total = 0;

  add(finding: Finding): void {
    this.#total += 1;
    if (this.#findings.length < FINDINGS_KEPT_MAX) this.#findings.push(finding);
  }

  report(jurisdiction: string): Report {
    const { entries, waiting, events, streams, commitments, erased, unchecked, replayed } = this;
    return {
      jurisdiction, entries, waiting, events, streams, commitments, erased, unchecked, replayed,
      findings: this.#findings, findingsTotal: this.#total,
    };
  }
}
