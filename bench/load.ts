import type { Result } from 'autocannon';
import { startPart } from './part.ts';

/** What is asked again and again. `[<id>]` in path or body becomes a fresh id each time. */
export type Load = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly connections: number;
  readonly seconds: number;
};

export type Measured = { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number };

/** Loads a server from a process of its own. Throws when a single answer was not 2xx: a refusal is cheaper than the work. */
export async function load(order: Load): Promise<Measured> {
  const part = await startPart<Result>('load', order);
  await part.stop();
  const { answer } = part;
  const failures = answer.non2xx + answer.errors + answer.timeouts;
  if (failures > 0 || answer['2xx'] === 0) throw new Error(`${order.url}: ${String(failures)} answers were not 2xx, ${String(answer['2xx'])} were`);
  return { perSecond: answer['2xx'] / answer.duration, p50Ms: answer.latency.p50, p99Ms: answer.latency.p99 };
}

/** In the generator's own process. */
export async function generate(order: Load): Promise<Result> {
  const { default: autocannon } = await import('autocannon');
  const { url, method, headers = {}, body, connections, seconds } = order;
  return autocannon({
    url, method, headers, connections, duration: seconds, ...(body === undefined ? {} : { body }),
    idReplacement: url.includes('[<id>]') || (body ?? '').includes('[<id>]'),
  });
}
