import { formatNumber } from '../../platform/i18n/format.ts';
import { LOG_PROOF_BYTES_MAX, openPromise, parsePromise, parseVerifierKey, type Policy } from '../../record/log/index.ts';
import { textOf } from '../../record/log/spelling.ts';
import { checkReceipt, type Verdict } from '../../verify/index.ts';
import { checkMessages } from './messages.ts';
import { sayReceiptFault, saySecond, type Reader } from './words.ts';

/** The longest of what a resident may hold: a proof. */
export const PAPER_BYTES_MAX = LOG_PROOF_BYTES_MAX;

export type Judged = { readonly verdict: Verdict; readonly says: readonly string[] };

/** A proof that an entry is in the record, or a promise that it will be: judged without asking anyone, and said in words. */
export function judgePaper(bytes: Uint8Array, policy: Policy, promiseKey: Uint8Array | undefined, nowSeconds: number, reader: Reader): Judged {
  return parsePromise(bytes) ? judgePromise(bytes, promiseKey, nowSeconds, reader) : judgeProof(bytes, policy, reader);
}

function judgeProof(bytes: Uint8Array, policy: Policy, reader: Reader): Judged {
  const words = checkMessages(reader.locale);
  const checked = checkReceipt(bytes, policy);
  if (checked.refused) return { verdict: 'broken', says: [words.receiptBroken(sayReceiptFault(checked.reason, reader.locale))] };
  const { index, signed: { checkpoint, cosignatures } } = checked.value;
  const holds = words.receiptHolds(formatNumber(index + 1, reader.locale), formatNumber(checkpoint.size, reader.locale));
  return { verdict: 'holds', says: [holds, ...cosignatures.map(({ witness, atSeconds }) => words.receiptWitness(witness, saySecond(atSeconds, reader)))] };
}

function judgePromise(bytes: Uint8Array, promiseKey: Uint8Array | undefined, nowSeconds: number, reader: Reader): Judged {
  const words = checkMessages(reader.locale);
  const key = promiseKey && parseVerifierKey((textOf(promiseKey) ?? '').trim());
  if (!key) return { verdict: 'undecided', says: [words.receiptUnread] };
  const opened = openPromise(bytes, key);
  if (opened.refused) return { verdict: 'broken', says: [words.receiptBroken(sayReceiptFault(opened.reason, reader.locale))] };
  const when = saySecond(opened.value.mergeBySeconds, reader);
  return opened.value.mergeBySeconds >= nowSeconds ? { verdict: 'holds', says: [words.receiptPromised(when)] } : { verdict: 'undecided', says: [words.receiptPromiseOver(when)] };
}
