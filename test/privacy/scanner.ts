/** Finds planted words in whatever a program keeps or shows, in every spelling that an encoding leaves them in. */
export type Sink = { readonly where: string; readonly bytes: Buffer };
export type Find = { readonly where: string; readonly what: string };

/** `planted`: name of the field → what was typed into it; long and unlike anything else. */
export function scan(planted: Readonly<Record<string, string>>, sinks: readonly Sink[]): readonly Find[] {
  const needles = Object.entries(planted).flatMap(([what, text]) => [...spellingsOf(text)].map((bytes) => ({ what, bytes })));
  return sinks.flatMap(({ where, bytes }) => [...new Set(needles.filter((needle) => bytes.includes(needle.bytes)).map(({ what }) => what))].map((what) => ({ where, what })));
}

export const SPELLINGS = {
  'as it is': (text: string) => [text],
  'composed and decomposed': (text: string) => (['NFC', 'NFD', 'NFKC', 'NFKD'] as const).map((form) => text.normalize(form)),
  'upper and lower case': (text: string) => [text.toUpperCase(), text.toLowerCase()],
  'percent': (text: string) => { const all = encodeURIComponent(text); return [all, all.toLowerCase(), [...Buffer.from(text)].map((byte) => `%${hex(byte, 2).toUpperCase()}`).join('')]; },
  'percent twice': (text: string) => [encodeURIComponent(encodeURIComponent(text))],
  'form': (text: string) => [new URLSearchParams({ '': text }).toString().slice(1)],
  'base64 at the first offset': (text: string) => base64At(text, 0),
  'base64 at the second offset': (text: string) => base64At(text, 1),
  'base64 at the third offset': (text: string) => base64At(text, 2),
  'hexadecimal': (text: string) => { const all = Buffer.from(text).toString('hex'); return [all, all.toUpperCase()]; },
  'decimal entities': (text: string) => [entities(text, (point) => `&#${point};`), asciiKept(text, (point) => `&#${point};`)],
  'hexadecimal entities': (text: string) => [entities(text, (point) => `&#x${hex(point)};`), entities(text, (point) => `&#x${hex(point).toUpperCase()};`), asciiKept(text, (point) => `&#x${hex(point).toUpperCase()};`)],
  'escapes of JSON': (text: string) => [units(text), units(text).toUpperCase().replaceAll('\\U', '\\u'), asciiUnits(text), JSON.stringify(text).slice(1, -1)],
  'escapes of CSS': (text: string) => [entities(text, (point) => `\\${hex(point)} `)],
  'UTF-16, little end first': (text: string) => [Buffer.from(text, 'utf16le')],
  'UTF-16, big end first': (text: string) => [Buffer.from(text, 'utf16le').swap16()],
  'quoted printable': (text: string) => [[...Buffer.from(text)].map((byte) => (byte > 0x20 && byte < 0x7f && byte !== 0x3d ? String.fromCharCode(byte) : `=${hex(byte, 2).toUpperCase()}`)).join('')],
  'octal bytes of PostgreSQL': (text: string) => [[...Buffer.from(text)].map((byte) => (byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte))).join('')],
  'spaced out': (text: string) => [[...text].join(' '), [...text].join('-')],
  'reversed': (text: string) => [[...text].reverse().join('')],
} as const satisfies Record<string, (text: string) => readonly (string | Buffer)[]>;

function spellingsOf(text: string): Iterable<Buffer> {
  const all = Object.values(SPELLINGS).flatMap((spell): readonly (string | Buffer)[] => spell(text)).map((one) => (typeof one === 'string' ? Buffer.from(one) : one));
  return new Map(all.map((bytes) => [bytes.toString('latin1'), bytes])).values();
}

/** The characters that depend on these bytes alone, whatever stands `offset` bytes before and after. */
function base64At(text: string, offset: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const plain = bytes.toString('base64').slice([0, 2, 3][offset], Math.floor((bytes.byteLength * 8) / 6));
  return [plain, plain.replaceAll('+', '-').replaceAll('/', '_')];
}

function entities(text: string, of: (point: number) => string): string {
  return [...text].map((one) => of(one.codePointAt(0) ?? 0)).join('');
}

function asciiKept(text: string, of: (point: number) => string): string {
  return [...text].map((one) => ((one.codePointAt(0) ?? 0) < 0x7f ? one : of(one.codePointAt(0) ?? 0))).join('');
}

function units(text: string): string {
  return text.split('').map((one) => `\\u${hex(one.charCodeAt(0), 4)}`).join('');
}

function asciiUnits(text: string): string {
  return text.split('').map((one) => (one.charCodeAt(0) < 0x7f ? one : `\\u${hex(one.charCodeAt(0), 4)}`)).join('');
}

function hex(value: number, digits = 1): string {
  return value.toString(16).padStart(digits, '0');
}
