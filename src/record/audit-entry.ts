import type { EventId } from '../kernel/ids.ts';
import { canonical } from './canonical.ts';
import { verifyCommitment } from './commitment.ts';
import { parseEnvelope, type PublicEvent } from './envelope.ts';
import type { Ledger } from './finding.ts';
import { disclosureFault, parseEntry, WHOLE_ACT, WHOLE_EVENT, type Act, type DisclosedEntry } from './log/index.ts';
import { leafHash, sameHash } from './merkle/hash.ts';
import { minuteOf } from './publication.ts';
import type { AuditedEntry } from './store.ts';
import type { SubjectKey } from './subject-keys.ts';

/** One entry of the log: hashed as stored, made by the event that its row names, and saying of it, or committing to, what happened. */
export function auditEntry(row: AuditedEntry, key: SubjectKey, ledger: Ledger): void {
  const index = Number(row.index);
  if (!sameHash(leafHash(row.entry), row.leaf_hash)) ledger.add({ kind: 'leaf-differs', index });
  if (row.replayed && row.event_id === null) {
    ledger.replayed += 1;
    return;
  }
  if (!row.envelope || row.found !== row.event_id) {
    ledger.add({ kind: 'entry-without-event', index });
    return;
  }
  // Drafts begun before entries had a form of their own hold the envelope itself.
  if (row.part === 0 && row.entry.equals(row.envelope)) return;
  const event = eventIn(row.envelope);
  // The audit of streams names an envelope that cannot be read.
  if (!event) return;
  const fault = row.part === 0 ? ownFault(row, event, key) : openingFault(row, event, key);
  if (fault) ledger.add({ kind: fault, index });
}

function ownFault(row: AuditedEntry, event: PublicEvent, key: SubjectKey): 'entry-differs' | 'sealed-unopenable' | undefined {
  const entry = parseEntry(row.entry);
  if (!entry || entry.kind === 'disclosed') return 'entry-differs';
  if (entry.kind === 'act') return tells(entry, event, row, key) ? undefined : 'entry-differs';
  // An opening is compared with its entry when the audit comes to it; of the erased nothing can be said any more.
  if (row.is_opened || key === 'erased') return undefined;
  if (key === undefined) return 'sealed-unopenable';
  // What is never opened commits to the event itself.
  if (row.body === null) return verifyCommitment(key, event.id, WHOLE_EVENT, row.envelope?.toString('utf8') ?? '', entry.commitment) ? undefined : 'sealed-unopenable';
  const act = actIn(row.body);
  const commits = verifyCommitment(key, row.event_id as EventId, WHOLE_ACT, row.body, entry.commitment);
  return act && tells(act, event, row, key) && commits ? undefined : 'entry-differs';
}

function openingFault(row: AuditedEntry, event: PublicEvent, key: SubjectKey): 'entry-differs' | undefined {
  const [entry, own] = [parseEntry(row.entry), row.own_entry ? parseEntry(row.own_entry) : undefined];
  if (entry?.kind !== 'disclosed' || !own || Number(row.own_index) !== entry.index) return 'entry-differs';
  const says = entry.act ? tells(entry.act, event, row, key) : true;
  return says && disclosureFault(entry as DisclosedEntry, own) === undefined ? undefined : 'entry-differs';
}

/**
 * The public act is that of the event: its type, place in the stream, author and minute, every private field committed to, and
 * the event itself, which is either all public or committed to whole.
 */
function tells(act: Act, event: PublicEvent, { envelope }: AuditedEntry, key: SubjectKey): boolean {
  const whole = act.commitments[WHOLE_EVENT];
  const isBound = whole === undefined
    ? canonical(act.open) === canonical(event.open)
    // Without its key nothing can be said: erased, or the audit of streams names the key.
    : key === 'erased' || key === undefined || verifyCommitment(key, event.id, WHOLE_EVENT, envelope?.toString('utf8') ?? '', whole);
  if (!isBound) return false;
  const isTimed = act.at === undefined || act.at === minuteOf(event.at);
  const isSigned = act.role === event.role && act.unit === event.unit && act.post === event.post;
  return isTimed && isSigned && act.type === event.type && act.seq === event.streamSeq
    && Object.entries(event.commitments).every(([label, commitment]) => act.commitments[label] === commitment);
}

function eventIn(envelope: Buffer): PublicEvent | undefined {
  try {
    return parseEnvelope(envelope);
  } catch {
    return undefined;
  }
}

function actIn(body: string): Act | undefined {
  try {
    return JSON.parse(body) as Act;
  } catch {
    return undefined;
  }
}
