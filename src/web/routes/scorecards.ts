import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../../platform/http/errors.ts';
import { readerOf } from '../../platform/http/reader.ts';
import type { Services } from '../services.ts';

/** What was computed from n entries is never computed anew: nobody need ask twice. */
const CACHE = 'public, max-age=31536000, immutable';

/** The bytes of a published result, whose SHA-256 the record holds; readers on other sites may check them too. */
export function registerScorecards(app: FastifyInstance, services: Services): void {
  app.get('/record/scorecards/:file', { config: { api: true } }, async (request, reply) => {
    const [, n] = /^([1-9]\d{0,14})\.json$/.exec((request.params as { file?: string }).file ?? '') ?? [];
    const text = n === undefined ? undefined : await services.scorecards.text(readerOf(request).jurisdiction, Number(n));
    if (text === undefined) return sendProblem(request, reply, { kind: 'not-found' });
    return reply.header('cache-control', CACHE).header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin').type('application/json; charset=utf-8').send(text);
  });
}
