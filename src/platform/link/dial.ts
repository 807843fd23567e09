import { connect, type TLSSocket } from 'node:tls';
import type { LinkAddress } from './address.ts';
import { LinkAway, type AwayReason } from './away.ts';
import { frameOf, readFrames } from './frames.ts';
import { ANSWER_BYTES_MAX, ASKED_BYTES_MAX, type LinkFailure } from './listen.ts';
import { dialingWith } from './secrecy.ts';

const CONNECT_MS_MAX = 3_000;
/** Longer than any answer takes; somebody waits before a form. */
const ANSWER_MS_MAX = 8_000;

export interface Link {
  /**
   * The value answered. With `again` it is asked once more over a new connection when the old one broke: only what is harmless to
   * do twice. Rejects with LinkAway when nobody answers, with Error when the question was not understood or met a bug over there.
   */
  ask(asked: unknown, again: boolean): Promise<unknown>;
  close(): Promise<void>;
}

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void; readonly timer: NodeJS.Timeout };
type Connection = { readonly ask: (asked: unknown) => Promise<unknown>; readonly isOpen: () => boolean; readonly end: () => void };

/** One connection, made when something is asked and shared by all that ask; a broken one is made anew. */
export function dialLink(at: LinkAddress, token: Uint8Array): Link {
  let current: Promise<Connection> | undefined;
  let isClosed = false;
  const connection = async (): Promise<Connection> => {
    if (isClosed) throw new LinkAway('away');
    const seen = current;
    const known = seen && await seen.catch(() => undefined);
    if (known?.isOpen()) return known;
    // Of all that waited for a broken one, the first dials anew.
    if (current === seen) current = open(at, token);
    return current ?? open(at, token);
  };
  return {
    async ask(asked, again) {
      const first = await connection();
      try {
        return await first.ask(asked);
      } catch (error) {
        if (!again || isClosed || !(error instanceof LinkAway) || first.isOpen()) throw error;
        return (await connection()).ask(asked);
      }
    },
    async close() {
      isClosed = true;
      (await current?.catch(() => undefined))?.end();
    },
  };
}

function open(at: LinkAddress, token: Uint8Array): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...at, ...dialingWith(token) });
    const fail = (why: AwayReason): void => {
      clearTimeout(late);
      socket.destroy();
      reject(new LinkAway(why));
    };
    const late = setTimeout(() => { fail('away'); }, CONNECT_MS_MAX);
    let isReached = false;
    socket.once('connect', () => { isReached = true; });
    // Errors of the network name a system call; what remains is the handshake, refused by one side or the other.
    socket.once('error', (error: NodeJS.ErrnoException) => { fail(isReached && error.syscall === undefined ? 'refused' : 'away'); });
    socket.once('secureConnect', () => {
      clearTimeout(late);
      socket.removeAllListeners('error');
      resolve(over(socket));
    });
  });
}

function over(socket: TLSSocket): Connection {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let isOpen = true;
  const taken = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    clearTimeout(one?.timer);
    if (waiting.size === 0) socket.unref();
    return one;
  };
  const broken = (): void => {
    isOpen = false;
    socket.destroy();
    for (const id of [...waiting.keys()]) taken(id)?.reject(new LinkAway('away'));
  };
  const read = readFrames(ANSWER_BYTES_MAX, (message) => {
    const { id, value, failed } = (message ?? {}) as { readonly id?: unknown; readonly value?: unknown; readonly failed?: LinkFailure };
    const one = taken(Number(id));
    if (failed === undefined) one?.resolve(value);
    else one?.reject(failed === 'away' ? new LinkAway('away') : new Error(`over the link: ${failed}`));
  });
  socket.setNoDelay(true);
  socket.on('error', broken).on('close', broken).on('end', broken);
  socket.on('data', (chunk: Buffer) => { if (!read(chunk)) broken(); });
  // An idle connection keeps no command from ending.
  socket.unref();
  return {
    isOpen: () => isOpen,
    end: broken,
    ask: (asked) => new Promise((resolve, reject) => {
      if (!isOpen) {
        reject(new LinkAway('away'));
        return;
      }
      last += 1;
      const id = last;
      const frame = frameOf({ id, asked }, ASKED_BYTES_MAX);
      // Whoever takes so long has lost its place; what it may still answer is nobody's.
      const timer = setTimeout(() => { taken(id)?.reject(new LinkAway('away')); }, ANSWER_MS_MAX);
      waiting.set(id, { resolve, reject, timer });
      socket.ref();
      socket.write(frame);
    }),
  };
}
