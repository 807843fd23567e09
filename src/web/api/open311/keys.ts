import { createHash, timingSafeEqual } from 'node:crypto';
import { parseJurisdictionCode } from '../../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import type { Open311Deps } from './ports.ts';

/**
 * Reads `<jurisdiction>:<SHA-256 of the key, 64 hexadecimal digits>`, separated by spaces or new lines: what the
 * configuration holds never lets anyone post. A jurisdiction without an entry asks for no key.
 */
export function apiKeysOf(text: string): Decision<Open311Deps['apiKey'], { kind: 'bad-entry'; position: number }> {
  const digests = new Map<string, Buffer[]>();
  for (const [index, entry] of text.split(/\s+/).filter((one) => one !== '').entries()) {
    const [code, digest = ''] = entry.split(':', 2);
    const jurisdiction = parseJurisdictionCode(code);
    if (jurisdiction === undefined || !/^[0-9a-f]{64}$/i.test(digest)) return refuse({ kind: 'bad-entry', position: index + 1 });
    digests.set(jurisdiction, [...(digests.get(jurisdiction) ?? []), Buffer.from(digest, 'hex')]);
  }
  return accept((jurisdiction, key) => {
    const known = digests.get(jurisdiction);
    if (known === undefined) return 'fine';
    if (key === undefined || key === '') return 'missing';
    const given = createHash('sha256').update(key).digest();
    // Every digest is compared in full: time says nothing about how near a guess came.
    return known.filter((one) => timingSafeEqual(one, given)).length > 0 ? 'fine' : 'wrong';
  });
}
