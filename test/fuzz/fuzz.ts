import type { FastifyInstance } from 'fastify';
import { routesOf, type RouteEntry } from '../../src/platform/http/routes-of.ts';
import { fireAtSocket } from './raw.ts';
import { requestFor, type Dialect, type FuzzLocale, type FuzzRequest } from './requests.ts';

export type FuzzOptions = Dialect & {
  /** Requests per route; FUZZ_SEEDS or 200. */
  readonly seeds?: number;
  readonly firstSeed?: number;
  /** Routes not to be fired at; by default none. */
  readonly skip?: (route: RouteEntry) => boolean;
  /** Longest an answer may take, in milliseconds. */
  readonly msMax?: number;
  /** Only when the database was taken away on purpose may an answer be 503. */
  readonly databaseAway?: boolean;
  /** Whether to send malformed requests over a real socket too (the application then listens on loopback). */
  readonly socket?: boolean;
};

export type FuzzFailure = { readonly what: string; readonly seed: number; readonly method: string; readonly pattern: string; readonly url: string; readonly status: number };
export type FuzzReport = { readonly requests: number; readonly statuses: Readonly<Record<number, number>>; readonly failures: readonly FuzzFailure[]; readonly slowestMs: number };

export const SEEDS = Number(process.env.FUZZ_SEEDS ?? 200);
const MS_MAX = 5_000;
/** Enough to see what is wrong; a broken route fails every time. */
const FAILURES_MAX = 20;

/** Traces of the program's inside: frames, paths, SQL, words of PostgreSQL and of the language runtime. */
const LEAKS: readonly RegExp[] = [
  /^\s*at .+:\d+:\d+\)?$/m, /\.(ts|tsx|mjs):\d+/, /node_modules/, /\b(Type|Reference|Range|Syntax|Assertion|Aggregate)Error\b/, /Cannot read propert/,
  /\bselect\b[^<>]{1,200}\bfrom\b\s+[a-z_]+\.[a-z_]+/i, /\binsert into\b/i, /\bsyntax error at\b/i, /violates .*constraint/i, /invalid input syntax/i, /out of range for type/i, /invalid byte sequence/i, /relation ".*" does not exist/i,
  /SQLSTATE/, /\bECONN/, /FST_[A-Z]/, /"stack"/,
];

/**
 * Fires seeded hostile requests at every route and says which answers broke the promise of clear refusals: below 500, no
 * trace of the inside, in the reader's language, within the bound, never redirecting off this site. Seed and route alone decide the request.
 */
export async function fuzz(app: FastifyInstance, options: FuzzOptions = {}): Promise<FuzzReport> {
  await app.ready();
  const routes = routesOf(app).filter((route) => route.pattern !== '*' && !options.skip?.(route));
  const statuses: Record<number, number> = {};
  const failures: FuzzFailure[] = [];
  let requests = 0;
  let slowestMs = 0;
  const first = options.firstSeed ?? 1;
  for (let seed = first; seed < first + (options.seeds ?? SEEDS); seed += 1) {
    for (const route of routes) {
      const request = requestFor(route, seed, options);
      const answer = await fire(app, request);
      requests += 1;
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      slowestMs = Math.max(slowestMs, answer.ms);
      for (const what of complaintsAbout(answer, request.locale, options)) {
        failures.push({ what, seed, method: request.method, pattern: route.pattern, url: request.url.slice(0, 300), status: answer.status });
      }
      if (failures.length >= FAILURES_MAX) return { requests, statuses, failures, slowestMs };
    }
  }
  if (Object.hasOwn(Object.prototype, 'polluted')) failures.push({ what: 'Object.prototype was changed', seed: 0, method: '', pattern: '', url: '', status: 0 });
  if (options.socket !== false) failures.push(...await fireAtSocket(app));
  return { requests, statuses, failures, slowestMs };
}

type Answer = { readonly status: number; readonly body: string; readonly type: string; readonly location: string | undefined; readonly ms: number };

async function fire(app: FastifyInstance, request: FuzzRequest): Promise<Answer> {
  const began = performance.now();
  const { method, url, headers, payload } = request;
  const answer = await app.inject({ method, url, headers: { ...headers }, ...(payload ? { payload } : {}) });
  const { location } = answer.headers;
  return { status: answer.statusCode, body: answer.body, type: String(answer.headers['content-type'] ?? ''), location: location === undefined ? undefined : String(location), ms: performance.now() - began };
}

function complaintsAbout(answer: Answer, locale: FuzzLocale, options: FuzzOptions): string[] {
  const complaints: string[] = [];
  const away = answer.status === 503 && options.databaseAway === true;
  if (answer.status >= 500 && !away) complaints.push(`answered ${answer.status}`);
  if (answer.ms > (options.msMax ?? MS_MAX)) complaints.push(`took ${Math.round(answer.ms)} ms`);
  const leak = LEAKS.find((pattern) => pattern.test(answer.body)) ?? (answer.body.includes(process.cwd()) ? /working folder/ : undefined);
  if (leak) complaints.push(`shows its inside: ${leak.source}`);
  if (answer.location !== undefined && !/^\/(?![/\\])/.test(answer.location)) complaints.push('redirects off this site');
  const lang = /<html[^>]*\blang="([^"]*)"/.exec(answer.body)?.[1];
  if (answer.type.startsWith('text/html') && lang !== undefined && !lang.startsWith(locale)) complaints.push(`speaks ${lang} to a reader of ${locale}`);
  return complaints;
}
