import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import { ProblemError } from './problem.ts';

/** Separate purses, so that one who reads much can still report, and one who reports much can still read. */
export const BUDGETS = ['read', 'write', 'report', 'sign-in', 'code', 'record', 'download'] as const;
export type Budget = (typeof BUDGETS)[number];
export type BudgetSize = { readonly max: number; readonly perMs: number };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Networks remembered at once; the least recently seen is forgotten first. */
const NETWORKS_MAX = 20_000;

/**
 * Requests per network (one IPv4 address, one IPv6 /64). Whole villages and offices share one address behind their
 * carrier, so the purses are wide: they stop machines, not people. `code`: guesses of a receipt code (79.7 bits), where
 * even this pace needs longer than the sun has. `record`: tiles of the public log, of which a verifier reads thousands in a row.
 */
export const BUDGET_SIZES: Readonly<Record<Budget, BudgetSize>> = {
  read: { max: 1_200, perMs: MINUTE_MS },
  write: { max: 240, perMs: MINUTE_MS },
  report: { max: 60, perMs: MINUTE_MS },
  'sign-in': { max: 30, perMs: MINUTE_MS },
  code: { max: 60, perMs: MINUTE_MS },
  record: { max: 12_000, perMs: MINUTE_MS },
  // Whole tables: a program that reads a Parquet file in ranges asks a few dozen times.
  download: { max: 240, perMs: MINUTE_MS },
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Which purse a request pays from; by default `read` for GET and HEAD, `write` for the rest. `false`: none. */
    budget?: Budget | false;
  }
}

export type LimitOptions = {
  readonly sizes?: Partial<Readonly<Record<Budget, BudgetSize>>>;
  /** Count requests from this machine itself, too. Off: they come from a proxy that TRUST_PROXY does not name, and one purse would serve the whole town. */
  readonly countLoopback?: boolean;
};

/**
 * Counts by HMAC(address, key), the key random, in memory only and new every day: what is counted today cannot be tied
 * to an address tomorrow, nor by anyone who takes the memory's contents elsewhere (protection T12).
 */
export async function registerLimits(app: FastifyInstance, options: LimitOptions, now: () => number): Promise<void> {
  const networkOf = dailyNetworkKeys(now);
  await app.register(rateLimit, { global: false });
  const purses = new Map(BUDGETS.map((budget) => {
    const { max, perMs } = options.sizes?.[budget] ?? BUDGET_SIZES[budget];
    const purse = { max, timeWindow: perMs, keyGenerator: networkOf, cache: NETWORKS_MAX };
    return [budget, app.createRateLimit(purse)] as const;
  }));
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const budget = budgetOf(request);
    const purse = budget === undefined ? undefined : purses.get(budget);
    if (!purse || (!options.countLoopback && isLoopback(request.ip))) return;
    const paid = await purse(request);
    if (paid.isAllowed || !paid.isExceeded) return;
    reply.header('retry-after', paid.ttlInSeconds);
    throw new ProblemError({ kind: 'too-many', retryAfterSeconds: Math.max(1, paid.ttlInSeconds) });
  });
}

export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}

/** The network of a request as an unlinkable word. Exported for limits of other kinds, sign-in for one. */
export function dailyNetworkKeys(now: () => number): (request: FastifyRequest) => string {
  let key = randomBytes(32);
  let day = Math.floor(now() / DAY_MS);
  return (request) => {
    const today = Math.floor(now() / DAY_MS);
    if (today !== day) {
      day = today;
      key = randomBytes(32);
    }
    return createHmac('sha256', key).update(normalizeIP(request.ip)).digest('base64url');
  };
}

function budgetOf(request: FastifyRequest): Budget | undefined {
  const { budget } = request.routeOptions.config;
  if (budget === false) return undefined;
  return budget ?? (request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write');
}
