import type { EventId } from '../kernel/ids.ts';
import { isoOf, type Instant } from '../kernel/instant.ts';
import { commitmentOf } from './commitment.ts';
import type { EventDraft, Publish } from './event.ts';
import { WHOLE_ACT, WHOLE_EVENT, writeAct, writeEntry, type Act, type Cause } from './log/index.ts';

/** An event as the public log will hold it, and what waits to be opened later. */
export type Publication = { readonly entry: Buffer; readonly waiting?: Waiting };

export type Waiting = {
  readonly cause: Cause;
  /** The kind of act whose cell must be full: the first event of what happened in one moment. */
  readonly family: string;
  /** The date of the act, in the jurisdiction's zone for a resident's, of UTC for an office's. */
  readonly day: string;
  /** What the sealed entry commits to; absent where the act itself is public and only fields wait. */
  readonly body?: string;
  readonly later: { readonly [field: string]: string };
};

/**
 * Computed where the event is made, so that what is committed to is what happened: nobody can choose later what a sealed
 * entry shall have said. `key` is the subject's; without one nothing can be sealed. Throws RangeError where a draft breaks the format.
 */
export function publicationOf(
  draft: EventDraft, fixed: { readonly id: EventId; readonly at: Instant; readonly commitments: { readonly [field: string]: string } },
  envelope: string, key: Uint8Array | undefined,
): Publication {
  const publish: Publish = draft.publish ?? { stream: draft.stream, when: 'at-once', open: draft.open, later: {} };
  const { when, later } = publish;
  const commitments: Record<string, string> = { ...fixed.commitments };
  // What the public does not read of an event is bound all the same: no village or minute inside can be exchanged unseen.
  if (key) commitments[WHOLE_EVENT] = commitmentOf(key, fixed.id, WHOLE_EVENT, envelope);
  for (const [label, text] of Object.entries(later)) {
    if (Object.hasOwn(commitments, label)) throw new RangeError(`a field is opened later or private, not both: ${label}`);
    commitments[label] = commitmentOf(key ?? noKey(draft), fixed.id, label, text);
  }
  if (when === 'never') {
    // Bound whole, and with no word beside it: in the log it looks like any resident's act that waits.
    const commitment = commitments[WHOLE_EVENT] ?? noKey(draft);
    return { entry: Buffer.from(writeEntry({ kind: 'sealed', v: 1, commitment })) };
  }
  const family = familyOf(draft.type);
  if (when === 'at-once') {
    const act = actOf(draft, publish, { at: minuteOf(fixed.at) }, commitments);
    const entry = Buffer.from(writeEntry({ kind: 'act', v: 1, ...act }));
    return Object.keys(later).length === 0 ? { entry } : { entry, waiting: { cause: 'office', family, day: isoOf(fixed.at).slice(0, 10), later } };
  }
  const body = writeAct(actOf(draft, publish, { day: when.day }, commitments));
  const commitment = commitmentOf(key ?? noKey(draft), fixed.id, WHOLE_ACT, body);
  return { entry: Buffer.from(writeEntry({ kind: 'sealed', v: 1, commitment })), waiting: { cause: when.cause, family, day: when.day, body, later } };
}

/** `case.judged.v1` → `case.judged`. */
export function familyOf(type: string): string {
  return type.replace(/\.v\d+$/, '');
}

/** UTC, `2026-11-22T10:32Z`. */
export function minuteOf(at: Instant): string {
  return `${isoOf(at).slice(0, 16)}Z`;
}

function actOf(draft: EventDraft, publish: Publish, time: { readonly at: string } | { readonly day: string }, commitments: Act['commitments']): Act {
  return {
    type: draft.type, stream: publish.stream, seq: draft.streamSeq, ...time, role: publish.as ?? draft.role,
    ...(draft.unit === undefined || publish.as !== undefined ? {} : { unit: draft.unit }), ...(draft.post === undefined || publish.as !== undefined ? {} : { post: draft.post }),
    open: publish.open, commitments,
  };
}

function noKey(draft: EventDraft): never {
  throw new RangeError(`nothing can be committed to without a subject's key: ${draft.type}`);
}
