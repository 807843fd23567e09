import { caseNumberOf } from '../../kernel/ids.ts';
import { writeEntry, type Act, type LogEntry } from '../../record/log/index.ts';
import type { EntrySource, StoredEntry } from './build.ts';

/** A log in memory; stricter than the database: it answers only for what it holds, and never more at once than asked. */
export function memorySource(entries: readonly Uint8Array[], atOnce = 7): EntrySource {
  return {
    async *batches(from, to) {
      if (to > entries.length) throw new Error('asked for entries that are not there');
      for (let at = from; at < to; at += atOnce) yield entries.slice(at, Math.min(to, at + atOnce)).map((bytes, i): StoredEntry => ({ index: at + i, bytes }));
    },
    at: async (indexes) => new Map(indexes.map((index) => [index, entries[index] ?? new Uint8Array()])),
  };
}

const commitment = (n: number): string => Buffer.alloc(32, n % 256).toString('base64url');
const START = Date.UTC(2026, 7, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * An invented log of so many cases, always the same one: a case every three hours, spoken, accepted, dispatched, signed, answered and
 * judged; what residents do is sealed, and opened in tens some days later. Every fourth entry pair looks hostile to spreadsheets.
 */
export function inventedLog(cases: number): Uint8Array[] {
  const timed: { readonly at: number; readonly entry: (index: number) => LogEntry }[] = [];
  const places = new Map<string, number>();
  const say = (at: number, key: string, entry: (index: number) => LogEntry): void => {
    timed.push({ at, entry: (index) => { places.set(key, index); return entry(index); } });
  };
  const begun: Act = { type: 'record.begun.v1', stream: 'record:linjiang', seq: 1, at: minute(START), role: 'system', open: { demo: true, draft: false, format: 1, hash: 'sha-256' }, commitments: {} };
  say(START, 'begun', () => ({ kind: 'act', v: 1, ...begun }));
  for (let n = 0; n < cases; n += 1) speak(n, say, (key) => places.get(key) ?? 0);
  timed.sort((a, b) => a.at - b.at);
  return timed.map(({ entry }, index) => writeEntry(entry(index)));
}

export function numberOf(n: number): string {
  return caseNumberOf(String((n * 7_919_777_773 + 12_345) % 100_000_000_000).padStart(11, '0'));
}

export function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}

const dayAt = (at: number): string => new Date(at).toISOString().slice(0, 10);

type Say = (at: number, key: string, entry: (index: number) => LogEntry) => void;

function speak(n: number, say: Say, indexOf: (key: string) => number): void {
  const at = START + n * 3 * HOUR + 60_000;
  const stream = `case:${numberOf(n)}`;
  const act = (seq: number, type: string, open: Act['open'], when: { at: string } | { day: string }, role: string, unit?: string): Act =>
    ({ type: `case.${type}.v1`, stream, seq, ...when, role, ...(unit === undefined ? {} : { unit }), open, commitments: {} });
  const office = (seq: number, later: number, type: string, open: Act['open'], unit = 'urban-management', later_: object = {}): void => {
    say(at + later, `${n}:${seq}`, () => ({ kind: 'act', v: 1, ...act(seq, type, open, { at: minute(at + later) }, 'handler', unit), ...later_ }));
  };
  const cell = { family: 'case.submitted', cause: 'resident', topic1: 'urban', town: '990101001000' } as const;
  const batchAt = START + (Math.floor((at - START) / (2 * DAY)) + 2) * 2 * DAY + 6 * HOUR;
  const sealed = (seq: number, later: number, type: string, open: Act['open'], batch: number): void => {
    say(at + later, `${n}:${seq}`, () => ({ kind: 'sealed', v: 1, commitment: commitment(n + seq) }));
    say(batch, `${n}:${seq}:opened`, () => ({
      kind: 'disclosed', v: 1, index: indexOf(`${n}:${seq}`), batch: dayAt(batch), cell,
      act: act(seq, type, open, { day: dayAt(at + later) }, 'resident'), opening: commitment(7), fields: {},
    }));
  };
  sealed(1, 0, 'submitted', {}, batchAt);
  const fields = { kind: 'help', topic: 'urban.lighting.out', topic1: 'urban', town: '990101001000' };
  office(2, HOUR, 'accepted', { wordsReviewed: false, dispatchDueAt: at + 5 * HOUR }, 'intake-centre', { commitments: Object.fromEntries(Object.keys(fields).map((label) => [label, commitment(n)])) });
  say(batchAt, `${n}:fields`, () => ({ kind: 'disclosed', v: 1, index: indexOf(`${n}:2`), batch: dayAt(batchAt), cell, fields: Object.fromEntries(Object.entries(fields).map(([label, text]) => [label, { text, opening: commitment(9) }])) }));
  office(3, 2 * HOUR, 'dispatched', { owner: 'urban-management', assisting: ['town-qingshan'], dueAt: at + 9 * DAY, signDueAt: at + DAY, rulesVersion: 1 }, 'intake-centre');
  office(4, 3 * HOUR, 'signed', { contactDueAt: at + 2 * DAY });
  office(5, 30 * HOUR, 'answered', {});
  sealed(6, 40 * HOUR, 'judged', { outcome: n % 3 === 0 ? 'unsolved' : 'solved', round: 1, means: 'receipt' }, batchAt + 2 * DAY);
  if (n % 3 !== 0) return;
  sealed(7, 40 * HOUR, 'reopened', { round: 2, owner: 'county-government', handler: 'urban-management', assisting: [], rulesVersion: 1 }, batchAt + 2 * DAY);
  office(8, 50 * HOUR, 'signed', { contactDueAt: at + 4 * DAY });
  office(9, 60 * HOUR, 'paused', { reason: 'expert-report', plannedEnd: at + 90 * HOUR });
  office(10, 70 * HOUR, 'resumed', { end: at + 70 * HOUR, dueAt: at + 12 * DAY, answerDueAt: at + 12 * DAY });
  office(11, 80 * HOUR, 'answered', { owedBy: dayAt(at + 20 * DAY) });
}
