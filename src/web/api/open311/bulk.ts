import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { csvLine } from '../../../slices/opendata/index.ts';
import type { Locale } from '../../../platform/i18n/index.ts';
import { catalogueOf } from './catalogue.ts';
import { sendMistakes } from './call.ts';
import { parseBulkQuery } from './parse-query.ts';
import { topicsUnder, type Reading } from './reading.ts';
import { onPublicTimes, resourceOf } from './resource.ts';
import type { Open311Case, Open311Place } from './ports.ts';

/** GeoReport Bulk (wiki.open311.org/GeoReport/bulk), names and order. */
export const BULK_COLUMNS = [
  'service_request_id', 'requested_datetime', 'updated_datetime', 'closed_date', 'status_description', 'status_notes', 'source', 'service_name', 'service_subtype',
  'description', 'agency_responsible', 'address', 'lat', 'long',
] as const;
/** Read from the database and held at once. */
const ROWS_TOGETHER = 1_000;

/**
 * `GET requests.csv`: what the list gives, without its thousand: up to a year at once, newest day first, sent as it is read. A database that
 * goes away in the middle breaks the transfer off, so that half a file is not taken for a whole one.
 */
export async function bulk({ deps, place, fields, manner, reply }: Reading): Promise<FastifyReply> {
  const query = parseBulkQuery(fields, await deps.now());
  if (query.refused) return sendMistakes(reply, manner, query.reason.mistakes);
  const known = query.value.services.map((code) => topicsUnder(place, code));
  if (known.some((codes) => codes.length === 0)) return sendMistakes(reply, manner, [{ kind: 'unknown-service' }]);
  const { from, until, status } = query.value;
  const filter = onPublicTimes({ topics: known.flat(), from, until, ...(status ? { status } : {}) }, place);
  const pageFrom = (cursor?: string) => deps.list(place.code, filter, { skip: 0, limit: ROWS_TOGETHER, ...(cursor === undefined ? {} : { cursor }) });
  // Before the first byte, so that what is wrong is still an error and no file.
  const first = await pageFrom();
  return reply
    .header('content-type', 'text/csv; charset=utf-8').header('content-language', manner.locale).header('vary', 'Accept-Language')
    .header('content-disposition', `attachment; filename="${place.code}-requests.csv"`).header('access-control-allow-origin', '*')
    .send(Readable.from(linesFrom(first, pageFrom, (one) => bulkLine(one, place, manner.locale))));
}

type Page = Awaited<ReturnType<Reading['deps']['list']>>;

async function* linesFrom(first: Page, pageFrom: (cursor: string) => Promise<Page>, lineOf: (one: Open311Case) => string): AsyncGenerator<string> {
  yield csvLine(BULK_COLUMNS);
  for (let page = first; page !== undefined; page = page.next === undefined ? undefined : await pageFrom(page.next)) yield page.cases.map(lineOf).join('');
}

/** A request as a line. How it came in is nobody else's business: a rare way points at its one user. */
export function bulkLine(one: Open311Case, place: Open311Place, locale: Locale): string {
  const request = resourceOf(one, place, locale);
  const name = one.topic === undefined ? '' : catalogueOf(place).topicNames(one.topic)?.[locale] ?? one.topic;
  // A withdrawal's day is told by its update, and when another system closed an imported case only that system knows.
  const closed = request.status === 'closed' && one.stage !== 'withdrawn' && one.stage !== 'imported-closed' ? request.updated_datetime : null;
  return csvLine([
    request.service_request_id, request.requested_datetime, request.updated_datetime, closed, standingOf(one, request.status), request.status_notes, null, name, null,
    request.description, request.agency_responsible, request.address, request.lat ?? null, request.long ?? null,
  ]);
}

/** One word, as the specification asks; an answer is not the end of it (promise 4). */
function standingOf({ stage, paused }: Open311Case, status: 'open' | 'closed'): string {
  if (status === 'closed') return 'Closed';
  if (stage === 'answered' || stage === 'unjudged') return 'Answered';
  if (paused) return 'Hold';
  return stage === 'dispatched' || stage === 'objected' || stage === 'signed' || stage === 'contacted' ? 'Processing' : 'Open';
}
