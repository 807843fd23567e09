import type { EventId, JurisdictionCode } from '../../kernel/ids.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import { statement } from '../../platform/db/statement.ts';
import { canonical, type Json, type Replayer } from '../../record/index.ts';
import { fold } from './evolve.ts';
import { keeperOf, parseStep } from './kept.ts';
import { dueOf, type ReportState } from './report.ts';
import type { Fact } from './steps.ts';

/** Rebuilds every row of a sealed report from its events, for fsck: what is known of it, who may read it, and the digest of each letter. */
export function sealedReplayer(keys: KeyProvider): Replayer {
  return {
    name: 'sealed',
    prefix: 'sealed.',
    async payloads(reader, jurisdiction, events) {
      const rows = await reader.rows(selectStepsOf, [jurisdiction, events.map(({ stream }) => reportIn(stream)), events.map(({ streamSeq }) => streamSeq)]);
      const keeper = keeperOf(keys, jurisdiction);
      const found = new Map<EventId, { readonly step: string }>();
      for (const event of events) {
        const row = rows.find(({ report_id, seq }) => report_id === reportIn(event.stream) && seq === event.streamSeq);
        const step = row && keeper.openStep(row.report_id, row.seq, row.step);
        if (step !== undefined) found.set(event.id, { step });
      }
      return found;
    },
    replay(_stream, events) {
      const facts = events.map(({ streamSeq, at, sealed }): Fact => ({ seq: streamSeq, at, step: parseStep(sealed === 'erased' ? '' : sealed['step'] ?? '') }));
      const state = fold(facts);
      return state && written(state, state.readers, dueOf(state) ?? null, state.letters.map(({ digest }) => digest));
    },
    async live(reader, jurisdiction, streams) {
      const rows = await reader.rows(selectLive, [jurisdiction, streams.map(reportIn)]);
      return new Map(rows.map((row) => [`sealed:${row.report_id}`, lineOf(keys, jurisdiction, row)]));
    },
    async liveStreams(reader, jurisdiction, after, limit) {
      return (await reader.rows(selectLiveStreams, [jurisdiction, after, limit])).map(({ stream }) => stream);
    },
  };
}

type LiveRow = { report_id: string; version: number; state: Buffer; readers: string[]; due_at: Date | null; digests: string[] };

function lineOf(keys: KeyProvider, jurisdiction: JurisdictionCode, row: LiveRow): string {
  const state = keeperOf(keys, jurisdiction).openState(row.report_id, row.state);
  return written({ ...state, seq: row.version }, row.readers, row.due_at?.getTime() ?? null, row.digests);
}

function written(state: ReportState, readers: readonly string[], due: number | null, digests: readonly string[]): string {
  return canonical({ state: state as unknown as Json, readers, due, digests });
}

function reportIn(stream: string): string {
  return stream.slice('sealed:'.length);
}

const selectStepsOf = statement<{ report_id: string; seq: number; step: Buffer }>('sealed_svc', 'sealed.select_steps_of', `
  select s.report_id, s.seq, s.step from unnest($2::uuid[], $3::integer[]) as asked (report_id, seq)
  join sealed.steps s on s.jurisdiction = $1 and s.report_id = asked.report_id and s.seq = asked.seq`);

const selectLive = statement<LiveRow>('sealed_svc', 'sealed.select_live', `
  select report_id, version, state, readers, due_at, array(
    select rtrim(translate(encode(sha256(l.ciphertext), 'base64'), '+/', '-_'), '=') from sealed.letters l
    where l.jurisdiction = $1 and l.report_id = r.report_id order by l.n) as digests
  from sealed.reports r where jurisdiction = $1 and report_id = any($2::uuid[])`);

const selectLiveStreams = statement<{ stream: string }>('sealed_svc', 'sealed.select_live_streams', `
  select 'sealed:' || report_id::text as stream from sealed.reports where jurisdiction = $1 and 'sealed:' || report_id::text > $2 order by 1 limit $3`);
