import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJurisdictionCode, parseTopicCode, parseUnitId } from '../../kernel/ids.ts';
import type { Satisfaction } from '../../kernel/outcome.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { createBallots, type Ballots } from './ballots.ts';
import type { Ballot } from './ballot.ts';

const place = parseJurisdictionCode('testville')!;
const keyOf = (name: string): Buffer => createHash('sha256').update(name).digest();
const ballot = (name: string, score: Satisfaction, unit = 'town-one'): Ballot => ({
  jurisdiction: place, key: keyOf(name), unit: parseUnitId(unit)!, topic: parseTopicCode('urban.street.lights')!, channelGroup: 'screen', score,
});

let test: TestDatabase;
let ballots: Ballots;
beforeAll(async () => {
  test = await openTestDatabase();
  await test.owner.query(`insert into platform.instance (is_demo, clock_offset) values (true, interval '0')
    on conflict (only_row) do nothing`);
  ballots = createBallots(test.database, () => 'Asia/Shanghai');
});
afterAll(() => test.close());

const months = (count: number): Promise<unknown> =>
  test.owner.query(`update platform.instance set clock_offset = clock_offset + make_interval(days => $1)`, [count * 31]);

describe('the secret ballot', () => {
  it('lets the last cast count, and keeps one row a voter', async () => {
    await ballots.cast(ballot('voter', 5));
    await ballots.cast(ballot('voter', 1));
    const { rows } = await test.owner.query('select score from verdicts.ballots');
    expect(rows).toEqual([{ score: 1 }]);
  });
  it('has no column that could hold a case, a person or a time', async () => {
    const { rows } = await test.owner.query(
      `select column_name from information_schema.columns where table_schema = 'verdicts' and table_name = 'ballots' order by 1`);
    expect(rows.map((row) => row.column_name))
      .toEqual(['ballot_key', 'channel_group', 'jurisdiction', 'month', 'score', 'topic_level_1', 'unit']);
  });
  it('publishes nothing before the window has closed, nothing under ten, and then the sum alone', async () => {
    for (let voter = 0; voter < 11; voter += 1) await ballots.cast(ballot(`many-${voter}`, 4));
    for (let voter = 0; voter < 9; voter += 1) await ballots.cast(ballot(`few-${voter}`, 2, 'town-two'));
    expect(await ballots.sealBatches(place)).toBe(0);
    await months(3);
    expect(await ballots.sealBatches(place)).toBe(1);
    expect(await ballots.sealBatches(place)).toBe(0);
    const tally = await ballots.tally(place, '2000-01');
    expect([...tally].map(([unit, { scores, fromMonth, toMonth }]) => [unit, scores, fromMonth === toMonth])).toEqual([['town-one', [1, 0, 0, 11, 0], true]]);
  });
  it('refuses to change a ballot that has been counted', async () => {
    expect(await ballots.cast(ballot('many-1', 1))).toEqual({ refused: true, reason: { kind: 'ballot-closed' } });
    expect([...(await ballots.tally(place, '2000-01')).values()].map(({ scores }) => scores)).toEqual([[1, 0, 0, 11, 0]]);
  });
  it('stores a counted batch in the order of its keys, not of its voters', async () => {
    const { rows } = await test.owner.query(
      `select encode(ballot_key, 'hex') as key from verdicts.ballots where unit = 'town-one' order by ctid`);
    const keys = rows.map((row) => row.key as string);
    expect(keys).toEqual([...keys].sort());
    expect(keys).toHaveLength(12);
  });
  it('can be moved to another unit or month by nobody', async () => {
    for (const column of ['unit', 'month', 'ballot_key']) {
      await expect(test.database.poolOf('app_verdict').query(`update verdicts.ballots set ${column} = ${column}`)).rejects.toThrow(/permission denied/);
    }
  });
  it('can be read by no role that serves pages', async () => {
    for (const role of ['app_public', 'app_actor', 'vault_svc'] as const) {
      const client = await test.database.connect(role);
      await expect(client.query('select 1 from verdicts.ballots')).rejects.toThrow(/permission denied/);
      await client.end();
    }
  });
});
