import { parseArgs } from 'node:util';
import type { Locale } from '../i18n/index.ts';
import { makeRootFile, readRootFile } from './file-root.ts';
import { keyMessages } from './messages.ts';
import type { KeyOptions } from './open-keys.ts';
import { readRing } from './ring.ts';
import { rotateRoot } from './rotate.ts';
import { fingerprintOf } from './root.ts';
import { joinShares, readShare, SHARE_ROWS, SHARES_MAX, splitRoot, type Share } from './shares.ts';

export type KeyCommand = {
  readonly locale: Locale;
  readonly print: (line: string) => void;
  /** One line from the terminal; undefined at its end. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** DATA_DIR/keys. */
  readonly folder: string;
  readonly options: KeyOptions;
  /** Wraps every key anew that bears an older custodian. */
  readonly rewrap: (say: (line: string) => void) => Promise<void>;
};

/** `minsheng keys split | restore | rotate`, at the server's own terminal. Answers the exit code. */
export async function run(parameters: readonly string[], command: KeyCommand): Promise<number> {
  const [verb, ...rest] = parameters;
  if (verb === 'split') return split(rest, command);
  if (verb === 'restore') return restore(command);
  if (verb === 'rotate') return rotate(command);
  for (const line of keyMessages(command.locale).usage) command.print(line);
  return 2;
}

async function split(rest: readonly string[], { locale, print, folder }: KeyCommand): Promise<number> {
  const words = keyMessages(locale);
  const counts = countsIn(rest);
  if (!counts) {
    print(words.badCounts);
    return 2;
  }
  const ring = await readRing(folder);
  const root = await readRootFile(folder);
  if (!root || (ring && ring.root !== 'file')) {
    print(root ? words.elsewhere : words.noRoot);
    return 1;
  }
  const shares = await splitRoot(root, counts.shares, counts.threshold);
  for (const [index, rows] of shares.entries()) {
    // A form feed: one share a page, so that no two leave the printer on one sheet.
    print(`${index === 0 ? '' : '\f'}${words.shareTitle(index + 1, shares.length, counts.threshold)}`);
    for (const row of rows) print(`    ${row}`);
    print(words.shareHint(fingerprintOf(root)));
  }
  print(`\f${words.splitDone}`);
  return 0;
}

function countsIn(rest: readonly string[]): { readonly shares: number; readonly threshold: number } | undefined {
  try {
    const { values } = parseArgs({ args: [...rest], options: { shares: { type: 'string' }, threshold: { type: 'string' } } });
    const [shares, threshold] = [Number(values.shares ?? 5), Number(values.threshold ?? 3)];
    const isGood = Number.isInteger(shares) && Number.isInteger(threshold) && threshold >= 2 && threshold <= shares && shares <= SHARES_MAX;
    return isGood ? { shares, threshold } : undefined;
  } catch {
    // An option that there is not.
    return undefined;
  }
}

async function restore(command: KeyCommand): Promise<number> {
  const { locale, print, folder } = command;
  const words = keyMessages(locale);
  const shares: Share[] = [];
  for (;;) {
    const share = await askShare(command, shares.length + 1);
    if (!share) {
      print(words.ended);
      return 1;
    }
    const joined = await joinShares([...shares, share]);
    if (joined.refused && joined.reason.kind !== 'too-few') {
      print(words[joined.reason.kind]);
      // Nobody knows which of them it was.
      if (joined.reason.kind === 'do-not-fit') shares.length = 0;
      continue;
    }
    shares.push(share);
    if (!joined.refused) return keep(joined.value, folder, { print, words });
  }
}

async function keep(root: Uint8Array, folder: string, { print, words }: { readonly print: (line: string) => void; readonly words: ReturnType<typeof keyMessages> }): Promise<number> {
  const standing = await readRootFile(folder);
  if (standing) {
    const isSame = standing.equals(root);
    print(isSame ? words.already : words.conflict);
    return isSame ? 0 : 1;
  }
  await makeRootFile(folder, undefined, root);
  print(words.restored(fingerprintOf(root)));
  return 0;
}

/** Row by row, each checked as it comes: whoever mistypes one types that one again. Undefined when the input ends. */
async function askShare({ locale, print, ask }: KeyCommand, index: number): Promise<Share | undefined> {
  const words = keyMessages(locale);
  print(words.askShare(index));
  const rows: string[] = [];
  for (;;) {
    const typed = await ask(words.ask(rows.length + 1, SHARE_ROWS));
    if (typed === undefined) return undefined;
    if (typed.trim() === '') continue;
    const read = readShare([...rows, typed]);
    if (!read.refused) return read.value;
    if (read.reason.kind === 'too-few-rows') rows.push(typed);
    else {
      print(read.reason.kind === 'wrong-row' ? words.wrongRow(read.reason.row) : words[read.reason.kind]);
      if (read.reason.kind === 'not-a-share') rows.length = 0;
    }
  }
}

async function rotate({ locale, print, folder, options, rewrap }: KeyCommand): Promise<number> {
  await rotateRoot(folder, options);
  print(keyMessages(locale).rotated);
  // A crash from here on leaves keys under the old custodian, which still open; the same command again wraps the rest, under one more custodian.
  await rewrap(print);
  return 0;
}
