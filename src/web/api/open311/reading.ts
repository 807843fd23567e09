import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TopicCode } from '../../../kernel/ids.ts';
import { isMistake, mannerOf, placeOf, queryOf, sendMistakes, type Manner } from './call.ts';
import type { Fields } from './fields.ts';
import type { Open311Deps, Open311Place } from './ports.ts';
import { FORMATS } from './wire.ts';

/** A GET that is understood so far: whose place, which fields, how to be answered. */
export type Reading = { readonly deps: Open311Deps; readonly place: Open311Place; readonly fields: Fields; readonly manner: Manner; readonly request: FastifyRequest; readonly reply: FastifyReply };
type Handler = (reading: Reading) => FastifyReply | Promise<FastifyReply>;

export function withFormats(path: string): readonly string[] {
  return [path, ...FORMATS.map((format) => `${path}.${format}`)];
}

export function get(scope: FastifyInstance, deps: Open311Deps, paths: readonly string[], handler: Handler, config: FastifyContextConfig = {}): void {
  for (const path of paths) {
    scope.get(path, { config }, async (request, reply) => {
      const manner = mannerOf(request);
      const query = queryOf(request);
      if (query.refused) return sendMistakes(reply, manner, [query.reason]);
      const place = placeOf(deps, request, query.value);
      if (isMistake(place)) return sendMistakes(reply, manner, [place]);
      return handler({ deps, place, fields: query.value, manner, request, reply });
    });
  }
}

/** What stands behind the last slash of a path with a star. */
export function lastOf(asked: FastifyRequest): string {
  return (asked.params as { '*'?: string })['*'] ?? '';
}

/** Where a list goes on: `search` says what was asked, the cursor where it ended. */
export function nextUrl(deps: Open311Deps, asked: FastifyRequest, search: URLSearchParams, next: string): string {
  const named = new URLSearchParams(asked.url.split('?', 2)[1] ?? '');
  for (const kept of ['jurisdiction_id', 'lang']) if (named.has(kept)) search.set(kept, named.get(kept) ?? '');
  search.set('cursor', next);
  return `${deps.publicUrl}${asked.url.split('?', 1)[0] ?? ''}?${search.toString()}`;
}

/** The topic itself and all beneath it: a client may ask for a whole group. */
export function topicsUnder(place: Open311Place, code: TopicCode): readonly TopicCode[] {
  return place.topics.map((topic) => topic.code).filter((one) => one === code || one.startsWith(`${code}.`));
}
