import { parseDivisionCode, parseTopicCode, parseUnitId, type CaseId, type DivisionCode, type JurisdictionCode, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { instantOf, type Instant } from '../../kernel/instant.ts';
import type { Reader, Tx } from '../../platform/db/reader.ts';
import { forgetMember, selectIncidents, type IncidentRow } from './store.ts';

/** An incident as everybody reads it; `joined` in whole tens, 0 below ten. */
export type Incident = {
  readonly id: string; readonly name: string; readonly topics: readonly TopicCode[]; readonly divisions: readonly DivisionCode[]; readonly unit?: UnitId;
  readonly latest?: { readonly words: string; readonly at: Instant }; readonly nextWordAt?: Instant;
  readonly declaredDate?: { readonly dueAt: Instant; readonly explanation: string; readonly role: string };
  readonly since: Instant; readonly declaredAt: Instant; readonly endedAt?: Instant; readonly joined: number;
};

/** More than this going on at once is a page of its own, not a banner. */
const INCIDENTS_MAX = 30;

/** Those that go on, newest first; with `ended`, those that are over after them. */
export async function publicIncidents(reader: Reader, jurisdiction: JurisdictionCode, ended = false): Promise<readonly Incident[]> {
  return (await reader.rows(selectIncidents, [jurisdiction, INCIDENTS_MAX, ended])).map(incidentOf);
}

/** In the transaction that erases the case (role `worker`): with which others it stood. */
export async function forgetMembership(tx: Tx, caseId: CaseId): Promise<void> {
  await tx.run(forgetMember, [tx.actor.jurisdiction, caseId]);
}

function incidentOf(row: IncidentRow): Incident {
  const unit = parseUnitId(row.unit);
  return {
    id: row.matter_id, name: row.name, topics: row.topics.flatMap((code) => parseTopicCode(code) ?? []), divisions: row.divisions.flatMap((code) => parseDivisionCode(code) ?? []),
    ...(unit ? { unit } : {}), ...(row.words !== null && row.words_at ? { latest: { words: row.words, at: instantOf(row.words_at) } } : {}),
    ...(row.next_word_at ? { nextWordAt: instantOf(row.next_word_at) } : {}),
    ...(row.due_at ? { declaredDate: { dueAt: instantOf(row.due_at), explanation: row.due_reason ?? '', role: row.due_role ?? '' } } : {}),
    since: instantOf(row.since), declaredAt: instantOf(row.declared_at), ...(row.ended_at ? { endedAt: instantOf(row.ended_at) } : {}), joined: row.joined,
  };
}
