import { randomBytes } from 'node:crypto';
import { MINUTE_MS } from './kernel/instant.ts';
import type { WaysOut } from './platform/config/index.ts';
import { createCallWebhook, createMailer, createSimulator, createTextWebhook, type CallGateway, type MailGateway, type Simulator, type TextGateway } from './platform/gateway/index.ts';

/** What was configured, opened; a demo without a way out of its own shows what it would have sent. */
export type OpenedWays = {
  readonly mail?: MailGateway; readonly text?: TextGateway; readonly call?: CallGateway; readonly textsPerDay: number; readonly delayMostMs: number; readonly simulator: Simulator | undefined;
  /** Signs what the text gateway hands back; undefined: nobody is asked by text message. A demo makes its own. */
  readonly replySecret: string | undefined;
};

const TEXTS_PER_DAY = 2_000;
/** Of real people's notices; a demo's visitor should see theirs come. */
const DELAY_MINUTES = 10;

export function waysOutOf(configured: WaysOut | undefined, isDemo: boolean): OpenedWays {
  const delayMostMs = (configured?.noticeDelayMinutes ?? (isDemo ? 0 : DELAY_MINUTES)) * MINUTE_MS;
  const textsPerDay = configured?.textsPerDay ?? TEXTS_PER_DAY;
  const simulator = isDemo && !configured?.mail && !configured?.text && !configured?.call ? createSimulator() : undefined;
  if (simulator) return { mail: simulator.mail, text: simulator.text, call: simulator.call, textsPerDay, delayMostMs, simulator, replySecret: randomBytes(32).toString('base64url') };
  return {
    ...(configured?.mail ? { mail: createMailer(configured.mail) } : {}), ...(configured?.text ? { text: createTextWebhook(configured.text) } : {}),
    ...(configured?.call ? { call: createCallWebhook(configured.call) } : {}),
    textsPerDay, delayMostMs, simulator: undefined, replySecret: configured?.replySecret,
  };
}
