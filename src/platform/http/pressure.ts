import { createHmac, timingSafeEqual } from 'node:crypto';
import { normalizeIP } from '@fastify/rate-limit';
import { MINUTE_MS, SECOND_MS } from '../../kernel/instant.ts';
import { dailyKeys, isLoopback, prefixOf } from './limits.ts';

/** Counted over so long. */
const WINDOW_MS = 10 * MINUTE_MS;
/** More than a family or an office says in ten minutes; a neighbourhood of addresses may say five times as much. */
export const CALM_MAX = { network: 6, prefix: 30 } as const;
/** Between two who wait in one line, and how long anyone waits at most: the line slows machines down, and turns nobody away. */
const STEP_MS = 8 * SECOND_MS;
export const WAIT_MS_MAX = 60 * SECOND_MS;
const NETWORKS_MAX = 20_000;
const MAC_BYTES = 16;

type Count = { count: number; since: number; next: number };

/** A place in the line, for one form alone: `<ms since 1970 in base 36>.<HMAC>`. Names nobody. */
export type Ticket = string;

export type Pressure = {
  /** One more was sent from there. */
  note(address: string): void;
  isOn(address: string): boolean;
  /** The next free place of this network's line. `formKey` is what makes the form count once. */
  ticket(address: string, formKey: string): Ticket;
  /** Milliseconds until this ticket's turn, 0 when it has come; undefined for a ticket that is none, or another form's. */
  waitMs(ticket: unknown, formKey: string): number | undefined;
};

/**
 * Tells when more is being sent from a network, or from the addresses around it, than people there would (protection
 * T25): then a report costs a little work of the device, or without script a little waiting. Under keys of the day, in
 * memory only (T12).
 */
export function createPressure(secret: Uint8Array, now: () => number = Date.now): Pressure {
  const counts = new Map<string, Count>();
  const keyOf = dailyKeys(now);
  const places = (address: string): readonly { readonly key: string; readonly max: number }[] => [
    { key: keyOf(normalizeIP(address)), max: CALM_MAX.network }, { key: keyOf(prefixOf(address)), max: CALM_MAX.prefix },
  ];
  const countOf = (key: string): Count => {
    const known = counts.get(key);
    const at = now();
    if (known && at - known.since < WINDOW_MS) return known;
    counts.delete(key);
    // A Map keeps the order of insertion: the first is the oldest.
    for (const oldest of counts.keys()) {
      if (counts.size < NETWORKS_MAX) break;
      counts.delete(oldest);
    }
    const fresh = { count: 0, since: at, next: 0 };
    counts.set(key, fresh);
    return fresh;
  };
  const macOf = (due: string, formKey: string): Buffer => createHmac('sha256', secret).update(`turn\0${due}\0${formKey}`).digest().subarray(0, MAC_BYTES);
  return {
    note(address) {
      if (isLoopback(address)) return;
      for (const { key } of places(address)) countOf(key).count += 1;
    },
    isOn: (address) => !isLoopback(address) && places(address).some(({ key, max }) => countOf(key).count >= max),
    ticket(address, formKey) {
      const line = countOf(keyOf(normalizeIP(address)));
      const at = now();
      line.next = Math.min(at + WAIT_MS_MAX, Math.max(at, line.next) + STEP_MS);
      const due = line.next.toString(36);
      return `${due}.${macOf(due, formKey).toString('base64url')}`;
    },
    waitMs(ticket, formKey) {
      const [, due, mac] = typeof ticket === 'string' ? /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{22})$/.exec(ticket) ?? [] : [];
      if (due === undefined || mac === undefined || !timingSafeEqual(Buffer.from(mac, 'base64url'), macOf(due, formKey))) return undefined;
      return Math.max(0, Number.parseInt(due, 36) - now());
    },
  };
}
