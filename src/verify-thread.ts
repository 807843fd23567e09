import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { judgeHere, type Ended, type Judged, type JudgeMaker, type Part } from './verify/index.ts';

/** What crosses to the thread; each letter is answered once, in order. The bundles are copies, handed over whole. */
export type AskedOfWorker =
  | { readonly kind: 'parts'; readonly parts: readonly Omit<Part, 'entries'>[] }
  | { readonly kind: 'end'; readonly size: number; readonly cosignedSeconds: number | undefined };
/** For each part what was found; the last of them is the first that is wrong. */
export type AnswerOfWorker = readonly Judged[] | Ended;

/** Below this a thread would cost more time than it saves. */
const WORTH_ENTRIES = 20_000;
/** Disclosures cost several times as much as the rest and come by the thousand: so far may the hashing run ahead. */
const AHEAD_MAX = 64;
/** Bundles in one letter: waking the other thread costs as much as judging twenty entries. */
const LETTER_PARTS_MAX = 8;
/** A letter that does not fill waits no longer: the walk may be waiting for what is in it. */
const LETTER_WAIT_MS = 2;
/** Of the thread's young objects, which live as long as an entry: at Node's 16 a tenth of its time went to collecting them. */
const YOUNG_MB_MAX = 64;

/** The worker is bundled beside the command; from source it is the file beside this one. */
const PROGRAM = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './verify-worker.ts' : './verify-worker.mjs', import.meta.url));

/** A long log's entries are judged beside the hashing, where the machine can do both at once. */
export const judgeBeside: JudgeMaker = (order) => (
  order.size - order.from >= WORTH_ENTRIES && availableParallelism() > 1 ? judgeInThread(order) : judgeHere(order)
);

/** Entries are judged on a second thread. If it dies, whoever waits for its word gets the error. */
export const judgeInThread: JudgeMaker = (order) => {
  const letters = correspond(new Worker(PROGRAM, { workerData: order, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB_MAX } }));
  return {
    aheadMax: AHEAD_MAX,
    judge: ({ at, bundle, width, from, to }) => letters.judge({ at, bundle: new Uint8Array(bundle), width, from, to }),
    end: letters.end,
    close: letters.close,
  };
};

type Waiting<Answer> = { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void };
type Letters = { readonly judge: (part: Omit<Part, 'entries'>) => Promise<Judged>; readonly end: (size: number, cosignedSeconds: number | undefined) => Promise<Ended>; readonly close: () => void };

function correspond(worker: Worker): Letters {
  const asking: Waiting<AnswerOfWorker>[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of asking.splice(0)) reject(failure);
  };
  worker.on('message', (answer: AnswerOfWorker) => { asking.shift()?.resolve(answer); });
  worker.on('error', fail);
  worker.on('exit', (code) => { fail(new Error(`the judging thread ended (${code})`)); });
  const ask = (asked: AskedOfWorker, handedOver: ArrayBuffer[] = []): Promise<AnswerOfWorker> => new Promise((resolve, reject) => {
    if (failure) return reject(failure);
    asking.push({ resolve, reject });
    return worker.postMessage(asked, handedOver);
  });
  const gathered = gather((parts) => ask({ kind: 'parts', parts }, parts.map(({ bundle }) => bundle.buffer as ArrayBuffer)) as Promise<readonly Judged[]>);
  return {
    judge: gathered.add,
    end: (size, cosignedSeconds) => {
      gathered.send();
      return ask({ kind: 'end', size, cosignedSeconds }) as Promise<Ended>;
    },
    close: () => { void worker.terminate(); },
  };
}

/** Parts go out together, and each gets its own answer. */
function gather(send: (parts: readonly Omit<Part, 'entries'>[]) => Promise<readonly Judged[]>): { readonly add: Letters['judge']; readonly send: () => void } {
  let letter: { readonly part: Omit<Part, 'entries'>; readonly waiting: Waiting<Judged> }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const sendNow = (): void => {
    clearTimeout(timer);
    const sent = letter;
    [letter, timer] = [[], undefined];
    if (sent.length === 0) return;
    send(sent.map(({ part }) => part)).then(
      // Behind what is wrong nothing is judged, and the walk ends there without asking.
      (answers) => { for (const [i, { waiting }] of sent.entries()) waiting.resolve(answers[i] ?? UNJUDGED); },
      (error: unknown) => { for (const { waiting } of sent) waiting.reject(error as Error); },
    );
  };
  return {
    add: (part) => {
      const answered = new Promise<Judged>((resolve, reject) => { letter.push({ part, waiting: { resolve, reject } }); });
      // Where the walk has ended already nobody waits for it.
      answered.catch(() => undefined);
      if (letter.length === LETTER_PARTS_MAX) sendNow();
      else timer ??= setTimeout(sendNow, LETTER_WAIT_MS);
      return answered;
    },
    send: sendNow,
  };
}

const UNJUDGED: Judged = { finding: undefined, claims: [] };
