import { describe, expect, it } from 'vitest';
import { createFormTokens } from './form-token.ts';

const HOUR_MS = 3_600_000;
const secret = new Uint8Array(32).fill(7);

describe('the token of an opened page', () => {
  it('is valid for a day, for its own purpose, under its own secret', () => {
    let now = 1_790_000_000_000;
    const tokens = createFormTokens(secret, () => now);
    const token = tokens.issue('report');
    expect(tokens.check('report', token)).toBe('valid');
    expect(tokens.check('verdict', token)).toBe('forged');
    expect(createFormTokens(new Uint8Array(32), () => now).check('report', token)).toBe('forged');
    now += 24 * HOUR_MS;
    expect(tokens.check('report', token)).toBe('valid');
    now += 1;
    expect(tokens.check('report', token)).toBe('expired');
  });

  it('from the future is expired: the clock of this machine was set back', () => {
    const token = createFormTokens(secret, () => 2_000_000).issue('report');
    expect(createFormTokens(secret, () => 1_000_000).check('report', token)).toBe('expired');
  });

  it.each([undefined, null, 7, '', 'a.b', '.', 'x'.repeat(10_000), 'zzzzzzzz.AAAAAAAAAAAAAAAAAAAAAA', ['a']])('cannot be made up: %j', (token) => {
    expect(createFormTokens(secret).check('report', token)).toBe('forged');
  });
});
