import { chmod, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { orUndefined } from '../files/durable.ts';
import { isPrivateAddress, type LinkAddress } from './address.ts';
import { frameOf, readFrames } from './frames.ts';
import { listeningWith } from './secrecy.ts';

/** What is asked fits easily: five hundred references, or one contact. */
export const ASKED_BYTES_MAX = 64 * 1024;
/** A hundred looks with their reasons. */
export const ANSWER_BYTES_MAX = 1024 * 1024;
const HANDSHAKE_MS_MAX = 5_000;
/** One program asks over one connection; commands beside it, and strangers, find some more. */
const CONNECTIONS_MAX = 32;
/** More that wait on one connection are not read before some of these are answered. */
const WAITING_MAX = 256;
const SOCKET_MODE = 0o660;

/** `away`: what the answer needs is not there. `not-understood`: no such question, or not of its shape. `bug`: ours; the log has it. */
export type LinkFailure = 'away' | 'not-understood' | 'bug';
export type LinkAnswer = { readonly value: unknown } | { readonly failed: LinkFailure };
export type LinkServer = { readonly port: number | undefined; close(): Promise<void> };

/** Not to be reached by strangers, or taken already: `main` has the words. */
export class ListenRefusal extends Error {
  readonly kind: 'not-private' | 'taken' | 'cannot-listen';

  constructor(kind: ListenRefusal['kind']) {
    super(kind);
    this.name = 'ListenRefusal';
    this.kind = kind;
  }
}

/** Answers whoever knows the token. `answer` never rejects. Nothing of a question is logged, nor is who asked. Throws ListenRefusal. */
export async function listenLink(at: LinkAddress, token: Uint8Array, answer: (asked: unknown) => Promise<LinkAnswer>): Promise<LinkServer> {
  const open = new Set<TLSSocket>();
  const server = createServer({ ...listeningWith(token), handshakeTimeout: HANDSHAKE_MS_MAX }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    serve(socket, answer);
  });
  // Whoever does not know the token: its connection is gone already.
  server.on('tlsClientError', () => undefined);
  server.maxConnections = CONNECTIONS_MAX;
  if ('path' in at) await removeStale(at.path);
  await listening(server, at);
  const address = server.address();
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
    for (const socket of open) socket.end();
    const cut = setTimeout(() => { for (const socket of open) socket.destroy(); }, 1_000);
    await closed;
    clearTimeout(cut);
  };
  if (typeof address === 'object' && address && !isPrivateAddress(address.address)) {
    await close();
    throw new ListenRefusal('not-private');
  }
  if ('path' in at) await chmod(at.path, SOCKET_MODE);
  return { port: typeof address === 'object' && address ? address.port : undefined, close };
}

function serve(socket: TLSSocket, answer: (asked: unknown) => Promise<LinkAnswer>): void {
  let waiting = 0;
  const reply = async (message: unknown): Promise<void> => {
    const { id, asked } = (message ?? {}) as { readonly id?: unknown; readonly asked?: unknown };
    if (!Number.isSafeInteger(id)) {
      socket.destroy();
      return;
    }
    waiting += 1;
    if (waiting >= WAITING_MAX) socket.pause();
    const answered = await answer(asked);
    waiting -= 1;
    if (waiting < WAITING_MAX) socket.resume();
    if (!socket.writable) return;
    try {
      socket.write(frameOf({ id, ...answered }, ANSWER_BYTES_MAX));
    } catch {
      socket.write(frameOf({ id, failed: 'bug' satisfies LinkFailure }, ANSWER_BYTES_MAX));
    }
  };
  const read = readFrames(ASKED_BYTES_MAX, (message) => void reply(message));
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => { if (!read(chunk)) socket.destroy(); });
}

async function listening(server: Server, at: LinkAddress): Promise<void> {
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(at, resolve); }).catch((error: NodeJS.ErrnoException) => {
    throw new ListenRefusal(error.code === 'EADDRINUSE' ? 'taken' : 'cannot-listen');
  });
}

/** A process that was killed leaves its socket behind; one that lives answers there. */
async function removeStale(path: string): Promise<void> {
  const lives = await new Promise<boolean>((resolve) => {
    const socket = connect(path, () => { socket.destroy(); resolve(true); });
    socket.once('error', () => { resolve(false); });
  });
  if (lives) throw new ListenRefusal('taken');
  await orUndefined(unlink(path));
}
