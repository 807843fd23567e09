import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLogProof } from '../src/record/log/index.ts';
import { proveInclusion } from '../src/record/merkle/proof.ts';
import { readerOf } from '../src/record/merkle/tree.ts';
import { buildAssets } from '../src/ui/theme/build.ts';
import { countyEntries } from '../src/verify/county-log.fixture.ts';
import { policyText, syntheticLog } from '../src/verify/synthetic-log.fixture.ts';
import { openBrowser } from '../test/support/browser.ts';

/**
 * How long a resident's browser takes to check a proof with the log's signature and three witnesses', fetching proof and
 * policy from this machine included: Chromium, a fresh page each time, so nothing is warm but the browser.
 * `node bench/receipt-check.ts`
 */
const RUNS = 15;

const { entries, atSeconds } = countyEntries({ days: 10, casesADay: 300, cells: 6 });
const log = syntheticLog(entries, { atSeconds });
const [checkpoint, extra] = [log.files.get('checkpoint'), entries[7]];
if (!checkpoint || !extra) throw new Error('a log has a checkpoint and entries');
const folder = await mkdtemp(join(tmpdir(), 'minsheng-bench-'));
const { checkScript } = await buildAssets(folder);
const files = new Map<string, Uint8Array>([
  ['/check.js', await readFile(join(folder, checkScript))],
  ['/record/policy', policyText('2')],
  ['/proof', writeLogProof({ index: 7, path: proveInclusion(7, log.size, readerOf(log.leaves)), checkpoint, extra })],
  ['/page', Buffer.from('<!doctype html><html lang="en"><title>x</title><div data-proof="/proof"></div><script type="module" src="/check.js"></script></html>')],
]);
const server = createServer((request, response) => {
  const bytes = files.get(request.url ?? '');
  response.writeHead(bytes ? 200 : 404, { 'content-type': request.url === '/page' ? 'text/html' : 'text/javascript' }).end(bytes);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const browser = await openBrowser();
const times: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/page`);
  await tab.waitForSelector('.check-holds');
  times.push(await tab.evaluate(() => performance.getEntriesByName('minsheng check')[0]?.duration ?? Number.NaN));
  await tab.close();
}
await browser.close();
server.close();
await rm(folder, { recursive: true, force: true });
times.sort((a, b) => a - b);
console.log(JSON.stringify({ entries: log.size, runs: RUNS, medianMs: Math.round(times[Math.floor(RUNS / 2)] ?? Number.NaN), slowestMs: Math.round(times.at(-1) ?? Number.NaN) }));
