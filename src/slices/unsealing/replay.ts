import { statement } from '../../platform/db/statement.ts';
import { canonical } from '../../record/canonical.ts';
import type { Json } from '../../record/event.ts';
import { payloadsByEvent, type Replayer } from '../../record/replayer.ts';
import { fold } from './evolve.ts';
import { factOf, streamOf } from './handle.ts';
import type { Unsealing } from './unsealing.ts';

/** For fsck: the row that pages and row security read is what the events of the request amount to. */
export const unsealingReplayer: Replayer = {
  name: 'unsealing',
  prefix: 'identity.',
  async payloads(reader, jurisdiction, events) {
    const rows = await reader.rows(selectPayloadsOf, [jurisdiction, events.map((event) => idOf(event.stream)), events.map((event) => event.streamSeq)]);
    return payloadsByEvent(events, rows.map(({ request_id: id, ...row }) => ({ ...row, stream: streamOf(id) })));
  },
  replay(_stream, events) {
    const state = fold(events.map((event) => factOf(event, event.sealed === 'erased' ? {} : event.sealed)));
    return state && written(rowOf(state));
  },
  async live(reader, jurisdiction, streams) {
    const rows = await reader.rows(selectLive, [jurisdiction, streams.map(idOf)]);
    return new Map(rows.map(({ request_id: id, row }) => [streamOf(id), written(row)]));
  },
  async liveStreams(reader, jurisdiction, after, limit) {
    const rows = await reader.rows(selectLiveStreams, [jurisdiction, idOf(after), limit]);
    return rows.map((row) => streamOf(row.request_id));
  },
};

/** The columns as the events give them; who may see the row is not theirs to say. */
function rowOf(one: Unsealing): Json {
  const isApproved = one.status === 'approved';
  return {
    case: one.caseId, version: one.seq, status: one.status, purpose: one.purpose, fields: one.fields, granted: isApproved ? one.granted : [], unit: one.asker.unit,
    askedAt: one.askedAt, until: isApproved ? one.until : null, views: one.views.length, contest: one.contest.state, answerBy: one.contest.state === 'open' ? one.contest.answerBy : null,
  };
}

function written(row: Json): string {
  return canonical(JSON.parse(JSON.stringify(row, (_key, value: unknown) => (typeof value === 'number' ? String(value) : value))) as Json);
}

function idOf(stream: string): string {
  return stream.slice('identity:'.length) || '00000000-0000-0000-0000-000000000000';
}

const selectPayloadsOf = statement<{ request_id: string; seq: number; sealed: Record<string, string> }>('app_actor', 'unsealing.select_payloads_of', `
  select p.request_id, p.seq, p.sealed
  from unnest($2::uuid[], $3::integer[]) as asked (request_id, seq)
  join unsealing.payloads p on p.jurisdiction = $1 and p.request_id = asked.request_id and p.seq = asked.seq`);

const selectLive = statement<{ request_id: string; row: Json }>('app_actor', 'unsealing.select_live', `
  select r.request_id, jsonb_build_object('case', r.case_id, 'version', r.version, 'status', r.status, 'purpose', r.purpose, 'fields', r.fields,
    'granted', r.granted, 'unit', r.unit, 'askedAt', round(extract(epoch from r.asked_at) * 1000)::bigint, 'until', round(extract(epoch from r.open_until) * 1000)::bigint, 'views', r.views, 'contest', r.contest, 'answerBy', round(extract(epoch from r.answer_by) * 1000)::bigint) as row
  from unsealing.requests r where r.jurisdiction = $1 and r.request_id = any ($2::uuid[])`);

const selectLiveStreams = statement<{ request_id: string }>('app_actor', 'unsealing.select_live_streams', `
  select request_id from unsealing.requests where jurisdiction = $1 and request_id > $2::uuid order by request_id limit $3`);
