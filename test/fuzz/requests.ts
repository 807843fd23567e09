import type { RouteEntry } from '../../src/platform/http/routes-of.ts';
import { chanceOf, type Chance } from './chance.ts';
import { BROKEN_BYTES, CONTENT_TYPES, HOSTILE_NAMES, HOSTILE_TEXTS, LARGE_BYTES, METHODS, type Method } from './hostile.ts';

export type FuzzLocale = 'zh' | 'en';

export type FuzzRequest = {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Buffer;
  /** The language asked for, by header always and by address sometimes. */
  readonly locale: FuzzLocale;
};

/** What the application under fire understands, so that some requests get past the first check. */
export type Dialect = {
  /** Good values of path parameters by name: `{ code: ['easton'], number: […] }`. */
  readonly parameters?: Readonly<Record<string, readonly string[]>>;
  /** Good values of form and query fields by name. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  /** Sent with every request: a staff cookie, say. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** The one request that this seed means for this route. */
export function requestFor(route: RouteEntry, seed: number, dialect: Dialect): FuzzRequest {
  const chance = chanceOf(`${seed} ${route.method} ${route.pattern}`);
  const method = chance.oneIn(12) ? chance.pick(METHODS) : METHODS.find((one) => one === route.method) ?? 'GET';
  const locale = chance.pick(['zh', 'en'] as const);
  const withBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  const body = withBody ? bodyOf(chance, dialect) : undefined;
  return {
    method, locale,
    url: pathOf(chance, route.pattern, dialect) + queryOf(chance, locale, dialect),
    headers: { ...headersOf(chance, locale), ...dialect.headers, ...(body ? { 'content-type': body.type } : {}) },
    ...(body ? { payload: body.bytes } : {}),
  };
}

function pathOf(chance: Chance, pattern: string, dialect: Dialect): string {
  return pattern.split('/').map((segment) => {
    if (segment === '*') return chance.oneIn(2) ? 'x/y.css' : encode(chance, chance.pick(HOSTILE_TEXTS));
    if (!segment.startsWith(':')) return segment;
    const good = dialect.parameters?.[segment.slice(1)] ?? [];
    // The place decides whether anything below it is reached at all.
    const hostile = good.length === 0 || chance.oneIn(segment === ':code' ? 20 : 2);
    return hostile ? encode(chance, chance.pick(HOSTILE_TEXTS)) : chance.pick(good);
  }).join('/') || '/';
}

function queryOf(chance: Chance, locale: FuzzLocale, dialect: Dialect): string {
  const pairs = fieldsOf(chance, dialect, chance.below(4)).map(([name, value]) => `${encode(chance, name)}=${encode(chance, value)}`);
  if (chance.oneIn(3)) pairs.unshift(`lang=${locale}`);
  if (chance.oneIn(6)) pairs.push(`mode=${chance.pick(['elder', 'normal', 'x'])}`);
  const query = pairs.join('&').slice(0, chance.oneIn(30) ? 14_000 : 3_000);
  return query === '' ? '' : `?${query}`;
}

function headersOf(chance: Chance, locale: FuzzLocale): Record<string, string> {
  const headers: Record<string, string> = { 'accept-language': locale };
  if (!chance.oneIn(4)) headers.accept = chance.pick(['text/html', 'text/html,application/xhtml+xml', 'application/json', '*/*', 'image/png', 'nonsense', ';;;']);
  if (chance.oneIn(3)) headers.cookie = Array.from({ length: 1 + chance.below(5) }, () => `${chance.pick(['mode', 'session', '__proto__', '__Host-x', 'a b', ''])}=${headerText(chance.pick(HOSTILE_TEXTS))}`).join('; ');
  if (chance.oneIn(5)) headers['idempotency-key'] = headerText(chance.pick(HOSTILE_TEXTS));
  if (chance.oneIn(8)) headers['if-none-match'] = headerText(chance.pick(HOSTILE_TEXTS));
  if (chance.oneIn(8)) headers.range = chance.pick(['bytes=0-', 'bytes=-1', 'bytes=99999999999999999999-', 'x']);
  if (chance.oneIn(10)) headers['x-forwarded-for'] = headerText(chance.pick(HOSTILE_TEXTS));
  if (chance.oneIn(10)) headers.authorization = `Bearer ${headerText(chance.pick(HOSTILE_TEXTS))}`;
  if (chance.oneIn(15)) headers['sec-fetch-site'] = chance.pick(['cross-site', 'same-origin', 'x']);
  return headers;
}

function fieldsOf(chance: Chance, dialect: Dialect, count: number): [string, string][] {
  const known = Object.entries(dialect.fields ?? {});
  const fields: [string, string][] = Array.from({ length: count }, () => [chance.oneIn(2) ? chance.pick(HOSTILE_NAMES) : (known.length > 0 ? chance.pick(known)[0] : 'x'), chance.pick(HOSTILE_TEXTS)]);
  return fields;
}

/** A form as the page would send it, then spoilt in one or two places. */
function formFields(chance: Chance, dialect: Dialect): [string, string][] {
  const fields: [string, string][] = [];
  for (const [name, good] of Object.entries(dialect.fields ?? {})) {
    if (chance.oneIn(8)) continue;
    fields.push([name, chance.oneIn(5) || good.length === 0 ? chance.pick(HOSTILE_TEXTS) : chance.pick(good)]);
    if (chance.oneIn(25)) fields.push([name, chance.pick(HOSTILE_TEXTS)]);
  }
  return chance.oneIn(3) ? [...fields, ...fieldsOf(chance, dialect, chance.below(6))] : fields;
}

function bodyOf(chance: Chance, dialect: Dialect): { readonly type: string; readonly bytes: Buffer } {
  const fields = formFields(chance, dialect);
  const urlencoded = fields.map(([name, value]) => `${encode(chance, name)}=${encode(chance, value)}`).join('&');
  switch (chance.below(14)) {
    case 0: return { type: 'application/json', bytes: Buffer.from(jsonOf(chance, fields)) };
    case 1: return { type: 'application/json', bytes: Buffer.from(`${'[{"a":'.repeat(20_000)}1`) };
    case 2: return { type: chance.pick(CONTENT_TYPES), bytes: Buffer.from(urlencoded) };
    case 3: return { type: 'application/x-www-form-urlencoded', bytes: Buffer.concat([Buffer.from('x='), chance.pick(BROKEN_BYTES), Buffer.from(`&${urlencoded}`)]) };
    case 4: return chance.oneIn(4) ? { type: 'application/x-www-form-urlencoded', bytes: Buffer.concat([Buffer.from(`${urlencoded}&words=`), Buffer.alloc(LARGE_BYTES, 'a')]) } : { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(urlencoded) };
    case 5:
    case 6:
    case 7: return { type: 'multipart/form-data; boundary=b', bytes: multipartOf(chance, fields) };
    case 8: return { type: chance.pick(CONTENT_TYPES), bytes: Buffer.from(Array.from({ length: chance.below(200) }, () => chance.below(256))) };
    default: return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(urlencoded) };
  }
}

function jsonOf(chance: Chance, fields: readonly [string, string][]): string {
  const odd = ['null', '1e999', '-0', 'true', '[]', '{"a":{"b":[1]}}', '"\\u0000"', '"\\ud800"', '123456789012345678901234567890'];
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${chance.oneIn(4) ? chance.pick(odd) : JSON.stringify(value)}`).join(',')}}`;
}

function multipartOf(chance: Chance, fields: readonly [string, string][]): Buffer {
  const parts = fields.map(([name, value]) => part(`name="${name.replace(/["\r\n]/g, '_')}"`, chance.oneIn(10) ? chance.pick(BROKEN_BYTES) : Buffer.from(value)));
  for (let files = chance.below(chance.oneIn(10) ? 9 : 3); files > 0; files -= 1) {
    parts.push(part(`name="photo"; filename="${chance.pick(['a.jpg', '../../x', '', '照片.heic', 'a\\"b'])}"`, chance.pick([Buffer.from('<svg onload=alert(1)>'), Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(0), Buffer.from('%PDF-1.7'), Buffer.alloc(200_000, 7)])));
  }
  return Buffer.concat([...parts, Buffer.from(chance.oneIn(8) ? '' : '--b--\r\n')]);
}

function part(head: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`--b\r\ncontent-disposition: form-data; ${head}\r\n\r\n`), body, Buffer.from('\r\n')]);
}

/** Mostly encoded as a browser would; now and then as nobody should. */
function encode(chance: Chance, text: string): string {
  if (chance.oneIn(12)) return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('').slice(0, 3_000);
  if (chance.oneIn(25)) return chance.pick(['%ff', '%', '%0', '%00', '%c0%af', '%ed%a0%80', '%u0041']);
  return encodeURIComponent(text.toWellFormed());
}

function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 4_000);
}
