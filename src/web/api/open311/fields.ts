import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';

/** Fields as they came: each name with all its values, in order. What an attacker controls, decoded and bounded. */
export type Fields = ReadonlyMap<string, readonly string[]>;

export type FieldsMistake = { readonly kind: 'broken-text' } | { readonly kind: 'too-many-fields'; readonly max: number };

/** GeoReport knows some twenty fields, and attributes come on top. */
const FIELDS_MAX = 100;

/** Reads bytes as application/x-www-form-urlencoded (WHATWG URL §5.1), but refuses what that algorithm would quietly repair. */
export function fieldsOfBytes(bytes: Uint8Array): Decision<Fields, FieldsMistake> {
  try {
    return fieldsOfText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse({ kind: 'broken-text' });
  }
}

/** The same for the part of an address after its question mark. */
export function fieldsOfText(text: string): Decision<Fields, FieldsMistake> {
  const pairs = text.split('&').filter((pair) => pair !== '');
  if (pairs.length > FIELDS_MAX) return refuse({ kind: 'too-many-fields', max: FIELDS_MAX });
  const entries: [string, string][] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = decoded(at < 0 ? '' : pair.slice(at + 1));
    if (name === undefined || value === undefined) return refuse({ kind: 'broken-text' });
    entries.push([name, value]);
  }
  return fieldsOfEntries(entries);
}

/** For a multipart body that has been taken apart already. */
export function fieldsOfEntries(entries: readonly (readonly [string, string])[]): Decision<Fields, FieldsMistake> {
  if (entries.length > FIELDS_MAX) return refuse({ kind: 'too-many-fields', max: FIELDS_MAX });
  const fields = new Map<string, string[]>();
  for (const [name, value] of entries) {
    // NUL cannot be stored by PostgreSQL; U+FFFD is what a lenient decoder leaves where bytes were not UTF-8.
    if (/[\0\ufffd]/.test(name + value) || !(name + value).isWellFormed()) return refuse({ kind: 'broken-text' });
    const known = fields.get(name);
    if (known) known.push(value);
    else fields.set(name, [value]);
  }
  return accept(fields);
}

// decodeURIComponent throws on a wrong escape and on bytes that are not UTF-8.
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
