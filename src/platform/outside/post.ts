import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { useAgent } from 'request-filtering-agent';

export type Sent = {
  readonly url: string; readonly body: Uint8Array; readonly signal: AbortSignal; readonly bytesMax: number;
  /** Lower case. Without a content type of its own the body is plain text. */
  readonly headers?: Readonly<Record<string, string>>;
};
/** `bytes` is undefined where the answer was longer than `bytesMax`. */
export type Answered = { readonly status: number; readonly bytes: Uint8Array | undefined };

/**
 * A POST to somebody outside, whose name may lead anywhere on any day (protection T17): a *name* is followed to public
 * addresses only, looked at after it was resolved, on the very connection that is used; no redirection is followed, no
 * proxy asked, and nothing of ours is sent but the body and the headers given. An address that the operator wrote down as digits is meant.
 * Rejects when nobody answers in time, sends us elsewhere, or the name leads to a machine of our own network.
 */
export function postOutside({ url, body, signal, bytesMax, headers: own = {} }: Sent): Promise<Answered> {
  const { protocol, hostname } = new URL(url);
  const written = hostname.replace(/^\[|\]$/g, '');
  const agent = useAgent(url, { keepAlive: false, ...(isIP(written) === 0 ? {} : { allowIPAddressList: [written], allowPrivateIPAddress: true, allowMetaIPAddress: true }) });
  const headers = { 'content-type': 'text/plain; charset=utf-8', ...own, 'content-length': String(body.byteLength) };
  return new Promise((resolve, reject) => {
    const send = protocol === 'https:' ? secureRequest : plainRequest;
    const request = send(url, { method: 'POST', agent, headers, signal }, (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) request.destroy(new Error('sent elsewhere'));
      const parts: Buffer[] = [];
      let length = 0;
      response.on('data', (part: Buffer) => {
        length += part.length;
        parts.push(part);
        if (length <= bytesMax) return;
        resolve({ status, bytes: undefined });
        response.destroy();
      });
      response.once('end', () => { resolve({ status, bytes: Buffer.concat(parts) }); });
      response.once('error', reject);
      // A body cut short ends in neither.
      response.once('close', () => { reject(new Error('the answer was cut')); });
    });
    request.once('error', reject);
    request.end(Buffer.from(body));
  });
}
