/** What a file is by its first bytes. Its name and declared type are the sender's claims and play no part. */
export type PhotoKind = 'jpeg' | 'png' | 'webp' | 'heif';

/** Undefined for everything else: SVG, PDF, HTML, archives, programs (architecture: photos only). */
export function photoKindOf(bytes: Uint8Array): PhotoKind | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  // ISO/IEC 23008-12: an `ftyp` box whose brand is one of the still picture brands.
  if (ascii(bytes, 4, 8) === 'ftyp' && /^(heic|heix|heim|heis|mif1|avif)$/.test(ascii(bytes, 8, 12))) return 'heif';
  return undefined;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
