import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseJurisdictionCode } from '../../../kernel/ids.ts';
import { localeFromHeader, parseLocale, type Locale } from '../../../platform/i18n/index.ts';
import { fieldsOfText, type Fields } from './fields.ts';
import { toJson } from './json.ts';
import { describe } from './messages.ts';
import { codeOf, type Mistake } from './mistake.ts';
import type { Open311Deps, Open311Place } from './ports.ts';
import { CONTENT_TYPES, FORMATS, type Format, type WireAnswer } from './wire.ts';
import { toXml } from './xml.ts';

/** How a caller wants to be answered; known for every request, however broken. */
export type Manner = { readonly format: Format; readonly locale: Locale };

/** Clients are written against English documents, so English is the fallback, whatever the jurisdiction speaks. */
const FALLBACK_LOCALE: Locale = 'en';
/** Seconds a caller is asked to wait while the database is away or its budget is spent, where nothing better is known. */
const RETRY_SECONDS = 5;

/** The format by extension, else by Accept, else XML, which the specification makes mandatory. */
export function mannerOf(request: FastifyRequest): Manner {
  const [path = '', search = ''] = request.url.split('?', 2);
  const lang = parseLocale(/(?:^|&)lang=([a-z]{2})(?:&|$)/.exec(search)?.[1]);
  const extension = FORMATS.find((format) => path.toLowerCase().endsWith(`.${format}`));
  return {
    format: extension ?? accepted(request.headers.accept ?? ''),
    locale: lang ?? localeFromHeader(request.headers['accept-language'], FALLBACK_LOCALE),
  };
}

/** `jurisdiction.code.json` → `jurisdiction.code`. */
export function withoutExtension(text: string): string {
  return text.replace(/\.(xml|json)$/i, '');
}

/** Fields of the address; a broken one has been refused before. */
export function queryOf(request: FastifyRequest): ReturnType<typeof fieldsOfText> {
  const at = request.url.indexOf('?');
  return fieldsOfText(at < 0 ? '' : request.url.slice(at + 1));
}

/** Which jurisdiction is meant: by the path, else by `jurisdiction_id`, else the instance's own. The two must agree. */
export function placeOf(deps: Open311Deps, request: FastifyRequest, fields: Fields): Open311Place | Mistake {
  const inPath = (request.params as { code?: string }).code;
  const named = (fields.get('jurisdiction_id') ?? []).filter((text) => text !== '');
  if (named.length > 1) return { kind: 'repeated', field: 'jurisdiction_id' };
  const text = inPath ?? named[0] ?? deps.defaultJurisdiction();
  const code = parseJurisdictionCode(text);
  const agree = inPath === undefined || named[0] === undefined || named[0] === inPath;
  const place = code !== undefined && agree ? deps.placeOf(code) : undefined;
  return place ?? { kind: 'unknown-jurisdiction' };
}

export function isMistake(one: Open311Place | Mistake): one is Mistake {
  return 'kind' in one;
}

export function send(reply: FastifyReply, manner: Manner, answer: WireAnswer): FastifyReply {
  const body = manner.format === 'json' ? toJson(answer) : toXml(answer);
  return reply
    .header('content-type', CONTENT_TYPES[manner.format])
    .header('content-language', manner.locale)
    .header('vary', 'Accept, Accept-Language')
    // Nothing here depends on cookies: pages of other sites may read what anyone may read.
    .header('access-control-allow-origin', '*')
    .header('access-control-expose-headers', 'Link')
    .send(body);
}

/** All mistakes in the form of the specification; the first one sets the status. */
export function sendMistakes(reply: FastifyReply, manner: Manner, mistakes: readonly [Mistake, ...Mistake[]] | readonly Mistake[]): FastifyReply {
  const errors = mistakes.map((mistake) => ({ code: codeOf(mistake), description: describe(mistake, manner.locale) }));
  const status = errors[0]?.code ?? 400;
  reply.code(status);
  if ((status === 429 || status === 503) && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_SECONDS);
  reply.header('cache-control', 'no-store');
  return send(reply, manner, { kind: 'errors', errors });
}

/** The better liked of the two (RFC 9110 §12.5.1); names neither: XML. */
function accepted(header: string): Format {
  const json = weightOf(header, ['application/json']);
  return json > weightOf(header, ['text/xml', 'application/xml']) ? 'json' : 'xml';
}

function weightOf(header: string, types: readonly string[]): number {
  const weights = header.slice(0, 500).toLowerCase().split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((one) => one.trim());
    if (!types.includes(type)) return [];
    const q = parameters.map((one) => /^q=([01](?:\.\d{0,3})?)$/.exec(one)?.[1]).find((one) => one !== undefined);
    return [q === undefined ? 1 : Number(q)];
  });
  return Math.max(0, ...weights);
}
