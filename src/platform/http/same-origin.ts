import type { IncomingHttpHeaders } from 'node:http';

/** Methods that change nothing (RFC 9110 §9.2.1) may be asked for from anywhere. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may have been sent by a page of ours, so that another site cannot act with a reader's cookie.
 * Browsers say where a request comes from in Sec-Fetch-Site (W3C Fetch Metadata), older ones and plain-http addresses in
 * Origin, which must be the public origin or the very host that was asked. A program sends neither and holds no cookie
 * of ours by accident. The same rule as Go's http.CrossOriginProtection. Every header here is chosen by the client.
 */
export function sameOrigin(request: { readonly method: string; readonly headers: IncomingHttpHeaders }, publicUrl: string): boolean {
  if (SAFE_METHODS.has(request.method)) return true;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return true;
  const origin = originOf(request.headers.origin);
  if (origin !== undefined && origin.origin === originOf(publicUrl)?.origin) return true;
  if (site !== undefined) return false;
  if (request.headers.origin === undefined) return true;
  return origin !== undefined && origin.host === request.headers.host;
}

function originOf(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}
