import { describe, expect, test } from 'vitest';
import type { KeptState } from './log.ts';
import { entriesOf, memoryFetcher, policy, strictPolicy, syntheticLog, AT_SECONDS, type SyntheticLog, verifyHashes } from './synthetic-log.fixture.ts';

const SIZES = [1, 2, 255, 256, 257, 300, 512, 700];
const logs = new Map(SIZES.map((size) => [size, syntheticLog(entriesOf(size))]));
const logOf = (size: number): SyntheticLog => logs.get(size)!;
const keptAt = (size: number): KeptState => ({ checkpoint: logOf(size).files.get('checkpoint')! });

describe('an untouched log holds', () => {
  test.each(SIZES)('read whole at %i entries', async (size) => {
    const seen: string[] = [];
    const report = await verifyHashes(memoryFetcher(logOf(size).files), strictPolicy, undefined, { onEntry: (index, entry) => seen.push(`${index} ${Buffer.from(entry).toString()}`) });
    expect(report).toMatchObject({ verdict: 'holds', findings: [], entriesRead: size, evidence: [] });
    expect(seen).toEqual(Array.from({ length: size }, (_, i) => `${i} entry ${i}`));
    expect(report.signed?.cosignatures).toEqual([0, 1, 2].map((n) => ({ witness: `w${n}`, atSeconds: AT_SECONDS })));
    expect(report.kept).toEqual(keptAt(size));
  });

  test('above two full levels', async () => {
    const { files } = syntheticLog(entriesOf(66_000));
    const progress: number[] = [];
    const report = await verifyHashes(memoryFetcher(files), policy, undefined, { onProgress: (size, of) => progress.push(size / of) });
    // 257 full tiles and a partial one of leaves; one full and one partial above; one above all.
    expect(report).toMatchObject({ verdict: 'holds', entriesRead: 66_000, tilesRead: 258 + 2 + 1 });
    expect(progress).toHaveLength(258);
    expect(progress.at(-1)).toBe(1);
  });

  test('the empty log, and what was kept of it', async () => {
    const empty = syntheticLog([]);
    const report = await verifyHashes(memoryFetcher(empty.files), policy, undefined);
    expect(report).toMatchObject({ verdict: 'holds', entriesRead: 0 });
    expect(await verifyHashes(memoryFetcher(logOf(257).files), policy, report.kept)).toMatchObject({ verdict: 'holds', entriesRead: 257 });
  });
});

describe('a log that grew holds', () => {
  const pairs = SIZES.flatMap((before) => SIZES.filter((now) => now >= before).map((now) => ({ before, now })));

  test.each(pairs)('from $before to $now: only what came since is read', async ({ before, now }) => {
    const report = await verifyHashes(memoryFetcher(logOf(now).files), policy, keptAt(before));
    expect(report).toMatchObject({ verdict: 'holds', entriesRead: now - before, kept: keptAt(now) });
    const whole = await verifyHashes(memoryFetcher(logOf(now).files), policy, keptAt(before), { from: 'start' });
    expect(whole).toMatchObject({ verdict: 'holds', entriesRead: now });
  });

  test('a checkpoint just overtaken is read from the full tiles that replaced its partial ones', async () => {
    const files = new Map([...logOf(300).files, ...logOf(700).files, ['checkpoint', logOf(300).files.get('checkpoint')!] as const]);
    files.delete('tile/0/001.p/44');
    files.delete('tile/entries/001.p/44');
    expect(await verifyHashes(memoryFetcher(files), policy, keptAt(257))).toMatchObject({ verdict: 'holds', entriesRead: 43 });
  });
});
