import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { useAgent } from 'request-filtering-agent';

/** Where clouds tell a machine its own secrets (two makers' kinds, and one over IPv6): no name may lead there. */
const METADATA = ['169.254.169.254', '100.100.100.200', 'fd00:ec2::254'];

export type Asked = Omit<Sent, 'body'> & {
  readonly method: string; readonly body?: Uint8Array;
  /** The operator wrote this name down as one of their own: it may lead to a machine of our own network. */
  readonly mayBeInside?: boolean;
};

export type Sent = {
  readonly url: string; readonly body: Uint8Array; readonly signal: AbortSignal; readonly bytesMax: number;
  /** Lower case. Without a content type of its own the body is plain text. */
  readonly headers?: Readonly<Record<string, string>>;
};
/** `bytes` is undefined where the answer was longer than `bytesMax`. */
export type Answered = { readonly status: number; readonly bytes: Uint8Array | undefined; readonly type: string };

/** A POST to somebody outside; as `askOutside`, for a name that leads to public addresses only. */
export function postOutside({ headers = {}, ...sent }: Sent): Promise<Answered> {
  return askOutside({ ...sent, method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });
}

/**
 * Asks somebody outside, whose name may lead anywhere on any day (protection T17): a *name* is followed to public
 * addresses only, looked at after it was resolved, on the very connection that is used; no redirection is followed, no
 * proxy asked, and nothing of ours is sent but the body and the headers given. An address that the operator wrote down as digits is meant.
 * Rejects when nobody answers in time, sends us elsewhere, or the name leads to a machine of our own network.
 */
export function askOutside({ url, method, body, signal, bytesMax, headers: own = {}, mayBeInside = false }: Asked): Promise<Answered> {
  const { protocol, hostname } = new URL(url);
  const written = hostname.replace(/^\[|\]$/g, '');
  const named = mayBeInside ? { allowPrivateIPAddress: true, denyIPAddressList: METADATA } : {};
  const agent = useAgent(url, { keepAlive: false, ...(isIP(written) === 0 ? named : { allowIPAddressList: [written], allowPrivateIPAddress: true, allowMetaIPAddress: true }) });
  const headers = body ? { ...own, 'content-length': String(body.byteLength) } : own;
  return new Promise((resolve, reject) => {
    const send = protocol === 'https:' ? secureRequest : plainRequest;
    const request = send(url, { method, agent, headers, signal }, (response) => {
      const status = response.statusCode ?? 0;
      const type = response.headers['content-type'] ?? '';
      if (status >= 300 && status < 400) request.destroy(new Error('sent elsewhere'));
      const parts: Buffer[] = [];
      let length = 0;
      response.on('data', (part: Buffer) => {
        length += part.length;
        parts.push(part);
        if (length <= bytesMax) return;
        resolve({ status, bytes: undefined, type });
        response.destroy();
      });
      response.once('end', () => { resolve({ status, bytes: Buffer.concat(parts), type }); });
      response.once('error', reject);
      // A body cut short ends in neither.
      response.once('close', () => { reject(new Error('the answer was cut')); });
    });
    request.once('error', reject);
    request.end(body && Buffer.from(body));
  });
}
