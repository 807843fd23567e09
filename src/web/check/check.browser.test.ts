import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../../test/support/browser.ts';
import { signerOf, writeLogProof, writePromise, writeVerifierKey } from '../../record/log/index.ts';
import { proveInclusion } from '../../record/merkle/proof.ts';
import { readerOf } from '../../record/merkle/tree.ts';
import { buildAssets } from '../../ui/theme/build.ts';
import { countyEntries } from '../../verify/county-log.fixture.ts';
import { ORIGIN, policyText, syntheticLog } from '../../verify/synthetic-log.fixture.ts';

const { entries, atSeconds } = countyEntries({ days: 4, casesADay: 40, cells: 2 });
const log = syntheticLog(entries, { atSeconds });
const promiser = signerOf(`${ORIGIN}/promise`, 'ed25519', new Uint8Array(32).fill(5));
const proof = writeLogProof({ index: 7, path: proveInclusion(7, log.size, readerOf(log.leaves)), checkpoint: log.files.get('checkpoint')!, extra: entries[7]! });
const promised = (mergeBySeconds: number): Uint8Array => writePromise({ origin: ORIGIN, leaf: log.leaves[7]!, mergeBySeconds }, promiser);
const now = Math.floor(Date.now() / 1000);
/** The same headers as the server's: the script may reach nobody else, and write no markup. */
const CSP = "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

let browser: Browser;
let server: Server;
let base: string;
let folder: string;
const files = new Map<string, Uint8Array>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minsheng-check-'));
  const { checkScript } = await buildAssets(folder);
  const page = (lang: string, body: string): Uint8Array => Buffer.from(`<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>x</title><main>${body}</main><script type="module" src="/check.js"></script></html>`);
  files.set('/check.js', await readFile(join(folder, checkScript)));
  for (const [path, bytes] of log.files) files.set(`/record/${path}`, bytes);
  files.set('/record/policy', policyText('2'));
  files.set('/record/promise.vkey', Buffer.from(`${writeVerifierKey(promiser.key)}\n`));
  files.set('/zh', page('zh-Hans', '<div data-check="/record" data-zone="UTC"><p>bare</p></div>'));
  files.set('/en', page('en', '<div data-check="/record" data-zone="UTC"><p>bare</p></div>'));
  files.set('/none', page('en', '<div data-check="/elsewhere"><p>bare</p></div>'));
  const papers = { proof, promise: promised(now + 3600), late: promised(now - 3600), forged: Buffer.from(Buffer.from(proof).toString().replace('index 7', 'index 8')) };
  for (const [name, bytes] of Object.entries(papers)) {
    files.set(`/papers/${name}`, bytes);
    files.set(`/${name}`, page('en', `<div data-proof="/papers/${name}" data-zone="UTC"><a href="/papers/${name}">file</a></div>`));
  }
  server = createServer((request, response) => {
    const bytes = files.get(request.url ?? '');
    const type = request.url?.endsWith('.js') ? 'text/javascript' : /^\/[a-z]+$/.test(request.url ?? '') ? 'text/html' : 'application/octet-stream';
    response.writeHead(bytes ? 200 : 404, { 'content-type': type, 'content-security-policy': CSP }).end(bytes);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function read(path: string, state: string, look: (tab: Page) => Promise<void>): Promise<void> {
  const tab = await browser.newPage();
  const problems: string[] = [];
  tab.on('pageerror', (error) => problems.push(error.message));
  try {
    await tab.goto(`${base}${path}`);
    await tab.waitForSelector(`.check-${state}`, { timeout: 60_000 });
    await look(tab);
    expect(problems).toEqual([]);
    expect(await tab.evaluate(() => localStorage.length + document.cookie.length)).toBe(0);
  } finally {
    await tab.close();
  }
}

describe('checked in your browser just now', () => {
  it('says in plain words that the whole record holds, in both languages', async () => {
    await read('/zh', 'holds', async (tab) => {
      expect(await tab.textContent('.check-line')).toBe('刚才在您的设备上核对了1,327条记录，没发现删改；这不能证明当初记的都属实。');
      expect(await tab.textContent('.check-more')).toContain('公布过的3份成绩单都重新算了一遍');
    });
    await read('/en', 'holds', async (tab) => {
      expect(await tab.textContent('.check-line')).toContain('Your device just checked 1,327 entries');
      expect(await tab.textContent('.check-more')).toContain('3 witnesses signed that they saw this same book, last on 5 June 2026 at 00:00.');
    });
  });
  it('says which entry was changed, when one was', async () => {
    const path = '/record/tile/entries/002';
    const honest = files.get(path)!;
    files.set(path, Uint8Array.from(honest).fill(0x39, 500, 501));
    try {
      await read('/en', 'broken', async (tab) => { expect(await tab.textContent('.check-more')).toMatch(/the content of this entry was changed \(entry 51\d\)/); });
    } finally {
      files.set(path, honest);
    }
  });
  it('leaves the page’s own words where there is no record to check', async () => {
    const tab = await browser.newPage();
    await tab.goto(`${base}/none`);
    await expect.poll(() => tab.textContent('[data-check]')).toBe('bare');
    await tab.close();
  });
});

describe('a resident’s proof, on their own device', () => {
  it('is told with its place and its witnesses, and the file stays in reach', () => read('/proof', 'holds', async (tab) => {
    expect(await tab.textContent('.check-line')).toBe('Your device just checked: yours is entry 8 of the public record (which had 1,327 then); signature and witnesses hold.');
    expect(await tab.textContent('.check-more')).toContain('Witnessed by w0 on 5 June 2026 at 00:00.');
    expect(await tab.getAttribute('[data-proof] a', 'href')).toBe('/papers/proof');
  }));
  it('does not hold for another place', () => read('/forged', 'broken', async (tab) => { expect(await tab.textContent('.check-line')).toContain('does not hold'); }));
  it('may be a promise, until when', () => read('/promise', 'holds', async (tab) => { expect(await tab.textContent('.check-line')).toContain('has signed a promise to enter it by'); }));
  it('which is evidence once its time is past', () => read('/late', 'undecided', async (tab) => { expect(await tab.textContent('.check-line')).toContain('which is past'); }));
});
