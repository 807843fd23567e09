import type { Specimens } from '../../../ui/specimen.ts';
import { CalendarPage, type CalendarDay } from './calendar.tsx';

/** November 2026 begins on a Sunday. */
const weeks = [0, 1, 2, 3, 4, 5].map((week) => [0, 1, 2, 3, 4, 5, 6].map((place): CalendarDay | undefined => {
  const number = week * 7 + place - 5;
  return number < 1 || number > 30 ? undefined : { number, isOff: place > 4, isToday: number === 27 };
}));

export const specimens: readonly Specimens[] = [
  { of: 'CalendarPage', kind: 'page', examples: [{ name: 'a month', render: (page) => <CalendarPage page={page} year={2026} month={11} weeks={weeks} /> }] },
];
