import { parentPort, workerData } from 'node:worker_threads';
import { parseBundle } from './record/log/index.ts';
import type { AnswerOfWorker, AskedOfWorker } from './verify-thread.ts';
import { contentOf, endOf, judgeEntries, type ContentOrder, type Judged } from './verify/index.ts';

/** Beside `verify-command.ts`: judges what entries say on a thread of its own. Whoever asks has parsed these bundles already. */
const content = contentOf(workerData as ContentOrder);

parentPort?.on('message', (asked: AskedOfWorker) => { parentPort?.postMessage(answer(asked)); });

function answer(asked: AskedOfWorker): AnswerOfWorker {
  if (asked.kind === 'end') return endOf(content, asked.size, asked.cosignedSeconds);
  const judged: Judged[] = [];
  for (const { at, bundle, width, from, to } of asked.parts) {
    const entries = parseBundle(bundle, width);
    if (!entries) throw new Error('a bundle that was parsed is none');
    judged.push(judgeEntries(content, { at, entries: entries.slice(from, to) }));
    if (judged.at(-1)?.finding) break;
  }
  return judged;
}
