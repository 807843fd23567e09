import { describe, expect, test } from 'vitest';
import { parseCaseNumber, parseJurisdictionCode, type CaseNumber, type JurisdictionCode } from '../../kernel/ids.ts';
import vectors from '../../../vectors/receipt.json' with { type: 'json' };
import {
  ballotKeyOf, carriedBallotKey, carryBallotKey, groupReceiptCode, isReceipt, keysFromRoot, newReceiptVerifier, parseReceipt, parseReceiptCode, receiptCodeOf,
  receiptKeyOf, verifierOf, type ReceiptCode,
} from './index.ts';

const keys = keysFromRoot(Buffer.from(vectors.root, 'hex'));
const linjiang = parseJurisdictionCode('linjiang') as JurisdictionCode;
const code = parseReceiptCode('012345678901234567890123') as ReceiptCode;

describe('receipts', () => {
  test.each(vectors.receipts)('$jurisdiction $idempotencyKey: every derivation is the vector of a second implementation', (vector) => {
    const number = parseCaseNumber(vector.number) as CaseNumber;
    const made = receiptCodeOf(keys, parseJurisdictionCode(vector.jurisdiction) as JurisdictionCode, vector.idempotencyKey);
    expect(made).toBe(vector.code);
    expect(verifierOf(keys, Buffer.from(vector.salt, 'hex'), made).toString('hex')).toBe(vector.verifier);
    expect(ballotKeyOf({ number, code: made })).toBe(vector.ballotKey);
    expect(receiptKeyOf({ number, code: made }).toString('hex')).toBe(vector.receiptKey);
  });

  test('a ballot key travels from code to code, and opens under the newest alone, with the pepper', () => {
    const number = parseCaseNumber(vectors.receipts[0]?.number) as CaseNumber;
    const codes = Array.from({ length: 20 }, (_, n) => ({ number, code: receiptCodeOf(keys, linjiang, `code ${String(n)}`) }));
    const [first = codes[0]!, ...later] = codes;
    const ballotKey = ballotKeyOf(first);
    const sealed = later.map((receipt) => carryBallotKey(keys, receipt, ballotKey));
    expect(new Set(sealed.map(({ length }) => length)).size).toBe(1);
    for (const [at, receipt] of later.entries()) {
      expect(carriedBallotKey(keys, receipt, sealed[at]!)).toBe(ballotKey);
      expect(carriedBallotKey(keys, codes[at]!, sealed[at]!)).toBeUndefined();
      expect(carriedBallotKey(keysFromRoot(Buffer.alloc(32, 9)), receipt, sealed[at]!)).toBeUndefined();
      expect(sealed[at]!.includes(Buffer.from(ballotKey, 'base64url'))).toBe(false);
    }
  });

  test('the same submission gives the same code again, another gives another', () => {
    expect(receiptCodeOf(keys, linjiang, 'a')).toBe(receiptCodeOf(keys, linjiang, 'a'));
    expect(receiptCodeOf(keys, linjiang, 'a')).not.toBe(receiptCodeOf(keys, linjiang, 'b'));
    expect(receiptCodeOf(keys, linjiang, 'a')).toMatch(/^\d{24}$/);
  });

  test('a verifier knows its own code, not another, and not without the pepper', () => {
    const stored = newReceiptVerifier(keys, code);
    expect(isReceipt(keys, stored, code)).toBe(true);
    expect(isReceipt(keys, stored, '012345678901234567890124' as ReceiptCode)).toBe(false);
    expect(isReceipt(keysFromRoot(new Uint8Array(32)), stored, code)).toBe(false);
    expect(isReceipt(keys, { ...stored, verifier: stored.verifier.subarray(1) }, code)).toBe(false);
  });

  test('the same code has another verifier each time: a table shows no two alike', () => {
    expect(newReceiptVerifier(keys, code).verifier).not.toEqual(newReceiptVerifier(keys, code).verifier);
  });

  test('is read as people write it', () => {
    const written = [
      '0123 4567 8901 2345 6789 0123', '0123-4567-8901-2345-6789-0123', '０１２３ ４５６７　８９０１－２３４５ ６７８９ ０１２３',
      ' 012345678901\n234567890123 ', '0123.4567.8901.2345.6789.0123', '0123–4567—8901 2345 6789 0123',
    ];
    expect(written.map(parseReceiptCode)).toEqual(written.map(() => code));
    expect(groupReceiptCode(code)).toBe('0123 4567 8901 2345 6789 0123');
  });

  test('is not read from anything else', () => {
    const wrong = ['', '01234567890123456789012', '0123456789012345678901234', '01234567890123456789012x', 'x'.repeat(500), 7, null, undefined, {}];
    expect(wrong.filter((text) => parseReceiptCode(text) !== undefined)).toEqual([]);
  });

  test('number and code together are a receipt; a wrong check digit is not', () => {
    const { number } = vectors.receipts[0] as (typeof vectors.receipts)[number];
    expect(parseReceipt(`${number} ${groupReceiptCode(code)}`)).toEqual({ number, code });
    const swapped = `${number[1]}${number[0]}${number.slice(2)}`;
    expect(parseReceipt(`${swapped} ${code}`)).toBeUndefined();
    expect(parseReceipt(code)).toBeUndefined();
  });
});
