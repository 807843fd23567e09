import { expect, it } from 'vitest';
import { parseSignOn, SIGN_ON_VARIABLES } from './sign-on.ts';

type Given = Partial<Record<keyof typeof SIGN_ON_VARIABLES, string>>;

const READ: Given = { OIDC_ISSUER: 'https://id.example.gov/realms/county', OIDC_CLIENT_ID: 'minsheng', OIDC_CLIENT_SECRET: '/srv/secret' };

function read(given: Given) {
  return parseSignOn((name) => given[name] ?? SIGN_ON_VARIABLES[name]);
}

it('is none where nothing is said', () => {
  expect(read({})).toEqual({ value: undefined, wrong: [] });
});

it('asks the issuer\'s host and those that are named, and counts only the second factors that are', () => {
  expect(read({ ...READ, OIDC_HOSTS: 'Keys.example.gov tokens.example.gov:8443', OIDC_SECOND_FACTOR: 'amr:mfa acr:urn:example:gold', OIDC_LABEL: '县统一身份认证 | County sign-on' }).value).toEqual({
    issuer: READ.OIDC_ISSUER, clientId: 'minsheng', secretFile: '/srv/secret', label: { zh: '县统一身份认证', en: 'County sign-on' }, subjectClaim: 'sub',
    secondFactor: [{ claim: 'amr', value: 'mfa' }, { claim: 'acr', value: 'urn:example:gold' }], hosts: ['id.example.gov', 'keys.example.gov', 'tokens.example.gov:8443'],
  });
  expect(read(READ).value).toMatchObject({ secondFactor: [], label: undefined });
});

it.each<[Given, readonly string[]]>([
  [{ ...READ, OIDC_ISSUER: 'http://id.example.gov' }, ['OIDC_ISSUER']],
  [{ ...READ, OIDC_ISSUER: 'https://user:word@id.example.gov' }, ['OIDC_ISSUER']],
  [{ ...READ, OIDC_ISSUER: 'https://id.example.gov/?tenant=1' }, ['OIDC_ISSUER']],
  [{ ...READ, OIDC_CLIENT_SECRET: 'the secret itself' }, ['OIDC_CLIENT_SECRET']],
  [{ OIDC_ISSUER: READ.OIDC_ISSUER ?? '' }, ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']],
  [{ OIDC_CLIENT_ID: 'minsheng' }, ['OIDC_ISSUER', 'OIDC_CLIENT_SECRET']],
  [{ ...READ, OIDC_SECOND_FACTOR: 'mfa' }, ['OIDC_SECOND_FACTOR']],
])('refuses %j', (given, wrong) => {
  expect(read(given)).toEqual({ value: undefined, wrong });
});
