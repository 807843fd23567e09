import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { galleryContext, renderGallery, renderSpecimen } from '../gallery.tsx';
import type { Services } from '../services.ts';

/** Every component and page in every state, at `/gallery` of a demo: `?page=HomePage&example=0` is one page whole. Nowhere else. */
export function registerGallery(app: FastifyInstance, services: Services): void {
  if (!services.isDemo) return;
  app.get('/gallery', (request, reply) => {
    const reader = readerOf(request);
    const stylesheet = `/assets/${services.assets.stylesheet}`;
    const { page, example } = request.query as { page?: unknown; example?: unknown };
    if (page === undefined) return sendPage(reply, reader, renderGallery(reader.locale, reader.mode, stylesheet));
    const index = typeof example === 'string' && /^\d{1,3}$/.test(example) ? Number(example) : 0;
    const specimen = typeof page === 'string' ? renderSpecimen(page, index, galleryContext(reader.locale, reader.mode, stylesheet, `/gallery?page=${encodeURIComponent(page)}&example=${index}`)) : undefined;
    return specimen === undefined ? sendProblem(request, reply, { kind: 'not-found' }) : sendPage(reply, reader, specimen);
  });
}
