import { postOutside } from '../outside/post.ts';
import type { CallGateway } from './call.ts';
import type { Handed, TextGateway } from './text.ts';

export type WebhookSettings = { readonly url: string; readonly token: string };

const WAIT_MS = 6_000;
/** What a gateway says beyond its status is not read. */
const ANSWER_BYTES_MAX = 4_096;
/** A refusal that is about the asking, not about the number: unauthorised, forbidden, timed out, too many, and the like. */
const NOT_ABOUT_THE_NUMBER: readonly number[] = [401, 402, 403, 404, 405, 408, 425, 429];

/** POSTs `{to, text}` as JSON with the bearer token; any 2xx is taken. */
export function createTextWebhook(settings: WebhookSettings): TextGateway {
  return { send: (message) => postJson(settings, message) };
}

/** POSTs `{to, line, callback}` in the same way. */
export function createCallWebhook(settings: WebhookSettings): CallGateway {
  return { connect: (call) => postJson(settings, call) };
}

/** Outgoing with the walls of `postOutside` (protection T17). Resolves always, with no word of what was sent or answered. */
async function postJson({ url, token }: WebhookSettings, body: Readonly<Record<string, string>>): Promise<Handed> {
  const headers = { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) };
  try {
    const { status } = await postOutside({ url, headers, body: Buffer.from(JSON.stringify(body)), signal: AbortSignal.timeout(WAIT_MS), bytesMax: ANSWER_BYTES_MAX });
    if (status >= 200 && status < 300) return 'handed-over';
    return status >= 400 && status < 500 && !NOT_ABOUT_THE_NUMBER.includes(status) ? 'refused' : 'away';
  } catch {
    return 'away';
  }
}
