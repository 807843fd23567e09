import type { PageContext } from '../../../ui/page.ts';
import { calendarMessages } from './messages.ts';

/** One cell; absent before the first of the month and after its last. */
export type CalendarDay = { readonly number: number; readonly isOff: boolean; readonly isToday: boolean };

export type CalendarProps = {
  readonly page: PageContext; readonly year: number; readonly month: number;
  /** Seven cells each, from Monday. */
  readonly weeks: readonly (readonly (CalendarDay | undefined)[])[];
};

/** Where "leave at once" leads: a month, with nothing of ours on it. No frame, no name, no script, no link back. */
export function CalendarPage({ page, year, month, weeks }: CalendarProps) {
  const words = calendarMessages(page.locale);
  return (
    <html lang={page.locale === 'zh' ? 'zh-Hans' : 'en'} class={page.mode === 'elder' ? 'elder' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <title>{words.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={page.assets.stylesheet} />
      </head>
      <body class="sheet-reading">
        <main id="main" class="main">
          <h1>{words.month(year, month)}</h1>
          <table class="month">
            <thead><tr>{words.weekdays.map((day) => <th key={day} scope="col">{day}</th>)}</tr></thead>
            <tbody>
              {weeks.map((week, index) => (
                <tr key={index}>{week.map((day, place) => <td key={place} aria-current={day?.isToday ? 'date' : undefined}>{day && <>{day.number}{day.isOff && <span class="quiet"> {words.off}</span>}</>}</td>)}</tr>
              ))}
            </tbody>
          </table>
          <p class="quiet">{words.legend}</p>
        </main>
      </body>
    </html>
  );
}
