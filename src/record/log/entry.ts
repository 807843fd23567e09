import { canonical } from '../canonical.ts';
import type { Json } from '../event.ts';
import { readPlain } from './entry-plain.ts';
import { hmacSha256, hmacSha256Base64Url } from './hmac.ts';
import { bytesOf, parseBase64Url, sameBytes, textOf, writeBase64Url } from './spelling.ts';

/**
 * What the public log holds (docs/record-format.md): "sealed now, disclosed later". Each entry is canonical JSON (RFC 8785,
 * integers and strings only). All of an entry is public for ever, so none holds a word, a name, a place below the township, or
 * the minute of a resident's act.
 */
export type LogEntry = ActEntry | SealedEntry | DisclosedEntry;

type Fields<Value> = { readonly [field: string]: Value };

/** Something an office, the system or, once disclosed, a resident did. */
export type Act = {
  readonly type: string;
  /** The public name of what it is about: `case:<number>`, `units:<jurisdiction>`. */
  readonly stream: string;
  /** From 1, without gaps in a stream; what is sealed leaves a number that its disclosure fills. */
  readonly seq: number;
  /** An office's act: UTC to the minute, `2026-11-22T10:32Z`. Exactly one of `at` and `day`. */
  readonly at?: string;
  /** A resident's act, or what it brought about: the date in the jurisdiction's zone. */
  readonly day?: string;
  readonly role: string;
  readonly unit?: string;
  readonly post?: string;
  readonly open: Fields<Json>;
  /** One commitment for each field that is private, or opened later: base64url of 32 bytes. */
  readonly commitments: Fields<string>;
};

export type ActEntry = { readonly kind: 'act'; readonly v: 1 } & Act;

/** A resident's act at the moment it happens: one commitment, always of the same size, and nothing else. */
export type SealedEntry = { readonly kind: 'sealed'; readonly v: 1; readonly commitment: string };

/** Opens an earlier entry: a sealed one whole, or fields that an act had only committed to. */
export type DisclosedEntry = {
  readonly kind: 'disclosed';
  readonly v: 1;
  /** Index of the entry that is opened. */
  readonly index: number;
  /** The day of the batch; all of one batch and cell are at least k (but for timers, which betray nobody). */
  readonly batch: string;
  readonly cell: { readonly family: string; readonly cause: Cause; readonly topic1?: string; readonly town?: string };
  /** What a sealed entry committed to, and the opening of that commitment. Absent where only fields of an act are opened. */
  readonly act?: Act;
  readonly opening?: string;
  readonly fields: Fields<{ readonly text: string; readonly opening: string }>;
};

/** Why an entry was not readable at once. A timer's minute would betray a resident's; an office's act only its cell. */
export const CAUSES = ['resident', 'timer', 'office'] as const;
export type Cause = (typeof CAUSES)[number];

/** Under this label a sealed entry commits to the whole act. No private field can bear it. */
export const WHOLE_ACT = 'entry:act';
/** Under this one an act commits to the event inside, of which the public never reads more than the act. */
export const WHOLE_EVENT = 'entry:event';

const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The entry's bytes. Throws RangeError where `parseEntry` would refuse them: a bug of the writer. */
export function writeEntry(entry: LogEntry): Uint8Array {
  if (!isEntry(entry as unknown)) throw new RangeError('not an entry of the log');
  return bytesOf(canonical(entry as unknown as Json));
}

/** The text that a sealed entry commits to. */
export function writeAct(act: Act): string {
  return canonical(act as unknown as Json);
}

/** Reads what `writeEntry` writes; undefined for any other bytes. Never throws. */
export function parseEntry(bytes: Uint8Array): LogEntry | undefined {
  return readEntry(bytes)?.entry;
}

/** An entry as it was read. `actText` is what `writeAct` gives for the act that it opens, where reading came by it. */
export type EntryRead = { readonly entry: LogEntry; readonly actText: string | undefined };

/** As `parseEntry`, for who reads many. */
export function readEntry(bytes: Uint8Array): EntryRead | undefined {
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  // A third of all entries look like this, octet for octet but for the commitment.
  if (text.length === SEALED_BYTES && text.startsWith(SEALED_START) && text.endsWith(SEALED_END)) return withoutText(parseSealed(text));
  return readPlain(text) ?? withoutText(readAnyEntry(text));
}

/** The description of what an entry is, of which `readPlain` is the quick way. */
export function readAnyEntry(text: string): LogEntry | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return isEntry(read) && canonical(read as unknown as Json) === text ? read : undefined;
  } catch {
    return undefined;
  }
}

function withoutText(entry: LogEntry | undefined): EntryRead | undefined {
  return entry && { entry, actText: undefined };
}

/** Bytes of `HMAC-SHA256(r, label ‖ canonical(text))`: what an opening must give. `opening` is base64url of r. */
export function opensTo(commitment: string | Uint8Array, label: string, text: string, opening: string): boolean {
  const key = parseBase64Url(opening);
  if (key?.length !== 32) return false;
  const message = label + canonical(text);
  return typeof commitment === 'string' ? hmacSha256Base64Url(key, message) === commitment : sameBytes(hmacSha256(key, message), commitment);
}

/** As much of an entry as its disclosure is compared with. */
export type Target = Pick<ActEntry, 'kind' | 'commitments'> | { readonly kind: 'sealed'; readonly commitment: string | Uint8Array } | Pick<DisclosedEntry, 'kind'>;

/** What is wrong with a disclosure of `target`, the entry at its index; undefined when every opening fits. `actText` spares writing the act again. */
export function disclosureFault(disclosed: DisclosedEntry, target: Target, actText?: string): 'opens-nothing' | 'act-differs' | 'field-differs' | undefined {
  const { act, opening, fields } = disclosed;
  if (target.kind === 'disclosed') return 'opens-nothing';
  if (target.kind === 'sealed' && (!act || opening === undefined || !opensTo(target.commitment, WHOLE_ACT, actText ?? writeAct(act), opening))) return 'act-differs';
  if (target.kind === 'act' && act) return 'act-differs';
  const commitments = target.kind === 'act' ? target.commitments : act?.commitments ?? {};
  const wrong = Object.keys(fields).some((label) => {
    const field = fields[label];
    return field === undefined || !opensTo(commitments[label] ?? '', label, field.text, field.opening);
  });
  return wrong ? 'field-differs' : undefined;
}

/** The size of every sealed entry. */
export const SEALED_BYTES = writeEntry({ kind: 'sealed', v: 1, commitment: writeBase64Url(new Uint8Array(32)) }).length;

const [SEALED_START, SEALED_END] = ['{"commitment":"', '","kind":"sealed","v":1}'] as const;

function parseSealed(text: string): SealedEntry | undefined {
  const commitment = text.slice(SEALED_START.length, -SEALED_END.length);
  return isCommitment(commitment) ? { kind: 'sealed', v: 1, commitment } : undefined;
}

function isEntry(value: unknown): value is LogEntry {
  if (!isObject(value) || value['v'] !== 1) return false;
  switch (value['kind']) {
    case 'act': return isAct(value, ENTRY_FIELDS);
    case 'sealed': return hasOnly(value, ['kind', 'v', 'commitment']) && isCommitment(value['commitment']);
    case 'disclosed': return isDisclosed(value);
    default: return false;
  }
}

const ACT_FIELDS = ['type', 'stream', 'seq', 'at', 'day', 'role', 'unit', 'post', 'open', 'commitments'];
const ENTRY_FIELDS = [...ACT_FIELDS, 'kind', 'v'];

function isAct(value: unknown, fields = ACT_FIELDS): value is Act {
  if (!isObject(value) || !hasOnly(value, fields)) return false;
  const { type, stream, seq, at, day, role, unit, post, open, commitments } = value;
  const isTimed = at === undefined ? matches(day, DAY) : day === undefined && matches(at, MINUTE);
  return isTimed && isText(type) && isText(stream) && isText(role) && (unit === undefined || isText(unit)) && (post === undefined || isText(post))
    && Number.isSafeInteger(seq) && (seq as number) > 0 && isObject(open) && isObject(commitments) && Object.values(commitments).every(isCommitment);
}

function isDisclosed(value: Fields<unknown>): boolean {
  if (!hasOnly(value, ['kind', 'v', 'index', 'batch', 'cell', 'act', 'opening', 'fields'])) return false;
  const { index, batch, cell, act, opening, fields } = value;
  if (!Number.isSafeInteger(index) || (index as number) < 0 || !matches(batch, DAY) || !isObject(cell) || !isObject(fields)) return false;
  const isCell = hasOnly(cell, ['family', 'cause', 'topic1', 'town']) && isText(cell['family']) && CAUSES.includes(cell['cause'] as Cause)
    && [cell['topic1'], cell['town']].every((one) => one === undefined || isText(one));
  const isWhole = act === undefined ? opening === undefined : isAct(act) && isCommitment(opening);
  return isCell && isWhole && Object.values(fields).every((one) => isObject(one) && hasOnly(one, ['text', 'opening'])
    && typeof one['text'] === 'string' && isCommitment(one['opening']));
}

function isObject(value: unknown): value is Fields<unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasOnly(value: Fields<unknown>, names: readonly string[]): boolean {
  for (const name of Object.keys(value)) if (value[name] === undefined || !names.includes(name)) return false;
  return true;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 300;
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isCommitment(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value);
}
