import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import { fieldsOfBytes, fieldsOfEntries, type Fields } from './fields.ts';
import type { Mistake } from './mistake.ts';

/** A description of 4,000 four-byte characters, every byte escaped (×3), is 48 kB; the rest is room for attributes. */
export const BODY_BYTES_MAX = 128 * 1_024;

/** Forms only, as the specification has it; the bytes are kept so that broken text is seen and not repaired. */
export function registerBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const types = ['application/x-www-form-urlencoded', 'multipart/form-data'];
  scope.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) => { done(null, body); });
}

export async function bodyOf(request: FastifyRequest): Promise<Decision<Fields, Mistake>> {
  const type = request.headers['content-type'] ?? '';
  const body = request.body;
  if (!(body instanceof Uint8Array)) return fieldsOfEntries([]);
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') return refuse({ kind: 'unsupported-type' });
  return type.toLowerCase().startsWith('multipart/') ? partsOf(type, body) : fieldsOfBytes(body);
}

/** The body is bounded and in memory, so the platform's own reader will do. */
async function partsOf(type: string, body: Uint8Array): Promise<Decision<Fields, Mistake>> {
  try {
    const form = await new Response(body as Uint8Array<ArrayBuffer>, { headers: { 'content-type': type } }).formData();
    const entries: [string, string][] = [];
    for (const [name, value] of form) {
      if (typeof value === 'string') entries.push([name, value]);
      // Clients send an empty file field where no photo was taken.
      else if (value.size > 0) return refuse({ kind: 'file-not-taken' });
    }
    const fields = fieldsOfEntries(entries);
    return fields.refused ? fields : accept(fields.value);
  } catch {
    // A boundary that is missing or never ends.
    return refuse({ kind: 'broken-body' });
  }
}
