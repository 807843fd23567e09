import { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postOutside } from './post.ts';

/** A machine of our own network: nothing that comes by a name may reach it. */
let inner: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked = 0;
let port: number;

beforeAll(async () => {
  inner = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => { inner.listen(0, '127.0.0.1', resolve); });
  ({ port } = inner.address() as AddressInfo);
});
afterAll(() => new Promise((resolve) => inner.close(resolve)));

const post = (url: string) => postOutside({ url, body: Buffer.from('a checkpoint'), signal: AbortSignal.timeout(2_000), bytesMax: 100 });

describe('a request to somebody outside', () => {
  it('reaches an address that the operator wrote as digits, with the body and nothing that says who we are', async () => {
    const heard: string[] = [];
    answer = (request, response) => {
      heard.push(...Object.keys(request.headers));
      request.on('data', (part: Buffer) => { heard.push(part.toString()); }).on('end', () => response.writeHead(200).end('yes'));
    };
    const { status, bytes } = await post(`http://127.0.0.1:${port}/add`);
    expect([status, Buffer.from(bytes ?? []).toString()]).toEqual([200, 'yes']);
    expect(heard.sort()).toEqual(['a checkpoint', 'connection', 'content-length', 'content-type', 'host']);
  });

  it('does not reach our own network by a name, whatever the name leads to (T17)', async () => {
    // The control: the name leads to this machine, where somebody listens.
    const found = await new Promise<string>((resolve) => { lookup('localhost', 4, (_error, address) => { resolve(address); }); });
    expect(found).toBe('127.0.0.1');
    const before = asked;
    await expect(post(`http://localhost:${port}/add`)).rejects.toThrow(/not allowed/i);
    expect(asked).toBe(before);
  });

  it('follows no redirection, and reads no more than was agreed', async () => {
    answer = (_request, response) => { response.writeHead(307, { location: `http://127.0.0.1:${port}/elsewhere` }).end(); };
    const before = asked;
    await expect(post(`http://127.0.0.1:${port}/add`)).rejects.toThrow('sent elsewhere');
    expect(asked).toBe(before + 1);
    answer = (_request, response) => { response.end(Buffer.alloc(1_000, 'x')); };
    expect(await post(`http://127.0.0.1:${port}/add`)).toMatchObject({ status: 200, bytes: undefined });
    answer = (_request, response) => { response.writeHead(200, { 'content-length': '50' }); response.write('half'); response.destroy(); };
    await expect(post(`http://127.0.0.1:${port}/add`)).rejects.toThrow();
  });
});
