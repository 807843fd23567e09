import { isoOf, type Instant } from '../../kernel/instant.ts';
import { formatDay, formatMinute } from '../../platform/i18n/index.ts';
import type { PageContext } from '../page.ts';

/** How exactly a page says when: public pages say the day only (protection T14). */
export type Exactness = 'day' | 'minute';

/** A date in the reader's words; the machine-readable half is never more exact than the visible one. */
export function When({ page, at, exactness = 'minute' }: { readonly page: PageContext; readonly at: Instant; readonly exactness?: Exactness }) {
  const { zone } = page.jurisdiction;
  if (exactness === 'minute') return <time dateTime={`${isoOf(at).slice(0, 16)}Z`}>{formatMinute(at, zone, page.locale)}</time>;
  return <time dateTime={isoDay(at, zone)}>{formatDay(at, zone, page.locale)}</time>;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-22`, the calendar day in the zone; Swedish writes dates as ISO 8601 does. */
function isoDay(at: Instant, zone: string): string {
  const formatter = formatters.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  formatters.set(zone, formatter);
  return formatter.format(at);
}
