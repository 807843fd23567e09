import { afterAll, beforeAll, expect, it } from 'vitest';
import { openProvider as openTestProvider, type TestProvider } from '../../../../test/support/provider.ts';
import { openProvider } from './provider.ts';

const HERE = 'http://127.0.0.1:8080';
let provider: TestProvider;
beforeAll(async () => { provider = await openTestProvider(HERE); });
afterAll(() => provider.close());

it('sends the browser out with code, PKCE, state and nonce, each new, and never with the secret', async () => {
  const own = openProvider(provider.signOn, HERE);
  const [one, other] = [await own.begin(false), await own.begin(true)];
  if (one.refused || other.refused) throw new Error('the provider was not found');
  const asked = new URL(one.value.address).searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', scope: 'openid', code_challenge_method: 'S256', state: one.value.checks.state, nonce: one.value.checks.nonce, redirect_uri: `${HERE}/staff/single-sign-on/return` });
  expect(asked.has('client_secret')).toBe(false);
  for (const check of ['state', 'nonce', 'verifier'] as const) expect(one.value.checks[check]).not.toBe(other.value.checks[check]);
  expect(Object.fromEntries(new URL(other.value.address).searchParams)).toMatchObject({ prompt: 'login', max_age: '0' });
});

it('asks nobody who is not on the operator\'s list, whatever an address says (T17)', async () => {
  expect(await openProvider({ ...provider.signOn, hosts: ['id.example.invalid'] }, HERE).begin(false)).toEqual({ refused: true, reason: { kind: 'away' } });
  expect((await openProvider(provider.signOn, HERE).begin(false)).refused).toBe(false);
});

it('believes no code that the provider did not give, no state that is not this browser\'s, and no error for a yes', async () => {
  const own = openProvider(provider.signOn, HERE);
  const begun = await own.begin(false);
  if (begun.refused) throw new Error('the provider was not found');
  const { checks } = begun.value;
  const iss = encodeURIComponent(provider.signOn.issuer);
  for (const query of [`code=made-up&state=${checks.state}&iss=${iss}`, `code=made-up&state=other&iss=${iss}`, `error=access_denied&state=${checks.state}&iss=${iss}`, '', 'code=a&code=b', `code=made-up&state=${checks.state}&iss=https%3A%2F%2Fevil.invalid`]) {
    expect(await own.finish(query, checks, false), query).toEqual({ refused: true, reason: { kind: 'not-done' } });
  }
});

it('says that it is away while it is, or while its secret cannot be read, and is asked again by the next', async () => {
  const own = openProvider(provider.signOn, HERE);
  await provider.hide();
  expect(await own.begin(false)).toEqual({ refused: true, reason: { kind: 'away' } });
  expect(await own.leaving()).toBeUndefined();
  await provider.show();
  expect((await own.begin(false)).refused).toBe(false);
  expect(await openProvider({ ...provider.signOn, secretFile: '/nowhere/secret' }, HERE).begin(false)).toEqual({ refused: true, reason: { kind: 'away' } });
});
