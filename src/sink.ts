import { join } from 'node:path';
import type { Config } from './platform/config/index.ts';
import { openLogFile, type LogSink } from './platform/log/log-file.ts';

export type Sink = LogSink & { readonly path?: string };

/** The terminal is for the administrator: lines for machines go to a file, or to whoever collects standard output. */
export function openSink(config: Pick<Config, 'log' | 'dataDir'>): Sink {
  if (config.log === 'file') return openLogFile(join(config.dataDir, 'logs'));
  return { write: (line) => { process.stdout.write(line); }, close: () => undefined };
}
