import type { JurisdictionCode } from '../../kernel/ids.ts';
import { statement } from '../../platform/db/statement.ts';
import { canonical } from '../../record/canonical.ts';
import type { Json } from '../../record/event.ts';
import { payloadsByEvent, type Replayer } from '../../record/replayer.ts';
import { fold } from './evolve.ts';
import { hardRowsOf } from './hard-cases.ts';
import { roundRowsOf, rowOf, timerRowsOf } from './project.ts';
import { publicRowOf, removalRowsOf, type PublicRules } from './project-public.ts';
import { NOTHING_TOLD, withOpened } from './told.ts';
import { upcast } from './upcast.ts';

/**
 * Rebuilds every row of a case from its events and from what the log has opened of them, for fsck. Search text is left out: it also holds names of topics, which
 * may be renamed.
 */
export function createCasesReplayer(rulesFor: (jurisdiction: JurisdictionCode) => PublicRules): Replayer {
  return {
    name: 'cases',
    prefix: 'case.',
    async payloads(reader, jurisdiction, events) {
      const rows = await reader.rows(selectPayloadsOf, [jurisdiction, events.map((event) => event.stream), events.map((event) => event.streamSeq)]);
      return payloadsByEvent(events, rows.map(({ case_id: stream, ...row }) => ({ ...row, stream })));
    },
    replay(_stream, events, jurisdiction, opened) {
      const rules = rulesFor(jurisdiction);
      const told = withOpened(NOTHING_TOLD, opened);
      const history = events.map((event) => upcast(event, jurisdiction));
      const state = fold(history);
      if (!state) return undefined;
      return written({
        live: { ...rowOf(state), told }, public: publicRowOf(state, history, told, rules) ?? null, rounds: roundRowsOf(state, history), removals: removalRowsOf(state, history, told),
        hard: hardRowsOf(history, state.facts.erased),
        timers: [...timerRowsOf(state)].sort((a, b) => (a.kind < b.kind ? -1 : 1)),
      });
    },
    async live(reader, jurisdiction, streams) {
      const rows = await reader.rows(selectLive, [jurisdiction, streams]);
      return new Map(rows.map(({ case_id, ...standing }) => [case_id, written(standing)]));
    },
    async liveStreams(reader, jurisdiction, after, limit) {
      const rows = await reader.rows(selectLiveStreams, [jurisdiction, after, limit]);
      return rows.map((row) => row.case_id);
    },
  };
}

/** The same text exactly when the rows mean the same. Numbers as text: a place on the map is not a whole number. */
function written(rows: object): string {
  return canonical(JSON.parse(JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'number' ? String(value) : value))) as Json);
}

const selectPayloadsOf = statement<{ case_id: string; seq: number; sealed: Record<string, string> }>('app_actor', 'cases.select_payloads_of', `
  select p.case_id, p.seq, p.sealed
  from unnest($2::uuid[], $3::integer[]) as asked (case_id, seq)
  join cases.payloads p on p.jurisdiction = $1 and p.case_id = asked.case_id and p.seq = asked.seq`);

/** Instants as whole milliseconds, days as text: what the projection computes. */
const selectLive = statement<{ case_id: string; live: Json; public: Json; rounds: Json; removals: Json; hard: Json; timers: Json }>('app_actor', 'cases.select_live', `
  select c.case_id,
    jsonb_build_object('number', c.number, 'version', c.version, 'stage', c.stage, 'kind', c.kind, 'urgency', c.urgency, 'topic', c.topic,
      'division', c.division, 'channel', c.channel, 'anonymity', c.anonymity, 'owner', c.owner, 'handler', c.handler,
      'assisting', c.assisting, 'about', c.about, 'round', c.round, 'dueAt', cases.ms(c.due_at), 'paused', c.paused,
      'submittedAt', cases.ms(c.submitted_at), 'acceptedAt', cases.ms(c.accepted_at), 'answeredAt', cases.ms(c.answered_at),
      'summary', c.summary, 'removals', c.removals, 'lastMessage', c.last_message, 'reissue', c.reissue, 'correctedFrom', c.corrected_from, 'correctedTo', c.corrected_to, 'correctedAt', cases.ms(c.corrected_at), 'told', c.told) as live,
    (select jsonb_build_object('number', p.number, 'listedDay', p.listed_day, 'publicDay', p.public_day, 'stage', p.stage, 'kind', p.kind, 'topic', p.topic,
      'division', p.division, 'submittedDay', p.submitted_day, 'submittedAt', cases.ms(p.submitted_at), 'updatedAt', cases.ms(p.updated_at),
      'diversion', p.diversion, 'diversionFinal', p.diversion_final, 'owner', p.owner, 'handler', p.handler, 'assisting', p.assisting,
      'round', p.round, 'startedAt', cases.ms(p.started_at), 'dueAt', cases.ms(p.due_at), 'answeredAt', cases.ms(p.answered_at),
      'paused', p.paused, 'outcome', p.outcome, 'outcomeDay', p.outcome_day, 'summary', p.summary, 'words', p.words,
      'address', p.address, 'latitude', p.latitude, 'longitude', p.longitude, 'timeline', p.timeline, 'changedAt', cases.ms(p.told_at))
     from cases.public_cases p where p.jurisdiction = c.jurisdiction and p.number = c.number) as public,
    (select coalesce(jsonb_agg(jsonb_build_object('round', r.round, 'unit', r.unit, 'handler', r.handler, 'owner', r.owner, 'paused', r.paused, 'startedAt', cases.ms(r.started_at),
      'dueAt', cases.ms(r.due_at), 'signedAt', cases.ms(r.signed_at), 'contactedAt', cases.ms(r.contacted_at),
      'answeredAt', cases.ms(r.answered_at), 'outcome', r.outcome, 'outcomeDay', r.outcome_day, 'windowPassed', r.window_passed,
      'withdrawn', r.withdrawn, 'pauses', r.pauses, 'transfers', r.transfers, 'escalations', r.escalations) order by r.round), '[]')
     from cases.rounds r where r.jurisdiction = c.jurisdiction and r.number = c.number) as rounds,
    (select coalesce(jsonb_agg(jsonb_build_object('place', m.place, 'item', m.item, 'rule', m.rule, 'state', m.state, 'proposerRole', m.proposer_role,
      'proposerUnit', m.proposer_unit, 'approverRole', m.approver_role, 'approverUnit', m.approver_unit, 'day', m.day,
      'restoredDay', m.restored_day, 'contestSpent', m.contest_spent) order by m.place), '[]')
     from cases.removals m where m.jurisdiction = c.jurisdiction and m.number = c.number) as removals,
    (select coalesce(jsonb_agg(jsonb_build_object('round', h.round, 'ground', h.ground, 'reason', h.reason, 'unit', h.unit, 'post', h.post, 'since', cases.ms(h.since),
      'reviewAt', cases.ms(h.review_at), 'reviews', h.reviews, 'listed', h.listed) order by h.round), '[]')
     from cases.hard_cases h where h.jurisdiction = c.jurisdiction and h.number = c.number) as hard,
    (select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'dueAt', cases.ms(t.due_at)) order by t.kind collate "C"), '[]')
     from cases.timers t where t.jurisdiction = c.jurisdiction and t.case_id = c.case_id and t.due_at is not null) as timers
  from cases.cases c where c.jurisdiction = $1 and c.case_id = any ($2::uuid[])`);

const selectLiveStreams = statement<{ case_id: string }>('app_actor', 'cases.select_live_streams', `
  select case_id from cases.cases
  where jurisdiction = $1 and case_id > coalesce(nullif($2, ''), '00000000-0000-0000-0000-000000000000')::uuid
  order by case_id limit $3`);
