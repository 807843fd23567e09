import { describe, expect, test } from 'vitest';
import { writeLogProof } from '../record/log/index.ts';
import { proveInclusion } from '../record/merkle/proof.ts';
import { readerOf } from '../record/merkle/tree.ts';
import { checkReceipt } from './receipt.ts';
import { entriesOf, entryOf, memoryFetcher, strictPolicy, syntheticLog, unwitnessedPolicy, verifyHashes } from './synthetic-log.fixture.ts';

const PATIENCE_MS = 120_000;

function* flipsOf(bytes: Uint8Array): Generator<{ readonly bit: number; readonly flipped: Uint8Array }> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Uint8Array.from(bytes);
    flipped[Math.floor(bit / 8)]! ^= 1 << (bit % 8);
    yield { bit, flipped };
  }
}

describe('no single flipped bit passes', () => {
  const small = syntheticLog(entriesOf(13));
  // One signature instead of four: it is checked anew for each of thousands of flips elsewhere.
  const tall = syntheticLog(entriesOf(513), { witnesses: [] });
  const low = syntheticLog(entriesOf(9), { witnesses: [] });

  test.each([
    { log: small, policy: strictPolicy, path: 'checkpoint' },
    ...['checkpoint', 'tile/0/000.p/9', 'tile/entries/000.p/9'].map((path) => ({ log: low, policy: unwitnessedPolicy, path })),
    ...['tile/1/000.p/2', 'tile/0/002.p/1', 'tile/entries/002.p/1'].map((path) => ({ log: tall, policy: unwitnessedPolicy, path })),
  ])('of $path in a log of $log.size', async ({ log: { files }, policy, path }) => {
    const believed: number[] = [];
    for (const { bit, flipped } of flipsOf(files.get(path)!)) {
      const report = await verifyHashes(memoryFetcher(new Map(files).set(path, flipped)), policy, undefined);
      if (report.verdict !== 'broken') believed.push(bit);
    }
    expect(believed).toEqual([]);
    expect((await verifyHashes(memoryFetcher(files), policy, undefined)).verdict).toBe('holds');
  }, PATIENCE_MS);

  test('of a receipt', () => {
    const path = proveInclusion(11, small.size, readerOf(small.leaves));
    const receipt = writeLogProof({ index: 11, path, checkpoint: small.files.get('checkpoint')!, extra: entryOf(11) });
    const believed = [...flipsOf(receipt)].filter(({ flipped }) => !checkReceipt(flipped, strictPolicy).refused).map(({ bit }) => bit);
    expect(believed).toEqual([]);
    expect(checkReceipt(receipt, strictPolicy)).toMatchObject({ refused: false, value: { index: 11, entry: Uint8Array.from(entryOf(11)) } });
  }, PATIENCE_MS);
});

describe('receipts', () => {
  const { leaves, size, files } = syntheticLog(entriesOf(300));
  const receiptOf = (index: number, extra?: Uint8Array): Uint8Array =>
    writeLogProof({ index, path: proveInclusion(index, size, readerOf(leaves)), checkpoint: files.get('checkpoint')!, ...(extra ? { extra } : {}) });

  test('every entry of a log has one that holds, for that entry alone', () => {
    const wrong = Array.from({ length: size }, (_, index) => index).filter((index) => {
      const receipt = receiptOf(index);
      return checkReceipt(receipt, strictPolicy, entryOf(index)).refused || !checkReceipt(receipt, strictPolicy, entryOf(index + 1)).refused;
    });
    expect(wrong).toEqual([]);
  });

  test('the caller’s entry counts before the receipt’s own; without either there is nothing to prove', () => {
    const receipt = receiptOf(7, entryOf(7));
    expect(checkReceipt(receipt, strictPolicy, entryOf(8))).toEqual({ refused: true, reason: { kind: 'not-included' } });
    expect(checkReceipt(receiptOf(7, entryOf(8)), strictPolicy)).toEqual({ refused: true, reason: { kind: 'not-included' } });
    expect(checkReceipt(receiptOf(7), strictPolicy)).toEqual({ refused: true, reason: { kind: 'entry-missing' } });
    expect(checkReceipt(Buffer.from('receipt'), strictPolicy)).toEqual({ refused: true, reason: { kind: 'proof-malformed' } });
  });
});
