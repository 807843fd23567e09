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

/**
 * What people send in good faith and we cannot take: told apart so that the refusal can say what to do instead. Documents
 * are refused whole: no tool surely takes out of them who wrote and changed them, and when (ASVS 14.2.8).
 */
export function otherKindOf(bytes: Uint8Array): 'document' | 'video' | undefined {
  // PDF may begin a little later (ISO 32000-1, annex H); PK is DOCX, XLSX, PPTX, WPS, ODF and every ZIP; D0CF is old Office.
  if (Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-') || startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return 'document';
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) || ascii(bytes, 0, 5) === '{\\rtf') return 'document';
  const isFilm = ascii(bytes, 4, 8) === 'ftyp' || startsWith(bytes, [0x1a, 0x45, 0xdf, 0xa3]) || (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'AVI ');
  return isFilm ? 'video' : undefined;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
