import { createHmac, randomBytes } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { DAY_MS, MINUTE_MS } from '../../kernel/instant.ts';

/**
 * Bounds guessing (ASVS 5.0 6.3.1) without a lock that a stranger could close on an official: the tight budget is for one
 * name from one network, the wide ones for a name from everywhere and a network over all names.
 */
export const ATTEMPTS_MAX = { nameFromNetwork: 10, name: 60, network: 60 } as const;
export const ATTEMPT_WINDOW_MS = 15 * MINUTE_MS;
/** A flood from many networks must not fill the memory; beyond this, the oldest counters go. */
const COUNTERS_MAX = 50_000;

export type AttemptAnswer =
  | { readonly allowed: true; readonly forget: () => void }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

type Counter = { count: number; readonly until: number };

/**
 * Counts attempts in memory, under HMACs with a key that is drawn anew each day and never written down: no address is
 * kept, and yesterday's counters cannot be linked to anyone (protection T12). Budgets are per process.
 */
export class AttemptLimiter {
  readonly #now: () => number;
  readonly #counters = new Map<string, Counter>();
  #key = randomBytes(32);
  #keyUntil: number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#keyUntil = now() + DAY_MS;
  }

  /** Takes one attempt from all three budgets before the password is looked at, so that a burst cannot slip through. */
  take(name: string, address: string): AttemptAnswer {
    const now = this.#now();
    this.#turnTheDay(now);
    const network = networkOf(address);
    const pair = this.#counter(`pair\0${name}\0${network}`, now);
    const counters = [
      { counter: pair, max: ATTEMPTS_MAX.nameFromNetwork },
      { counter: this.#counter(`name\0${name}`, now), max: ATTEMPTS_MAX.name },
      { counter: this.#counter(`network\0${network}`, now), max: ATTEMPTS_MAX.network },
    ];
    const spent = counters.find(({ counter, max }) => counter.count >= max);
    if (spent) return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((spent.counter.until - now) / 1_000)) };
    for (const { counter } of counters) counter.count += 1;
    return {
      allowed: true,
      // The right password was given: earlier slips of the same person are no longer counted against the name.
      forget: () => {
        for (const { counter } of counters) counter.count = Math.max(0, counter.count - 1);
        pair.count = 0;
      },
    };
  }

  #counter(key: string, now: number): Counter {
    const digest = createHmac('sha256', this.#key).update(key).digest('base64url');
    const known = this.#counters.get(digest);
    if (known && known.until > now) return known;
    this.#counters.delete(digest);
    if (this.#counters.size >= COUNTERS_MAX) this.#makeRoom(now);
    const fresh: Counter = { count: 0, until: now + ATTEMPT_WINDOW_MS };
    this.#counters.set(digest, fresh);
    return fresh;
  }

  #makeRoom(now: number): void {
    for (const [digest, counter] of this.#counters) if (counter.until <= now) this.#counters.delete(digest);
    // A Map keeps the order of insertion: the first are the oldest.
    for (const digest of this.#counters.keys()) {
      if (this.#counters.size < COUNTERS_MAX) return;
      this.#counters.delete(digest);
    }
  }

  #turnTheDay(now: number): void {
    if (now < this.#keyUntil) return;
    this.#key = randomBytes(32);
    this.#keyUntil = now + DAY_MS;
    this.#counters.clear();
  }
}

/** One IPv4 address, or the /64 that an IPv6 customer owns (RFC 6177). Anything else counts as one network. */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain)) return 'unknown';
  // The URL parser writes an address in its one canonical form (WHATWG URL, IPv6 serializer).
  const [head = '', tail] = new URL(`http://[${plain}]/`).hostname.slice(1, -1).split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? front : [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
  return groups.slice(0, 4).join(':');
}
