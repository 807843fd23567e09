import type { Bounds, Fetched, Fetcher } from './fetcher.ts';

/** A log at a web address, such as `https://min.example/record`. Works in Node and in a browser. */
export function httpFetcher(prefix: string): Fetcher {
  const base = prefix.replace(/\/+$/, '');
  return { get: (path, bounds) => getFile(`${base}/${path}`, bounds) };
}

/** Follows no redirection: it could lead a reader's machine to an address that only that machine can reach. */
async function getFile(address: string, { bytesMax, signal }: Bounds): Promise<Fetched> {
  const response = await fetch(address, { redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer', signal });
  if (response.status === 404 || response.status === 410) return await leave(response, { kind: 'missing' });
  if (response.status !== 200 || !response.body) return await leave(response, { kind: 'cut' });
  if (Number(response.headers.get('content-length') ?? 0) > bytesMax) return await leave(response, { kind: 'oversized' });
  return await readBody(response.body, bytesMax);
}

/** Counts what arrives, after decompression: a length that a server announces binds nobody. */
async function readBody(body: ReadableStream<Uint8Array>, bytesMax: number): Promise<Fetched> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > bytesMax) {
      await reader.cancel();
      return { kind: 'oversized' };
    }
    parts.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { kind: 'found', bytes };
}

async function leave(response: Response, fetched: Fetched): Promise<Fetched> {
  await response.body?.cancel();
  return fetched;
}
