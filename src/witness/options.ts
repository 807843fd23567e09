import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { WitnessOptions } from './run.ts';

export type Asked =
  | { readonly what: 'serve'; readonly options: Omit<WitnessOptions, 'onWrongLine' | 'onHalt'> }
  /** Write the program itself as one file. */
  | { readonly what: 'write-program'; readonly path: string };

const DEFAULTS = { data: './witness', host: '127.0.0.1', port: '8090' };

/** Reads the command line; undefined where it is not understood. Keys are read later, so that a wrong one is named. */
export function parseOptions(parameters: readonly string[]): Asked | undefined {
  const parsed = parseQuietly(parameters);
  if (!parsed) return undefined;
  const { data = DEFAULTS.data, host = DEFAULTS.host, port: portText = DEFAULTS.port, name, url: urlText, log = [], logs = [], program } = parsed;
  if (program !== undefined) return { what: 'write-program', path: resolve(program) };
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : Number.NaN;
  const url = urlText === undefined ? undefined : readUrl(urlText);
  if (!(port <= 65_535) || url === false || !/^[A-Za-z0-9.:-]{1,253}$/.test(host)) return undefined;
  return { what: 'serve', options: { folder: resolve(data), host, port, name, url, logs: log, logFiles: logs.map((path) => resolve(path)) } };
}

/** Without the closing slash; false when no log could post to it. */
function readUrl(text: string): string | false {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') return false;
  return url.href.replace(/\/$/, '');
}

function parseQuietly(parameters: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...parameters], strict: true, allowPositionals: false,
      options: {
        data: { type: 'string' }, host: { type: 'string' }, port: { type: 'string' }, name: { type: 'string' }, url: { type: 'string' },
        log: { type: 'string', multiple: true }, logs: { type: 'string', multiple: true }, program: { type: 'string' },
      },
    });
    return values;
  } catch {
    return undefined;
  }
}
