import { createHmac, timingSafeEqual } from 'node:crypto';

/** A reply that came to the gateway: its own number for it, the phone, what was written. */
export type IncomingReply = { readonly id: string; readonly from: string; readonly text: string };

/** How far the clocks of a gateway and of this machine may lie apart: an older signature is somebody's copy. */
export const SIGNED_SECONDS_MAX = 300;

/** HMAC-SHA256 (RFC 2104) over the second of signing and the three fields, each on its line, in hexadecimal. The first two never hold a line break. */
export function signReply(secret: string, second: number, { id, from, text }: IncomingReply): string {
  return createHmac('sha256', secret).update(`minsheng reply v1\n${String(second)}\n${id}\n${from}\n${text}`).digest('hex');
}

/** Whether the holder of the secret signed just these fields, within five minutes of `now` (seconds since 1970). All of it is an attacker's. */
export function isSignedReply(secret: string, { second, signature }: { readonly second: unknown; readonly signature: unknown }, reply: IncomingReply, now: number): boolean {
  if (typeof second !== 'string' || !/^\d{1,12}$/.test(second) || typeof signature !== 'string' || !/^[0-9a-f]{64}$/.test(signature)) return false;
  if (/[\r\n]/.test(reply.id + reply.from)) return false;
  const isRight = timingSafeEqual(Buffer.from(signReply(secret, Number(second), reply), 'hex'), Buffer.from(signature, 'hex'));
  return isRight && Math.abs(now - Number(second)) <= SIGNED_SECONDS_MAX;
}
