import { readFile } from 'node:fs/promises';
import { formatNumber } from './platform/i18n/index.ts';
import { openPromise, parseVerifierKey, promiseBroken, quorumSeconds, type RecordPromise, type VerifierKey } from './record/log/index.ts';
import { sameBytes } from './record/log/spelling.ts';
import { leafHash } from './record/merkle/hash.ts';
import type { Wanted } from './verify-arguments.ts';
import { verifyMessages } from './verify-messages.ts';
import type { Trusted } from './verify-policy.ts';
import { progressPrinter, undecided, type Outcome, type Terminal } from './verify-terminal.ts';
import { checkReceipt, verifyLog, type Fetcher } from './verify/index.ts';
import { checkMessages } from './web/check/messages.ts';
import { saySecond, sayReceiptFault, sayReport } from './web/check/words.ts';

/** What a resident holds in hand, and how it can be checked. */
export type Paper = { readonly wanted: Wanted; readonly fetcher: Fetcher | undefined; readonly trusted: Trusted; readonly terminal: Terminal };

const REQUEST_MS = 10_000;
const KEY_BYTES_MAX = 1_024;
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A `.tlog-proof` file: asks nobody. */
export async function checkReceiptFile({ wanted, trusted, terminal }: Paper, file: string): Promise<Outcome> {
  const words = verifyMessages(wanted.locale);
  const reader = { locale: wanted.locale, zone: ZONE };
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) return undecided(words.fileUnreadable(file), terminal);
  const checked = checkReceipt(bytes, trusted.policy);
  if (checked.refused) {
    terminal.print(checkMessages(wanted.locale).receiptBroken(sayReceiptFault(checked.reason, wanted.locale)));
    return { verdict: 'broken', json: { verdict: 'broken', receipt: checked.reason } };
  }
  const { index, entry, signed } = checked.value;
  terminal.print(words.receiptHolds(formatNumber(index + 1, wanted.locale), formatNumber(signed.checkpoint.size, wanted.locale)));
  for (const { witness, atSeconds } of signed.cosignatures) terminal.print(`  ${checkMessages(wanted.locale).receiptWitness(witness, saySecond(atSeconds, reader))}`);
  terminal.print(words.receiptEntry(Buffer.from(entry).toString('utf8')));
  return { verdict: 'holds', json: { verdict: 'holds', receipt: { index, size: signed.checkpoint.size, cosignatures: signed.cosignatures } } };
}

/** A signed promise: real or not, and, where the log can be read, kept or not. */
export async function checkPromise(paper: Paper, file: string): Promise<Outcome> {
  const { wanted, terminal } = paper;
  const words = verifyMessages(wanted.locale);
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) return undecided(words.fileUnreadable(file), terminal);
  const key = await promiseKey(paper);
  if (!key) return undecided(words.promiseKeyMissing, terminal);
  const opened = openPromise(bytes, key);
  if (opened.refused) {
    terminal.print(checkMessages(wanted.locale).receiptBroken(sayReceiptFault(opened.reason, wanted.locale)));
    return { verdict: 'broken', json: { verdict: 'broken', promise: opened.reason } };
  }
  terminal.print(words.promiseHolds(saySecond(opened.value.mergeBySeconds, { locale: wanted.locale, zone: ZONE })));
  return paper.fetcher ? lookForPromised(paper, paper.fetcher, opened.value) : { verdict: 'holds', json: { verdict: 'holds', promise: { mergeBySeconds: opened.value.mergeBySeconds } } };
}

/** Reads the whole log for the promised leaf. */
async function lookForPromised({ wanted, trusted, terminal }: Paper, fetcher: Fetcher, promise: RecordPromise): Promise<Outcome> {
  const words = verifyMessages(wanted.locale);
  let found: number | undefined;
  const report = await verifyLog(fetcher, trusted.policy, trusted.kept?.state, {
    from: 'start', onProgress: progressPrinter(wanted, terminal),
    onEntry: (index, entry) => { if (found === undefined && sameBytes(leafHash(entry), promise.leaf)) found = index; },
  });
  if (report.verdict !== 'holds' || !report.signed) {
    for (const line of sayReport(report, trusted.policy, { locale: wanted.locale, zone: ZONE })) terminal.print(line);
    return { verdict: report.verdict, json: { verdict: report.verdict, findings: report.findings } };
  }
  if (found !== undefined) {
    terminal.print(words.promiseKept(formatNumber(found + 1, wanted.locale)));
    return { verdict: 'holds', json: { verdict: 'holds', promise: { keptAt: found } } };
  }
  const atSeconds = quorumSeconds(trusted.policy, report.signed);
  const isBroken = atSeconds !== undefined && promiseBroken(promise, { origin: report.signed.checkpoint.origin, atSeconds }, false);
  terminal.print(isBroken ? words.promiseBroken : words.promisePending);
  return { verdict: isBroken ? 'broken' : 'undecided', json: { verdict: isBroken ? 'broken' : 'undecided', promise: { mergeBySeconds: promise.mergeBySeconds, cosignedSeconds: atSeconds ?? null } } };
}

async function promiseKey({ wanted: { promiseKeyFile }, fetcher }: Paper): Promise<VerifierKey | undefined> {
  if (promiseKeyFile !== undefined) return parseVerifierKey((await readFile(promiseKeyFile, 'utf8').catch(() => '')).trim());
  const fetched = await fetcher?.get('promise.vkey', { bytesMax: KEY_BYTES_MAX, signal: AbortSignal.timeout(REQUEST_MS) }).catch(() => undefined);
  return fetched?.kind === 'found' ? parseVerifierKey(Buffer.from(fetched.bytes).toString('utf8').trim()) : undefined;
}
