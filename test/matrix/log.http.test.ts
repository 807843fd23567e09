import { afterAll, beforeAll, expect, it } from 'vitest';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { openCounty, type County } from '../support/county.ts';

// A canary in every place where a person could be; the log must not sing it.
const CANARY = 'kanarienvogel';
const PHONE = '13987654321';
const ADDRESS = '203.0.113.77';

let county: County;
beforeAll(async () => { county = await openCounty(); });
afterAll(async () => { await county.close(); });

it('the log holds route patterns, and no word, address, number, account or case of anyone', async () => {
  const { app, services, desk } = county;
  const headers = {
    'accept-language': 'zh', 'user-agent': CANARY, referer: `http://x.example/?${CANARY}`, 'x-forwarded-for': ADDRESS, authorization: `Bearer ${CANARY}`, cookie: `receipt=${CANARY}; lang=${CANARY}`,
  };
  const slip = await desk.report({ words: `我叫${CANARY}`, kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity: 'named', contact: PHONE, name: CANARY });
  await desk.act('dispatcher', slip.caseId, 'summary', { summary: CANARY });
  for (const url of [`/?q=${CANARY}`, `/cases?q=${CANARY}&after=${CANARY}`, `/cases/${CANARY}`, `/units/${CANARY}`, `/${CANARY}`, `/j/${CANARY}/cases`, `/console/cases/${slip.caseId}`, `/my/photos/${CANARY}`, `/open311/v2/requests.json?service_code=${CANARY}`, `/%ff${CANARY}`]) {
    await app.inject({ method: 'GET', url, headers, remoteAddress: ADDRESS });
  }
  const token = services.tokens.issue('follow');
  for (const [url, fields] of [
    ['/follow', { number: slip.number, code: slip.code, token }], ['/staff/sign-in', { username: CANARY, password: CANARY }],
    ['/receipts', { words: CANARY, contact: PHONE, anonymity: 'sealed', key: newFormKey() }], [`/console/cases/${slip.caseId}/answer`, { found: CANARY }],
    ['/open311/v2/requests.json', { service_code: 'urban.lighting.out', description: CANARY, email: `${CANARY}@example.cn`, phone: PHONE, address_string: CANARY }],
  ] as const) {
    await app.inject({ method: 'POST', url, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString(), remoteAddress: ADDRESS });
  }
  const log = county.logged().join('');
  expect(log).toContain('"route":"/cases/:number"');
  expect(log).toContain('"route":"/console/cases/:id"');
  for (const trace of [CANARY, PHONE, ADDRESS, '127.0.0.1"', slip.number, slip.code, slip.caseId, 'remoteAddress', token]) expect(log, trace).not.toContain(trace);
  expect(log).not.toMatch(/"route":"(\/j\/:code)?\/(my|follow|report|receipts)/);
  expect(county.troubles()).toEqual([]);
});
