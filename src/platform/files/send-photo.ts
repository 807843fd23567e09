import type { FastifyReply } from 'fastify';
import type { AttachmentName, Attachments, AttachmentSize } from './attachments.ts';

/**
 * Answers with a photo. Whether this reader may see it is decided before. Even were it not a picture, the sandbox runs
 * nothing, reaches nothing, and no browser guesses another type (protection T15). False when there is no such file.
 */
export async function sendPhoto(reply: FastifyReply, attachments: Attachments, name: AttachmentName, size: AttachmentSize, cache: 'private' | 'public' = 'private'): Promise<boolean> {
  const bytes = await attachments.read(name, size);
  if (!bytes) return false;
  await reply
    .header('content-security-policy', "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('content-disposition', 'inline; filename="photo.jpg"')
    // A name is never used for other bytes; a withdrawn photo must still vanish soon from shared caches.
    .header('cache-control', cache === 'public' ? 'public, max-age=3600' : 'private, no-store')
    .type('image/jpeg')
    .send(bytes);
  return true;
}
