import { connect, type AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { FuzzFailure } from './fuzz.ts';

const WAIT_MS_MAX = 3_000;

/** What no HTTP library would send; each must be refused below 500 or the connection closed. */
const MALFORMED: readonly (readonly [string, string])[] = [
  ['not HTTP', 'NONSENSE\r\n\r\n'],
  ['TLS to a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['an oversized cookie', `GET / HTTP/1.1\r\nhost: x\r\ncookie: a=${'b'.repeat(60_000)}\r\n\r\n`],
  ['very many headers', `GET / HTTP/1.1\r\nhost: x\r\n${Array.from({ length: 3_000 }, (_unused, n) => `x-${n}: y`).join('\r\n')}\r\n\r\n`],
  ['an oversized address', `GET /${'a'.repeat(60_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
  ['raw bytes in the address', 'GET /\xff\xfe?q=\xe4 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
  ['NUL in the address', 'GET /\0 HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['NUL in a header', 'GET / HTTP/1.1\r\nhost: x\r\nx-a: \0\r\n\r\n'],
  ['no host', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n'],
  ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
  ['length and chunks', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a negative length', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n'],
  ['broken chunks', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ['an unknown method', 'BREW / HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['a rare method', 'PROPFIND / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
  ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['an upgrade', 'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x\r\n\r\n'],
  ['an absolute address', 'GET http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n'],
  ['expectations', 'POST / HTTP/1.1\r\nhost: x\r\nexpect: 200-ok\r\ncontent-length: 1\r\nconnection: close\r\n\r\na'],
  ['a body that never comes', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{'],
];

/** Sends each malformed request over a connection of its own, then checks that the server still answers a good one. */
export async function fireAtSocket(app: FastifyInstance): Promise<FuzzFailure[]> {
  if (app.addresses().length === 0) await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const failures: FuzzFailure[] = [];
  for (const [name, bytes] of MALFORMED) {
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(await exchange(port, bytes))?.[1] ?? 0);
    if (status >= 500) failures.push({ what: `answered ${status} to ${name}`, seed: 0, method: '', pattern: 'socket', url: name, status });
  }
  const alive = await exchange(port, 'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  if (!alive.startsWith('HTTP/1.1 200')) failures.push({ what: 'no longer answers', seed: 0, method: 'GET', pattern: 'socket', url: '/healthz', status: 0 });
  return failures;
}

function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
    // Keep-alive answers leave the connection open: what came until the wait is over is the answer.
    socket.setTimeout(answerWait(bytes), () => socket.destroy());
    socket.on('data', (chunk) => { answer += chunk.toString('latin1'); });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => { resolve(answer); });
  });
}

function answerWait(bytes: string): number {
  return bytes.startsWith('GET /healthz') ? WAIT_MS_MAX : 300;
}
