import { instantOf, plusMs, DAY_MS } from '../../kernel/instant.ts';
import { inLocale, type Specimens } from '../specimen.ts';
import type { PageContext } from '../page.ts';
import { Clock, type ClockView } from './clock.tsx';
import { Hatch } from './hatch.tsx';
import { Rate, type RateFigure } from './rate.tsx';
import { StatusTag, TONES } from './status.tsx';

const start = instantOf(new Date('2026-11-10T01:00:00Z'));
const texts = {
  zh: { role: '承办单位', reason: '等鉴定或检测', solved: '当事人说解决了', response: '按时答复', tone: { waiting: '已受理', moving: '正在办', answered: '已答复，等评价', solved: '本人说解决了', partly: '解决了一部分', late: '没解决', aside: '未评价' }, outside: '不归本地管' },
  en: { role: 'The unit', reason: 'waiting for an expert report', solved: 'Solved, say residents', response: 'Answered in time', tone: { waiting: 'Accepted', moving: 'Being handled', answered: 'Answered, awaiting verdict', solved: 'Solved, says its resident', partly: 'Partly solved', late: 'Not solved', aside: 'No verdict' }, outside: 'outside this jurisdiction' },
};

/** Five days of seven used, paused for two of them. */
export function pausedClock(page: PageContext, state: ClockView['state'] = 'paused'): ClockView {
  const { role, reason } = inLocale(page, texts);
  return {
    state, all: { count: 7, unit: 'days' }, used: { count: 3, unit: 'days' }, rest: { count: 4, unit: 'days' }, overdue: false, dueAt: plusMs(start, 9 * DAY_MS),
    pauses: [{ role, reason, from: plusMs(start, 3 * DAY_MS), plannedEnd: plusMs(start, 6 * DAY_MS), startPermille: 333, lengthPermille: 222, ...(state === 'paused' ? {} : { end: plusMs(start, 5 * DAY_MS) }) }],
  };
}

export function runningClock(overdue = false): ClockView {
  return { state: 'running', all: { count: 7, unit: 'days' }, used: { count: overdue ? 10 : 2, unit: 'days' }, rest: { count: overdue ? 3 : 5, unit: 'days' }, overdue, dueAt: plusMs(start, 7 * DAY_MS), pauses: [] };
}

export const KNOWN_RATE: RateFigure = { state: 'compared', n: 182, permille: 736, interval: { low: 668, high: 795 }, coverage: { counted: 182, of: 246 }, excluded: [{ reason: 'outside-jurisdiction', count: 3 }] };
export const SHAKY_RATE: RateFigure = { state: 'shown', n: 14, permille: 857, interval: { low: 601, high: 960 }, coverage: { counted: 14, of: 31 }, excluded: [] };
export const UNKNOWN_RATE: RateFigure = { state: 'withheld', n: 4, coverage: { counted: 4, of: 11 }, excluded: [] };
export const RESPONSE_RATE: RateFigure = { state: 'compared', n: 412, permille: 913, interval: { low: 882, high: 937 }, coverage: { counted: 412, of: 412 }, excluded: [] };

export const specimens: readonly Specimens[] = [
  { of: 'StatusTag', kind: 'component', examples: TONES.map((tone) => ({ name: tone, render: (page) => <StatusTag tone={tone} word={inLocale(page, texts).tone[tone]} /> })) },
  {
    of: 'Clock', kind: 'component', examples: [
      { name: 'running', render: (page) => <Clock page={page} clock={runningClock()} /> },
      { name: 'paused, with its author', render: (page) => <><Hatch /><Clock page={page} clock={pausedClock(page)} /></> },
      { name: 'overdue', render: (page) => <Clock page={page} clock={runningClock(true)} /> },
      { name: 'ended after a pause, days only', render: (page) => <Clock page={page} clock={pausedClock(page, 'ended')} exactness="day" /> },
    ],
  },
  {
    of: 'Rate', kind: 'component', examples: [
      { name: 'known, with exclusions', render: (page) => <Rate page={page} name={inLocale(page, texts).solved} rate={KNOWN_RATE} of="people" href="#" reasonWord={() => inLocale(page, texts).outside} /> },
      { name: 'few: shown, not compared', render: (page) => <Rate page={page} name={inLocale(page, texts).solved} rate={SHAKY_RATE} of="people" /> },
      { name: 'unknown is hatched', render: (page) => <><Hatch /><Rate page={page} name={inLocale(page, texts).solved} rate={UNKNOWN_RATE} of="people" /></> },
      { name: 'of cases', render: (page) => <Rate page={page} name={inLocale(page, texts).response} rate={RESPONSE_RATE} of="cases" /> },
    ],
  },
];
