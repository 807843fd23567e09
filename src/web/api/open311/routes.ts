import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseNumber, parseTopicCode } from '../../../kernel/ids.ts';
import { isoOf } from '../../../kernel/instant.ts';
import { bodyOf, registerBodies } from './body.ts';
import { bulk } from './bulk.ts';
import { isMistake, mannerOf, placeOf, queryOf, send, sendMistakes, withoutExtension, type Manner } from './call.ts';
import { catalogueOf } from './catalogue.ts';
import { discoveryOf, followUrlOf } from './discovery.ts';
import { registerOpen311Errors } from './errors.ts';
import type { Fields } from './fields.ts';
import { open311Messages } from './messages.ts';
import type { Mistake } from './mistake.ts';
import { parseRequestsQuery, type RequestsQuery } from './parse-query.ts';
import { BODY_FIELDS, parseSubmission, wordsOf, type Submission } from './parse-submission.ts';
import type { Open311Deps, Open311Place, Open311Submission } from './ports.ts';
import { get, lastOf, nextUrl, topicsUnder, withFormats, type Reading } from './reading.ts';
import { onPublicTimes, resourceOf } from './resource.ts';
import { updates } from './routes-updates.ts';

/** A client that repeats a POST proves by its key that it is the same one. Shorter keys are guessable, and a key that is guessed gives the receipt away. */
const KEY_CHARACTERS = { min: 16, max: 200 };
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
    for (const path of withFormats('/requests')) {
      api.post(path, { config: { unlogged: true } }, (request, reply) => create(deps, request, reply));
    }
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

async function create(deps: Open311Deps, asked: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const manner = mannerOf(asked);
  const posted = await readPost(deps, asked);
  if ('mistakes' in posted) return sendMistakes(reply, manner, posted.mistakes);
  const { place, submission, key } = posted;
  const prepared = prepare(place, submission, manner);
  if ('kind' in prepared) return sendMistakes(reply, manner, [prepared]);
  const submitted = await deps.submit(place.code, prepared, key);
  if (submitted.refused) return sendMistakes(reply, manner, [submitted.reason]);
  const { number, receiptCode } = submitted.value;
  // The one answer that carries a receipt: no cache may keep it.
  reply.header('cache-control', 'no-store');
  const notice = open311Messages(manner.locale).receipt(receiptCode, followUrlOf(deps, place));
  return send(reply, manner, { kind: 'created', created: { service_request_id: number, service_notice: notice, account_id: null } });
}

type Posted = { readonly place: Open311Place; readonly submission: Submission; readonly key: string };

async function readPost(deps: Open311Deps, asked: FastifyRequest): Promise<Posted | { readonly mistakes: readonly Mistake[] }> {
  const query = queryOf(asked);
  const body = await bodyOf(asked);
  if (query.refused) return { mistakes: [query.reason] };
  if (body.refused) return { mistakes: [body.reason] };
  const exposed = BODY_FIELDS.find((field) => query.value.has(field));
  if (exposed !== undefined) return { mistakes: [{ kind: 'in-the-address', field: exposed }] };
  const fields: Fields = new Map([...query.value, ...body.value]);
  const place = placeOf(deps, asked, fields);
  if (isMistake(place)) return { mistakes: [place] };
  const allowed = deps.apiKey(place.code, fields.get('api_key')?.[0]);
  if (allowed !== 'fine') return { mistakes: [{ kind: allowed === 'missing' ? 'api-key-missing' : 'api-key-wrong' }] };
  const key = idempotencyKeyOf(asked);
  if (key === undefined) return { mistakes: [{ kind: 'idempotency-key-malformed', ...KEY_CHARACTERS }] };
  const submission = parseSubmission(fields);
  return submission.refused ? { mistakes: submission.reason.mistakes } : { place, submission: submission.value, key };
}

/** Settles what the words say about existing services and places. */
function prepare(place: Open311Place, submission: Submission, manner: Manner): Open311Submission | Mistake {
  const catalogue = catalogueOf(place);
  if (!catalogue.isService(submission.service)) return { kind: 'unknown-service' };
  if (submission.division !== undefined && catalogue.divisionNames(submission.division) === undefined) return { kind: 'unknown-address-id' };
  const name = catalogue.topicNames(submission.service)?.[manner.locale] ?? submission.service;
  return {
    topic: submission.service,
    division: submission.division ?? catalogue.divisionIn(submission.address),
    address: submission.address,
    words: wordsOf(submission, name),
    ...(submission.point === undefined ? {} : { point: submission.point }),
    ...(submission.contact === undefined ? {} : { contact: submission.contact }),
  };
}

/** Undefined when there is one that will not do. Without one every POST is a new request. */
function idempotencyKeyOf(asked: FastifyRequest): string | undefined {
  const header = asked.headers['idempotency-key'];
  if (header === undefined) return `open311 ${randomUUID()}`;
  const { min, max } = KEY_CHARACTERS;
  const fits = typeof header === 'string' && header.length >= min && header.length <= max && /^[\x21-\x7e]+$/.test(header);
  // A name of our own before it: no key of a client can meet one that a page has made.
  return fits ? `open311 ${header}` : undefined;
}

/** What of a query the next page must ask again. */
function searchOf(query: Extract<RequestsQuery, { kind: 'span' }>): URLSearchParams {
  const search = new URLSearchParams({ start_date: isoOf(query.from), end_date: isoOf(query.until), page_size: String(query.pageSize) });
  if (query.services.length > 0) search.set('service_code', query.services.join(','));
  if (query.status) search.set('status', query.status);
  return search;
}
