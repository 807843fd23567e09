/**
 * A letter as it is closed: four octets of length (big-endian), the words in UTF-8, zeros up to one of two sizes. A short
 * letter and a long one look alike from outside (protection T14). Used by the pages' script and by the server.
 */
export const LETTER_BYTES = [8_192, 32_768] as const;
const LENGTH_BYTES = 4;
/** Characters (UTF-16 units) of one letter: at three octets each they fit the larger size. Whoever has more writes a second one. */
export const LETTER_CHARS_MAX = 10_000;

/** Throws RangeError when the words are longer than the larger size. */
export function padLetter(words: string): Uint8Array {
  const text = new TextEncoder().encode(words);
  const size = LETTER_BYTES.find((one) => text.length + LENGTH_BYTES <= one);
  if (size === undefined) throw new RangeError('a letter is longer than its largest size');
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, text.length);
  padded.set(text, LENGTH_BYTES);
  return padded;
}

/** The words; undefined when these are no padded words. */
export function unpadLetter(padded: Uint8Array): string | undefined {
  if (!(LETTER_BYTES as readonly number[]).includes(padded.length)) return undefined;
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (length > padded.length - LENGTH_BYTES) return undefined;
  if (padded.subarray(LENGTH_BYTES + length).some((octet) => octet !== 0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  } catch {
    return undefined;
  }
}

const FIRST_LINE = 'age-encryption.org/v1\n';
const STANZA = '-> X25519 ';
/** Around the payload: a nonce of 16 octets, and a tag of 16 for its one chunk of at most 64 KiB. */
const AROUND_BYTES = 16 + 16;
/** A header line is below 100 octets; more recipients than fit here are no letter of ours. */
const HEADER_BYTES_MAX = 16_384;

/**
 * To how many recipients these bytes look closed, as an age file of a padded letter; undefined when they are none. That is all
 * that can be said without a key. Attacker's bytes: what opens to nothing is a letter that its readers say they cannot open.
 */
export function closedToHowMany(ciphertext: Uint8Array): number | undefined {
  const text = new TextDecoder('latin1').decode(ciphertext.subarray(0, HEADER_BYTES_MAX));
  const end = text.indexOf('\n--- ');
  const lineEnd = text.indexOf('\n', end + 1);
  if (!text.startsWith(FIRST_LINE) || end < 0 || lineEnd < 0) return undefined;
  if (!(LETTER_BYTES as readonly number[]).includes(ciphertext.length - (lineEnd + 1) - AROUND_BYTES)) return undefined;
  const stanzas = text.slice(0, end).split('\n').filter((line) => line.startsWith(STANZA)).length;
  return stanzas > 0 ? stanzas : undefined;
}
