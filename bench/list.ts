import { join } from 'node:path';
import { compare, type Comparison } from './compare.ts';
import { filled, startCounty } from './county.ts';
import { load } from './load.ts';
import { startNginx } from './nginx.ts';
import type { Pace } from './pace.ts';
import { startPart } from './part.ts';

const CONNECTIONS = 64;
const ROWS = 50;

export type ListFigures = {
  readonly pageBytes: number;
  readonly uncached: Comparison;
  readonly cachedByNginx: Comparison | 'NOT RUN';
  readonly cachedByNode: Comparison;
};

/**
 * The public list: drawn anew for each request (each asks for another address) against a bare JSON list of the same rows;
 * and kept for a second against the same bytes from nginx, and from a bare `node:http` server.
 */
export async function measureList(dataDir: string, { rounds, seconds }: Pace): Promise<ListFigures> {
  const county = await startCounty(dataDir);
  try {
    await filled(county);
    const page = await (await fetch(`${county.url}/cases`)).text();
    const shown = new Set(page.match(/\/cases\/\d{12}/g)).size;
    if (shown !== ROWS) throw new Error(`the list shows ${String(shown)} cases instead of ${String(ROWS)}`);
    const ask = (url: string) => async (): Promise<number> => (await load({ url, method: 'GET', connections: CONNECTIONS, seconds })).perSecond;
    const json = await startPart<number>('bare', { kind: 'list', address: county.address, jurisdiction: 'linjiang', rows: ROWS });
    const uncached = await compare(rounds, 0.4, ask(local(json.answer)), ask(`${county.url}/cases?at=[<id>]`));
    await json.stop();
    const bytes = await startPart<number>('bare', { kind: 'bytes', bytes: page });
    const cachedByNode = await compare(rounds, 0.25, ask(local(bytes.answer)), ask(`${county.url}/cases`));
    await bytes.stop();
    const nginx = await startNginx(join(dataDir, 'bench-nginx'), page);
    const cachedByNginx = nginx ? await compare(rounds, 0.25, ask(nginx.url), ask(`${county.url}/cases`)) : 'NOT RUN';
    await nginx?.stop();
    return { pageBytes: Buffer.byteLength(page), uncached, cachedByNginx, cachedByNode };
  } finally {
    await county.stop();
  }
}

function local(port: number): string {
  return `http://127.0.0.1:${String(port)}/`;
}
