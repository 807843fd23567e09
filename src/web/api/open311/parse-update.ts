import { parseCaseNumber, type CaseNumber } from '../../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import { parseReceiptCode, type ReceiptCode } from '../../../platform/crypto/index.ts';
import { NOTE_MAX } from '../../../slices/cases/index.ts';
import type { Fields } from './fields.ts';
import type { Mistake } from './mistake.ts';
import { textOf } from './parse-field.ts';
import { mediaUrlOf } from './parse-submission.ts';

/** What a resident says further of their request, through a program that holds their receipt. */
export type PostedUpdate = {
  readonly number: CaseNumber;
  readonly receiptCode: ReceiptCode;
  readonly words: string;
  /** The client's own name for it: sent again, it is the same update. */
  readonly sentAs?: string;
};

const IDENTIFIER_CHARACTERS_MAX = 200;
/** Read only to bound them: who it is the receipt says, the clock is ours, and a contact is changed where its holder signs in (promise 12). */
const UNUSED = ['email', 'first_name', 'last_name', 'phone', 'account_id', 'device_id', 'updated_datetime', 'service_request_id_ext', 'update_id_ext', 'public_anonymity_required', 'email_alerts_requested'];

/** What a POST of an update carries in its body and never in its address. */
export const UPDATE_BODY_FIELDS = ['receipt_code', 'description', 'title', 'media_url', ...UNUSED] as const;

/** The fields of FixMyStreet's client, and `receipt_code`, which proves for whom it speaks. */
export function parseUpdate(fields: Fields): Decision<PostedUpdate, { kind: 'mistakes'; mistakes: readonly Mistake[] }> {
  const mistakes: Mistake[] = [];
  const read = (field: string, max = IDENTIFIER_CHARACTERS_MAX): string => textOf(fields, field, max, mistakes).trim();
  const numberText = read('service_request_id');
  const number = parseCaseNumber(numberText);
  if (numberText === '') mistakes.push({ kind: 'missing', field: 'service_request_id' });
  else if (number === undefined) mistakes.push({ kind: 'not-a-case-number' });
  const words = [read('title'), textOf(fields, 'description', NOTE_MAX, mistakes), mediaUrlOf(fields, mistakes)].filter(Boolean).join('\n');
  if (words.trim() === '' && mistakes.length === 0) mistakes.push({ kind: 'missing', field: 'description' });
  else if (words.length > NOTE_MAX) mistakes.push({ kind: 'too-long', field: 'description', max: NOTE_MAX });
  const status = read('status').toLowerCase();
  // Whatever a program knows of it, it is the resident who says "solved", on a page that asks only that (promise 4).
  if (status !== '' && status !== 'open') mistakes.push({ kind: 'sets-no-status' });
  const sentAs = read('update_id');
  for (const field of UNUSED) read(field);
  const codeText = read('receipt_code');
  const receiptCode = parseReceiptCode(codeText);
  if (codeText === '') mistakes.push({ kind: 'receipt-missing' });
  else if (receiptCode === undefined) mistakes.push({ kind: 'receipt-wrong' });
  if (mistakes.length > 0 || number === undefined || receiptCode === undefined) return refuse({ kind: 'mistakes', mistakes });
  return accept({ number, receiptCode, words, ...(sentAs === '' ? {} : { sentAs }) });
}
