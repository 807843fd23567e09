import { createHmac, randomBytes } from 'node:crypto';
import type { CallGateway } from './call.ts';
import type { MailGateway } from './mail.ts';
import type { TextGateway } from './text.ts';

/** What a demo's phone or letter box would show. `line` tells two phones apart and says nothing of either. */
export type Shown = { readonly at: number; readonly channel: 'email' | 'text'; readonly line: string; readonly subject?: string; readonly text: string };

/** A phone that would ring now; its path is where what becomes of the call is said. */
export type Ringing = { readonly line: string; readonly callback: string };

/** All ways out of a demo: nothing leaves the machine, and what would have is shown. */
export type Simulator = {
  readonly mail: MailGateway; readonly text: TextGateway; readonly call: CallGateway;
  shown(): readonly Shown[];
  ringing(): readonly Ringing[];
  hungUp(callback: string): void;
};

const KEPT_MAX = 60;
const RINGING_MAX = 20;

/** Keeps no number and no address: a visitor of a demo may have typed their own. */
export function createSimulator(now: () => number = Date.now): Simulator {
  const key = randomBytes(32);
  const kept: Shown[] = [];
  let calls: readonly Ringing[] = [];
  const lineOf = (to: string): string => createHmac('sha256', key).update(to).digest('hex').slice(0, 4).toUpperCase();
  const keep = (one: Omit<Shown, 'at' | 'line'>, to: string): void => {
    kept.unshift({ ...one, at: now(), line: lineOf(to) });
    kept.length = Math.min(kept.length, KEPT_MAX);
  };
  return {
    mail: { send: ({ to, subject, text }) => { keep({ channel: 'email', subject, text }, to); return Promise.resolve('handed-over'); } },
    text: { send: ({ to, text }) => { keep({ channel: 'text', text }, to); return Promise.resolve('handed-over'); } },
    call: { connect: ({ to, callback }) => { calls = [{ line: lineOf(to), callback: new URL(callback).pathname }, ...calls].slice(0, RINGING_MAX); return Promise.resolve('handed-over'); } },
    shown: () => [...kept],
    ringing: () => calls,
    hungUp(callback) { calls = calls.filter((one) => one.callback !== callback); },
  };
}
