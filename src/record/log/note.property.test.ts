import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBundle, parseEntriesPath, writeBundle } from './bundle.ts';
import { parseCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { isKeyName, parseVerifierKey, writeVerifierKey } from './key.ts';
import { parseLogProof, writeLogProof, type LogProof } from './log-proof.ts';
import { parseNote, writeNote } from './note.ts';
import { parsePolicy } from './policy-text.ts';
import { parseBase64, writeBase64 } from './spelling.ts';
import { parseAddCheckpoint, parseWitnessAnswer, writeAddCheckpoint, writeWitnessAnswer } from './witness.ts';

const RUNS = { seed: 20261122, numRuns: 500 };
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('binary');

/** Octets that look like what the parsers read: pieces of the formats, shuffled, and plain noise. */
const pieces = fc.constantFrom(
  '\n', '\n\n', '\u2014 ', ' ', 'min.example/record', '300', '0', 'AAAAAAAA', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'old ', 'index ', 'extra ',
  'c2sp.org/tlog-proof@v1', 'log ', 'witness ', 'group ', 'quorum ', 'none', '#', '\t', '\r', '\u0000', '\u0085', '+', '=', '\ufeff', '路灯',
);
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 40 }).map((parts) => Uint8Array.from(Buffer.from(parts.join('')))),
);
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const count = fc.maxSafeNat();
const signature = fc.record({
  name: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter(isKeyName),
  keyId: fc.uint8Array({ minLength: 4, maxLength: 4 }).map((id) => Buffer.from(id).toString('hex')), bytes: fc.uint8Array({ minLength: 1, maxLength: 90 }),
});
const line = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((one) => one.isWellFormed() && !/[\u0000-\u001f]/.test(one));
const noteText = fc.array(fc.oneof(line, fc.constant('')), { minLength: 1, maxLength: 6 }).map((lines) => lines.map((one) => `${one}\n`).join(''));
const note = fc.record({ text: noteText, signatures: fc.array(signature, { minLength: 1, maxLength: 5 }) });
/** Nearly right: a note, or a proof or request around it, in which one octet was replaced. */
const headers = fc.constantFrom('', 'old 7\n\n', 'c2sp.org/tlog-proof@v1\nindex 7\n\n', 'c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n');
const nearly = fc.tuple(headers, note, fc.nat(), fc.nat(255)).map(([header, one, at, octet]) => {
  const bytes = Uint8Array.from(Buffer.concat([Buffer.from(header), writeNote(one)]));
  bytes[at % bytes.length] = octet;
  return bytes;
});
const hostile = fc.oneof(noise, nearly);

describe('parsers of hostile octets', () => {
  const readers: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array | undefined])[] = [
    ['note', (bytes) => { const read = parseNote(bytes); return read && writeNote(read); }],
    ['proof', (bytes) => { const read = parseLogProof(bytes); return read && writeLogProof(read); }],
    ['request to a witness', (bytes) => { const read = parseAddCheckpoint(bytes); return read && writeAddCheckpoint(read); }],
    ['checkpoint', (bytes) => { const read = parseCheckpoint(text(bytes)); return read && Buffer.from(writeCheckpoint(read), 'binary'); }],
    ['verifier key', (bytes) => { const read = parseVerifierKey(text(bytes)); return read && Buffer.from(writeVerifierKey(read), 'binary'); }],
    ['base64', (bytes) => { const read = parseBase64(text(bytes)); return read && Buffer.from(writeBase64(read), 'binary'); }],
    ['bundle', (bytes) => { const read = parseBundle(bytes, 1 + bytes.length % 3); return read && writeBundle(read); }],
    ['witness’s answer', (bytes) => { const read = parseWitnessAnswer(200, bytes); return read && Buffer.from(writeWitnessAnswer(read).body); }],
  ];

  test.each(readers)('a %s is read and written again octet for octet, or refused; nothing throws', (_, again) => {
    fc.assert(fc.property(hostile, (bytes) => {
      const written = again(bytes);
      if (written) expect(text(written)).toBe(text(bytes));
    }), RUNS);
  });

  test('policies, paths and sizes that a witness tells: read or refused, nothing throws', () => {
    fc.assert(fc.property(hostile, fc.nat(600), (bytes, status) => {
      const read = parsePolicy(bytes);
      if (!read.refused) expect(read.value.quorum).not.toBe('');
      expect(parseEntriesPath(text(bytes))).toBeUndefined();
      const answer = parseWitnessAnswer(status, bytes);
      if (answer?.kind === 'size-differs') expect(`${answer.size}\n`).toBe(text(bytes));
    }), RUNS);
  });
});

describe('what is written is read back', () => {
  test('notes, whatever their text', () => {
    fc.assert(fc.property(note, (one) => { expect(parseNote(writeNote(one))).toEqual(one); }), RUNS);
  });

  test('checkpoints', () => {
    const checkpoint = fc.record({ origin: line, size: count, root: hash, extensions: fc.array(line, { maxLength: 3 }) });
    fc.assert(fc.property(checkpoint, (one) => { expect(parseCheckpoint(writeCheckpoint(one))).toEqual(one); }), RUNS);
  });

  test('proofs and requests to witnesses', () => {
    const checkpoint = note.map(writeNote);
    const path = fc.array(hash, { maxLength: 63 });
    fc.assert(fc.property(count, path, checkpoint, fc.option(fc.uint8Array({ minLength: 1, maxLength: 50 })), (index, hashes, bytes, extra) => {
      const proof: LogProof = { index, path: hashes, checkpoint: bytes, ...(extra ? { extra } : {}) };
      expect(parseLogProof(writeLogProof(proof))).toEqual(proof);
      const request = { oldSize: index, proof: hashes, checkpoint: bytes };
      expect(parseAddCheckpoint(writeAddCheckpoint(request))).toEqual(request);
    }), { ...RUNS, numRuns: 100 });
  });

  test('bundles', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 20 }), (entries) => {
      const bytes = writeBundle(entries);
      expect(parseBundle(bytes, entries.length)).toEqual(entries);
      expect(parseBundle(bytes, entries.length + 1)).toBeUndefined();
      expect(parseBundle(bytes.subarray(0, -1), entries.length)).toBeUndefined();
    }), RUNS);
  });
});
