import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { CallGateway } from './call.ts';
import type { MailGateway } from './mail.ts';
import type { TextGateway } from './text.ts';

/** What a demo's phone or letter box would show. `line` tells two phones apart and says nothing of either; by `phone` one is replied from. */
export type Shown = { readonly at: number; readonly channel: 'email' | 'text'; readonly line: string; readonly subject?: string; readonly text: string; readonly phone: string };

/** A phone that would ring now; its path is where what becomes of the call is said. */
export type Ringing = { readonly line: string; readonly callback: string };

/** All ways out of a demo: nothing leaves the machine, and what would have is shown. */
export type Simulator = {
  readonly mail: MailGateway; readonly text: TextGateway; readonly call: CallGateway;
  shown(): readonly Shown[];
  ringing(): readonly Ringing[];
  hungUp(callback: string): void;
  /** The number a message went to, by its `phone`; undefined for any other word, and once it is shown no more. */
  numberOf(phone: string): string | undefined;
};

const KEPT_MAX = 60;
const RINGING_MAX = 20;

/** Shows no number and no address, and keeps one in memory only while its message is shown: a visitor of a demo may have typed their own. */
export function createSimulator(now: () => number = Date.now): Simulator {
  const key = randomBytes(32);
  const kept: Shown[] = [];
  const numbers = new Map<string, string>();
  let calls: readonly Ringing[] = [];
  const lineOf = (to: string): string => createHmac('sha256', key).update(to).digest('hex').slice(0, 4).toUpperCase();
  const keep = (one: Omit<Shown, 'at' | 'line' | 'phone'>, to: string): void => {
    const phone = randomUUID();
    kept.unshift({ ...one, at: now(), line: lineOf(to), phone });
    if (one.channel === 'text') numbers.set(phone, to);
    for (const { phone: gone } of kept.splice(KEPT_MAX)) numbers.delete(gone);
  };
  return {
    mail: { send: ({ to, subject, text }) => { keep({ channel: 'email', subject, text }, to); return Promise.resolve('handed-over'); } },
    text: { send: ({ to, text }) => { keep({ channel: 'text', text }, to); return Promise.resolve('handed-over'); } },
    call: { connect: ({ to, callback }) => { calls = [{ line: lineOf(to), callback: new URL(callback).pathname }, ...calls].slice(0, RINGING_MAX); return Promise.resolve('handed-over'); } },
    shown: () => [...kept],
    ringing: () => calls,
    numberOf: (phone) => numbers.get(phone),
    hungUp(callback) { calls = calls.filter((one) => one.callback !== callback); },
  };
}
