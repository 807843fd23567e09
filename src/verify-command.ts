import { terminalLocale } from './platform/config/terminal.ts';
import { formatNumber } from './platform/i18n/index.ts';

import { writeBase64 } from './record/log/spelling.ts';
import { parseWanted, type Wanted } from './verify-arguments.ts';
import { saveEvidence, writeKeptLog } from './verify-files.ts';
import { verifyMessages } from './verify-messages.ts';
import { checkPromise, checkReceiptFile } from './verify-papers.ts';
import { policyFor, type Trusted } from './verify-policy.ts';
import { progressPrinter, undecided, type Outcome, type Terminal } from './verify-terminal.ts';
import { judgeBeside } from './verify-thread.ts';
import { checkWords } from './verify-words.ts';
import { folderFetcher } from './verify/folder-fetcher.ts';
import { fingerprintOf, httpFetcher, verifyLog, type Fetcher, type LogReport, type Verdict } from './verify/index.ts';
import { sayReport } from './web/check/words.ts';

/** Moments are told as the machine of whoever checks tells them. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const EXIT: Record<Verdict, number> = { holds: 0, broken: 1, undecided: 2 };

/** `minsheng verify URL`: follows a public record and says in plain words whether it keeps its promise. */
export async function run(parameters: readonly string[], terminal: Terminal = REAL): Promise<number> {
  const fallback = terminalLocale(terminal.env);
  const wanted = parseWanted(parameters, fallback);
  if (!wanted) {
    for (const line of verifyMessages(fallback).usage) terminal.print(line);
    return EXIT.undecided;
  }
  const outcome = await judge(wanted, terminal);
  if (wanted.json) terminal.print(JSON.stringify(outcome.json));
  return EXIT[outcome.verdict];
}

async function judge(wanted: Wanted, terminal: Terminal): Promise<Outcome> {
  const fetcher = wanted.prefix === undefined ? undefined : fetcherOf(wanted.prefix);
  const trusted = await policyFor(wanted, fetcher, terminal);
  if ('problem' in trusted) return undecided(trusted.problem, terminal);
  const paper = { wanted, fetcher, trusted, terminal };
  if (wanted.receiptFile !== undefined) return checkReceiptFile(paper, wanted.receiptFile);
  if (wanted.promiseFile !== undefined) return checkPromise(paper, wanted.promiseFile);
  if (wanted.wordsFile !== undefined) return checkWords(paper, wanted.wordsFile);
  if (!fetcher) return undecided(verifyMessages(wanted.locale).noPolicy, terminal);
  return follow(wanted, fetcher, trusted, terminal);
}

async function follow(wanted: Wanted, fetcher: Fetcher, trusted: Trusted, terminal: Terminal): Promise<Outcome> {
  const words = verifyMessages(wanted.locale);
  const { policy, kept, stateFile } = trusted;
  const report = await verifyLog(fetcher, policy, kept?.state, {
    from: wanted.newOnly ? 'kept' : 'start', judge: judgeBeside, onProgress: progressPrinter(wanted, terminal),
  });
  for (const line of sayReport(report, policy, { locale: wanted.locale, zone: ZONE })) terminal.print(line);
  const { signed } = report;
  if (signed) terminal.print(words.head(signed.checkpoint.origin, formatNumber(signed.checkpoint.size, wanted.locale), writeBase64(signed.checkpoint.root)));
  const evidence = report.evidence.length > 0 ? await keepEvidence(wanted, report, terminal) : undefined;
  if (report.verdict === 'holds' && report.kept) {
    // A crash before this leaves the older state, against which the next run compares just as well.
    await writeKeptLog(stateFile, { origin: trusted.origin, policy: trusted.policyBytes, state: report.kept });
    terminal.print(words.state(stateFile));
  }
  return { verdict: report.verdict, json: jsonOf(report, trusted, evidence) };
}

async function keepEvidence(wanted: Wanted, report: LogReport, terminal: Terminal): Promise<string> {
  const folder = wanted.evidenceFolder ?? `minsheng-evidence-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  await saveEvidence(folder, report);
  terminal.print(verifyMessages(wanted.locale).evidence(folder));
  return folder;
}

function jsonOf(report: LogReport, { policyFrom, policy, stateFile }: Trusted, evidence: string | undefined): Outcome['json'] {
  const { verdict, findings, signed, entriesRead, tilesRead, content } = report;
  return {
    verdict, findings, entriesRead, tilesRead, content: content ?? null,
    checkpoint: signed ? { origin: signed.checkpoint.origin, size: signed.checkpoint.size, root: writeBase64(signed.checkpoint.root), cosignatures: signed.cosignatures } : null,
    policy: { from: policyFrom, logs: policy.logs.map(({ key }) => ({ origin: key.name, fingerprint: fingerprintOf(key) })), quorum: policy.quorum },
    evidence: evidence ?? null, state: stateFile,
  };
}

function fetcherOf(prefix: string): Fetcher {
  return /^https?:\/\//i.test(prefix) ? httpFetcher(prefix) : folderFetcher(prefix);
}

const REAL: Terminal = {
  print: (line) => { process.stdout.write(`${line}\n`); },
  progress: (line) => { process.stderr.write(`${line}\n`); },
  env: process.env,
};
