import { parseDivisionCode, parseTopicCode, type DivisionCode, type TopicCode } from '../../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import { unreachable } from '../../../kernel/unreachable.ts';
import { CONTACT_FIELD_MAX, parseContact, type Contact, type ContactMistake } from '../../../slices/vault/index.ts';
import type { Fields } from './fields.ts';
import type { Mistake } from './mistake.ts';
import { textOf, type Mistakes } from './parse-field.ts';

/** A service request as a client posts it: parsed, bounded, not yet known to be about an existing service or place. */
export type Submission = {
  readonly service: TopicCode;
  /** The resident's words, unaltered; empty when the client sent none, which GeoReport allows. */
  readonly description: string;
  /** WGS 84 degrees. */
  readonly point?: { readonly latitude: number; readonly longitude: number };
  readonly address: string;
  /** Our address ids are division codes. */
  readonly division?: DivisionCode;
  readonly mediaUrl?: string;
  readonly attributes: readonly { readonly code: string; readonly value: string }[];
  /** Goes to the vault and nowhere else. */
  readonly contact?: Contact;
};

/** GeoReport v2: "A full description … limited to 4,000 characters". */
export const DESCRIPTION_CHARACTERS_MAX = 4_000;
const ADDRESS_CHARACTERS_MAX = 300;
/** With the attributes and a description of 4,000 characters it still fits into the 10,000 units that a case's words may have. */
const URL_CHARACTERS_MAX = 500;
const ATTRIBUTES_MAX = 30;
/** All attributes together, codes and separators included. */
const ATTRIBUTES_CHARACTERS_MAX = 1_400;
const IDENTIFIER_CHARACTERS_MAX = 200;

/** What a POST carries in its body and never in its address, which ends up in logs and histories. */
export const BODY_FIELDS = [
  'lat', 'long', 'address_string', 'address_id', 'email', 'device_id', 'account_id', 'first_name', 'last_name',
  'phone', 'description', 'media_url',
] as const;

/** Tells all mistakes at once, so that a client's author need not find them one by one. */
export function parseSubmission(fields: Fields): Decision<Submission, { kind: 'mistakes'; mistakes: readonly Mistake[] }> {
  const mistakes: Mistake[] = [];
  const service = serviceOf(fields, mistakes);
  const description = textOf(fields, 'description', DESCRIPTION_CHARACTERS_MAX, mistakes);
  const location = locationOf(fields, mistakes);
  const mediaUrl = mediaUrlOf(fields, mistakes);
  const attributes = attributesOf(fields, mistakes);
  const contact = contactOf(fields, mistakes);
  // Read only to bound them: they name a device or an account elsewhere, which nobody here needs to know (promise 12).
  textOf(fields, 'device_id', IDENTIFIER_CHARACTERS_MAX, mistakes);
  textOf(fields, 'account_id', IDENTIFIER_CHARACTERS_MAX, mistakes);
  if (mistakes.length > 0 || service === undefined) return refuse({ kind: 'mistakes', mistakes });
  return accept({
    service, description, ...location, attributes,
    ...(mediaUrl === undefined ? {} : { mediaUrl }),
    ...(contact === undefined ? {} : { contact }),
  });
}

function serviceOf(fields: Fields, mistakes: Mistakes): TopicCode | undefined {
  const text = textOf(fields, 'service_code', IDENTIFIER_CHARACTERS_MAX, mistakes).trim();
  const code = parseTopicCode(text);
  if (text === '') mistakes.push({ kind: 'missing', field: 'service_code' });
  else if (code === undefined) mistakes.push({ kind: 'unknown-service' });
  return code;
}

type Location = Pick<Submission, 'point' | 'address' | 'division'>;

/** GeoReport v2: "a location parameter must be submitted": lat and long, or address_string, or address_id. */
function locationOf(fields: Fields, mistakes: Mistakes): Location {
  const before = mistakes.length;
  const latitude = degreesOf(fields, 'lat', 90, mistakes);
  const longitude = degreesOf(fields, 'long', 180, mistakes);
  const address = textOf(fields, 'address_string', ADDRESS_CHARACTERS_MAX, mistakes);
  const id = textOf(fields, 'address_id', IDENTIFIER_CHARACTERS_MAX, mistakes).trim();
  const division = parseDivisionCode(id);
  if (id !== '' && division === undefined) mistakes.push({ kind: 'unknown-address-id' });
  if (mistakes.length === before) {
    if ((latitude === undefined) !== (longitude === undefined)) mistakes.push({ kind: 'location-half' });
    else if (latitude === undefined && address.trim() === '' && id === '') mistakes.push({ kind: 'location-missing' });
  }
  return {
    address,
    ...(latitude === undefined || longitude === undefined ? {} : { point: { latitude, longitude } }),
    ...(division === undefined ? {} : { division }),
  };
}

/** Decimal degrees only: no exponents, no hexadecimal, no "NaN", which Number() would take. */
function degreesOf(fields: Fields, field: string, limit: number, mistakes: Mistakes): number | undefined {
  const text = textOf(fields, field, IDENTIFIER_CHARACTERS_MAX, mistakes).trim();
  if (text === '') return undefined;
  if (!/^[+-]?\d{1,3}(\.\d{0,30})?$/.test(text)) {
    mistakes.push({ kind: 'not-a-number', field });
    return undefined;
  }
  const degrees = Number(text);
  if (Math.abs(degrees) <= limit) return degrees;
  mistakes.push({ kind: 'out-of-range', field, min: -limit, max: limit });
  return undefined;
}

/** Kept as a line of text and never fetched: a server that fetches addresses can be sent anywhere (protection T17). */
export function mediaUrlOf(fields: Fields, mistakes: Mistakes): string | undefined {
  const text = textOf(fields, 'media_url', URL_CHARACTERS_MAX, mistakes).trim();
  if (text === '') return undefined;
  if (/^https?:\/\/[^\s<>"]+$/i.test(text) && URL.canParse(text)) return text;
  mistakes.push({ kind: 'not-an-address', field: 'media_url' });
  return undefined;
}

/** `attribute[CODE]=value`, or `attribute[CODE][]=value` once per chosen value. */
function attributesOf(fields: Fields, mistakes: Mistakes): Submission['attributes'] {
  const attributes: { code: string; value: string }[] = [];
  for (const [name, values] of fields) {
    const code = /^attribute\[([^[\]]{1,100})\](?:\[[^[\]]{0,20}\])?$/.exec(name)?.[1];
    if (code === undefined) continue;
    attributes.push(...values.filter((value) => value.trim() !== '').map((value) => ({ code, value })));
  }
  const characters = attributes.reduce((sum, { code, value }) => sum + code.length + value.length + 4, 0);
  if (attributes.length > ATTRIBUTES_MAX) mistakes.push({ kind: 'too-many-values', field: 'attribute', max: ATTRIBUTES_MAX });
  if (characters > ATTRIBUTES_CHARACTERS_MAX) mistakes.push({ kind: 'too-long', field: 'attribute', max: ATTRIBUTES_CHARACTERS_MAX });
  return attributes;
}

/** Judged by the vault's own rules, so that the same contact is good or bad on every channel. */
function contactOf(fields: Fields, mistakes: Mistakes): Contact | undefined {
  const before = mistakes.length;
  const email = textOf(fields, 'email', CONTACT_FIELD_MAX.email, mistakes).trim();
  const phone = textOf(fields, 'phone', CONTACT_FIELD_MAX.phone, mistakes).trim();
  const firstName = textOf(fields, 'first_name', CONTACT_FIELD_MAX.name, mistakes).trim();
  const lastName = textOf(fields, 'last_name', CONTACT_FIELD_MAX.name, mistakes).trim();
  const name = `${firstName} ${lastName}`.trim();
  if (mistakes.length > before || email + phone + name === '') return undefined;
  const read = parseContact({ name, phone, email });
  mistakes.push(...read.mistakes.map(mistakeOfContact));
  return read.contact;
}

function mistakeOfContact({ field, kind }: ContactMistake): Mistake {
  switch (kind) {
    case 'bad-email': return { kind: 'not-an-email' };
    case 'bad-phone': return { kind: 'not-a-phone' };
    case 'no-way-to-reach': return { kind: 'name-alone' };
    case 'too-long': return { kind: 'too-long', field: field === 'name' ? 'first_name' : field, max: CONTACT_FIELD_MAX[field] };
    default: return unreachable(kind);
  }
}

/**
 * The resident's words with what a client sent beside them on lines of their own, so that nothing typed is lost. A client
 * that sent no words at all chose a service: its name stands for them.
 */
export function wordsOf(submission: Submission, serviceName: string): string {
  const words = submission.description.trim() === '' ? serviceName : submission.description;
  const beside = submission.attributes.map(({ code, value }) => `${code}: ${value}`);
  return [words, ...beside, ...(submission.mediaUrl === undefined ? [] : [submission.mediaUrl])].join('\n');
}
