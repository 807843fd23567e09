import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ADD_CHECKPOINT_BYTES_MAX } from '../record/log/index.ts';
import type { Witness } from './witness.ts';

/** A log sends one small request a second at most; these leave it room and a hostile client none. */
const HEADER_BYTES_MAX = 8 * 1024;
const HEADERS_MS_MAX = 5_000;
const REQUEST_MS_MAX = 10_000;
/** A log that publishes each second keeps its connection; who only holds one gives it back. */
const IDLE_MS_MAX = 15_000;
export const CONNECTIONS_MAX = 64;
const CLOSE_MS_MAX = 5_000;

export type WitnessServer = { readonly port: number; close(): Promise<void> };

/** `POST /add-checkpoint` and `GET /`, nothing else. Rejects where the port is taken. */
export async function serveWitness(witness: Witness, drawPage: () => Promise<string>, at: { readonly host: string; readonly port: number }): Promise<WitnessServer> {
  const server = createServer({
    maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: HEADERS_MS_MAX, requestTimeout: REQUEST_MS_MAX, keepAliveTimeout: IDLE_MS_MAX, connectionsCheckingInterval: 1_000,
  }, (request, response) => {
    handle(request, response, witness, drawPage).catch(() => { end(response, 500, ''); });
  });
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(at.port, at.host, resolve); });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : at.port, close: () => closeServer(server) };
}

async function handle(request: IncomingMessage, response: ServerResponse, witness: Witness, drawPage: () => Promise<string>): Promise<void> {
  const [path] = (request.url ?? '').split('?', 1);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (path === '/' && isRead) return end(response, 200, await drawPage(), 'text/html; charset=utf-8');
  if (path === '/add-checkpoint' && request.method === 'POST') {
    const body = await bodyOf(request);
    // Whatever else comes on this connection is the rest of it: the connection ends with the answer.
    if (!body) return end(response.setHeader('connection', 'close'), 413, '');
    const { status, contentType, body: answer } = await witness.addCheckpoint(body);
    return end(response, status, answer, contentType);
  }
  const isKnown = path === '/' || path === '/add-checkpoint';
  if (isKnown) response.setHeader('allow', path === '/' ? 'GET, HEAD' : 'POST');
  end(response, isKnown ? 405 : 404, '');
}

/** The whole body; undefined as soon as it is longer than any request may be. Rejects when the client goes away. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > ADD_CHECKPOINT_BYTES_MAX) return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > ADD_CHECKPOINT_BYTES_MAX) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function end(response: ServerResponse, status: number, body: string, contentType = 'text/plain; charset=utf-8'): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': contentType, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'", 'referrer-policy': 'no-referrer',
  }).end(body);
}

/** Answers what was asked already, then ends; a client that does not take its answer is cut off. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
  server.closeIdleConnections();
  const cut = setTimeout(() => { server.closeAllConnections(); }, CLOSE_MS_MAX);
  await closed;
  clearTimeout(cut);
}
