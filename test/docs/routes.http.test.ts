import { afterAll, beforeAll, expect, it } from 'vitest';
import { routesOf } from '../../src/platform/http/routes-of.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { readSource } from '../tidy/source.ts';
import { codesIn, tableUnder } from './pages.ts';
import { differences } from './promises.ts';

let whole: TestApp;
beforeAll(async () => { whole = await openTestApp({ demoAccounts: false }); });
afterAll(() => whole.close());

/** Once for all places, and once for all formats. */
function addressOf(pattern: string): string {
  return pattern.replace(/^\/j\/:code(?=\/|$)/, '').replace(/\.(json|xml)$/, '') || '/';
}

it('ARCHITECTURE.md lists every address that the program answers, and no other', () => {
  const real = routesOf(whole.app).map(({ pattern }) => addressOf(pattern)).filter((pattern) => pattern !== '*');
  const listed = tableUnder(readSource('ARCHITECTURE.md'), 'Addresses').flatMap(([, addresses = '']) => codesIn(addresses)).filter((code) => code.startsWith('/'));
  expect(real.length).toBeGreaterThan(40);
  expect(differences(listed, real)).toEqual([]);
});
