import { isoOf } from '../../kernel/instant.ts';
import type { RecordedEvent } from '../../record/event.ts';
import { CASE_EVENT_TYPES, ERASED, type CaseFact } from './events.ts';

/**
 * A stored event as the newest version that `evolve` knows. Stored bytes never change: when `case.x.v2` comes, its
 * step from v1 is one pure function in this table, and `vectors/` keeps a specimen of every version.
 */
export function upcast(event: Omit<RecordedEvent, 'id'>, jurisdiction: string): CaseFact {
  if (!CASE_EVENT_TYPES.some((type) => type === event.type)) {
    throw new Error(`no version of ${event.type} is known here (${event.stream} ${String(event.streamSeq)}, ${isoOf(event.at)})`);
  }
  const sealed = event.sealed === 'erased' ? everyFieldErased : event.sealed;
  const { type, stream, streamSeq: seq, at, role, unit, post, open } = event;
  // The parser of what we wrote ourselves: append took exactly these shapes, and the record proves them unchanged.
  return { type, stream, jurisdiction, seq, at, role, ...(unit ? { unit } : {}), ...(post ? { post } : {}), open, sealed } as unknown as CaseFact;
}

/** After erasure every private field reads as the word for it, whichever were given. */
const everyFieldErased: Readonly<Record<string, string>> = Object.fromEntries(
  ['words', 'explanation', 'summary', 'found', 'done', 'owed', 'reason', 'note', 'comment', 'by', 'party', 'text'].map((field) => [field, ERASED]),
);
