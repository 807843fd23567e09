import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from './canonical.ts';
import type { Json } from './event.ts';

const SEED = 20_261_122;
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }), fc.maxSafeInteger().map((n) => (Object.is(n, -0) ? 0 : n)), fc.boolean(), fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 5 }),
  ),
}));

test('whatever was written reads back the same', () => {
  fc.assert(fc.property(json, (value) => {
    expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }), { seed: SEED, numRuns: 500 });
});

test('there is one way to write a value: the order of its keys does not matter', () => {
  fc.assert(fc.property(json, (value) => {
    expect(canonical(reversed(value))).toBe(canonical(value));
  }), { seed: SEED, numRuns: 500 });
});

test('writing what was read changes no byte', () => {
  fc.assert(fc.property(json, (value) => {
    const text = canonical(value);
    expect(canonical(JSON.parse(text) as Json)).toBe(text);
  }), { seed: SEED, numRuns: 500 });
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as { readonly [key: string]: Json });
  return Object.fromEntries(entries.reverse().map(([key, inner]) => [key, reversed(inner)]));
}
