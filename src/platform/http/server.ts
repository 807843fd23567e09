import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import underPressure from '@fastify/under-pressure';
import fastify, { LogController, type FastifyBaseLogger, type FastifyHttpOptions, type FastifyInstance, type RawServerDefault } from 'fastify';
import { registerAccessLog, SAFE_SERIALIZERS } from './access-log.ts';
import { plainErrorPage, type RenderError } from './answer.ts';
import { registerAssets } from './assets.ts';
import { answerClientError, frameworkErrors, registerErrors } from './errors.ts';
import { FORM_BYTES_MAX } from './form-builder.ts';
import { registerSecurityHeaders, securityHeaders, type SecurityHeaders } from './headers.ts';
import { registerHealth, type HealthOptions } from './health.ts';
import { registerLimits, type LimitOptions } from './limits.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { registerParsers } from './parsers.ts';
import { ProblemError } from './problem.ts';
import { keepReaderChoice, placeIsKnown, rememberReader, type Places } from './reader.ts';
import { recordRoutes } from './routes-of.ts';
import { sameOrigin } from './same-origin.ts';
import { isCleanAddress } from './text.ts';

export type ServerOptions = {
  readonly places: Places;
  /** Origin under which readers reach us, `https://…` behind a proxy; decides HSTS and secure cookies. */
  readonly publicUrl: string;
  /** Which proxies' X-Forwarded-For is believed: addresses and CIDR, comma-separated; or all, or (default) none. */
  readonly trustProxy?: boolean | string | ((address: string, hop: number) => boolean);
  readonly health: HealthOptions;
  /** Draws error pages in the look of the site; a plain one by default. */
  readonly renderError?: RenderError;
  /** Where `.build/assets` is; without it none are served. */
  readonly assetsFolder?: string;
  readonly logger?: FastifyBaseLogger;
  /** Where the framework's own logger writes its lines; by default standard output. */
  readonly logTo?: { write(line: string): void };
  readonly accessLog?: boolean;
  readonly limits?: LimitOptions | false;
  readonly metrics?: Metrics;
  /** Milliseconds of event loop delay above which new requests are asked to come back; `false` never. */
  readonly pressureMs?: number | false;
  readonly now?: () => number;
};

/** Longer than any address of ours with the longest search (200 Chinese characters are 1,800 bytes). */
const URL_CHARACTERS_MAX = 4_096;
const PARAMETER_CHARACTERS_MAX = 128;
/** A slow phone may need this long for six photos. */
const REQUEST_MS_MAX = 5 * 60_000;
const PRESSURE_MS = 2_000;
const PRESSURE_RETRY_SECONDS = 5;
const CLOSE_IDLE_MS = 50;
// Longer than the delay it measures: with none in a sample the plugin takes the loop for dead.
const PRESSURE_SAMPLE_MS = 5_000;

/** The web server with everything that is the same for all pages; routes are registered on it afterwards. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { renderError = plainErrorPage, now = Date.now, metrics = createMetrics() } = options;
  const https = options.publicUrl.startsWith('https://');
  const places = { ...options.places, secure: https };
  const headers = await securityHeaders(https);
  const app = bareServer({ ...options, places }, renderError, headers);
  recordRoutes(app);
  registerErrors(app, places, renderError);
  registerAccessLog(app, metrics, options.accessLog ?? true);
  registerSecurityHeaders(app, headers);
  await app.register(cookie);
  registerReader(app, places, https);
  refuseOtherSites(app, options.publicUrl);
  if (options.pressureMs !== false) {
    await app.register(underPressure, { maxEventLoopDelay: options.pressureMs ?? PRESSURE_MS, sampleInterval: PRESSURE_SAMPLE_MS, retryAfter: PRESSURE_RETRY_SECONDS });
  }
  if (options.limits !== false) await registerLimits(app, options.limits ?? {}, now);
  await registerParsers(app);
  registerHealth(app, options.health, metrics, now);
  if (options.assetsFolder !== undefined) await registerAssets(app, options.assetsFolder);
  return app;
}

/** Stops accepting, lets requests in flight finish for `graceMs`, then cuts the rest. What was acknowledged is committed. */
export async function closeGracefully(app: FastifyInstance, graceMs = 10_000): Promise<void> {
  const cut = setTimeout(() => { app.server.closeAllConnections(); }, graceMs);
  // A connection that was answering when the close began falls idle after it, and would be kept alive.
  const idle = setInterval(() => { app.server.closeIdleConnections(); }, CLOSE_IDLE_MS);
  await app.close();
  clearTimeout(cut);
  clearInterval(idle);
}

function bareServer(options: ServerOptions, renderError: RenderError, headers: SecurityHeaders): FastifyInstance {
  const logging: Pick<FastifyHttpOptions<RawServerDefault>, 'logger' | 'loggerInstance'> = options.logger
    ? { loggerInstance: options.logger.child({}, { serializers: SAFE_SERIALIZERS }) }
    : { logger: { level: 'info', serializers: SAFE_SERIALIZERS, ...(options.logTo ? { stream: options.logTo } : {}) } };
  return fastify({
    ...logging,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: FORM_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: 'idle',
    // What still arrives on an open connection is answered like everything else: the database closes after us.
    return503OnClosing: false,
    routerOptions: { maxParamLength: PARAMETER_CHARACTERS_MAX },
    frameworkErrors: frameworkErrors(options.places, renderError, headers),
    clientErrorHandler: (error, socket) => { answerClientError(error, socket, headers); },
  });
}

/** Another site must not act with a reader's cookies. Routes for programs (`config.api`) take none, and are exempt. */
function refuseOtherSites(app: FastifyInstance, publicUrl: string): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const refused = request.routeOptions.config.api !== true && !sameOrigin(request, publicUrl);
    done(refused ? new ProblemError({ kind: 'cross-site' }) : undefined);
  });
}

function registerReader(app: FastifyInstance, places: Places, secure: boolean): void {
  app.addHook('onRequest', (request, reply, done) => {
    rememberReader(request, places);
    keepReaderChoice(request, reply, secure);
    if (request.url.length > URL_CHARACTERS_MAX) done(new ProblemError({ kind: 'address-too-long' }));
    else if (!isCleanAddress(request.url)) done(new ProblemError({ kind: 'broken-text' }));
    else if (!placeIsKnown(request, places)) done(new ProblemError({ kind: 'not-found' }));
    else done();
  });
}
