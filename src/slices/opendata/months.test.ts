import { describe, expect, it } from 'vitest';
import { writeEntry, type LogEntry } from '../../record/log/index.ts';
import { endOf, monthAfter, parseMonth, type Month } from './month.ts';
import { cutMonths } from './months.ts';
import { memorySource } from './opendata.fixture.ts';

const ZONE = 'Asia/Shanghai';
const month = (text: string): Month => parseMonth(text) ?? never(text);
const never = (text: string): never => { throw new Error(text); };
const act = (at: string): LogEntry => ({ kind: 'act', v: 1, type: 'case.signed.v1', stream: 'case:1', seq: 1, at, role: 'handler', open: {}, commitments: {} });
const sealed: LogEntry = { kind: 'sealed', v: 1, commitment: 'A'.repeat(43) };
const disclosed = (batch: string): LogEntry => ({ kind: 'disclosed', v: 1, index: 0, batch, cell: { family: 'case.submitted', cause: 'resident' }, fields: {} });
const ends = (...months: string[]) => months.map((one) => endOf(month(one), ZONE));

async function cutsOf(entries: readonly LogEntry[], from: number, ...months: string[]) {
  return (await cutMonths(memorySource(entries.map(writeEntry), 2), from, entries.length, ends(...months))).map(({ month: name, from: first, to }) => [name, first, to]);
}

describe('a month', () => {
  it('ends at midnight where the jurisdiction is, also where clocks change on that day', () => {
    expect(endOf(month('2026-10'), ZONE)).toMatchObject({ minute: '2026-10-31T16:00Z', day: '2026-11-01' });
    expect(endOf(month('2026-10'), 'America/New_York')).toMatchObject({ minute: '2026-11-01T04:00Z' });
    expect(monthAfter(month('2026-12'))).toBe('2027-01');
    expect(['2026-13', '2026-1', 'current', '', null].map(parseMonth)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  const lived = [act('2026-08-31T15:59Z'), sealed, act('2026-08-31T16:00Z'), disclosed('2026-09-01'), act('2026-09-30T15:58Z'), sealed, sealed, act('2026-10-02T08:00Z')];

  it('goes up to its last entry; what is sealed lies with what follows it', async () => {
    expect(await cutsOf(lived, 0, '2026-08', '2026-09')).toEqual([['2026-08', 0, 1], ['2026-09', 1, 5]]);
  });

  it('comes out the same when it is made late, all at once or one by one', async () => {
    const [, september] = await cutsOf(lived, 0, '2026-08', '2026-09');
    expect(await cutsOf(lived.slice(0, 6), 1, '2026-09')).toEqual([september]);
    expect(await cutsOf(lived, 0, '2026-08', '2026-09', '2026-10')).toEqual([['2026-08', 0, 1], ['2026-09', 1, 5], ['2026-10', 5, 8]]);
  });

  it('without entries is an empty range, and no gap', async () => {
    expect(await cutsOf([act('2026-06-01T00:00Z'), act('2026-09-10T00:00Z')], 0, '2026-06', '2026-07', '2026-08')).toEqual([['2026-06', 0, 1], ['2026-07', 1, 1], ['2026-08', 1, 1]]);
  });

  it('never cuts a batch of disclosures in two, though an act of the next month came in between', async () => {
    const midnight = [act('2026-09-30T15:00Z'), disclosed('2026-09-30'), act('2026-09-30T16:00Z'), disclosed('2026-09-30'), act('2026-10-01T02:00Z')];
    expect(await cutsOf(midnight, 0, '2026-09')).toEqual([['2026-09', 0, 4]]);
  });
});
