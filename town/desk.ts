import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { parseCaseNumber, type CaseId, type UnitId } from '../src/kernel/ids.ts';
import type { Outcome, Satisfaction } from '../src/kernel/outcome.ts';
import { parseReceiptCode } from '../src/platform/crypto/index.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../src/slices/accounts/index.ts';
import type { Services } from '../src/web/services.ts';
import { openBrowser, type Browser } from './browser.ts';

/** What the town's people can do, each through a page: say something, and work at the desks of the county. */
export type Desk = {
  /** Sends a report, under a key of its own unless the fields bring one; the receipt as it was printed. */
  readonly report: (fields: Readonly<Record<string, string>>) => Promise<Slip>;
  /** A sealed report, written without script: `settled` is who must not read it, `words` the letter. Its id stands as `caseId`. */
  readonly sealedReport: (settled: Readonly<Record<string, string>>, words: string) => Promise<Slip>;
  /** One act of a protection officer on a sealed report; false when it was refused. */
  readonly actOnSealed: (by: string, slip: Slip, act: string, fields: Readonly<Record<string, string>>) => Promise<boolean>;
  /** To whom letters in it are closed, as the officer's page hands them to its script. */
  readonly recipientsOf: (slip: Slip) => Promise<readonly string[]>;
  readonly judgeSealed: (slip: Slip, outcome: Outcome) => Promise<boolean>;
  readonly judge: (slip: Slip, outcome: Outcome, comment: string, satisfaction: Satisfaction | undefined) => Promise<boolean>;
  readonly contest: (slip: Slip, reason: string) => Promise<boolean>;
  readonly withdraw: (slip: Slip, reason: string) => Promise<boolean>;
  /** One act of an office on a case; false when it was refused, as it is when someone else was faster. */
  readonly act: (by: string, caseId: CaseId, act: string, fields: Readonly<Record<string, string | readonly string[]>>) => Promise<boolean>;
  /** The account that works for a unit; made when it is first needed. */
  readonly workerOf: (unit: UnitId) => Promise<string>;
  /** The head of a unit, where the demo has one. */
  readonly headOf: (unit: UnitId) => string | undefined;
};
export type Slip = { readonly number: string; readonly code: string; readonly caseId: CaseId };

export async function createDesk(app: FastifyInstance, services: Services): Promise<Desk> {
  const officials = new Map<string, Promise<Browser>>();
  const workers = new Map<UnitId, Promise<string>>();
  const token = (purpose: string): string => services.tokens.issue(purpose);
  const official = (username: string): Promise<Browser> => once(officials, username, () => signIn(app, username));
  const holder = async (slip: Slip): Promise<Browser> => {
    const browser = openBrowser(app);
    await expectStatus(browser.post('/follow', { number: slip.number, code: slip.code, token: token('follow') }), 303);
    return browser;
  };
  return {
    async report(fields) {
      const key = randomBytes(16).toString('base64url');
      const answer = await expectStatus(openBrowser(app).post('/receipts', { key, ...fields, token: token('report') }), 201);
      return slipOf(answer.html, services);
    },
    async sealedReport(settled, words) {
      const browser = openBrowser(app);
      const letter = await expectStatus(browser.post('/report/sealed', { ...settled, token: token('report') }), 200);
      const hidden = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(letter.html)?.[1] ?? '';
      const answer = await expectStatus(browser.post('/receipts/sealed', { words, key: hidden('key'), route: hidden('route'), token: token('report') }), 201);
      return slipOf(answer.html, services);
    },
    actOnSealed: async (by, slip, act, fields) => (await (await official(by)).post(`/console/sealed/${slip.caseId}/${act}`, { ...fields, token: token('staff') })).status === 303,
    async recipientsOf({ caseId }) {
      const loaded = await services.sealed.forReporter(services.defaultCode, caseId);
      return loaded ? services.sealed.recipientsOf(services.defaultCode, loaded.state) : [];
    },
    judgeSealed: async (slip, outcome) => (await (await holder(slip)).post('/my/sealed/verdict', { outcome, token: token('resident') })).status === 303,
    async judge(slip, outcome, comment, satisfaction) {
      const browser = await holder(slip);
      const judged = await browser.post('/my/verdict', { outcome, comment, token: token('resident') });
      if (judged.status !== 303) return false;
      if (satisfaction !== undefined) await browser.post('/my/satisfaction', { satisfaction: String(satisfaction), token: token('resident') });
      return true;
    },
    contest: async (slip, reason) => (await (await holder(slip)).post('/my/contest', { reason, token: token('resident') })).status === 303,
    withdraw: async (slip, reason) => (await (await holder(slip)).post('/my/withdrawal', { reason, token: token('resident') })).status === 303,
    act: async (by, caseId, act, fields) => (await (await official(by)).post(`/console/cases/${caseId}/${act}`, { ...fields, token: token('staff') })).status === 303,
    headOf: (unit) => DEMO_ACCOUNTS.find((one) => one.unit === unit && one.roles.includes('unit-leader'))?.username,
    workerOf: (unit) => once(workers, unit, async () => DEMO_ACCOUNTS.find((one) => one.unit === unit && one.roles.includes('handler'))?.username ?? await hire(services, unit)),
  };
}

/** Made when it is first asked for, and once, though several ask at the same time. */
function once<Key, Value>(made: Map<Key, Promise<Value>>, key: Key, make: () => Promise<Value>): Promise<Value> {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}

async function signIn(app: FastifyInstance, username: string): Promise<Browser> {
  const browser = openBrowser(app);
  await expectStatus(browser.post('/staff/sign-in', { username, password: DEMO_PASSWORD, next: '/console' }), 303);
  return browser;
}

/** A demo handler for a unit that has none: signs in with the demo password like the others. */
async function hire(services: Services, unit: UnitId): Promise<string> {
  const username = `worker-${unit}`.slice(0, 40).replace(/[^a-z0-9]$/, '');
  const { administration, organisation } = services.accounts;
  const name = organisation.unitName(services.defaultCode, unit, 'zh').slice(0, 50);
  const made = await administration.create(
    { kind: 'system', jurisdiction: services.defaultCode, job: 'demo-town' }, { username, name, unit, roles: ['handler'] }, { password: DEMO_PASSWORD });
  if (made.refused && made.reason.kind !== 'username-taken') throw new Error(`the town could not hire ${username}: ${made.reason.kind}`);
  return username;
}

/** Reads number and code off the printed slip, as a person would, and finds the case behind it. */
async function slipOf(html: string, services: Services): Promise<Slip> {
  const number = /digits-number">([\d ]+)</.exec(html)?.[1]?.replace(/\s/g, '') ?? '';
  const code = [...(/digits-code">(.*?)<\/dd>/s.exec(html)?.[1] ?? '').matchAll(/\d{4}/g)].map(([group]) => group).join('');
  const [parsedNumber, parsedCode] = [parseCaseNumber(number), parseReceiptCode(code)];
  const caseId = parsedNumber && parsedCode && ((await services.cases.openReceipt(services.defaultCode, parsedNumber, parsedCode))?.caseId ?? await services.sealed.openReceipt(services.defaultCode, parsedNumber, parsedCode));
  if (!caseId) throw new Error('a receipt of the demo town does not open its case');
  return { number, code, caseId };
}

async function expectStatus(sent: ReturnType<Browser['post']>, status: number): ReturnType<Browser['post']> {
  const answer = await sent;
  if (answer.status !== status) throw new Error(`the demo town expected ${status} and got ${answer.status}: ${/<h1>(.*?)<\/h1>/.exec(answer.html)?.[1] ?? ''}`);
  return answer;
}
