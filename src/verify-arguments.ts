import { parseArgs } from 'node:util';
import { parseLocale, type Locale } from './platform/i18n/index.ts';

/** What `minsheng verify` was asked for. */
export type Wanted = {
  /** The log's prefix: an address, or a folder. Absent when a receipt is checked without one. */
  readonly prefix: string | undefined;
  readonly policyFile: string | undefined;
  readonly stateFile: string | undefined;
  readonly evidenceFolder: string | undefined;
  readonly receiptFile: string | undefined;
  readonly promiseFile: string | undefined;
  readonly promiseKeyFile: string | undefined;
  readonly wordsFile: string | undefined;
  /** Only what came since the last time, instead of all. */
  readonly newOnly: boolean;
  readonly json: boolean;
  readonly locale: Locale;
};

const OPTIONS = {
  policy: { type: 'string' }, state: { type: 'string' }, evidence: { type: 'string' }, receipt: { type: 'string' }, promise: { type: 'string' },
  'promise-key': { type: 'string' }, words: { type: 'string' }, lang: { type: 'string' }, 'new-only': { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' },
} as const;

/** Undefined where the words make no sense: the caller prints the usage. */
export function parseWanted(parameters: readonly string[], fallback: Locale): Wanted | undefined {
  const read = readArguments(parameters);
  if (!read || read.positionals.length > 1 || read.values.help === true) return undefined;
  const { values, positionals: [prefix] } = read;
  const locale = values.lang === undefined ? fallback : parseLocale(values.lang);
  const isAsked = prefix !== undefined || values.receipt !== undefined || values.promise !== undefined || values.words !== undefined;
  if (!locale || !isAsked) return undefined;
  return {
    prefix, policyFile: values.policy, stateFile: values.state, evidenceFolder: values.evidence, receiptFile: values.receipt, promiseFile: values.promise,
    promiseKeyFile: values['promise-key'], wordsFile: values.words, newOnly: values['new-only'] ?? false, json: values.json ?? false, locale,
  };
}

function readArguments(parameters: readonly string[]) {
  try {
    return parseArgs({ args: [...parameters], options: OPTIONS, allowPositionals: true, strict: true });
  } catch {
    return undefined;
  }
}
