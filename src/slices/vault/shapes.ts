import { parseInstant, type Instant } from '../../kernel/instant.ts';
import { parseEventId, parseJurisdictionCode, parsePersonRef, type EventId, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { isCleanText } from '../../platform/http/text.ts';
import { CONTACT_FIELD_MAX, CONTACT_FIELDS, type Contact, type ContactField } from './contact.ts';
import { parseLocale, type Locale } from '../../platform/i18n/index.ts';
import { TELLING_CHANNELS, type Letter, type TellingChannel, type Told } from './tellings.ts';
import { READS_SHOWN_MAX, REFS_MAX, type VaultRead } from './vault.ts';

/** Reads what came over the link: undefined when it is not of this shape. What either side sends is taken as an attacker's. */
export type Shape<T> = (given: unknown) => T | undefined;

type ShapesOf<T> = { readonly [Key in keyof T]: Shape<T[Key]> };

/** Exactly these fields. */
export function record<T extends object>(shapes: ShapesOf<T>): Shape<T> {
  const names = Object.keys(shapes) as (keyof T & string)[];
  return (given) => {
    if (typeof given !== 'object' || given === null || Object.keys(given).length !== names.length) return undefined;
    const read: Partial<Record<keyof T, unknown>> = {};
    for (const name of names) {
      const value = Object.hasOwn(given, name) ? shapes[name]((given as Record<string, unknown>)[name]) : undefined;
      if (value === undefined) return undefined;
      read[name] = value;
    }
    return read as T;
  };
}

export function list<T>(each: Shape<T>, max: number): Shape<readonly T[]> {
  return (given) => {
    if (!Array.isArray(given) || given.length > max) return undefined;
    const read = given.map(each);
    return read.every((one) => one !== undefined) ? read as T[] : undefined;
  };
}

/** Up to so many UTF-16 code units, which PostgreSQL can keep. */
export function text(max: number): Shape<string> {
  return (given) => (typeof given === 'string' && given.length <= max && isCleanText(given) ? given : undefined);
}

/** Undefined has no place in JSON: null stands for it. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (given) => (given === null ? null : shape(given));
}

export function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return (given) => words.find((word) => word === given);
}

export const nothing: Shape<null> = (given) => (given === null ? null : undefined);
export const yes: Shape<boolean> = (given) => (typeof given === 'boolean' ? given : undefined);
export const jurisdiction: Shape<JurisdictionCode> = (given) => parseJurisdictionCode(given);
export const person: Shape<PersonRef> = (given) => parsePersonRef(given);
export const persons: Shape<readonly PersonRef[]> = list(person, REFS_MAX);
export const event: Shape<EventId> = (given) => parseEventId(given);
export const instant: Shape<Instant> = parseInstant;
export const count: Shape<number> = (given) => (typeof given === 'number' && Number.isSafeInteger(given) && given >= 0 ? given : undefined);
export const fields: Shape<readonly ContactField[]> = list(oneOf(...CONTACT_FIELDS), CONTACT_FIELDS.length);

/** Longest words of a look's reason, in UTF-16 code units: more than any form takes. */
export const REASON_MAX = 4_000;
const WORD_MAX = 80;
export const word: Shape<string> = text(WORD_MAX);

export const contact: Shape<Contact> = record<Contact>({
  name: text(CONTACT_FIELD_MAX.name), phone: text(CONTACT_FIELD_MAX.phone), email: text(CONTACT_FIELD_MAX.email), note: text(CONTACT_FIELD_MAX.note),
});

/** Some of its fields. */
export const opened: Shape<Partial<Contact>> = (given) => {
  if (typeof given !== 'object' || given === null) return undefined;
  const entries = Object.entries(given);
  const known = entries.map(([name, value]) => [oneOf(...CONTACT_FIELDS)(name), text(CONTACT_FIELD_MAX.note)(value)] as const);
  return known.every(([name, value]) => name !== undefined && value !== undefined) ? Object.fromEntries(known) as Partial<Contact> : undefined;
};

const read = record<Omit<VaultRead, 'view'> & { readonly view: EventId | null }>({
  at: instant, role: word, unit: word, fields: list(word, CONTACT_FIELDS.length), reason: text(REASON_MAX), purpose: word, view: orNull(event),
});
export const reads = list(read, READS_SHOWN_MAX);

export const yesOrNo: Shape<boolean> = (given) => (typeof given === 'boolean' ? given : undefined);
export const locale: Shape<Locale> = (given) => parseLocale(given);
export const channels: Shape<readonly TellingChannel[]> = list(oneOf(...TELLING_CHANNELS), TELLING_CHANNELS.length);
/** Where something is to be sent, with its token. */
export const ADDRESS_MAX = 1_000;
/** A text message, or a short e-mail. */
export const MESSAGE_MAX = 500;
export const message: Shape<Letter[Locale]> = record<Letter[Locale]>({ subject: text(MESSAGE_MAX), text: text(MESSAGE_MAX) });
export const told: Shape<Told> = (given) => {
  const outcome = typeof given === 'object' && given !== null && 'outcome' in given ? given.outcome : undefined;
  switch (oneOf<Told['outcome']>('told', 'not-agreed', 'over-budget', 'failed')(outcome)) {
    case 'told': return record<Extract<Told, { outcome: 'told' }>>({ outcome: oneOf('told'), channels })(given);
    case 'failed': return record<Extract<Told, { outcome: 'failed' }>>({ outcome: oneOf('failed'), channels, isFinal: yesOrNo })(given);
    case 'not-agreed': return record<Extract<Told, { outcome: 'not-agreed' }>>({ outcome: oneOf('not-agreed') })(given);
    case 'over-budget': return record<Extract<Told, { outcome: 'over-budget' }>>({ outcome: oneOf('over-budget') })(given);
    case undefined: return undefined;
  }
};
