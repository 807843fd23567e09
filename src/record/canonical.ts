import type { Json } from './event.ts';

/**
 * The one way to write a value (RFC 8785, narrowed to integers and strings): keys sorted by UTF-16 code units, no spaces,
 * strings escaped as JSON.stringify does (RFC 8785 §3.2.2.2 was modelled on it). Every language then writes the same bytes.
 * Throws RangeError on a float, −0, an integer beyond ±(2^53 − 1), or text with a lone surrogate: the slice that
 * recorded it has a bug.
 */
export function canonical(value: Json): string {
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'number') return canonicalInteger(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = value as { readonly [key: string]: Json };
  return `{${Object.keys(fields).sort().map((key) => `${canonicalText(key)}:${canonical(fields[key] as Json)}`).join(',')}}`;
}

function canonicalText(text: string): string {
  // JSON.stringify would write a lone surrogate as an escape; RFC 8785 §3.2.2.2 demands an error.
  if (!text.isWellFormed()) throw new RangeError('text with a lone surrogate has no canonical form');
  return JSON.stringify(text);
}

function canonicalInteger(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new RangeError(`not a safe integer: ${value}`);
  return String(value);
}
