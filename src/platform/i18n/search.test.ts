import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchQuery, searchVector } from './search.ts';

describe('search', () => {
  it('writes pairs of characters with their places', () => {
    expect(searchVector(['路灯坏了'])).toBe(`'路灯':1 '灯坏':2 '坏了':3`);
    expect(searchVector(['A1', '灯'])).toBe(`'a1':1 '灯':3`);
  });

  it('asks for phrases of pairs, all runs at once, a single character by its beginning', () => {
    expect(searchQuery('路灯坏')).toBe(`('路灯' <-> '灯坏')`);
    expect(searchQuery('路灯 4821')).toBe(`('路灯') & ('48' <-> '82' <-> '21')`);
    expect(searchQuery('灯')).toBe(`'灯':*`);
    expect(searchQuery('!？')).toBeUndefined();
  });

  it('never lets a character through that the query language would read', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const query = searchQuery(text) ?? '';
      expect(query.replace(/'[\p{L}\p{M}\p{N}]{1,2}'(:\*)?/gu, '').replace(/ <-> | & |\(|\)/g, '')).toBe('');
    }), { seed: 20_261_122 });
  });
});
