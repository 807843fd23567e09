import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { AWAY_RETRY_SECONDS } from './problem.ts';

export type HealthOptions = {
  readonly version: string;
  /** Whether this is a demo instance; asked at each call, since it is known only once the database answers. */
  readonly demo: () => boolean;
  /** One round trip to the database; rejects when it is away. */
  readonly askDatabase: () => Promise<unknown>;
  /** How the part is that may run apart: `inside`, `answers`, `away`, `refused`. Pages serve without it. */
  readonly vault?: () => Promise<string>;
};

/** A database that needs longer than this is as good as away. */
const HEALTH_MS_MAX = 2_000;
// These two must answer under pressure, too: they are how the pressure is seen.
const ALWAYS = { budget: false, unlogged: true, api: true, pressureHandler: () => undefined } as const;

/** `GET /healthz`: 200 when it serves, 503 while the database is away. `GET /metrics`: from this machine only. */
export function registerHealth(app: FastifyInstance, health: HealthOptions, metrics: Metrics, now: () => number): void {
  metrics.gauge('minsheng_process_resident_bytes', 'Resident memory of this process.', () => process.memoryUsage.rss());
  metrics.gauge('minsheng_process_uptime_seconds', 'Seconds since this process started.', () => Math.round(process.uptime()));
  app.get('/healthz', { config: ALWAYS }, async (_request, reply) => {
    const started = now();
    const answered = await within(HEALTH_MS_MAX, health.askDatabase());
    if (!answered) return reply.code(503).header('retry-after', AWAY_RETRY_SECONDS).send({ status: 'away', version: health.version });
    const databaseMs = Math.round(now() - started);
    const vault = health.vault && await stateWithin(HEALTH_MS_MAX, health.vault());
    return { status: 'ok', version: health.version, demo: health.demo(), databaseMs, ...(vault === undefined ? {} : { vault }) };
  });
  app.get('/metrics', { config: ALWAYS }, async (request, reply) => {
    if (!isFromThisMachine(request)) return reply.callNotFound();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text());
  });
}

/** A proxy on this machine forwards strangers from loopback; it says so in its headers, and then the answer is no. */
function isFromThisMachine(request: FastifyRequest): boolean {
  const { forwarded, via, 'x-forwarded-for': chain, 'x-real-ip': real } = request.headers;
  return isLoopback(request.socket.remoteAddress) && forwarded === undefined && via === undefined && chain === undefined && real === undefined;
}

/** One that hangs is as good as away, too. */
async function stateWithin(ms: number, asked: Promise<string>): Promise<string> {
  let state = 'away';
  await within(ms, asked.then((answered) => { state = answered; }));
  return state;
}

async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => { timer = setTimeout(() => { resolve(false); }, ms); });
  const done = work.then(() => true, () => false);
  const answered = await Promise.race([done, late]);
  clearTimeout(timer);
  return answered;
}
