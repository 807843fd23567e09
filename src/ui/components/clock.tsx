import type { Instant } from '../../kernel/instant.ts';
import { formatDay, formatMinute } from '../../platform/i18n/index.ts';
import { Icon } from '../icon.tsx';
import { wordsOfUi } from '../messages.ts';
import type { PageContext } from '../page.ts';
import type { Exactness } from './when.tsx';

/** A length in whole units, as it is said aloud. */
export type Amount = { readonly count: number; readonly unit: 'hours' | 'days' | 'workdays' };

/** One round of a case's clock. `used` may exceed `all`: then it is overdue. Pauses carry the public role of their author. */
export type ClockView = {
  readonly state: 'running' | 'paused' | 'ended';
  readonly all: Amount;
  readonly used: Amount;
  /** Time left, or, when overdue, the time since it was due. */
  readonly rest: Amount;
  readonly overdue: boolean;
  readonly dueAt: Instant;
  readonly pauses: readonly {
    readonly role: string;
    readonly reason: string;
    readonly from: Instant;
    readonly plannedEnd: Instant;
    readonly end?: Instant;
    /** Where the pause sits on the bar and how long it is, permille of the whole round. */
    readonly startPermille: number;
    readonly lengthPermille: number;
  }[];
};

type ClockProps = { readonly page: PageContext; readonly clock: ClockView; readonly exactness?: Exactness };

/** Used, left and every pause, first as a bar, then in words: the bar is only an illustration. */
export function Clock({ page, clock, exactness = 'minute' }: ClockProps) {
  const words = wordsOfUi(page.locale);
  const state = clock.overdue ? 'over' : clock.state;
  return (
    <section class={`clock clock-${state}`} aria-label={words.clock}>
      <p class="clock-head">
        <strong><Icon name={clock.state === 'paused' ? 'player-pause' : 'clock'} />{headline(page, clock)}</strong>
        <span>{(clock.state === 'ended' ? words.clockWasDue : words.clockDue)(moment(page, clock.dueAt, exactness))}</span>
      </p>
      <ClockBar clock={clock} />
      <p class="clock-foot">
        <span>{words.clockUsed(amount(page, clock.used), amount(page, clock.all))}</span>
        <span>{clock.pauses.length === 0 ? words.clockNoPause : words.clockPauses(clock.pauses.length)}</span>
      </p>
      <Pauses page={page} clock={clock} exactness={exactness} />
    </section>
  );
}

/** The headline alone, for rows of a list. */
export function headline(page: PageContext, clock: Pick<ClockView, 'state' | 'overdue' | 'rest'>): string {
  const words = wordsOfUi(page.locale);
  if (clock.state === 'ended') return clock.overdue ? words.clockStoppedLate(amount(page, clock.rest)) : words.clockStopped;
  if (clock.overdue) return words.clockOver(amount(page, clock.rest));
  if (clock.state === 'paused') return words.clockPaused;
  return words.clockLeft(amount(page, clock.rest));
}

export function amount(page: PageContext, { count, unit }: Amount): string {
  const words = wordsOfUi(page.locale);
  if (unit === 'hours') return words.amountHours(count);
  return unit === 'days' ? words.amountDays(count) : words.amountWorkdays(count);
}

function moment(page: PageContext, at: Instant, exactness: Exactness): string {
  return (exactness === 'day' ? formatDay : formatMinute)(at, page.jurisdiction.zone, page.locale);
}

function Pauses({ page, clock, exactness }: Required<ClockProps>) {
  if (clock.pauses.length === 0) return null;
  const words = wordsOfUi(page.locale);
  const minute = (at: Instant) => moment(page, at, exactness);
  return (
    <ul class="pauses">
      {clock.pauses.map((pause) => (
        <li key={pause.from}>
          <Icon name="player-pause" />{words.pauseBy(pause.role, pause.reason)}
          <span class="quiet">{pause.end === undefined ? words.pauseOpen(minute(pause.from), minute(pause.plannedEnd)) : words.pauseShut(minute(pause.from), minute(pause.end))}</span>
        </li>
      ))}
    </ul>
  );
}

/** Widths are attributes of the drawing, because the content policy allows no inline style. */
function ClockBar({ clock }: { readonly clock: ClockView }) {
  const paused = clock.pauses.reduce((sum, pause) => sum + pause.lengthPermille, 0);
  const share = clock.overdue ? 1 : clock.used.count / Math.max(1, clock.all.count);
  const reached = Math.min(1000, share * Math.max(0, 1000 - paused) + paused);
  return (
    <svg class="bar" width="100%" height="12" aria-hidden="true" focusable="false">
      <rect class="bar-all" width="100%" height="12" rx="3" />
      <rect class="bar-used" width={`${(reached / 10).toFixed(1)}%`} height="12" rx="3" />
      {clock.pauses.map((pause) => (
        <rect key={pause.from} class="bar-pause" x={`${pause.startPermille / 10}%`} width={`${Math.max(4, pause.lengthPermille) / 10}%`} height="12" fill="url(#hatch)" />
      ))}
    </svg>
  );
}
