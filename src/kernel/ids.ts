/**
 * Branded identifiers: parsed once at the door, never bare strings inside.
 * `as` appears here and in no other file that handles ids.
 */
type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Place in the tenancy: every table's key begins with it. Lower-case letters, digits, hyphen; 2 to 32 characters. */
export type JurisdictionCode = Brand<string, 'JurisdictionCode'>;
/** 128 random bits as a lower-case UUID; internal, never spoken. */
export type CaseId = Brand<string, 'CaseId'>;
/** The public, harmless number of a case: 12 digits, the last a check digit (ISO/IEC 7064, MOD 11,10). Says nothing about when or where. */
export type CaseNumber = Brand<string, 'CaseNumber'>;
export type EventId = Brand<string, 'EventId'>;
/** A unit of government, unique within its jurisdiction; slug like `town-qingshan`. */
export type UnitId = Brand<string, 'UnitId'>;
/** A post (office held by terms), slug. The record names posts, never persons. */
export type PostId = Brand<string, 'PostId'>;
/** A topic path code such as `urban.street.lights`; levels are divided by dots, at most three. */
export type TopicCode = Brand<string, 'TopicCode'>;
/** A division code: GB/T 2260 and the 12-digit statistical code, or a local addition. */
export type DivisionCode = Brand<string, 'DivisionCode'>;
/** A staff account. Never in the record. */
export type AccountId = Brand<string, 'AccountId'>;
/** All that anyone but the vault knows of a person: HMAC(vault key, idempotency key) as 43 base64url characters. */
export type PersonRef = Brand<string, 'PersonRef'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SLUG = /^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/;

export const parseJurisdictionCode = matching<JurisdictionCode>(/^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$/);
export const parseCaseId = matching<CaseId>(UUID);
export const parseEventId = matching<EventId>(UUID);
export const parseUnitId = matching<UnitId>(SLUG);
export const parsePostId = matching<PostId>(SLUG);
export const parseTopicCode = matching<TopicCode>(/^[a-z0-9-]{1,40}(\.[a-z0-9-]{1,40}){0,2}$/);
export const parseDivisionCode = matching<DivisionCode>(/^[A-Za-z0-9-]{2,32}$/);
export const parseAccountId = matching<AccountId>(/^[A-Za-z0-9_-]{8,64}$/);
export const parsePersonRef = matching<PersonRef>(/^[A-Za-z0-9_-]{43}$/);

/** Accepts spaces and hyphens between digits, as people copy numbers from paper; undefined when the check digit fails. */
export function parseCaseNumber(text: unknown): CaseNumber | undefined {
  if (typeof text !== 'string' || text.length > 40) return undefined;
  const digits = text.normalize('NFKC').replace(/[\s-]/g, '');
  if (!/^\d{12}$/.test(digits) || checkDigit(digits.slice(0, 11)) !== digits[11]) return undefined;
  return digits as CaseNumber;
}

/** Makes a case number of eleven random digits. Throws RangeError on any other input. */
export function caseNumberOf(elevenDigits: string): CaseNumber {
  if (!/^\d{11}$/.test(elevenDigits)) throw new RangeError('a case number is made of eleven digits');
  return (elevenDigits + checkDigit(elevenDigits)) as CaseNumber;
}

/** `4821 0937 5516`: in groups of four, as it is read out. */
export function groupCaseNumber(number: CaseNumber): string {
  return `${number.slice(0, 4)} ${number.slice(4, 8)} ${number.slice(8)}`;
}

/** ISO/IEC 7064 MOD 11,10: catches every single wrong digit and nearly every swap. */
function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

function matching<Id extends string>(pattern: RegExp): (text: unknown) => Id | undefined {
  return (text) => (typeof text === 'string' && pattern.test(text) ? (text as Id) : undefined);
}
