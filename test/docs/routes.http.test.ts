import { afterAll, beforeAll, expect, it } from 'vitest';
import { routesOf } from '../../src/platform/http/routes-of.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { readSource } from '../tidy/source.ts';
import { codesIn, tableUnder } from './pages.ts';
import { differences } from './promises.ts';

let whole: TestApp;
beforeAll(async () => { whole = await openTestApp({ demoAccounts: false }); });
afterAll(() => whole.close());

/** Once for all places, and Open311's once for all its formats. */
function addressOf(pattern: string): string {
  return pattern.replace(/^\/j\/:code(?=\/|$)/, '').replace(/^(\/open311\/.+)\.(json|xml)$/, '$1') || '/';
}

it('ARCHITECTURE.md lists every address that the program answers, and no other', () => {
  const real = routesOf(whole.app).map(({ pattern }) => addressOf(pattern)).filter((pattern) => pattern !== '*');
  const listed = tableUnder(readSource('ARCHITECTURE.md'), 'Addresses').flatMap(([, addresses = '']) => codesIn(addresses)).filter((code) => code.startsWith('/'));
  expect(real.length).toBeGreaterThan(40);
  expect(differences(listed, real)).toEqual([]);
});
