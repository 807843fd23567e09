import { describe, expect, it } from 'vitest';
import { parseContact } from './contact.ts';

const kinds = (given: Parameters<typeof parseContact>[0]): string[] => parseContact(given).mistakes.map((one) => `${one.field} ${one.kind}`);

describe('a contact', () => {
  it('needs a way to reach the person, and nothing more', () => {
    expect(kinds({ phone: '139 0000-0000' })).toEqual([]);
    expect(kinds({ email: '王@例子.invalid' })).toEqual([]);
    expect(kinds({ name: '乙' })).toEqual(['phone no-way-to-reach']);
  });
  it('reads full-width digits as people type them', () => {
    expect(parseContact({ phone: '１３９００００００００' }).contact.phone).toBe('13900000000');
  });
  it('names the field that is wrong', () => {
    expect(kinds({ phone: 'call me' })).toEqual(['phone bad-phone']);
    expect(kinds({ phone: '13900000000', email: 'a@b@c' })).toEqual(['email bad-email']);
    expect(kinds({ phone: '13900000000', note: 'x'.repeat(201) })).toEqual(['note too-long']);
  });
});
