import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { judgeHere, type Ended, type Judged, type JudgeMaker, type Part } from './verify/index.ts';

/** What crosses to the thread; each is answered once, in order. The bundle is a copy, handed over whole. */
export type AskedOfWorker =
  | ({ readonly kind: 'part' } & Omit<Part, 'entries'>)
  | { readonly kind: 'end'; readonly size: number; readonly cosignedSeconds: number | undefined };

/** Below this a thread would cost more time than it saves. */
const WORTH_ENTRIES = 20_000;
/** Disclosures cost several times as much as the rest and come by the thousand: so far may the hashing run ahead. */
const AHEAD_MAX = 16;

/** The worker is bundled beside the command; from source it is the file beside this one. */
const PROGRAM = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './verify-worker.ts' : './verify-worker.mjs', import.meta.url));

/** A long log's entries are judged beside the hashing, where the machine can do both at once. */
export const judgeBeside: JudgeMaker = (order) => (
  order.size - order.from >= WORTH_ENTRIES && availableParallelism() > 1 ? judgeInThread(order) : judgeHere(order)
);

/** Entries are judged on a second thread. If it dies, whoever waits for its word gets the error. */
export const judgeInThread: JudgeMaker = (order) => {
  const worker = new Worker(PROGRAM, { workerData: order });
  const asking: { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of asking.splice(0)) reject(failure);
  };
  worker.on('message', (answer: unknown) => { asking.shift()?.resolve(answer); });
  worker.on('error', fail);
  worker.on('exit', (code) => { fail(new Error(`the judging thread ended (${code})`)); });
  const ask = (asked: AskedOfWorker, handedOver: ArrayBuffer[] = []): Promise<unknown> => {
    const answered = new Promise<unknown>((resolve, reject) => {
      if (failure) return reject(failure);
      asking.push({ resolve, reject });
      return worker.postMessage(asked, handedOver);
    });
    // Where the walk has ended already nobody waits for it.
    answered.catch(() => undefined);
    return answered;
  };
  return {
    aheadMax: AHEAD_MAX,
    judge: ({ at, bundle, width, from, to }) => {
      // The bytes stay here as evidence.
      const copy = new Uint8Array(bundle);
      return ask({ kind: 'part', at, bundle: copy, width, from, to }, [copy.buffer]) as Promise<Judged>;
    },
    end: (size, cosignedSeconds) => ask({ kind: 'end', size, cosignedSeconds }) as Promise<Ended>,
    close: () => { void worker.terminate(); },
  };
};
