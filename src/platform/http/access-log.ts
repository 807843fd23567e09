import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';
import { safeErrorOf } from './safe-error.ts';

/** Whatever is logged by whomever: requests and replies leave no line of their own, errors only their harmless half. */
export const SAFE_SERIALIZERS = {
  req: () => ({}),
  res: (reply: { statusCode?: number }) => ({ statusCode: reply.statusCode ?? 0 }),
  err: safeErrorOf,
  error: safeErrorOf,
  // The parser of forms with files tells, at the lowest level, every header of whoever sends one.
  busboyOptions: () => ({}),
};

/** Report, receipt and a resident's own pages, in every place: who opened them when is nobody's business (protection T12). */
const UNLOGGED = /^(\/j\/:code)?\/(report|receipts|follow|my)(\/|$)/;

/** One line per answer: route pattern, method, status, milliseconds. No address, query, agent or cookie exists in it. */
export function registerAccessLog(app: FastifyInstance, metrics: Metrics, write: boolean): void {
  metrics.describe('minsheng_http_requests_total', 'Answers by route pattern, method and status.');
  metrics.describe('minsheng_http_seconds', 'Time from first byte to answer by route pattern.');
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    metrics.count('minsheng_http_requests_total', { route, method, status: String(reply.statusCode) });
    metrics.time('minsheng_http_seconds', ms / 1000, { route });
    const unlogged = request.routeOptions.config.unlogged === true || UNLOGGED.test(route);
    if (write && !unlogged) request.log.info({ route, method, status: reply.statusCode, ms }, 'answered');
    done();
  });
}
