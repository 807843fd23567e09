import { statement } from '../../platform/db/statement.ts';
import { canonical } from '../../record/canonical.ts';
import type { Json } from '../../record/event.ts';
import { payloadsByEvent, type Replayer } from '../../record/replayer.ts';
import { fold } from './evolve.ts';
import { factOf, streamOf } from './load.ts';
import type { Matter } from './matter.ts';

/** For fsck: the row that pages read is what the events of the matter amount to. */
export const mattersReplayer: Replayer = {
  name: 'matters',
  prefix: 'matter.',
  async payloads(reader, jurisdiction, events) {
    const rows = await reader.rows(selectPayloadsOf, [jurisdiction, events.map((event) => idOf(event.stream)), events.map((event) => event.streamSeq)]);
    return payloadsByEvent(events, rows.map(({ matter_id: id, ...row }) => ({ ...row, stream: streamOf(id) })));
  },
  replay(_stream, events) {
    const state = fold(events.map((event) => factOf(event, event.sealed === 'erased' ? {} : event.sealed)));
    return state && written(rowOf(state));
  },
  async live(reader, jurisdiction, streams) {
    const rows = await reader.rows(selectLive, [jurisdiction, streams.map(idOf)]);
    return new Map(rows.map(({ matter_id: id, row }) => [streamOf(id), written(row)]));
  },
  async liveStreams(reader, jurisdiction, after, limit) {
    const rows = await reader.rows(selectLiveStreams, [jurisdiction, idOf(after), limit]);
    return rows.map((row) => streamOf(row.matter_id));
  },
};

function rowOf({ seq, kind, unit, stage, topics, divisions, since, declaredAt, endedAt }: Matter): Json {
  return { version: seq, kind, unit, stage, topics, divisions, since, declaredAt, endedAt: endedAt ?? null };
}

function written(row: Json): string {
  return canonical(JSON.parse(JSON.stringify(row, (_key, value: unknown) => (typeof value === 'number' ? String(value) : value))) as Json);
}

function idOf(stream: string): string {
  return stream.slice('matter:'.length) || '00000000-0000-0000-0000-000000000000';
}

const selectPayloadsOf = statement<{ matter_id: string; seq: number; sealed: Record<string, string> }>('app_actor', 'matters.select_payloads_of', `
  select p.matter_id, p.seq, p.sealed
  from unnest($2::uuid[], $3::integer[]) as asked (matter_id, seq)
  join matters.payloads p on p.jurisdiction = $1 and p.matter_id = asked.matter_id and p.seq = asked.seq`);

const selectLive = statement<{ matter_id: string; row: Json }>('app_actor', 'matters.select_live', `
  select m.matter_id, jsonb_build_object('version', m.version, 'kind', m.kind, 'unit', m.unit, 'stage', m.stage, 'topics', m.topics, 'divisions', m.divisions,
    'since', round(extract(epoch from m.since) * 1000)::bigint, 'declaredAt', round(extract(epoch from m.declared_at) * 1000)::bigint,
    'endedAt', round(extract(epoch from m.ended_at) * 1000)::bigint) as row
  from matters.matters m where m.jurisdiction = $1 and m.matter_id = any ($2::uuid[])`);

const selectLiveStreams = statement<{ matter_id: string }>('app_actor', 'matters.select_live_streams', `
  select matter_id from matters.matters where jurisdiction = $1 and matter_id > $2::uuid order by matter_id limit $3`);
