import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseJurisdictionCode, type JurisdictionCode } from '../../kernel/ids.ts';
import { localeFromHeader, parseLocale, type Locale } from '../i18n/index.ts';

/** How large and how much a page shows: `elder` is 22 px and up, one column, no fine print. */
export const MODES = ['normal', 'elder'] as const;
export type Mode = (typeof MODES)[number];

/** Who reads, as far as a page must know it: language, size, place. Nothing about the person. */
export type ReaderContext = {
  readonly locale: Locale;
  readonly mode: Mode;
  readonly jurisdiction: JurisdictionCode;
  /** Put before every path of this jurisdiction: `''` for the default one, `/j/<code>` for others. */
  readonly prefix: '' | `/j/${string}`;
};

/** The places this instance serves. Read at each request, so a newly loaded one needs no restart. */
export type Places = {
  /** Whether readers come by https: then only cookies with the prefix `__Host-` are believed. */
  readonly secure?: boolean;
  readonly defaultCode: () => JurisdictionCode;
  /** Language of first resort there; undefined when we do not serve such a place. */
  readonly localeOf: (code: JurisdictionCode) => Locale | undefined;
};

const COOKIE_SECONDS = 365 * 24 * 60 * 60;
const known = new WeakMap<FastifyRequest, ReaderContext>();
const PREFIXED = /^\/j\/([^/?]*)/;

/**
 * The reader of this request. Language: `?lang=`, then cookie, then Accept-Language, then the jurisdiction's own; mode:
 * `?mode=`, then cookie. In an address of a place we do not serve the default place's language is used: the page is a 404.
 */
export function readerOf(request: FastifyRequest): ReaderContext {
  const reader = known.get(request);
  if (!reader) throw new Error('the reader of a request is known only after its onRequest hooks');
  return reader;
}

/** Whether the address names a place that this instance serves; pages of unknown places are 404. */
export function placeIsKnown(request: FastifyRequest, places: Places): boolean {
  const named = PREFIXED.exec(request.url)?.[1];
  if (named === undefined) return true;
  const code = parseJurisdictionCode(named);
  return code !== undefined && places.localeOf(code) !== undefined;
}

/** For the server's own hooks and error pages: reads the reader once. Works before cookies are parsed, too. */
export function rememberReader(request: FastifyRequest, places: Places): ReaderContext {
  const remembered = known.get(request);
  if (remembered) return remembered;
  const reader = readReader(request, places);
  known.set(request, reader);
  return reader;
}

/** Keeps a choice made with `?lang=` or `?mode=` for a year; the cookie says nothing else and is not an identifier. */
export function keepReaderChoice(request: FastifyRequest, reply: FastifyReply, secure: boolean): void {
  const query = queryOf(request);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: COOKIE_SECONDS } as const;
  const locale = parseLocale(query.lang);
  if (locale) reply.setCookie(choiceCookie('lang', secure), locale, options);
  const mode = parseMode(query.mode);
  if (mode) reply.setCookie(choiceCookie('mode', secure), mode, options);
}

/** Over https with the prefix that keeps other hosts of the same domain from setting it (RFC 6265bis §4.1.3). */
function choiceCookie(name: 'lang' | 'mode', secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/** Whether this address itself chooses a language or size, so that the answer sets a cookie. */
export function choosesAnew(request: FastifyRequest): boolean {
  const query = queryOf(request);
  return query.lang !== undefined || query.mode !== undefined;
}

/** Registers the same pages for the default place (`/…`) and for every place by code (`/j/:code/…`). */
export function mountForEveryPlace(app: FastifyInstance, pages: (scope: FastifyInstance) => void): void {
  app.register((scope, _options, done) => { pages(scope); done(); });
  app.register((scope, _options, done) => { pages(scope); done(); }, { prefix: '/j/:code' });
}

function readReader(request: FastifyRequest, places: Places): ReaderContext {
  const query = queryOf(request);
  // An address that the router itself refuses is answered before any hook has parsed cookies.
  const cookies: Readonly<Record<string, string | undefined>> = request.cookies ?? {};
  const chosen = (name: 'lang' | 'mode'): string | undefined => cookies[choiceCookie(name, places.secure === true)];
  const named = parseJurisdictionCode(PREFIXED.exec(request.url)?.[1]);
  const served = named !== undefined && places.localeOf(named) !== undefined ? named : undefined;
  const jurisdiction = served ?? places.defaultCode();
  const locale = parseLocale(query.lang)
    ?? parseLocale(chosen('lang'))
    ?? localeFromHeader(request.headers['accept-language'], places.localeOf(jurisdiction) ?? 'zh');
  const mode = parseMode(query.mode) ?? parseMode(chosen('mode')) ?? 'normal';
  return { locale, mode, jurisdiction, prefix: served === undefined ? '' : `/j/${served}` };
}

function parseMode(text: unknown): Mode | undefined {
  return MODES.find((mode) => mode === text);
}

function queryOf(request: FastifyRequest): { lang?: unknown; mode?: unknown } {
  return (request.query ?? {}) as { lang?: unknown; mode?: unknown };
}
