import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MESSAGE_PHOTOS_MAX, PHOTOS_MAX } from '../../../slices/cases/index.ts';
import { bodyOf, type Body } from './body.ts';
import { isMistake, mannerOf, placeOf, queryOf, send, sendMistakes, type Manner } from './call.ts';
import { catalogueOf } from './catalogue.ts';
import { followUrlOf } from './discovery.ts';
import type { Fields } from './fields.ts';
import { open311Messages } from './messages.ts';
import type { Mistake } from './mistake.ts';
import { BODY_FIELDS, parseSubmission, wordsOf, type Submission } from './parse-submission.ts';
import { parseUpdate, UPDATE_BODY_FIELDS } from './parse-update.ts';
import type { Open311Deps, Open311Place, Open311Submission } from './ports.ts';

/** A client that repeats a POST proves by its key that it is the same one. Shorter keys are guessable, and a key that is guessed gives the receipt away. */
const KEY_CHARACTERS = { min: 16, max: 200 };

/** `POST requests`: a report, with its photographs where the form has parts. */
export async function createRequest(deps: Open311Deps, asked: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const manner = mannerOf(asked);
  const posted = await readPost(deps, asked, BODY_FIELDS, PHOTOS_MAX);
  if ('mistakes' in posted) return sendMistakes(reply, manner, posted.mistakes);
  const { place, key, photos } = posted;
  const submission = parseSubmission(posted.fields);
  if (submission.refused) return sendMistakes(reply, manner, submission.reason.mistakes);
  const prepared = prepare(place, submission.value, manner);
  if ('kind' in prepared) return sendMistakes(reply, manner, [prepared]);
  const submitted = await deps.submit(place.code, { ...prepared, ...(photos ? { photos } : {}) }, `open311 ${key ?? randomUUID()}`);
  if (submitted.refused) return sendMistakes(reply, manner, [submitted.reason]);
  const { number, receiptCode } = submitted.value;
  // The one answer that carries a receipt: no cache may keep it.
  reply.header('cache-control', 'no-store');
  const notice = open311Messages(manner.locale).receipt(receiptCode, followUrlOf(deps, place));
  return send(reply, manner, { kind: 'created', created: { service_request_id: number, service_notice: notice, account_id: null } });
}

/** `POST servicerequestupdates`: what the resident adds, in their name only where the receipt proves it. */
export async function createUpdate(deps: Open311Deps, asked: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const manner = mannerOf(asked);
  const posted = await readPost(deps, asked, UPDATE_BODY_FIELDS, MESSAGE_PHOTOS_MAX);
  if ('mistakes' in posted) return sendMistakes(reply, manner, posted.mistakes);
  const { place, key, photos } = posted;
  const update = parseUpdate(posted.fields);
  if (update.refused) return sendMistakes(reply, manner, update.reason.mistakes);
  const { sentAs, ...said } = update.value;
  const done = await deps.reply(place.code, { ...said, ...(photos ? { photos } : {}) }, key ?? (sentAs === undefined ? undefined : `update ${sentAs}`));
  if (done.refused) return sendMistakes(reply, manner, [done.reason]);
  reply.header('cache-control', 'no-store');
  return send(reply, manner, { kind: 'updated', updated: { update_id: done.value } });
}

/** `key` is what the client named this sending, where it did. */
type Posted = Body & { readonly place: Open311Place; readonly key: string | undefined };

async function readPost(deps: Open311Deps, asked: FastifyRequest, bodyOnly: readonly string[], photosMax: number): Promise<Posted | { readonly mistakes: readonly Mistake[] }> {
  const query = queryOf(asked);
  const body = await bodyOf(asked, deps.keepPhoto, photosMax);
  if (query.refused) return { mistakes: [query.reason] };
  if (body.refused) return { mistakes: [body.reason] };
  const exposed = bodyOnly.find((field) => query.value.has(field));
  if (exposed !== undefined) return { mistakes: [{ kind: 'in-the-address', field: exposed }] };
  const fields: Fields = new Map([...query.value, ...body.value.fields]);
  const place = placeOf(deps, asked, fields);
  if (isMistake(place)) return { mistakes: [place] };
  const allowed = deps.apiKey(place.code, fields.get('api_key')?.[0]);
  if (allowed !== 'fine') return { mistakes: [{ kind: allowed === 'missing' ? 'api-key-missing' : 'api-key-wrong' }] };
  const key = asked.headers['idempotency-key'];
  if (key !== undefined && !isKey(key)) return { mistakes: [{ kind: 'idempotency-key-malformed', ...KEY_CHARACTERS }] };
  return { ...body.value, fields, place, key };
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

function isKey(header: string | readonly string[]): header is string {
  const { min, max } = KEY_CHARACTERS;
  return typeof header === 'string' && header.length >= min && header.length <= max && /^[\x21-\x7e]+$/.test(header);
}
