import { canonical } from '../../record/canonical.ts';
import type { Json, Replayer } from '../../record/index.ts';
import { publishedOf } from './score-published.ts';
import { resultDigest, type RecordResult } from './score-record.ts';
import { streamOf } from './scorecards.ts';
import { selectAll, selectLastDay } from './store.ts';

/** For fsck: each result that pages may show is the one whose digest the record holds. That it is the right one, a verifier recomputes. */
export const scorecardsReplayer: Replayer = {
  name: 'scorecards',
  prefix: 'scorecard.',
  async payloads(_reader, _jurisdiction, events) {
    return new Map(events.map((event) => [event.id, {}])); // all of such an event is public
  },
  replay(stream, events) {
    return written(events.map(({ type, open, streamSeq: seq, role }) => {
      const told = publishedOf({ type, open, stream, seq, role, commitments: {} });
      if (!told) throw new Error(`an announcement that nobody can read: number ${seq}`);
      return { n: told.n, asOf: told.asOf, rule: told.rule, digest: told.digest };
    }));
  },
  async live(reader, jurisdiction, streams) {
    const rows = await reader.rows(selectAll, [jurisdiction]);
    const stored = written(rows.map(({ n, as_of: asOf, rule, result }) => (
      { n: Number(n), asOf: asOf.getTime(), rule, digest: resultDigest(result as RecordResult) })));
    return new Map(streams.filter((stream) => stream === streamOf(jurisdiction) && rows.length > 0).map((stream) => [stream, stored]));
  },
  async liveStreams(reader, jurisdiction, after, limit) {
    const last = await reader.row(selectLastDay, [jurisdiction]);
    return last && limit > 0 && streamOf(jurisdiction) > after ? [streamOf(jurisdiction)] : [];
  },
};

function written(results: readonly { readonly n: number; readonly asOf: number; readonly rule: number; readonly digest: string }[]): string {
  return canonical([...results].sort((a, b) => a.n - b.n) as unknown as Json);
}
