import { instantOf } from '../../kernel/instant.ts';
import { quorumSeconds, type Policy } from '../../record/log/index.ts';
import { formatMinute, formatNumber, type Locale } from '../../platform/i18n/index.ts';
import type { ContentReport, Finding, LogReport, ReceiptFault } from '../../verify/index.ts';
import { checkMessages } from './messages.ts';

/** Who reads, and in which zone moments are told. */
export type Reader = { readonly locale: Locale; readonly zone: string };

/** A whole report in sentences, the verdict first. `policy` is the one it was checked against; never throws. */
export function sayReport(report: LogReport, policy: Policy, reader: Reader): readonly string[] {
  const words = checkMessages(reader.locale);
  if (report.verdict === 'holds') return sayHolds(report, policy, reader);
  const isBroken = report.verdict === 'broken';
  return [isBroken ? words.broken : words.undecided, ...report.findings.map((finding) => sayFinding(finding, reader.locale)), isBroken ? words.keep : words.again];
}

/** `这一条的内容被改动过（第301条）`; entries are counted from 1 where people read. */
export function sayFinding(finding: Finding, locale: Locale): string {
  const words = checkMessages(locale);
  const where = 'index' in finding ? words.where(formatNumber(finding.index + 1, locale)) : 'path' in finding ? ` ${finding.path}` : '';
  return `${words.finding[finding.kind]}${where}`;
}

export function sayReceiptFault({ kind }: ReceiptFault | { readonly kind: 'promise-malformed' | 'key-of-another-log' }, locale: Locale): string {
  const words = checkMessages(locale);
  switch (kind) {
    case 'proof-malformed': case 'entry-missing': case 'not-included': case 'promise-malformed': case 'key-of-another-log': return words.receiptFault[kind];
    default: return words.finding[kind];
  }
}

/** A second that a witness signed, which may be any number. */
export function saySecond(seconds: number, { locale, zone }: Reader): string {
  return formatMinute(instantOf(new Date(Math.min(Math.max(seconds, 0), 253_402_300_799) * 1000)), zone, locale);
}

function sayHolds({ entriesRead, content, signed }: LogReport, policy: Policy, reader: Reader): readonly string[] {
  const words = checkMessages(reader.locale);
  const number = (value: number): string => formatNumber(value, reader.locale);
  const size = signed?.checkpoint.size ?? 0;
  const seenAt = signed && quorumSeconds(policy, signed);
  const witnesses = new Set(signed?.cosignatures.map(({ witness }) => witness)).size;
  const said = [
    entriesRead >= size ? words.holdsAll(number(entriesRead)) : content?.judged === 'since-kept' ? words.holdsKept(number(entriesRead), number(size - entriesRead)) : words.holdsPart(number(entriesRead), number(size - entriesRead)),
    seenAt === undefined ? words.unwitnessed : words.witnessed(number(witnesses), saySecond(seenAt, reader)),
  ];
  if (!content) return said;
  if (content.judged === 'none') return [...said, words.firstFormat];
  return [
    ...said, words.counts(number(content.acts), number(content.sealed), number(content.disclosed)),
    ...(content.stillSealed > 0 ? [words.stillSealed(number(content.stillSealed))] : []),
    ...(content.scorecards > 0 ? [words.scorecards(number(content.scorecards))] : []),
    ...sayRestores(content, reader),
    ...(content.notJudged > 0 ? [words.notJudged(number(content.notJudged))] : []),
    words.times[content.times], ...(content.draft ? [words.draft] : []),
  ];
}

/** A loss that the operator announced is no fault of the book, and nobody shall overlook it. */
function sayRestores({ restores, toldAgain }: ContentReport, reader: Reader): readonly string[] {
  const last = restores.at(-1);
  if (!last) return [];
  const words = checkMessages(reader.locale);
  const lost = restores.reduce((sum, one) => sum + one.lost, 0);
  const said = words.restored(formatNumber(restores.length, reader.locale), saySecond(Date.parse(last.at) / 1000, reader), formatNumber(lost, reader.locale));
  return toldAgain > 0 ? [said, words.toldAgain(formatNumber(toldAgain, reader.locale))] : [said];
}
