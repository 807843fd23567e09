import type { FastifyReply } from 'fastify';
import { isoOf } from '../../../kernel/instant.ts';
import { send, sendMistakes } from './call.ts';
import { parseUpdatesQuery } from './parse-query.ts';
import { nextUrl, type Reading } from './reading.ts';
import { updatesOf } from './updates.ts';

/** `GET servicerequestupdates`: what happened to requests since somebody asked last. */
export async function updates({ deps, place, fields, manner, request, reply }: Reading): Promise<FastifyReply> {
  const now = await deps.now();
  const query = parseUpdatesQuery(fields, now);
  if (query.refused) return sendMistakes(reply, manner, query.reason.mistakes);
  const { numbers, from, until, pageSize, cursor } = query.value;
  const page = numbers.length > 0
    ? { stories: await deps.stories(place.code, numbers) }
    : await deps.changed(place.code, from, { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
  if (page === undefined) return sendMistakes(reply, manner, [{ kind: 'bad-cursor' }]);
  const told = page.stories.flatMap((story) => updatesOf(story, place, manner.locale, { from, until, now }));
  if ('next' in page && page.next !== undefined) {
    const search = new URLSearchParams({ start_date: isoOf(from), end_date: isoOf(until), page_size: String(pageSize) });
    reply.header('link', `<${nextUrl(deps, request, search, page.next)}>; rel="next"`);
  }
  // As text: all times are in UTC and of one length.
  return send(reply, manner, { kind: 'updates', updates: told.toSorted((a, b) => (a.updated_datetime < b.updated_datetime ? -1 : a.updated_datetime > b.updated_datetime ? 1 : 0)) });
}
