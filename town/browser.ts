import type { FastifyInstance } from 'fastify';

/** A browser of the town: sends forms as pages do, keeps its cookies, follows nothing by itself. */
export type Browser = {
  readonly post: (path: string, fields: Readonly<Record<string, string | readonly string[]>>) => Promise<Answer>;
  readonly get: (path: string) => Promise<Answer>;
  /** The Cookie header that it sends now; empty when it holds none. */
  readonly cookie: () => string;
};
export type Answer = { readonly status: number; readonly html: string; readonly location: string };

/** The town goes through the handlers that a browser reaches, without the network between. */
export function openBrowser(app: FastifyInstance): Browser {
  const cookies = new Map<string, string>();
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const send = async (method: 'GET' | 'POST', url: string, payload?: string): Promise<Answer> => {
    const answer = await app.inject({
      method, url,
      headers: {
        accept: 'text/html', 'accept-language': 'zh', 'sec-fetch-site': 'same-origin',
        ...(cookies.size > 0 ? { cookie: cookie() } : {}),
        ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = line.split(';');
      const cut = pair.indexOf('=');
      cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
    }
    return { status: answer.statusCode, html: answer.body, location: String(answer.headers.location ?? '') };
  };
  return {
    cookie,
    get: (path) => send('GET', path),
    post: (path, fields) => {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
      return send('POST', path, body.toString());
    },
  };
}
