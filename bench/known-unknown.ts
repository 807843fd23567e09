import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { caseNumberOf } from '../src/kernel/ids.ts';
import { filled, startCounty } from './county.ts';

/** Tries of each kind, one known and one unknown in turn, so that whatever else the machine does meets both alike. */
const TRIES = 1_000;
/** Before anything counts: statements are prepared and code is compiled. */
const WARM = 200;
const AUC_MAX = 0.55;
const LEAK_MIN = 0.95;

export type KnownUnknownFigures = {
  readonly tries: number;
  /** How well time alone tells a known receipt number (with a wrong code) from an unknown one: 0.5 is a coin, 1 is certainty. */
  readonly receipt: { readonly auc: number; readonly target: number; readonly reached: boolean };
  /** The same of a telephone number that was given before, and one that never was. */
  readonly contact: { readonly auc: number; readonly target: number; readonly reached: boolean };
  /** The control: a server that answers an unknown number without looking. The run is void where this is not found. */
  readonly leaky: { readonly auc: number; readonly target: number; readonly reached: boolean };
};

/** Whether time tells what the answer does not: known and unknown receipt numbers at /follow, known and unknown telephone numbers in a report. */
export async function measureKnownUnknown(dataDir: string): Promise<KnownUnknownFigures> {
  const county = await startCounty(dataDir);
  try {
    await filled(county);
    const numbers = await knownNumbers(county.address);
    const token = await tokenOf(`${county.url}/follow`);
    const at = (index: number): string => numbers[index % numbers.length] ?? '';
    const receipt = await apart((index) => follow(county.url, token, at(index)), (index) => follow(county.url, token, unknownNumber(index)));
    const contact = await contacts(county.url);
    const leaky = await startLeaky(county.url, new Set(numbers));
    const leak = await apart((index) => follow(leaky.url, token, at(index)), (index) => follow(leaky.url, token, unknownNumber(index)));
    leaky.stop();
    const below = (auc: number) => ({ auc, target: AUC_MAX, reached: auc < AUC_MAX });
    return { tries: 2 * TRIES, receipt: below(receipt), contact: below(contact), leaky: { auc: leak, target: LEAK_MIN, reached: leak >= LEAK_MIN } };
  } finally {
    await county.stop();
  }
}

/** The area under the curve of telling one from the other by time; above 0.5 whichever of the two is slower. */
async function apart(known: (index: number) => Promise<void>, unknown: (index: number) => Promise<void>): Promise<number> {
  const [first, second]: [number[], number[]] = [[], []];
  for (let index = 0; index < WARM + TRIES; index += 1) {
    // Which of the two goes first changes, so that being second is not what is measured.
    const turns = index % 2 === 0 ? [[known, first], [unknown, second]] as const : [[unknown, second], [known, first]] as const;
    for (const [ask, times] of turns) {
      const started = performance.now();
      await ask(index);
      if (index >= WARM) times.push(performance.now() - started);
    }
  }
  const auc = aucOf(first, second);
  return Math.round(1_000 * Math.max(auc, 1 - auc)) / 1_000;
}

/** Mann and Whitney: how often one of the first took longer than one of the second, ties counting half. */
export function aucOf(first: readonly number[], second: readonly number[]): number {
  const ranked = [...first.map((ms) => ({ ms, isFirst: true })), ...second.map((ms) => ({ ms, isFirst: false }))].sort((a, b) => a.ms - b.ms);
  let [sum, at] = [0, 0];
  while (at < ranked.length) {
    let end = at;
    while (end < ranked.length && ranked[end]?.ms === ranked[at]?.ms) end += 1;
    for (let tie = at; tie < end; tie += 1) if (ranked[tie]?.isFirst) sum += (at + 1 + end) / 2;
    at = end;
  }
  return (sum - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}

async function follow(url: string, token: string, number: string): Promise<void> {
  await expectStatus(await send(`${url}/follow`, { number, code: '2'.repeat(24), token }), 422);
}

/** Every second report gives the telephone number that the first one gave. */
async function contacts(url: string): Promise<number> {
  const token = await tokenOf(`${url}/report?sealed=no`);
  let made = 0;
  const report = async (contact: string): Promise<void> => {
    made += 1;
    const key = `bench-known-unknown-${String(Date.now())}-${String(made)}`;
    await expectStatus(await send(`${url}/receipts`, { words: '路灯不亮', kind: 'help', anonymity: 'sealed', contact, name: '林小', key, token }), 201);
  };
  await report('13955500000');
  return apart(() => report('13955500000'), () => report(`139${String(10_000_000 + made)}`));
}

async function send(url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
  const answer = await fetch(url, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields).toString() });
  await answer.arrayBuffer();
  return answer;
}

function expectStatus({ status, url }: Response, wanted: number): Promise<void> {
  return status === wanted ? Promise.resolve() : Promise.reject(new Error(`${url} answered ${String(status)}`));
}

async function tokenOf(url: string): Promise<string> {
  const token = /name="token" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1];
  if (token === undefined) throw new Error(`no form at ${url}`);
  return token;
}

async function knownNumbers({ host, port, database, credentials: { owner } }: Awaited<ReturnType<typeof startCounty>>['address']): Promise<readonly string[]> {
  const client = new Client({ host, port, database, user: owner.user, password: owner.password });
  await client.connect();
  const { rows } = await client.query<{ number: string }>('select number from cases.receipts order by number limit 400');
  await client.end();
  if (rows.length < 100) throw new Error('the county has too few cases');
  return rows.map(({ number }) => number);
}

function unknownNumber(index: number): string {
  return caseNumberOf(String(90_000_000_000 + index * 7_919));
}

/** What the program must not be: known numbers are passed on to it, unknown ones answered at once. */
async function startLeaky(url: string, known: ReadonlySet<string>): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
    request.on('end', () => {
      const fields = Object.fromEntries(new URLSearchParams(body));
      const passed = known.has(fields['number'] ?? '') ? send(url + (request.url ?? ''), fields).then(({ status }) => status) : Promise.resolve(422);
      passed.then((status) => response.writeHead(status).end(), () => response.writeHead(500).end());
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, stop: () => { server.close(); } };
}
