import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAccountId, parseJurisdictionCode } from '../../../kernel/ids.ts';
import { handleOf, parseHandle, parsePasskeyAnswer, relyingPartyOf } from './ceremony.ts';

it('whoever asks is the site by its name, the machine itself, and nobody under other digits', () => {
  expect(relyingPartyOf('https://minsheng.linjiang.invalid')).toEqual({ id: 'minsheng.linjiang.invalid', origins: ['https://minsheng.linjiang.invalid'] });
  expect(relyingPartyOf('http://127.0.0.1:8080')).toEqual({ id: 'localhost', origins: ['http://localhost:8080'] });
  expect(relyingPartyOf('http://[::1]:8080')?.id).toBe('localhost');
  for (const digits of ['http://10.0.0.7:8080', 'http://[2001:db8::7]']) expect(relyingPartyOf(digits), digits).toBeUndefined();
});

it('a handle says whose passkey it is within 64 bytes, and nothing else is one', () => {
  const code = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$/);
  fc.assert(fc.property(fc.uuid(), code, (uuid, place) => {
    const [account, jurisdiction] = [parseAccountId(uuid), parseJurisdictionCode(place)];
    if (!account || !jurisdiction) throw new Error('a made-up id is malformed');
    const handle = handleOf(account, jurisdiction);
    expect(Buffer.from(handle, 'base64url').length).toBeLessThanOrEqual(64);
    expect(parseHandle(handle)).toEqual({ account, jurisdiction });
  }), { seed: 20_261_127 });
  for (const none of [undefined, '', 'AA', Buffer.alloc(16).toString('base64url')]) expect(parseHandle(none)).toBeUndefined();
});

it('whatever a form carries is an answer or none, and never a fault', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json().map((json) => `token ${json}`)), (text) => { parsePasskeyAnswer(text); }), { seed: 20_261_127 });
  const use = { id: 'aWQ', clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' };
  expect(parsePasskeyAnswer(`t ${JSON.stringify(use)}`)?.kind).toBe('used');
  expect(parsePasskeyAnswer(`t ${JSON.stringify({ ...use, id: '<id>' })}`)).toBeUndefined();
  expect(parsePasskeyAnswer(`t ${JSON.stringify(use)}${' '.repeat(20_000)}`)).toBeUndefined();
});
