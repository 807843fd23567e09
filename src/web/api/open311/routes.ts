import type { FastifyInstance, FastifyReply } from 'fastify';
import { parseCaseNumber, parseTopicCode } from '../../../kernel/ids.ts';
import { isoOf } from '../../../kernel/instant.ts';
import { registerBodies } from './body.ts';
import { bulk } from './bulk.ts';
import { send, sendMistakes, withoutExtension } from './call.ts';
import { catalogueOf } from './catalogue.ts';
import { discoveryOf } from './discovery.ts';
import { registerOpen311Errors } from './errors.ts';
import { parseRequestsQuery, type RequestsQuery } from './parse-query.ts';
import type { Open311Deps } from './ports.ts';
import { createRequest, createUpdate } from './posting.ts';
import { get, lastOf, nextUrl, topicsUnder, withFormats, type Reading } from './reading.ts';
import { onPublicTimes, resourceOf } from './resource.ts';
import { updates } from './routes-updates.ts';

/** Services change with a new version of the jurisdiction's data, which takes effect within minutes. */
const SERVICES_CACHE = 'public, max-age=300';

/**
 * GeoReport v2 at `/open311/v2` beneath `scope`. Mounted for every place: at the root for the instance's own jurisdiction
 * (or `jurisdiction_id`), and beneath `/j/:code` for each.
 */
export function registerOpen311(scope: FastifyInstance, deps: Open311Deps): void {
  scope.register((api, _options, done) => {
    registerBodies(api);
    registerOpen311Errors(api);
    get(api, deps, withFormats('/services'), services);
    get(api, deps, ['/services/*'], definition);
    get(api, deps, withFormats('/requests'), requests);
    get(api, deps, ['/requests.csv'], bulk, { budget: 'download' });
    get(api, deps, ['/requests/*'], request);
    get(api, deps, ['/tokens/*'], token);
    get(api, deps, withFormats('/servicerequestupdates'), updates);
    get(api, deps, withFormats('/discovery'), discovery);
    for (const path of withFormats('/requests')) api.post(path, { config: { unlogged: true, budget: 'report' } }, (request, reply) => createRequest(deps, request, reply));
    // It tries a receipt, so it pays as every door does where one is tried.
    for (const path of withFormats('/servicerequestupdates')) api.post(path, { config: { unlogged: true, budget: 'code' } }, (request, reply) => createUpdate(deps, request, reply));
    done();
  }, { prefix: '/open311/v2' });
}

function services({ place, manner, reply }: Reading): FastifyReply {
  reply.header('cache-control', SERVICES_CACHE);
  return send(reply, manner, { kind: 'services', services: catalogueOf(place).services(manner.locale) });
}

function definition({ place, manner, request, reply }: Reading): FastifyReply {
  const code = parseTopicCode(withoutExtension(lastOf(request)));
  if (code === undefined || !catalogueOf(place).isService(code)) return sendMistakes(reply, manner, [{ kind: 'unknown-service' }]);
  reply.header('cache-control', SERVICES_CACHE);
  return send(reply, manner, { kind: 'definition', definition: { service_code: code, attributes: [] } });
}

async function requests({ deps, place, fields, manner, request, reply }: Reading): Promise<FastifyReply> {
  const query = parseRequestsQuery(fields, await deps.now());
  if (query.refused) return sendMistakes(reply, manner, query.reason.mistakes);
  if (query.value.kind === 'numbers') {
    const found = await deps.find(place.code, query.value.numbers);
    return send(reply, manner, { kind: 'requests', requests: found.map((one) => resourceOf(one, place, manner.locale)) });
  }
  const { services: asked, pageSize, skip, cursor, ...span } = query.value;
  const known = asked.map((code) => topicsUnder(place, code));
  if (known.some((codes) => codes.length === 0)) return sendMistakes(reply, manner, [{ kind: 'unknown-service' }]);
  const filter = onPublicTimes({ topics: known.flat(), from: span.from, until: span.until, ...(span.status ? { status: span.status } : {}) }, place);
  const page = await deps.list(place.code, filter, { skip, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
  if (page === undefined) return sendMistakes(reply, manner, [{ kind: 'bad-cursor' }]);
  if (page.next !== undefined) reply.header('link', `<${nextUrl(deps, request, searchOf(query.value), page.next)}>; rel="next"`);
  return send(reply, manner, { kind: 'requests', requests: page.cases.map((one) => resourceOf(one, place, manner.locale)) });
}

async function request({ deps, place, manner, request: asked, reply }: Reading): Promise<FastifyReply> {
  const number = parseCaseNumber(withoutExtension(lastOf(asked)));
  const [found] = number === undefined ? [] : await deps.find(place.code, [number]);
  if (found === undefined) return sendMistakes(reply, manner, [{ kind: 'unknown-request' }]);
  return send(reply, manner, { kind: 'requests', requests: [resourceOf(found, place, manner.locale)] });
}

/** Nobody is given a token, since the number is known at once; a number in its place finds itself, for clients that always ask. */
async function token({ deps, place, manner, request: asked, reply }: Reading): Promise<FastifyReply> {
  const text = withoutExtension(lastOf(asked));
  const number = parseCaseNumber(text);
  const [found] = number === undefined ? [] : await deps.find(place.code, [number]);
  if (found === undefined) return sendMistakes(reply, manner, [{ kind: 'unknown-token' }]);
  return send(reply, manner, { kind: 'token', token: { service_request_id: found.number, token: found.number } });
}

function discovery({ deps, place, manner, reply }: Reading): FastifyReply {
  reply.header('cache-control', SERVICES_CACHE);
  return send(reply, manner, { kind: 'discovery', discovery: discoveryOf(deps, place, manner.locale) });
}

/** What of a query the next page must ask again. */
function searchOf(query: Extract<RequestsQuery, { kind: 'span' }>): URLSearchParams {
  const search = new URLSearchParams({ start_date: isoOf(query.from), end_date: isoOf(query.until), page_size: String(query.pageSize) });
  if (query.services.length > 0) search.set('service_code', query.services.join(','));
  if (query.status) search.set('status', query.status);
  return search;
}
