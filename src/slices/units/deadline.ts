import { HOUR_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import type { WorkingCalendar } from './calendar.ts';
import type { Amount } from './content.ts';

/** When a limit that begins at `from` runs out. Hours run from the instant itself; of days, the first does not count. */
export function deadlineOf(calendar: WorkingCalendar, from: Instant, { amount, unit }: Amount): Instant {
  switch (unit) {
    case 'calendar-hours': return plusMs(from, amount * HOUR_MS);
    case 'calendar-days': return calendar.addCalendarDays(from, amount);
    case 'working-hours': return calendar.addWorkingMs(from, amount * HOUR_MS);
    case 'working-days': return calendar.addWorkingDays(from, amount);
    default: return unreachable(unit);
  }
}

/**
 * The deadline after a pause from `pausedFrom` to `pausedTo`: later by the time of its own measure that passed meanwhile.
 * A night does not lengthen a clock that runs in working hours. Unchanged when the pause began after the deadline.
 */
export function deadlineAfterPause(
  calendar: WorkingCalendar, due: Instant, unit: Amount['unit'], pausedFrom: Instant, pausedTo: Instant,
): Instant {
  if (pausedFrom >= due || pausedTo <= pausedFrom) return due;
  switch (unit) {
    case 'calendar-hours':
    case 'calendar-days': return plusMs(due, pausedTo - pausedFrom);
    case 'working-hours':
    case 'working-days': {
      const passed = calendar.workingMsBetween(pausedFrom, pausedTo);
      return passed === 0 ? due : calendar.addWorkingMs(due, passed);
    }
    default: return unreachable(unit);
  }
}
