import { isoOf, MINUTE_MS, type Instant } from '../../kernel/instant.ts';
import { formatDay, formatMinute } from '../../platform/i18n/index.ts';
import type { PageContext } from '../page.ts';

/** How exactly a page says when: public pages say the day only (protection T14). */
export type Exactness = 'day' | 'minute';

/** A date in the reader's words; the machine-readable half is never more exact than the visible one. */
export function When({ page, at, exactness = 'minute' }: { readonly page: PageContext; readonly at: Instant; readonly exactness?: Exactness }) {
  if (exactness === 'minute') return <time dateTime={`${isoOf(at).slice(0, 16)}Z`}>{formatMinute(at, page.jurisdiction.zone, page.locale)}</time>;
  const day = dayOf(page, at);
  return <time dateTime={day.iso}>{day.words}</time>;
}

type Day = { readonly iso: string; readonly words: string };
const days = new Map<string, Day>();
/** Enough for a year of quarter hours in use; then it starts anew. */
const DAYS_KEPT_MAX = 20_000;
/** Every zone's offset is a multiple of a quarter of an hour, so a day never changes within one. */
const QUARTER_MS = 15 * MINUTE_MS;

/** Formatting a date costs some 4 µs, which a list pays a hundred times: kept by zone, language and quarter of an hour. */
function dayOf(page: PageContext, at: Instant): Day {
  const { zone } = page.jurisdiction;
  const key = `${page.locale} ${zone} ${Math.floor(at / QUARTER_MS)}`;
  const known = days.get(key);
  if (known) return known;
  if (days.size >= DAYS_KEPT_MAX) days.clear();
  const made = { iso: isoFormatter(zone).format(at), words: formatDay(at, zone, page.locale) };
  days.set(key, made);
  return made;
}

const isoFormatters = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-22`, the calendar day in the zone; Swedish writes dates as ISO 8601 does. */
function isoFormatter(zone: string): Intl.DateTimeFormat {
  const known = isoFormatters.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  isoFormatters.set(zone, known);
  return known;
}
