import { describe, expect, test } from 'vitest';
import { plusMs, type Instant } from '../../kernel/instant.ts';
import vectors from '../../../vectors/token.json' with { type: 'json' };
import { keysFromRoot, openToken, sealToken } from './index.ts';

const keys = keysFromRoot(Buffer.from(vectors.root, 'hex'));
const noon = Date.parse('2026-11-22T12:00:00Z') as Instant;
const later = plusMs(noon, 1_000);

describe('sealed tokens', () => {
  test.each(vectors.tokens)('a token made elsewhere for $purpose opens until its last millisecond', ({ purpose, text, token, expiresAt }) => {
    expect(openToken(keys, purpose, token, (expiresAt - 1) as Instant)).toEqual({ refused: false, value: text });
    expect(openToken(keys, purpose, token, expiresAt as Instant)).toEqual({ refused: true, reason: { kind: 'expired', text } });
  });

  test('opens for its purpose and root only', () => {
    const token = sealToken(keys, 'form', 'kept', later);
    expect(openToken(keys, 'form', token, noon)).toEqual({ refused: false, value: 'kept' });
    expect(openToken(keys, 'receipt-session', token, noon)).toMatchObject({ reason: { kind: 'forged' } });
    expect(openToken(keysFromRoot(new Uint8Array(32)), 'form', token, noon)).toMatchObject({ reason: { kind: 'forged' } });
  });

  test('whatever else is sent is forged, never an error', () => {
    const token = sealToken(keys, 'form', 'kept', later);
    const sent = ['', 'x', '{}', token.slice(1), token.slice(0, -2), `${token}A`, `${token}=`, 'A'.repeat(5_000), 7, null, undefined, [token]];
    const answers = sent.map((one) => openToken(keys, 'form', one, noon));
    expect(answers).toEqual(sent.map(() => ({ refused: true, reason: { kind: 'forged' } })));
  });

  test('hides its text and its time', () => {
    const token = sealToken(keys, 'form', 'kept', later);
    expect(Buffer.from(token, 'base64url').includes('kept')).toBe(false);
    expect(sealToken(keys, 'form', 'kept', later)).not.toBe(token);
  });

  test('is never longer than a cookie may be', () => {
    expect(() => sealToken(keys, 'form', 'x'.repeat(4_000), later)).toThrow(RangeError);
  });
});
