import { parentPort, workerData } from 'node:worker_threads';
import { parseBundle } from './record/log/index.ts';
import type { AskedOfWorker } from './verify-thread.ts';
import { contentOf, endOf, judgeEntries, type ContentOrder } from './verify/index.ts';

/** Beside `verify-command.ts`: judges what entries say on a thread of its own. Whoever asks has parsed these bundles already. */
const content = contentOf(workerData as ContentOrder);

parentPort?.on('message', (asked: AskedOfWorker) => { parentPort?.postMessage(answer(asked)); });

function answer(asked: AskedOfWorker): object {
  if (asked.kind === 'end') return endOf(content, asked.size, asked.cosignedSeconds);
  const { at, bundle, width, from, to } = asked;
  const entries = parseBundle(bundle, width);
  if (!entries) throw new Error('a bundle that was parsed is none');
  return judgeEntries(content, { at, entries: entries.slice(from, to) });
}
