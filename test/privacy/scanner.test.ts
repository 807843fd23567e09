import { describe, expect, it } from 'vitest';
import { scan, SPELLINGS, type Sink } from './scanner.ts';

const PLANTED = { name: '阮青禾é-canary-7731', phone: '13955667788' };
const around = (bytes: string | Buffer): Buffer => Buffer.concat([Buffer.from('…before '), Buffer.from(bytes), Buffer.from(' after…')]);

describe('the scanner for planted words', () => {
  it('finds 20 of 20 seeded leaks, each in a spelling of its own', () => {
    expect(Object.keys(SPELLINGS)).toHaveLength(20);
    const missed = Object.entries(SPELLINGS).filter(([spelling, spell]) => {
      const sinks: readonly Sink[] = spell(PLANTED.name).map((one, at) => ({ where: `${spelling} ${at}`, bytes: around(one) }));
      return scan(PLANTED, sinks).filter(({ what }) => what === 'name').length < sinks.length;
    });
    expect(missed.map(([spelling]) => spelling)).toEqual([]);
  });

  it('finds base64 of something longer, wherever the planted word begins in it', () => {
    for (const before of ['', 'a', 'ab', 'abc', 'abcd', '{"name":"']) {
      for (const encoding of ['base64', 'base64url'] as const) {
        expect(scan(PLANTED, [{ where: before, bytes: Buffer.from(Buffer.from(`${before}${PLANTED.name}","x":1}`).toString(encoding)) }]), before).toEqual([{ where: before, what: 'name' }]);
      }
    }
  });

  it('finds nothing where nothing is, nor a part of it', () => {
    const clean = ['阮青', 'canary-7732', '1395566778', 'x'.repeat(10_000), ''].map((text, at) => ({ where: `${at}`, bytes: Buffer.from(text) }));
    expect(scan(PLANTED, clean)).toEqual([]);
  });
});
