import { describe, expect, test } from 'vitest';
import vectors from '../../../vectors/log-proof.json' with { type: 'json' };
import { LOG_PROOF_BYTES_MAX, parseLogProof, verifyLogProof, writeLogProof } from './log-proof.ts';
import { parsePolicy } from './policy-text.ts';

const read = parsePolicy(Buffer.from(vectors.policy));
const policy = read.refused ? undefined : read.value;

describe('offline proofs (C2SP tlog-proof)', () => {
  test.each(vectors.proofs)('entry $index of $size is proven by a second implementation', ({ index, size, entry, proof, withExtra }) => {
    const parsed = parseLogProof(Buffer.from(proof))!;
    expect(parsed.index).toBe(index);
    expect(parsed.extra).toBeUndefined();
    expect(verifyLogProof(parsed, Buffer.from(entry), policy!)).toMatchObject({ refused: false, value: { checkpoint: { size } } });
    expect(verifyLogProof(parsed, Buffer.from(`${entry}.`), policy!)).toEqual({ refused: true, reason: { kind: 'not-included' } });
    expect(Buffer.from(writeLogProof(parsed)).toString()).toBe(proof);
    const extra = parseLogProof(Buffer.from(withExtra))!;
    expect(Buffer.from(extra.extra!).toString()).toBe(entry);
    expect(Buffer.from(writeLogProof(extra)).toString()).toBe(withExtra);
  });

  test.each(vectors.wrong)('$kind', ({ kind, proof }) => {
    const parsed = parseLogProof(Buffer.from(proof));
    const verified = parsed && verifyLogProof(parsed, Buffer.from('entry 13'), policy!);
    expect(verified?.refused === true ? verified.reason.kind : 'proof-malformed').toBe(kind);
    expect(verified?.refused).not.toBe(false);
  });

  test('too long, without end, with an empty or oversized extra: no proof', () => {
    const good = vectors.proofs[0]!.withExtra;
    expect(parseLogProof(Buffer.from(good))).toBeDefined();
    const wrong = [
      '', 'c2sp.org/tlog-proof@v1\nindex 0\n', good.replace(/extra .*/, 'extra '), good.replace(/extra .*/, `extra ${'AAAA'.repeat(30_000)}`),
      good.replace('index 0', `index 0\n${'A'.repeat(43)}=\n`.repeat(64)), good.replace('\nindex', '\n\nindex'), good.replace('extra ', 'extra  '), ` ${good}`,
      `${good}${'x'.repeat(LOG_PROOF_BYTES_MAX)}`,
    ];
    expect(wrong.filter((text) => parseLogProof(Buffer.from(text)) !== undefined)).toEqual([]);
    expect(() => writeLogProof({ index: -1, path: [], checkpoint: new Uint8Array() })).toThrow(RangeError);
  });
});
