import { createHash } from 'node:crypto';
import { canonical } from '../../record/canonical.ts';
import type { Json } from '../../record/event.ts';
import type { Content } from './entry.ts';

/** SHA-256 of the canonical JSON (RFC 8785) of what a version says, lower-case hexadecimal: whoever reads the page can compute it and compare it with the record. */
export function digestOf({ topic, question, answer, sources, validUntil }: Content): string {
  return createHash('sha256').update(canonical({ topic, question, answer, sources, validUntil } as unknown as Json)).digest('hex');
}
