import { statement } from '../../platform/db/statement.ts';
import { canonical } from '../../record/canonical.ts';
import type { Json, Replayer } from '../../record/index.ts';
import { streamOf } from './seal.ts';

/** For fsck: the sums that pages may show are those of the ballots that the record tells of, part by part. */
export const verdictsReplayer: Replayer = {
  name: 'verdicts',
  prefix: 'verdicts.',
  async payloads(_reader, _jurisdiction, events) {
    return new Map(events.map((event) => [event.id, {}])); // all of such an event is public
  },
  replay(_stream, events) {
    const batches = new Map<string, Sum>();
    for (const { open } of events) {
      const { unit, fromMonth, toMonth, ballots } = open as { unit: string; fromMonth: string; toMonth: string; ballots: readonly (readonly [string, number])[] };
      const scores = batches.get(`${toMonth} ${unit}`)?.scores ?? [0, 0, 0, 0, 0];
      for (const [, score] of ballots) scores[score - 1] = (scores[score - 1] ?? 0) + 1;
      batches.set(`${toMonth} ${unit}`, { unit, fromMonth, toMonth, scores });
    }
    return written([...batches.values()]);
  },
  async live(reader, jurisdiction, streams) {
    const rows = await reader.rows(selectBatches, [jurisdiction]);
    const stored = written(rows.map(({ unit, from_month: fromMonth, to_month: toMonth, scores }) => ({ unit, fromMonth, toMonth, scores })));
    return new Map(streams.filter((stream) => stream === streamOf(jurisdiction) && rows.length > 0).map((stream) => [stream, stored]));
  },
  async liveStreams(reader, jurisdiction, after, limit) {
    const rows = await reader.rows(selectBatches, [jurisdiction]);
    return rows.length > 0 && limit > 0 && streamOf(jurisdiction) > after ? [streamOf(jurisdiction)] : [];
  },
};

type Sum = { readonly unit: string; readonly fromMonth: string; readonly toMonth: string; readonly scores: number[] };

function written(batches: readonly Sum[]): string {
  const order = (one: Sum): string => `${one.toMonth} ${one.unit}`;
  return canonical([...batches].sort((a, b) => (order(a) < order(b) ? -1 : 1)) as unknown as Json);
}

const selectBatches = statement<{ unit: string; from_month: string; to_month: string; scores: number[] }>('app_actor', 'verdicts.select_batches', `
  select unit, from_month, to_month, scores from verdicts.batches where jurisdiction = $1`);
