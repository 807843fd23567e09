import { createHmac, randomBytes } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
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
/** Bits of the neighbourhood around a network: a provider's or a company's, of whose addresses one person may hold many. */
const PREFIX_BITS = { ipv4: 24, ipv6: 48 };
/** How many full purses a neighbourhood may spend together: real villages behind one carrier never reach two. */
export const PREFIX_FACTOR = 12;

/**
 * Requests per network (one IPv4 address, one IPv6 /64); a neighbourhood (IPv4 /24, IPv6 /48) has twelve times as much. Whole villages and offices share one address behind their
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
  const keyOf = dailyKeys(now);
  await app.register(rateLimit, { global: false });
  const purses = new Map(BUDGETS.map((budget) => {
    const { max, perMs } = options.sizes?.[budget] ?? BUDGET_SIZES[budget];
    const purse = { timeWindow: perMs, cache: NETWORKS_MAX };
    const own = app.createRateLimit({ ...purse, max, keyGenerator: ({ ip }) => keyOf(normalizeIP(ip)) });
    const shared = app.createRateLimit({ ...purse, max: max * PREFIX_FACTOR, keyGenerator: ({ ip }) => keyOf(prefixOf(ip)) });
    return [budget, [own, shared]] as const;
  }));
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const budget = budgetOf(request);
    if (budget === undefined || (!options.countLoopback && isLoopback(request.ip))) return;
    for (const purse of purses.get(budget) ?? []) {
      const paid = await purse(request);
      if (paid.isAllowed || !paid.isExceeded) continue;
      reply.header('retry-after', paid.ttlInSeconds);
      throw new ProblemError({ kind: 'too-many', retryAfterSeconds: Math.max(1, paid.ttlInSeconds) });
    }
  });
}

export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}

/** The /24 of an IPv4 address, the /48 of an IPv6 one (what a site is given, RFC 6177). Anything else is one neighbourhood. */
export function prefixOf(address: string): string {
  const plain = normalizeIP(address);
  if (isIPv4(plain)) return `${plain.split('.').slice(0, PREFIX_BITS.ipv4 / 8).join('.')}.0/${PREFIX_BITS.ipv4}`;
  return isIPv6(plain) ? `${normalizeIP(address, PREFIX_BITS.ipv6)}/${PREFIX_BITS.ipv6}` : 'unknown';
}

/** An address or prefix as an unlinkable word, another one each day. */
export function dailyKeys(now: () => number): (plain: string) => string {
  let key = randomBytes(32);
  let day = Math.floor(now() / DAY_MS);
  return (plain) => {
    const today = Math.floor(now() / DAY_MS);
    if (today !== day) {
      day = today;
      key = randomBytes(32);
    }
    return createHmac('sha256', key).update(plain).digest('base64url');
  };
}

function budgetOf(request: FastifyRequest): Budget | undefined {
  const { budget } = request.routeOptions.config;
  if (budget === false) return undefined;
  return budget ?? (request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write');
}
