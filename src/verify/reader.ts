import { accept, refuse, type Decision } from '../kernel/refusal.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Fetched, Fetcher } from './fetcher.ts';

/** How much of a reader's patience a server may use. */
export type Limits = {
  /** For one file. */
  readonly requestMs: number;
  /** For the whole verification. */
  readonly wholeMs: number;
  /** Of all files together. */
  readonly wholeBytes: number;
};

/** An hour and 64 GiB hold a log of a hundred million entries; a file of a hundred kilobytes comes within ten seconds. */
export const LIMITS: Limits = { requestMs: 10_000, wholeMs: 3_600_000, wholeBytes: 64 * 1024 ** 3 };

export type ReadFault =
  | { readonly kind: 'missing' | 'oversized' | 'cut' | 'timed-out'; readonly path: string }
  | { readonly kind: 'time-limit' | 'bytes-limit' };

export type LogReader = {
  /** One file of at most `bytesMax` bytes. Never rejects, and answers within the limits whatever the fetcher does. */
  readonly read: (path: string, bytesMax: number) => Promise<Decision<Uint8Array, ReadFault>>;
  /** Lets go of whatever is still under way. */
  readonly close: () => void;
};

/** Puts bounds around a fetcher, so that no server can make a reader wait for ever or run out of memory. */
export function boundedReader(fetcher: Fetcher, { requestMs, wholeMs, wholeBytes }: Limits): LogReader {
  // A signal made of others (AbortSignal.any) is remembered by the longest-lived of them: memory would grow with the log.
  const underWay = new Set<AbortController>();
  const endsAtMs = performance.now() + wholeMs;
  let bytesLeft = wholeBytes;
  const read: LogReader['read'] = async (path, bytesMax) => {
    const leftMs = endsAtMs - performance.now();
    if (leftMs <= 0) return refuse({ kind: 'time-limit' });
    if (bytesLeft <= 0) return refuse({ kind: 'bytes-limit' });
    const request = new AbortController();
    underWay.add(request);
    const fetched = await getWithin(Math.min(requestMs, leftMs), fetcher, path, bytesMax, request);
    underWay.delete(request);
    if (fetched === undefined) return refuse(leftMs < requestMs ? { kind: 'time-limit' } : { kind: 'timed-out', path });
    if (fetched.kind !== 'found') return refuse(faultOf(fetched, path));
    // The fetcher was asked to stop there; that it did is not taken on trust.
    if (fetched.bytes.length > bytesMax) return refuse({ kind: 'oversized', path });
    bytesLeft -= fetched.bytes.length;
    return accept(fetched.bytes);
  };
  const close = (): void => {
    // What was read ahead may still ask for one more file: it gets none.
    bytesLeft = 0;
    for (const request of underWay) request.abort();
  };
  return { read, close };
}

/** One reason for all: an error of its own for each request, with its stack, costs more than reading a tile. */
const OVER = new Error('nobody waits for this request any more');

/** Undefined when the time is over. Whatever the outcome, the request is told to stop. */
async function getWithin(ms: number, fetcher: Fetcher, path: string, bytesMax: number, request: AbortController): Promise<Fetched | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([getOrCut(fetcher, path, bytesMax, request.signal), tooLate]);
  } finally {
    clearTimeout(timer);
    request.abort(OVER);
  }
}

async function getOrCut(fetcher: Fetcher, path: string, bytesMax: number, signal: AbortSignal): Promise<Fetched> {
  try {
    return await fetcher.get(path, { bytesMax, signal });
  } catch {
    return { kind: 'cut' };
  }
}

function faultOf(fetched: Exclude<Fetched, { kind: 'found' }>, path: string): ReadFault {
  switch (fetched.kind) {
    case 'missing': case 'oversized': case 'cut': return { kind: fetched.kind, path };
    default: return unreachable(fetched);
  }
}
