import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { JURISDICTION, writeJurisdiction, type Codes, type Row } from './nyc311-jurisdiction.ts';

/** One HTTP call, over a socket or into an app in the same process. */
export type Send = (call: { readonly method: 'GET' | 'POST'; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string })
  => Promise<{ readonly status: number; readonly link: string; readonly text: string }>;

/** What the command needs of the program around it. */
export type Surroundings = {
  readonly print: (line: string) => void;
  /** Where generated files may lie. */
  readonly dataDir: string;
  /** Puts the folder in force on the database of the server that `send` reaches; throws with every mistake in it. */
  readonly load: (folder: string) => Promise<void>;
  /** An app in this process; not called when `--url` names a running server. */
  readonly inject: () => Promise<Send>;
};

export type Figures = {
  readonly read: number;
  /** Answered with a case number. On a second run within 72 hours the numbers are those of the first. */
  readonly accepted: number;
  readonly refused: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Different numbers among the answers, and of these, how many the public list was seen to hold, page by page. */
  readonly cases: number;
  readonly listed: number;
};

const CONCURRENCY_DEFAULT = 16;
const CONCURRENCY_MAX = 256;
const PROGRESS_EVERY = 1_000;
/** How long a newly loaded jurisdiction may take to be served. */
const SERVED_WITHIN_MS = 30_000;
const LIST_PAGES_MAX = 1_000;
const FORM = 'application/x-www-form-urlencoded';
const HOME = `/j/${JURISDICTION}/open311/v2`;

/** `bench nyc311 [--url URL] [--concurrency N] [--limit ROWS] [--data FOLDER]`; exit code 0 when all were taken and listed. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    surroundings.print(`bench nyc311 [--url http://127.0.0.1:8080] [--concurrency 1..${String(CONCURRENCY_MAX)}] [--limit ROWS] [--data FOLDER]`);
    return 2;
  }
  const file = join(options.data, 'nyc311', 'requests.csv');
  if (!existsSync(file)) {
    surroundings.print(`not run: ${file} is absent; name the folder with --data or MINSHENG_DATA`);
    return 2;
  }
  const rows = await readRows(file, options.limit);
  const folder = join(surroundings.dataDir, 'bench', JURISDICTION);
  const codes = await writeJurisdiction(rows, folder);
  await surroundings.load(folder);
  const send = options.url === undefined ? await surroundings.inject() : over(options.url);
  const figures = await feed(rows, codes, send, options.concurrency, surroundings);
  surroundings.print(JSON.stringify(figures));
  return figures.refused === 0 && figures.accepted === figures.read && figures.listed === figures.cases ? 0 : 1;
}

/** Posts every row and pages through the public list until its end: where words are open data a case is listed at once. */
export async function feed(rows: readonly Row[], codes: Codes, send: Send, concurrency: number, { print }: Pick<Surroundings, 'print'>): Promise<Figures> {
  await served(send);
  const started = performance.now();
  const numbers = new Set<string>();
  let accepted = 0;
  let refused = 0;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let row = rows[next++]; row !== undefined; row = rows[next++]) {
      const number = await post(send, row, codes, print);
      if (number === undefined) refused += 1;
      else {
        accepted += 1;
        numbers.add(number);
      }
      if ((accepted + refused) % PROGRESS_EVERY === 0) print(`${String(accepted + refused)} of ${String(rows.length)} posted`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - started) / 1_000;
  const listed = [...await list(send)].filter((number) => numbers.has(number)).length;
  return { read: rows.length, accepted, refused, seconds: rounded(seconds), perSecond: rounded(accepted / seconds), cases: numbers.size, listed };
}

/** The number of the case, or undefined and a line of why. */
async function post(send: Send, row: Row, codes: Codes, print: (line: string) => void): Promise<string | undefined> {
  const { status, text } = await send({
    method: 'POST', path: `${HOME}/requests.json`, body: bodyOf(row, codes),
    headers: { 'content-type': FORM, 'idempotency-key': `nyc311-request-${row.unique_key}` },
  });
  const number = status === 200 ? (JSON.parse(text) as { service_request_id?: string }[])[0]?.service_request_id : undefined;
  if (number === undefined) print(`refused with ${String(status)}: ${text.slice(0, 300)}`);
  return number;
}

export function bodyOf(row: Row, codes: Codes): string {
  const where = row.location_type === '' ? '' : ` (${row.location_type})`;
  const body = new URLSearchParams({ service_code: codes.serviceOf(row), address_id: codes.divisionOf(row), description: `${row.complaint_type}: ${row.descriptor}${where}` });
  if (row.incident_address !== '') body.set('address_string', row.incident_address);
  if (row.latitude !== '' && row.longitude !== '') {
    body.set('lat', row.latitude);
    body.set('long', row.longitude);
  }
  return body.toString();
}

/** Every number on every page, by following the next address as a client would. */
async function list(send: Send): Promise<Set<string>> {
  const numbers = new Set<string>();
  let path: string | undefined = `${HOME}/requests.json?page_size=1000`;
  for (let page = 0; path !== undefined && page < LIST_PAGES_MAX; page += 1) {
    const { status, text, link } = await send({ method: 'GET', path, headers: {} });
    if (status !== 200) throw new Error(`the list answered ${String(status)}: ${text.slice(0, 300)}`);
    for (const one of JSON.parse(text) as { service_request_id: string }[]) numbers.add(one.service_request_id);
    path = /<https?:\/\/[^/>]+([^>]*)>; rel="next"/.exec(link)?.[1];
  }
  return numbers;
}

/** A server takes up a new jurisdiction without a restart, but not in the same moment. */
async function served(send: Send): Promise<void> {
  const until = performance.now() + SERVED_WITHIN_MS;
  for (;;) {
    const { status } = await send({ method: 'GET', path: `${HOME}/services.json`, headers: {} });
    if (status === 200) return;
    if (performance.now() > until) throw new Error(`the server does not serve ${JURISDICTION}: does it run on the database that was loaded?`);
    await new Promise((resolve) => { setTimeout(resolve, 500); });
  }
}

export async function readRows(file: string, limit: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const stream = createReadStream(file).pipe(parse({ columns: true, bom: true, to: limit }));
  for await (const row of stream) rows.push(row as Row);
  return rows;
}

export function over(url: string): Send {
  const origin = url.replace(/\/+$/, '');
  return async ({ method, path, headers, body }) => {
    const answer = await fetch(origin + path, { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, link: answer.headers.get('link') ?? '', text: await answer.text() };
  };
}

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...args], options: { url: { type: 'string' }, concurrency: { type: 'string' }, limit: { type: 'string' }, data: { type: 'string' } } });
    const concurrency = Number(values.concurrency ?? CONCURRENCY_DEFAULT);
    const limit = Number(values.limit ?? Number.MAX_SAFE_INTEGER);
    const fit = Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= CONCURRENCY_MAX && Number.isInteger(limit) && limit >= 1;
    const isUrl = values.url === undefined || /^https?:\/\//.test(values.url);
    return fit && isUrl ? { concurrency, limit, url: values.url, data: values.data ?? process.env['MINSHENG_DATA'] ?? '../shared/data' } : undefined;
  } catch {
    return undefined;
  }
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
