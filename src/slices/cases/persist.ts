import { isoOf, type Instant } from '../../kernel/instant.ts';
import type { CaseId } from '../../kernel/ids.ts';
import type { SqlValue, Tx } from '../../platform/db/reader.ts';
import { together } from '../../platform/db/together.ts';
import { append } from '../../record/append.ts';
import type { EventDraft, RecordedEvent } from '../../record/event.ts';
import type { CaseDeps } from './deps.ts';
import type { CaseFact } from './events.ts';
import { evolve } from './evolve.ts';
import { hardRowsOf, saveHardCases } from './hard-cases.ts';
import { roundRowsOf, rowOf, rulesVersionOf, timerRowsOf, type RoundRow } from './project.ts';
import { publicRowOf, removalRowsOf, searchOf, type PublicRow, type RemovalRow } from './project-public.ts';
import { withPublication } from './publish.ts';
import type { Rules } from './rules.ts';
import type { CaseState } from './state.ts';
import { insertMessagePhotos, insertPayloads, setTimers, updateCase, upsertPublicCase, upsertRemovals, upsertRounds } from './store.ts';
import { NOTHING_TOLD, type Told } from './told.ts';
import { upcast } from './upcast.ts';

export type Changed = { readonly state: CaseState; readonly history: readonly CaseFact[]; readonly told: Told };

/** What the drafts will lead to once recorded: the same fold that a replay makes. */
export function foresee(before: Changed | undefined, drafts: readonly EventDraft[], tx: Tx): Changed {
  const facts = drafts.map((draft) => upcast({ ...draft, at: tx.at }, tx.actor.jurisdiction));
  const after = facts.reduce<CaseState | undefined>(evolve, before?.state);
  if (!after) throw new Error('a decision without events');
  return { state: after, history: [...before?.history ?? [], ...facts], told: before?.told ?? NOTHING_TOLD };
}

/**
 * Writes one decision: events, private halves, live row, public rows, timers and promised jobs, all in the caller's
 * transaction and in as few round trips as the record allows. A crash before its commit leaves nothing of it.
 */
export async function persist(deps: CaseDeps, tx: Tx, drafts: readonly EventDraft[], after: Changed, rules: Rules): Promise<readonly RecordedEvent[]> {
  const { id } = after.state.facts;
  const [events] = await together([
    append(tx, id, withPublication(drafts, after.history, rules), deps.keys),
    tx.run(updateCase, updateValues(tx, after.state)),
    savePayloads(tx, id, drafts),
    savePhotos(tx, id, drafts),
    saveTimers(tx, after, rules),
    savePublic(tx, after, rules),
  ]);
  if (deps.reactions.wants(events.map((event) => event.type))) await deps.reactions.promise(tx, events);
  return events;
}

/** The rows that anyone may read; none before the case is accepted or diverted, or the time for that has passed. */
export async function savePublic(tx: Tx, changed: Changed, rules: Rules): Promise<void> {
  await together([saveRounds(tx, changed), savePages(tx, changed, rules)]);
}

/** What pages read: as much as the log has opened. Also written by the daily batch, which changes nothing else of a case. */
export async function savePages(tx: Tx, { state, history, told }: Changed, rules: Rules): Promise<void> {
  const row = publicRowOf(state, history, told, rules);
  if (!row) return;
  const removals = removalRowsOf(state, history, told);
  const { jurisdiction } = tx.actor;
  await together([
    tx.run(upsertPublicCase, publicValues(jurisdiction, row, searchOf(row, rules.topicWords))),
    saveHardCases(tx, state.facts.number, hardRowsOf(history, state.facts.erased)),
    removals.length === 0 ? 0 : tx.run(upsertRemovals, [jurisdiction, row.number, JSON.stringify(removals.map(removalJson))]),
  ]);
}

/** Every round whole, for counting by the program's own hands: an outcome stands here first, and the public row can bear no other. */
async function saveRounds(tx: Tx, { state, history }: Changed): Promise<void> {
  const rounds = roundRowsOf(state, history);
  const { number, topic, place, channel } = state.facts;
  if (rounds.length > 0) await tx.run(upsertRounds, [tx.actor.jurisdiction, number, topic, place.division, channel, JSON.stringify(rounds.map(roundJson))]);
}

/** Events without private fields have no row. */
export function payloadColumns(drafts: readonly EventDraft[]): { readonly seqs: number[]; readonly sealed: string[] } {
  const withWords = drafts.filter((draft) => Object.keys(draft.sealed).length > 0);
  return { seqs: withWords.map((draft) => draft.streamSeq), sealed: withWords.map((draft) => JSON.stringify(draft.sealed)) };
}

export function timestamp(at: Instant | null): string | null {
  return at === null ? null : isoOf(at);
}

async function savePayloads(tx: Tx, id: CaseId, drafts: readonly EventDraft[]): Promise<void> {
  const { seqs, sealed } = payloadColumns(drafts);
  if (seqs.length > 0) await tx.run(insertPayloads, [tx.actor.jurisdiction, id, seqs, sealed]);
}

/** Those of messages; a submission writes its own. The same form sent again with "back" may bring the same photograph. */
async function savePhotos(tx: Tx, id: CaseId, drafts: readonly EventDraft[]): Promise<void> {
  const names = drafts.filter(({ type }) => type === 'case.asked.v1' || type === 'case.replied.v1').flatMap(({ sealed }) => (sealed['photos'] ?? '').split(' ').filter(Boolean));
  if (names.length > 0) await tx.run(insertMessagePhotos, [tx.actor.jurisdiction, id, names]);
}

function saveTimers(tx: Tx, { state, history }: Changed, rules: Rules): Promise<number> {
  const timers = timerRowsOf(state);
  return tx.run(setTimers, [
    tx.actor.jurisdiction, state.facts.id, timers.map((timer) => timer.kind), timers.map((timer) => isoOf(timer.dueAt)),
    rowOf(state).round, rulesVersionOf(history, rules),
  ]);
}

function updateValues(tx: Tx, state: CaseState): readonly SqlValue[] {
  const row = rowOf(state);
  return [
    tx.actor.jurisdiction, state.facts.id, row.version, row.stage, row.kind, row.urgency, row.topic, row.division, row.owner, row.handler,
    row.assisting, row.round, timestamp(row.dueAt), row.paused, timestamp(row.acceptedAt), timestamp(row.answeredAt), row.summary, row.removals, row.lastMessage,
    row.correctedFrom, row.correctedTo, timestamp(row.correctedAt), row.reissue,
  ];
}

function publicValues(jurisdiction: string, row: PublicRow, search: string): readonly SqlValue[] {
  return [
    jurisdiction, row.number, row.listedDay, row.publicDay, row.stage, row.kind, row.topic, row.division, row.submittedDay, timestamp(row.submittedAt),
    isoOf(row.updatedAt), row.diversion, row.diversionFinal, row.owner, row.handler, row.assisting, row.round, timestamp(row.startedAt),
    timestamp(row.dueAt), timestamp(row.answeredAt), row.paused, row.outcome, row.outcomeDay, row.summary, row.words, row.address,
    row.latitude, row.longitude, JSON.stringify(row.timeline), search, isoOf(row.changedAt),
  ];
}

function roundJson(row: RoundRow): Record<string, string | number | boolean | null> {
  return {
    round: row.round, unit: row.unit, handler: row.handler, owner: row.owner, paused: row.paused, started_at: isoOf(row.startedAt), due_at: isoOf(row.dueAt),
    signed_at: timestamp(row.signedAt), contacted_at: timestamp(row.contactedAt), answered_at: timestamp(row.answeredAt),
    outcome: row.outcome, outcome_day: row.outcomeDay, window_passed: row.windowPassed, withdrawn: row.withdrawn,
    pauses: row.pauses, transfers: row.transfers, escalations: row.escalations,
  };
}

function removalJson(row: RemovalRow): Record<string, string | number | boolean | null> {
  return {
    place: row.place, item: row.item, rule: row.rule, state: row.state, proposer_role: row.proposerRole, proposer_unit: row.proposerUnit,
    approver_role: row.approverRole, approver_unit: row.approverUnit, day: row.day, restored_day: row.restoredDay, contest_spent: row.contestSpent,
  };
}
