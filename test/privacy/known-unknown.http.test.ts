import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseNumberOf } from '../../src/kernel/ids.ts';
import { newFormKey } from '../../src/platform/http/idempotency.ts';
import { DEMO_PASSWORD, permittedAccounts } from '../../src/slices/accounts/index.ts';
import { makeDemoKeys } from '../../src/slices/sealed/index.ts';
import type { Slip } from '../../town/desk.ts';
import { COUNTY, openCounty, type County } from '../support/county.ts';

/** What a stranger may try: is there such a receipt, was this telephone or this mailbox ever given? (protection T24, ASVS 6.3.8) */
const WRONG_CODE = '1'.repeat(24);
const [PHONE, MAIL] = ['13955501234', 'linxiao@example.invalid'] as const;

let county: County;
let known: Slip;
let sealed: Slip;
let spent: { statements: string[]; hmacs: number };
let stopCounting: () => void = () => undefined;

beforeAll(async () => {
  county = await openCounty();
  const said = { kind: 'help', topic: 'urban.lighting.out', place: '990101101000' };
  known = await county.desk.report({ ...said, words: '路灯不亮', anonymity: 'named', contact: PHONE, name: '林小' });
  await county.desk.report({ ...said, words: '路灯不亮', anonymity: 'sealed', contact: MAIL });
  const { accounts, sealed: reports, defaultCode } = county.services;
  await makeDemoKeys(reports, (code) => permittedAccounts(accounts, code, 'protection.handle'), defaultCode, DEMO_PASSWORD);
  sealed = await county.desk.sealedReport({ kind: 'whistle-blowing' }, '有人挪用');
  stopCounting = countWork();
});
afterAll(async () => {
  stopCounting();
  await county.close();
});

/** Records, beside doing it, every named statement that is sent and every key that is taken in hand to check a code. */
function countWork(): () => void {
  spent = { statements: [], hmacs: 0 };
  const { keys } = county.services;
  const client = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const taken = keys as { derive: typeof keys.derive };
  // As they are: both are put back as they were.
  const [query, derive] = [client.query, taken.derive];
  client.query = function counted(this: unknown, ...args: unknown[]) {
    const name = (args[0] as { name?: string } | undefined)?.name;
    if (name !== undefined && /^(cases|sealed|vault|accounts|record)\./.test(name)) spent.statements.push(name);
    return query.apply(this, args);
  };
  taken.derive = (purpose) => {
    if (purpose === 'receipt sign-in v1') spent.hmacs += 1;
    return derive.call(keys, purpose);
  };
  return () => {
    client.query = query;
    taken.derive = derive;
  };
}

type Answer = { readonly status: number; readonly bytes: number; readonly headers: string; readonly statements: string; readonly hmacs: number };

/** From another network each time, so that no limit answers in the program's place. */
let networks = 0;
async function post(url: string, fields: Readonly<Record<string, string>>, blank: readonly RegExp[] = []): Promise<Answer> {
  spent.statements.length = 0;
  spent.hmacs = 0;
  networks += 1;
  const answer = await county.app.inject({
    method: 'POST', url, remoteAddress: `198.51.100.${String(networks)}`, payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', accept: 'text/html' },
  });
  const body = blank.reduce((text, one) => text.replaceAll(one, ''), answer.body);
  const headers = Object.keys(answer.headers).filter((name) => name !== 'content-length' && name !== 'date').sort().join();
  // What runs behind an answer is for all alike, and meets whoever comes next: a deposit is confirmed within a second.
  const statements = spent.statements.filter((name) => /receipt|submission|insert_deposit|append|account|person/.test(name)).join();
  return { status: answer.statusCode, bytes: Buffer.byteLength(body), headers, statements, hmacs: spent.hmacs };
}

function unknownNumber(seed: number): string {
  return caseNumberOf(String(90_000_000_000 + seed * 7_919).padStart(11, '0'));
}

const follow = (number: string, code: string): Promise<Answer> => post('/follow', { number, code, token: county.services.tokens.issue('follow') });

describe('a receipt that somebody tries', () => {
  it('is answered alike whether there is such a case, such a sealed report, or neither: status, size, headers, statements, HMACs', async () => {
    const unknown = await follow(unknownNumber(1), WRONG_CODE);
    expect(unknown).toMatchObject({ status: 422, statements: 'cases.select_receipt,cases.select_former_receipts,sealed.select_receipt', hmacs: 3 });
    for (let n = 2; n < 12; n += 1) expect(await follow(unknownNumber(n), WRONG_CODE)).toEqual(unknown);
    for (const number of [known.number, sealed.number]) expect(await follow(number, WRONG_CODE)).toEqual(unknown);
    // A code that opens another case opens nothing here.
    expect(await follow(known.number, sealed.code)).toEqual(unknown);
    expect(await follow(unknownNumber(12), known.code)).toEqual(unknown);
  });

  it('differs where it must: the control', async () => {
    const unknown = await follow(unknownNumber(1), WRONG_CODE);
    expect((await follow(known.number, known.code)).status).toBe(303);
    const impossible = await follow('123456789012', WRONG_CODE);
    expect([impossible.statements === unknown.statements, impossible.hmacs === unknown.hmacs]).toEqual([false, false]);
  });
});

describe('a telephone number or a mailbox that somebody gives', () => {
  const report = (contact: string, anonymity = 'sealed'): Promise<Answer> => post('/receipts', {
    words: '路灯不亮', kind: 'help', topic: 'urban.lighting.out', place: '990101101000', anonymity, contact, name: '林小', key: newFormKey(), token: county.services.tokens.issue('report'),
  // The number and the code are drawn anew each time, and the picture of both with them.
  }, [/<svg[\s\S]*?<\/svg>/g, /\/receipts\/[0-9a-f-]{36}/g]);

  it('is taken alike whether it was ever given before: status, size, headers, statements', async () => {
    for (const [before, never] of [[PHONE, '13955509876'], [MAIL, 'nobody1@example.invalid']] as const) {
      const unknown = await report(never);
      expect(unknown.status).toBe(201);
      expect(unknown.statements).toContain('vault.');
      expect(await report(before)).toEqual(unknown);
    }
  });

  it('nor by a machine through Open311', async () => {
    const send = (email: string): Promise<Answer> => post(`/j/${COUNTY}/open311/v2/requests.json`, {
      service_code: 'urban.lighting.out', address_id: '990101101000', description: '路灯不亮', email, first_name: 'Lin', last_name: 'Xiao',
    });
    const unknown = await send('nobody2@example.invalid');
    expect(unknown.status).toBe(200);
    expect(await send(MAIL)).toEqual(unknown);
  });
});
