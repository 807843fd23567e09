import type { JurisdictionCode } from '../../kernel/ids.ts';
import { runPublisher, type PublishedLog, type RunOptions, type RunningPublisher } from './run.ts';
import type { Trouble } from './trouble.ts';

// The process that alone reads the signing keys. Its order comes over the channel to the server that started it, for it
// holds a password; with the channel ends the process.

export type Order = Pick<RunOptions, 'dataDir' | 'address' | 'witnessesFile'>;
export type ToChild = { readonly order: Order } | { readonly logs: readonly PublishedLog[] } | { readonly stop: true };
export type FromChild =
  | { readonly trouble: Trouble; readonly code?: JurisdictionCode | undefined }
  | { readonly published: number; readonly code: JurisdictionCode };

let publisher: RunningPublisher | undefined;
let logs: readonly PublishedLog[] = [];

// Whoever started us is gone, kill -9 included. What is half done is what any crash leaves.
process.on('disconnect', () => process.exit(0));
// A terminal sends its Ctrl-C, and a supervisor its request to end, to all of a group: the server says when we stop.
process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
process.on('message', (message: ToChild) => {
  if ('logs' in message) logs = message.logs;
  else if ('order' in message) publisher ??= runPublisher({ ...message.order, logs: () => logs, onTrouble: (trouble, code) => { tell({ trouble, code }); }, onPublished: (code, published) => { tell({ published, code }); } });
  else void (publisher?.stop() ?? Promise.resolve()).then(() => process.exit(0));
});

function tell(message: FromChild): void {
  process.send?.(message);
}
