/**
 * How a table writes times. `iso`: `2010-01-07T11:41:51`, with a space instead of the T, without seconds or time of day, and with `Z` or an
 * offset where it has one. Or letters as in Unicode TR 35: yyyy MM dd HH hh mm ss a, other characters as they stand.
 */
export type TimePattern = (text: string) => WallTime | undefined;

/** What a clock on the wall showed, as if it hung in UTC (milliseconds since 1970); `isInstant`: the text itself said how far from UTC. */
export type WallTime = { readonly ms: number; readonly isInstant: boolean };

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?$/;

export function parseTimePattern(pattern: string): TimePattern | undefined {
  return pattern === 'iso' ? readIso : compiled(pattern);
}

function readIso(text: string): WallTime | undefined {
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone] = ISO.exec(text) ?? [];
  if (year === undefined) return undefined;
  const ms = wallMs(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (ms === undefined) return undefined;
  return zone === undefined ? { ms, isInstant: false } : { ms: ms - offsetMs(zone), isInstant: true };
}

/** `+08:00`, `+0800`, `+08`, `Z`. */
function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return (zone.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}

const PARTS: Readonly<Record<string, string>> = {
  yyyy: '(?<yyyy>\\d{4})', MM: '(?<MM>\\d{1,2})', M: '(?<MM>\\d{1,2})', dd: '(?<dd>\\d{1,2})', d: '(?<dd>\\d{1,2})', HH: '(?<HH>\\d{1,2})', H: '(?<HH>\\d{1,2})',
  hh: '(?<hh>\\d{1,2})', h: '(?<hh>\\d{1,2})', mm: '(?<mm>\\d{1,2})', ss: '(?<ss>\\d{1,2})', a: '(?<a>[AaPp][Mm])',
};

function compiled(pattern: string): TimePattern | undefined {
  const seen = new Set<string>();
  let source = '';
  for (const [part] of pattern.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+/g)) {
    const known = PARTS[part];
    if (known === undefined && /^[A-Za-z]/.test(part)) return undefined;
    const name = /<(\w+)>/.exec(known ?? '')?.[1];
    if (name !== undefined && seen.has(name)) return undefined;
    if (name !== undefined) seen.add(name);
    source += known ?? escaped(part.startsWith("'") ? part.slice(1, -1) : part);
  }
  if (!['yyyy', 'MM', 'dd'].every((name) => seen.has(name)) || seen.has('hh') !== seen.has('a') || (seen.has('hh') && seen.has('HH'))) return undefined;
  const regex = new RegExp(`^${source}$`, 'u');
  return (text) => {
    const { yyyy, MM, dd, HH, hh, mm, ss, a } = regex.exec(text)?.groups ?? {};
    if (yyyy === undefined) return undefined;
    const half = hh === undefined ? undefined : Number(hh);
    if (half !== undefined && (half < 1 || half > 12)) return undefined;
    const hour = half === undefined ? Number(HH ?? 0) : (half % 12) + (a?.toLowerCase() === 'pm' ? 12 : 0);
    const ms = wallMs(Number(yyyy), Number(MM), Number(dd), hour, Number(mm ?? 0), Number(ss ?? 0));
    return ms === undefined ? undefined : { ms, isInstant: false };
  };
}

/** Undefined where there is no such day or time: 30 February, 25 o'clock. */
function wallMs(year: number, month: number, day: number, hour: number, minute: number, second: number): number | undefined {
  if (year < 1900 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // Days beyond the end of a month run over into the next.
  return day > 28 && new Date(ms).getUTCDate() !== day ? undefined : ms;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
