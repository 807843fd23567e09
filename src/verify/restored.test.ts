import { describe, expect, test } from 'vitest';
import { parseEntry, WHOLE_ACT, writeAct, writeEntry, type Act, type DisclosedEntry, type LogEntry, type SealedEntry } from '../record/log/index.ts';
import { hmacSha256 } from '../record/log/hmac.ts';
import { bytesOf, writeBase64Url } from '../record/log/spelling.ts';
import { checkMessages } from '../web/check/messages.ts';
import { sayReport } from '../web/check/words.ts';
import { countyEntries, dayAt, minuteAt } from './county-log.fixture.ts';
import { numbersSeen, RESTORES_MAX } from './content-numbers.ts';
import type { Finding } from './finding.ts';
import { verifyLog, type KeptState, type LogReport } from './log.ts';
import { memoryFetcher, policy, syntheticLog } from './synthetic-log.fixture.ts';

/** An honest log whose last entries came back without their events; what follows is entered by those who begin anew from the backup. */
const { entries: published, atSeconds } = countyEntries({ days: 3, casesADay: 20, cells: 1 });
const END = published.length;
const FIRST = END - 40;
const KEY = new Uint8Array(32).fill(5);

const acts = published.map((bytes) => parseEntry(bytes)).map((entry) => (entry?.kind === 'act' ? entry : undefined));
/** The last acts of either side of the line: an office's answer each. */
const lostAct = acts.findLast((act) => act?.type === 'case.answered.v1')!;
const keptAct = acts.findLast((act, index) => index < FIRST && act?.type === 'case.answered.v1')!;

const again = (act: Act, minutes = 60): LogEntry => ({ kind: 'act', v: 1, ...act, at: minuteAt(atSeconds + minutes * 60) });
const restored = (open: Partial<{ first: number; end: number; lost: number }> = {}, type = 'record.restored.v1'): LogEntry => ({
  kind: 'act', v: 1, type, stream: 'restores:county', seq: 1, at: minuteAt(atSeconds + 1_800), role: 'system', open: { first: FIRST, end: END, lost: 39, ...open }, commitments: {},
});
const told = (act: Act): Act => ({ type: act.type, stream: act.stream, seq: act.seq, day: dayAt(atSeconds), role: act.role, open: act.open, commitments: {} });
const sealed = (act: Act): SealedEntry => ({ kind: 'sealed', v: 1, commitment: writeBase64Url(hmacSha256(KEY, bytesOf(WHOLE_ACT + JSON.stringify(writeAct(act))))) });
/** A timer's: no other need stand beside it. */
const opened = (index: number, act: Act): DisclosedEntry => ({
  kind: 'disclosed', v: 1, index, batch: dayAt(atSeconds + 86_400), cell: { family: 'case.unjudged', cause: 'timer' }, act, opening: writeBase64Url(KEY), fields: {},
});

function verify(before: readonly Uint8Array[], after: readonly LogEntry[], kept?: KeptState, from: 'start' | 'kept' = 'start'): Promise<LogReport> {
  const { files } = syntheticLog([...before, ...after.map(writeEntry)], { atSeconds: atSeconds + 86_400 });
  return verifyLog(memoryFetcher(files), policy, kept, { from });
}

describe('a restore that the operator announces', () => {
  test('lets what was told in the lost range be told once more, and everybody hears of it', async () => {
    const report = await verify(published, [restored(), again(lostAct)]);
    expect(report).toMatchObject({ verdict: 'holds', content: { restores: [{ index: END, first: FIRST, end: END, lost: 39 }], toldAgain: 1 } });
    for (const locale of ['zh', 'en'] as const) {
      const said = sayReport(report, policy, { locale, zone: 'Asia/Shanghai' });
      expect(said).toContain(checkMessages(locale).toldAgain('1'));
      expect(said.find((line) => line.includes('39'))).toContain(locale === 'zh' ? '恢复' : 'restored');
      expect(sayReport({ ...report, content: { ...report.content!, restores: [] } }, policy, { locale, zone: 'Asia/Shanghai' })).toHaveLength(said.length - 2);
    }
  });

  test('is believed by whoever comes back, wherever they had read to', async () => {
    const after = [restored(), again(lostAct), again({ ...lostAct, seq: 77 })];
    const all = [...published, ...after.map(writeEntry)];
    for (const size of [FIRST - 3, FIRST + 3, END, END + 1, END + 2]) {
      // Before the end nobody had cosigned: the hours of a made-up log fit no second that one could name.
      const when = size < END ? { witnesses: [] } : { atSeconds: atSeconds + 300 + (size - END) * 1_800 };
      const checkpoint = syntheticLog(all.slice(0, size), when).files.get('checkpoint')!;
      for (const from of ['start', 'kept'] as const) {
        expect([size, await verify(published, after, { checkpoint, nature: 'live' }, from)]).toMatchObject([size, { verdict: 'holds', findings: [] }]);
      }
    }
  });

  test('holds for what is sealed behind it and opened later, and for its own number', async () => {
    const act = told(lostAct);
    expect(await verify(published, [restored(), sealed(act), opened(END + 1, act)])).toMatchObject({ verdict: 'holds', content: { toldAgain: 1 } });
    const twice = [restored(), again(lostAct), restored({ first: FIRST, end: END + 2, lost: 3 }), again(lostAct)];
    expect(await verify(published, twice)).toMatchObject({ verdict: 'holds', content: { toldAgain: 3, restores: { length: 2 } } });
  });

  const early = told(keptAct);
  const inRange = told({ ...lostAct, seq: 90 });
  const LIES: readonly [string, Finding['kind'], readonly LogEntry[]][] = [
    ['nobody announced it', 'act-repeated', [again(lostAct)]],
    ['something else was announced', 'act-repeated', [restored({}, 'record.witnessed-later.v1'), again(lostAct)]],
    ['it is announced afterwards', 'act-repeated', [again(lostAct), restored({ end: END + 1 })]],
    ['it is told a third time', 'act-repeated', [restored(), again(lostAct), again(lostAct, 70)]],
    ['it was told before what was lost', 'act-repeated', [restored(), again(keptAct)]],
    ['it was told after what was lost', 'act-repeated', [restored(), again({ ...lostAct, seq: 91 }), again({ ...lostAct, seq: 91 }, 70)]],
    ['what had been sealed in the range itself is opened beside it', 'act-repeated', [again({ ...lostAct, seq: 90 }), sealed(inRange), restored({ end: END + 2 }), opened(END + 1, inRange)]],
    ['what was lost was opened from before the range, and so is known', 'act-repeated', [sealed(told({ ...lostAct, seq: 92 })), again({ ...lostAct, seq: 93 }), opened(END, told({ ...lostAct, seq: 92 })), restored({ first: END + 1, end: END + 3, lost: 2 }), again({ ...lostAct, seq: 92 })]],
    ['the range ends before the announcement', 'restore-wrong', [restored({ end: END - 1 })]],
    ['the range reaches behind the announcement', 'restore-wrong', [restored({ end: END + 1 })]],
    ['the range is empty', 'restore-wrong', [restored({ first: END })]],
    ['nothing was lost', 'restore-wrong', [restored({ lost: 0 })]],
    ['more was lost than came back', 'restore-wrong', [restored({ lost: 41 })]],
    ['the range is no range', 'restore-wrong', [{ ...restored(), open: { first: -1, end: END, lost: 1 } } as LogEntry]],
    ['it bears no minute', 'restore-wrong', [{ ...restored(), at: '2026-99-99T99:99Z' } as LogEntry]],
    ['it is dated back', 'dated-back', [{ ...restored(), at: '2026-05-01T00:00Z' } as LogEntry]],
  ];
  test.each(LIES)('excuses nothing else: %s', async (_what, kind, after) => {
    const report = await verify(published, after);
    expect(report).toMatchObject({ verdict: 'broken', findings: [{ kind }] });
    for (const locale of ['zh', 'en'] as const) expect(sayReport(report, policy, { locale, zone: 'UTC' })[1]).toContain(checkMessages(locale).finding[kind]);
  });

  test('the controls: without the lie each of these logs holds', async () => {
    expect(early.stream).not.toBe(lostAct.stream);
    expect(await verify(published, [])).toMatchObject({ verdict: 'holds', content: { restores: [], toldAgain: 0 } });
    expect(await verify(published, [sealed(inRange), restored({ end: END + 1, lost: 1 }), opened(END, inRange)])).toMatchObject({ verdict: 'holds', content: { toldAgain: 0 } });
  });
});

describe('numbers seen', () => {
  test('are as many as before however often a restore is announced, which has a limit', () => {
    const numbers = numbersSeen(10);
    for (let n = 0; n < RESTORES_MAX; n += 1) {
      expect(numbers.restored(n, n + 1)).toBe(true);
      expect(numbers.add('case:1', 1, n + 1)).toBe(n === 0 ? 'first' : 'again');
    }
    expect(numbers.restored(RESTORES_MAX, RESTORES_MAX + 1)).toBe(false);
    expect(numbers.add('case:1', 1, RESTORES_MAX + 1)).toBe('repeated');
  });

  test('are remembered with their place through a change of generations', () => {
    const numbers = numbersSeen(0);
    expect(numbers.add('case:old', 1, 100)).toBe('first');
    for (let n = 0; n < 600; n += 1) expect(numbers.add('case:x', n + 1, 200 + n)).toBe('first');
    expect(numbers.add('case:old', 1, 900)).toBe('repeated');
    numbers.restored(50, 900);
    expect(numbers.add('case:old', 1, 899)).toBe('repeated');
    expect(numbers.add('case:old', 1, 900)).toBe('again');
    expect(numbers.add('case:old', 1, 901)).toBe('repeated');
  });
});
