import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJurisdictionCode, parseTopicCode, parseUnitId } from '../../kernel/ids.ts';
import { keysFromRoot } from '../../platform/crypto/index.ts';
import type { Satisfaction } from '../../kernel/outcome.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { caseNumberOf } from '../../kernel/ids.ts';
import { ballotKeyOf, parseReceiptCode } from '../../platform/crypto/index.ts';
import { fsck, sequenceAll } from '../../record/index.ts';
import { parseEntry, type Act } from '../../record/log/index.ts';
import { createBallots, type Ballots } from './ballots.ts';
import type { Ballot } from './ballot.ts';
import { ballotKeyOfRound, verdictsReplayer } from './index.ts';

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
  ballots = createBallots(test.database, keys, () => 'Asia/Shanghai');
});
afterAll(() => test.close());

const keys = keysFromRoot(new Uint8Array(32));
/** All batches that the log of this place holds, as anyone reads them. */
async function batchesInTheLog(): Promise<Act['open'][]> {
  await sequenceAll(test.database, place);
  const { rows } = await test.owner.query<{ entry: Buffer }>('select entry from record.entries where jurisdiction = $1 order by index', [place]);
  return rows.flatMap(({ entry }) => {
    const read = parseEntry(entry);
    return read?.kind === 'act' && read.type === 'verdicts.batch-sealed.v1' ? [read.open] : [];
  });
}

const months = (count: number): Promise<unknown> =>
  test.owner.query(`update platform.instance set clock_offset = clock_offset + make_interval(days => $1)`, [count * 31]);

/** What has been counted of each unit, as the public role reads it: the sums, and whether they are of one month. */
async function counted(): Promise<[string, number[], boolean][]> {
  const reader = await test.database.connect('app_public');
  const { rows } = await reader.query<{ unit: string; scores: number[]; isOneMonth: boolean }>(
    `select unit, array[sum(scores[1]), sum(scores[2]), sum(scores[3]), sum(scores[4]), sum(scores[5])]::integer[] as scores,
       min(from_month) = max(to_month) as "isOneMonth" from verdicts.batches where jurisdiction = $1 group by unit`, [place]);
  await reader.end();
  return rows.map(({ unit, scores, isOneMonth }) => [unit, scores, isOneMonth]);
}

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
    expect(await counted()).toEqual([['town-one', [1, 0, 0, 11, 0], true]]);
  });
  it('refuses to change a ballot that has been counted', async () => {
    expect(await ballots.cast(ballot('many-1', 1))).toEqual({ refused: true, reason: { kind: 'ballot-closed' } });
    expect((await counted()).map(([, scores]) => scores)).toEqual([[1, 0, 0, 11, 0]]);
  });
  it('stores a counted batch in the order of its keys, not of its voters', async () => {
    const { rows } = await test.owner.query(
      `select encode(ballot_key, 'hex') as key from verdicts.ballots where unit = 'town-one' order by ctid`);
    const keys = rows.map((row) => row.key as string);
    expect(keys).toEqual([...keys].sort());
    expect(keys).toHaveLength(12);
  });
  it('stands in the record when it is counted, where its voter finds it by a key computed from the receipt alone', async () => {
    const receipt = { number: caseNumberOf('48210937551'), code: parseReceiptCode('012345678901234567890123')! };
    await ballots.cast({ ...ballot('', 2, 'town-three'), key: ballotKeyOfRound(ballotKeyOf(receipt), 2) });
    for (let voter = 0; voter < 9; voter += 1) await ballots.cast(ballot(`third-${voter}`, 5, 'town-three'));
    expect((await batchesInTheLog()).map(({ unit }) => unit)).toEqual(['town-one']);
    await months(3);
    await ballots.sealBatches(place);
    const [, sealed] = await batchesInTheLog();
    expect(sealed).toMatchObject({ unit: 'town-three', part: 1, parts: 1, answered: 0 });
    const told = sealed?.['ballots'] as [string, number][];
    expect(told).toHaveLength(10);
    expect(told.map(([key]) => Buffer.from(key, 'base64url').toString('hex'))).toEqual(told.map(([key]) => Buffer.from(key, 'base64url').toString('hex')).sort());
    // RFC 5869 by hand, as README.md gives it: no key of ours is needed.
    const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
    const own = hmac(hmac(hmac(receipt.number, receipt.code), 'minsheng receipt ballot v1\x01'), 'round 2').toString('base64url');
    expect(told.find(([key]) => key === own)).toEqual([own, 2]);
    expect(JSON.stringify(sealed)).not.toContain(receipt.number);
  });
  it('is counted once by several processes at once, and their entries are numbered without gaps', async () => {
    for (const unit of ['town-four', 'town-five']) for (let voter = 0; voter < 12; voter += 1) await ballots.cast(ballot(`${unit}-${voter}`, 3, unit));
    await months(3);
    const made = await Promise.all([1, 2, 3, 4].map(() => ballots.sealBatches(place)));
    expect([...made].sort()).toEqual([0, 0, 0, 2]);
    expect((await batchesInTheLog()).map(({ unit }) => unit)).toEqual(['town-one', 'town-three', 'town-five', 'town-four']);
    const check = () => fsck({ database: test.database, jurisdiction: place, keys, replayers: [verdictsReplayer] });
    expect((await check()).findings).toEqual([]);
    // The control: a sum that somebody improves is found.
    await test.owner.query(`update verdicts.batches set scores = '{0,0,0,0,12}' where unit = 'town-four'`);
    expect((await check()).findings.map(({ kind }) => kind)).toEqual(['row-differs']);
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
