import { describe, expect, test } from 'vitest';
import vectors from '../../../vectors/log-note.json' with { type: 'json' };
import { parseVerifierKey, signerOf, verifierKey, writeVerifierKey, type Signer } from './key.ts';
import { NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX, openNote, parseNote, signText, writeNote, type Note } from './note.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const signers = new Map<string, Signer>(vectors.keys.map(({ name, type, seed }) => [name, signerOf(name, type === 1 ? 'ed25519' : 'cosignature', Buffer.from(seed, 'hex'))]));
const signer = signers.get('min.example/record')!;
const TEXT = 'one line\n';
const signed: Note = { text: TEXT, signatures: [signText(TEXT, signer)] };

describe('verifier keys (C2SP signed-note)', () => {
  test.each(vectors.keys)('$name is spelled as a second implementation spells it', ({ name, vkey }) => {
    expect(writeVerifierKey(signers.get(name)!.key)).toBe(vkey);
    expect(parseVerifierKey(vkey)).toEqual(signers.get(name)!.key);
  });

  test.each(vectors.knownKeys)('the specification’s own key %s is read and written again', (vkey) => {
    const key = parseVerifierKey(vkey)!;
    expect(key).toMatchObject({ name: 'example.com/foo', id: '530d903a', type: 'ed25519' });
    expect(writeVerifierKey(key)).toBe(vkey);
  });

  test('another id, type, length, spelling or name is no key', () => {
    const [vkey = ''] = vectors.knownKeys;
    const wrong = [
      '', 'a', vkey.replace('530d903a', '530d903b'), vkey.replace('530d903a', '530D903A'), vkey.replace('+Aek', '+Bek'), `${vkey}A`, vkey.slice(0, -1),
      vkey.replace('example.com', 'example com'), vkey.replace('example', ''), ` ${vkey}`, `${vkey}\n`, `${'a'.repeat(400)}${vkey}`,
    ];
    expect(wrong.filter((text) => parseVerifierKey(text) !== undefined)).toEqual([]);
    expect(() => verifierKey('a b', 'ed25519', new Uint8Array(32))).toThrow(RangeError);
    expect(() => verifierKey('a', 'ed25519', new Uint8Array(31))).toThrow(RangeError);
    expect(() => signerOf('a', 'ed25519', new Uint8Array(33))).toThrow(RangeError);
  });
});

describe('signed notes', () => {
  test.each(vectors.notes)('a note by $signers is made and read as a second implementation does', ({ text, signers: names, note }) => {
    const by = names.map((name) => signers.get(name)!);
    expect(Buffer.from(writeNote({ text, signatures: by.map((one) => signText(text, one)) })).toString()).toBe(note);
    const parsed = parseNote(bytes(note))!;
    expect(parsed.text).toBe(text);
    expect(openNote(parsed, by.map(({ key }) => key))).toMatchObject({ refused: false, value: names.map((name) => ({ key: { name } })) });
  });

  test.each(vectors.malformed)('$why: no note', ({ note }) => {
    expect(parseNote(bytes(note))).toBeUndefined();
  });

  test('octets that are not UTF-8, a second spelling of base64 and more than there may be are no note', () => {
    const good = Buffer.from(writeNote(signed));
    expect(parseNote(good)).toEqual(signed);
    expect(parseNote(Buffer.concat([Buffer.from([0xff]), good]))).toBeUndefined();
    expect(parseNote(bytes('one line\n\n\u2014 a AAAAAAF=\n'))).toBeUndefined();
    expect(parseNote(new Uint8Array(NOTE_BYTES_MAX + 1).fill(0x0a))).toBeUndefined();
    const signature = signed.signatures[0]!;
    const many = (count: number): Note => ({ text: TEXT, signatures: Array.from({ length: count }, () => signature) });
    expect(parseNote(writeNote(many(NOTE_SIGNATURES_MAX)))?.signatures).toHaveLength(NOTE_SIGNATURES_MAX);
    expect(() => writeNote(many(NOTE_SIGNATURES_MAX + 1))).toThrow(RangeError);
  });

  test('a note that would be read as another is not written', () => {
    for (const text of ['', 'no end', 'a\tb\n']) expect(() => writeNote({ ...signed, text })).toThrow(RangeError);
    expect(() => writeNote({ ...signed, signatures: [] })).toThrow(RangeError);
    expect(() => signText(TEXT, signers.get('university.example')!)).toThrow(RangeError);
  });
});

describe('opening a note', () => {
  const stranger = signerOf(signer.key.name, 'ed25519', new Uint8Array(32).fill(77));

  test('unknown signatures are ignored, even under a known name or id', () => {
    const sameId = { ...signText(TEXT, stranger), keyId: signer.key.id, name: 'other.example' };
    const signatures = [signText(TEXT, stranger), sameId, ...signed.signatures];
    expect(openNote({ text: TEXT, signatures }, [signer.key])).toMatchObject({ refused: false, value: [{ key: signer.key }] });
    expect(openNote({ text: TEXT, signatures: signatures.slice(0, 2) }, [signer.key])).toEqual({ refused: true, reason: { kind: 'unsigned' } });
  });

  test('one known and wrong refuses the whole, wherever it stands', () => {
    const forged = { ...signText(TEXT, stranger), keyId: signer.key.id };
    for (const signatures of [[forged, ...signed.signatures], [...signed.signatures, forged]]) {
      expect(openNote({ text: TEXT, signatures }, [signer.key])).toEqual({ refused: true, reason: { kind: 'signature-wrong', name: signer.key.name } });
    }
  });
});
