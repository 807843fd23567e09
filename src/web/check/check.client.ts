/**
 * "Checked in your browser just now": the verifier that anyone can run, run on this page. Everything works without it; it
 * replaces the words on how to check by what it found. It writes text only, and keeps nothing on the device.
 */
import type { Locale } from '../../platform/i18n/index.ts';
import { parsePolicy, POLICY_BYTES_MAX, type Policy } from '../../record/log/index.ts';
import { httpFetcher, verifyLog, type LogReport } from '../../verify/index.ts';
import { judgePaper, PAPER_BYTES_MAX } from './paper.ts';
import { checkMessages } from './messages.ts';
import { sayReport, type Reader } from './words.ts';
import { formatNumber } from '../../platform/i18n/format.ts';

/** A small record is read whole; of a large one so many of the newest entries, which takes a phone a few seconds. */
const NEWEST_ENTRIES = 20_000;
const LIMITS = { requestMs: 15_000, wholeMs: 120_000, wholeBytes: 64 * 1024 * 1024 };
const REQUEST_MS = 15_000;

const locale: Locale = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
const words = checkMessages(locale);

for (const block of document.querySelectorAll<HTMLElement>('[data-check]')) void attempt(block, checkRecord);
for (const block of document.querySelectorAll<HTMLElement>('[data-proof]')) void attempt(block, checkProof);

/** An old browser may lack something: then what the page said before stands there again. */
async function attempt(block: HTMLElement, check: (block: HTMLElement) => Promise<void>): Promise<void> {
  const before = [...block.childNodes];
  const start = performance.now();
  try {
    await check(block);
    performance.measure('minsheng check', { start });
  } catch {
    block.replaceChildren(...before);
  }
}

async function checkRecord(block: HTMLElement): Promise<void> {
  const prefix = block.dataset['check'] ?? '';
  const before = [...block.childNodes];
  const line = write(block, 'busy', [words.beginning]);
  const policy = await policyAt(prefix);
  if (!policy) {
    block.replaceChildren(...before);
    return;
  }
  const report = await verifyLog(httpFetcher(prefix), policy, undefined, {
    from: { newest: NEWEST_ENTRIES }, limits: LIMITS,
    onProgress: (done, of) => { if (line) line.textContent = words.checking(formatNumber(done, locale), formatNumber(of, locale)); },
  });
  // A log that is only beginning has no checkpoint yet: the page's own words say so better.
  if (isNotThere(report)) block.replaceChildren(...before);
  else write(block, report.verdict, sayReport(report, policy, readerOf(block)));
}

async function checkProof(outer: HTMLElement): Promise<void> {
  // The file itself stays one press away, below what is said of it.
  const block = document.createElement('div');
  block.className = 'check';
  block.setAttribute('aria-live', 'polite');
  outer.prepend(block);
  write(block, 'busy', [words.receiptChecking]);
  const prefix = outer.dataset['record'] ?? `${/^\/j\/[^/]+/.exec(location.pathname)?.[0] ?? ''}/record`;
  const [bytes, policy, promiseKey] = await Promise.all([
    fileAt(outer.dataset['proof'] ?? '', PAPER_BYTES_MAX, 'same-origin'), policyAt(prefix), fileAt(`${prefix}/promise.vkey`, 1_024, 'omit'),
  ]);
  const judged = bytes && policy ? judgePaper(bytes, policy, promiseKey, Date.now() / 1000, readerOf(outer)) : { verdict: 'undecided', says: [words.receiptUnread] } as const;
  write(block, judged.verdict, judged.says);
}

function readerOf(block: HTMLElement): Reader {
  return { locale, zone: block.dataset['zone'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone };
}

function isNotThere({ findings: [finding] }: LogReport): boolean {
  return finding?.kind === 'missing' && finding.path === 'checkpoint';
}

/** The first sentence, then the others as a list; gives the element of the first. */
function write(block: HTMLElement, state: 'busy' | LogReport['verdict'], [first = '', ...rest]: readonly string[]): HTMLElement {
  const line = element('p', `check-line check-${state}`, first);
  const list = element('ul', 'check-more bullets');
  list.append(...rest.map((text) => element('li', '', text)));
  block.replaceChildren(line, ...(rest.length > 0 ? [list] : []));
  return line;
}

function element(name: 'p' | 'ul' | 'li', className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.textContent = text;
  return made;
}

async function policyAt(prefix: string): Promise<Policy | undefined> {
  const bytes = await fileAt(`${prefix}/policy`, POLICY_BYTES_MAX, 'omit');
  const parsed = bytes && parsePolicy(bytes);
  return parsed && !parsed.refused ? parsed.value : undefined;
}

async function fileAt(address: string, bytesMax: number, credentials: 'omit' | 'same-origin'): Promise<Uint8Array | undefined> {
  const stop = new AbortController();
  const timer = setTimeout(() => { stop.abort(); }, REQUEST_MS);
  try {
    const response = await fetch(address, { credentials, signal: stop.signal });
    const bytes = response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    return bytes && bytes.length <= bytesMax ? bytes : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
