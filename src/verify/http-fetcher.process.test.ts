import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { httpFetcher } from './http-fetcher.ts';
import type { LogReport } from './log.ts';
import { entriesOf, policy, syntheticLog, verifyHashes } from './synthetic-log.fixture.ts';

const { files } = syntheticLog(entriesOf(700));
const impatient = { requestMs: 300 };
const servers: Server[] = [];
/** 50 MB of nothing in 50 kB. */
const packed = gzipSync(Buffer.alloc(50_000_000));

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serve(path: string, response: ServerResponse): void {
  const bytes = files.get(path);
  response.writeHead(bytes ? 200 : 404).end(bytes);
}

/** The honest log below /record, but for one path. */
async function reportWith(path: string, answer: (response: ServerResponse) => void, limits = {}): Promise<LogReport> {
  const base = await listening(({ url = '' }, response) => {
    const wanted = url.replace('/record/', '');
    if (wanted === path) answer(response);
    else serve(wanted, response);
  });
  return await verifyHashes(httpFetcher(`${base}/record/`), policy, undefined, { limits });
}

describe('a log over HTTP', () => {
  test('holds where the server is honest', async () => {
    expect(await reportWith('', () => undefined)).toMatchObject({ verdict: 'holds', entriesRead: 700 });
  });

  test('a wrong address, and one where nobody listens', async () => {
    const base = await listening((_, response) => response.writeHead(404).end('no'));
    expect((await verifyHashes(httpFetcher(`${base}/elsewhere`), policy, undefined)).findings).toEqual([{ kind: 'missing', path: 'checkpoint' }]);
    expect((await verifyHashes(httpFetcher('http://127.0.0.1:1/record'), policy, undefined)).findings).toEqual([{ kind: 'cut', path: 'checkpoint' }]);
    expect((await verifyHashes(httpFetcher('no address'), policy, undefined)).findings).toEqual([{ kind: 'cut', path: 'checkpoint' }]);
  });

  test.each([
    ['a body without end', 'oversized', 'broken', (response: ServerResponse) => {
      const more = (): void => { while (!response.destroyed && response.write(Buffer.alloc(65_536))); };
      response.on('drain', more);
      more();
    }],
    ['a length beyond all bounds', 'oversized', 'broken', (response: ServerResponse) => response.writeHead(200, { 'content-length': String(2 ** 40) }).write('x')],
    ['a small file that unpacks to a large one', 'oversized', 'broken', (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)],
    ['silence', 'timed-out', 'undecided', () => undefined],
    ['one octet and then silence', 'timed-out', 'undecided', (response: ServerResponse) => response.writeHead(200).write('x')],
    ['a cut in the middle', 'cut', 'undecided', (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '8192' }).write(Buffer.alloc(100), () => response.destroy());
    }],
    ['a redirection', 'cut', 'undecided', (response: ServerResponse) => response.writeHead(302, { location: '/record/tile/0/000' }).end()],
    ['an error of its own', 'cut', 'undecided', (response: ServerResponse) => response.writeHead(500).end()],
    ['a withdrawn file', 'missing', 'broken', (response: ServerResponse) => response.writeHead(410).end()],
    ['an empty file', 'malformed', 'broken', (response: ServerResponse) => response.writeHead(200).end()],
  ])('%s: %s', async (_, kind, verdict, answer) => {
    const report = await reportWith('tile/0/001', answer, kind === 'timed-out' ? impatient : {});
    expect(report).toMatchObject({ verdict, findings: [{ kind }] });
    // A slow machine may lose its patience one file earlier; every other answer is about this file.
    if (kind !== 'timed-out') expect(report.findings).toEqual([{ kind, path: 'tile/0/001' }]);
  });
});
