import { describe, expect, test } from 'vitest';
import { judgeInThread } from './verify-thread.ts';
import { COUNTY_BEGAN_SECONDS, countyEntries, minuteAt, type County } from './verify/county-log.fixture.ts';
import { verifyLog, type JudgeMaker, type LogReport } from './verify/index.ts';
import { writeBase64 } from './record/log/spelling.ts';
import { entriesPath } from './record/merkle/tile.ts';
import type { LogEntry } from './record/log/index.ts';
import { memoryFetcher, policy, syntheticLog } from './verify/synthetic-log.fixture.ts';

/** Some eighteen bundles, so that the hashing does run ahead. */
const PLAIN: County = { days: 5, casesADay: 100, cells: 4 };

/** The first entry of this type, from a day on. */
function changing(type: string, day: number, change: (entry: Extract<LogEntry, { kind: 'act' }>) => LogEntry): NonNullable<County['alter']> {
  let isDone = false;
  return (entry) => {
    if (isDone || entry.kind !== 'act' || entry.type !== type || (entry.at ?? '') < minuteAt(COUNTY_BEGAN_SECONDS + day * 86_400)) return entry;
    isDone = true;
    return change(entry);
  };
}

const backDated = (day: number): NonNullable<County['alter']> => changing('case.answered.v1', day, (entry) => ({ ...entry, at: '2026-05-01T00:00Z' }));
const zeros = writeBase64(new Uint8Array(32));

type Case = { readonly what: string; readonly county?: Partial<County>; readonly spoil?: readonly string[]; readonly kind: string | undefined };

const CASES: readonly Case[] = [
  { what: 'nothing is wrong: the control', kind: undefined },
  { what: 'an entry cannot be so', kind: 'dated-back', county: { alter: backDated(2) } },
  { what: 'the last entries cannot be so', kind: 'dated-back', county: { alter: backDated(4) } },
  { what: 'a scorecard is falsified', kind: 'scorecard-differs', county: { alterScorecard: (open) => ({ ...open, result: 'f'.repeat(64) }) } },
  { what: 'a scorecard names a root that never was', kind: 'earlier-root-differs', county: { alterScorecard: (open) => ({ ...open, root: zeros }) } },
  { what: 'a batch opens too few', kind: 'cell-too-small', county: { alterBatch: (batch, day) => (day === 2 ? batch.filter((one, i) => one.act?.type !== 'case.judged.v1' || i % 12 === 0) : batch) } },
  { what: 'an entry cannot be so, and a later bundle is altered', kind: 'dated-back', county: { alter: backDated(2) }, spoil: [entriesPath(8)] },
  { what: 'an entry cannot be so, and a later tile is missing', kind: 'dated-back', county: { alter: backDated(2) }, spoil: ['-tile/0/008'] },
  { what: 'a root never was, and the next bundle is altered', kind: 'earlier-root-differs', county: { alterScorecard: (open) => ({ ...open, root: zeros }) }, spoil: [entriesPath(4)] },
  { what: 'a bundle is altered, and a later entry cannot be so', kind: 'entry-altered', county: { alter: backDated(4) }, spoil: [entriesPath(2)] },
  { what: 'a bundle is missing, and a later entry cannot be so', kind: 'missing', county: { alter: backDated(4) }, spoil: [`-${entriesPath(2)}`] },
];

function filesOf({ county, spoil = [] }: Case): Map<string, Uint8Array> {
  const { entries, atSeconds } = countyEntries({ ...PLAIN, ...county });
  const { files } = syntheticLog(entries, { atSeconds });
  for (const path of spoil) {
    if (path.startsWith('-')) files.delete(path.slice(1));
    else files.set(path, Uint8Array.from(files.get(path)!, (octet, at) => (at === 400 ? octet ^ 1 : octet)));
  }
  return files;
}

function verifyBy(judge: JudgeMaker | undefined, files: Map<string, Uint8Array>): Promise<LogReport> {
  return verifyLog(memoryFetcher(files), policy, undefined, judge ? { judge } : {});
}

describe('entries judged on a second thread', () => {
  test.each(CASES)('$what: the report is that of one thread, word for word', async (one) => {
    const files = filesOf(one);
    const [here, beside] = [await verifyBy(undefined, files), await verifyBy(judgeInThread, files)];
    expect(here.findings.map(({ kind }) => kind)).toEqual(one.kind === undefined ? [] : [one.kind]);
    expect(beside).toEqual(here);
  });

  test('do run beside the hashing: the walk is done with later bundles before the first was judged', async () => {
    const done: string[] = [];
    const report = await verifyLog(memoryFetcher(filesOf({ what: '', kind: undefined })), policy, undefined, {
      onProgress: (at) => done.push(`walked ${Math.ceil(at / 256)}`),
      judge: (order) => {
        const inner = judgeInThread(order);
        return { ...inner, judge: (part) => inner.judge(part).then((judged) => {
          done.push(`judged ${Math.ceil((part.at + part.entries.length) / 256)}`);
          return judged;
        }) };
      },
    });
    expect(report.verdict).toBe('holds');
    expect(done.indexOf('walked 2')).toBeLessThan(done.indexOf('judged 1'));
    expect(done.filter((one) => one.startsWith('judged')).length).toBe(done.filter((one) => one.startsWith('walked')).length);
  });

  test('a thread that dies is an error, never a verdict and never a hang', async () => {
    const files = filesOf({ what: '', kind: undefined });
    await expect(verifyBy((order) => judgeInThread({ ...order, from: Number.NaN, policy: undefined as never }), files)).rejects.toThrow();
  });
});
