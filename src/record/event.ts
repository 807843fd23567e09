import type { CaseId, EventId, JurisdictionCode, PostId, UnitId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';

/** What may stand in an envelope: integers and strings, no floats, so that every language writes the same bytes. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * What a slice hands to `append`. `open` is public for ever; each string of `sealed` is private: it goes into the slice's
 * payload table, and the envelope keeps only a commitment to it.
 */
export type EventDraft = {
  /** Past tense, with its version: `case.submitted.v1`. */
  readonly type: `${string}.v${number}`;
  /** The thing whose history this is (for a case, its CaseId); entries of one stream are numbered from 1 without gaps. */
  readonly stream: CaseId | `${string}:${string}`;
  readonly streamSeq: number;
  /** The public role of whoever acted: `resident`, `dispatcher`, `system` … never a person or an account. */
  readonly role: string;
  readonly unit?: UnitId;
  readonly post?: PostId;
  readonly open: { readonly [field: string]: Json };
  readonly sealed: { readonly [field: string]: string };
  /** What the public log says of it, and when; without it all of `open` is public at once, to the minute. */
  readonly publish?: Publish;
};

/** How an event stands in the public log (docs/record-format.md, "Sealed now, disclosed later"). */
export type Publish = {
  /** The name that the public knows the stream by: `case:<number>`. */
  readonly stream: string;
  /**
   * At once, to the minute; or sealed until a daily batch, with the day alone: what a resident did or brought about, and what
   * a timer did whose minute would tell a resident's. `never`: one commitment for good, like any sealed entry and never opened.
   */
  readonly when: 'at-once' | 'never' | { readonly day: string; readonly cause: 'resident' | 'timer' };
  readonly open: { readonly [field: string]: Json };
  /** The role that the public reads, without unit or post, where the true one would tell by which way somebody spoke. */
  readonly as?: string;
  /** Committed to now, opened when enough others are like it: kind, topic, place. */
  readonly later: { readonly [field: string]: string };
};

/** The public half of an event: its canonical bytes are the log entry, hashed as stored and never re-serialised. */
export type Envelope = {
  readonly type: string;
  readonly id: EventId;
  readonly jurisdiction: JurisdictionCode;
  readonly stream: string;
  readonly streamSeq: number;
  readonly at: string;
  readonly role: string;
  readonly unit?: UnitId;
  readonly post?: PostId;
  readonly open: { readonly [field: string]: Json };
  /** One HMAC-SHA256 commitment per sealed field, base64url. */
  readonly commitments: { readonly [field: string]: string };
};

/** An event as a slice reads it back: after erasure `sealed` is the word `erased`. */
export type RecordedEvent = {
  readonly id: EventId;
  readonly type: string;
  readonly stream: string;
  readonly streamSeq: number;
  readonly at: Instant;
  readonly role: string;
  readonly unit?: UnitId;
  readonly post?: PostId;
  readonly open: { readonly [field: string]: Json };
  readonly sealed: { readonly [field: string]: string } | 'erased';
};
