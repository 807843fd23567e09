import { createHmac, randomBytes } from 'node:crypto';
import type { MailGateway } from './mail.ts';
import type { TextGateway } from './text.ts';

/** What a demo's phone or letter box would show. `line` tells two phones apart and says nothing of either. */
export type Shown = { readonly at: number; readonly channel: 'email' | 'text'; readonly line: string; readonly subject?: string; readonly text: string };

/** Both ways out of a demo: nothing leaves the machine, and what would have is shown. */
export type Simulator = { readonly mail: MailGateway; readonly text: TextGateway; shown(): readonly Shown[] };

const KEPT_MAX = 60;

/** Keeps no number and no address: a visitor of a demo may have typed their own. */
export function createSimulator(now: () => number = Date.now): Simulator {
  const key = randomBytes(32);
  const kept: Shown[] = [];
  const keep = (one: Omit<Shown, 'at' | 'line'>, to: string): void => {
    kept.unshift({ ...one, at: now(), line: createHmac('sha256', key).update(to).digest('hex').slice(0, 4).toUpperCase() });
    kept.length = Math.min(kept.length, KEPT_MAX);
  };
  return {
    mail: { send: ({ to, subject, text }) => { keep({ channel: 'email', subject, text }, to); return Promise.resolve('handed-over'); } },
    text: { send: ({ to, text }) => { keep({ channel: 'text', text }, to); return Promise.resolve('handed-over'); } },
    shown: () => [...kept],
  };
}
