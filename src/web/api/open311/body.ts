import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accept, refuse, type Decision } from '../../../kernel/refusal.ts';
import type { AttachmentName, PhotoRefusal } from '../../../platform/files/index.ts';
import { formOf } from '../../../platform/http/form.ts';
import { fieldsOfBytes, fieldsOfEntries, type Fields } from './fields.ts';
import type { Mistake } from './mistake.ts';
import type { Open311Deps, Open311Photos } from './ports.ts';

/** A description of 4,000 four-byte characters, every byte escaped (×3), is 48 kB; the rest is room for attributes. */
export const BODY_BYTES_MAX = 128 * 1_024;

/** Fields, and the photographs that a multipart form brought beside them. */
export type Body = { readonly fields: Fields; readonly photos?: Open311Photos };

/** Forms only, as the specification has it: the bytes are kept so that broken text is seen and not repaired; parts are read as everywhere in the program. */
export function registerBodies(scope: FastifyInstance): void {
  scope.removeContentTypeParser(['application/x-www-form-urlencoded', 'application/json']);
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) => { done(null, body); });
}

/** `photosMax`: how many photographs may come with it. */
export async function bodyOf(request: FastifyRequest, keepPhoto: Open311Deps['keepPhoto'], photosMax: number): Promise<Decision<Body, Mistake>> {
  const type = request.headers['content-type'] ?? '';
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') return refuse({ kind: 'unsupported-type' });
  if (request.isMultipart()) return partsOf(request, keepPhoto, photosMax);
  const { body } = request;
  const fields = body instanceof Uint8Array ? fieldsOfBytes(body) : fieldsOfEntries([]);
  return fields.refused ? fields : accept({ fields: fields.value });
}

type Kept = { readonly name: AttachmentName; readonly digest: string } | { readonly refusal: PhotoRefusal };

/**
 * Each file is a photograph: drawn anew and stored as it arrives, whatever its part is called (apps differ). One that no case comes to
 * name, since something else was wrong or the same was sent before, is swept.
 */
async function partsOf(request: FastifyRequest, keepPhoto: Open311Deps['keepPhoto'], photosMax: number): Promise<Decision<Body, Mistake>> {
  const form = await formOf<Kept>(request, async ({ bytes }) => {
    const kept = await keepPhoto(bytes);
    return kept.refused ? { refusal: kept.reason } : { name: kept.value, digest: createHash('sha256').update(bytes).digest('base64url') };
  });
  if (form.refused) return refuse(mistakeOf(form.reason.kind));
  const names: AttachmentName[] = [];
  const digests: string[] = [];
  for (const { kept } of form.value.files) {
    if (kept === 'too-large') return refuse({ kind: 'photo-refused', photo: { kind: 'too-large' } });
    // Clients send an empty part where no photo was taken.
    if ('refusal' in kept && kept.refusal.kind === 'empty') continue;
    if ('refusal' in kept) return refuse(kept.refusal.kind === 'busy' || kept.refusal.kind === 'not-checked' ? { kind: 'photos-not-now', photo: kept.refusal } : { kind: 'photo-refused', photo: kept.refusal });
    names.push(kept.name);
    digests.push(kept.digest);
  }
  if (names.length > photosMax) return refuse({ kind: 'too-many-values', field: 'media', max: photosMax });
  const fields = fieldsOfEntries([...form.value.values].flatMap(([name, values]) => values.map((value) => [name, value] as const)));
  if (fields.refused) return fields;
  return accept({ fields: fields.value, ...(names.length > 0 ? { photos: { names, digest: digests.join(' ') } } : {}) });
}

function mistakeOf(kind: string): Mistake {
  switch (kind) {
    case 'broken-text': return { kind: 'broken-text' };
    case 'too-large': return { kind: 'form-too-large' };
    case 'busy': return { kind: 'away' };
    // A boundary that is missing or never ends.
    default: return { kind: 'broken-body' };
  }
}
