import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemMessages } from './messages.ts';
import { statusOf, type Problem } from './problem.ts';
import type { ReaderContext } from './reader.ts';

/** All that an error page may show: fixed words, our own field names, and a random number to quote to the help desk. */
export type ErrorPage = {
  readonly status: number;
  readonly problem: Problem;
  readonly title: string;
  readonly remedy: string;
  readonly requestId: string;
};

/** Renders the error page in the look of the site. Must not touch the database: it may be what failed. */
export type RenderError = (reader: ReaderContext, page: ErrorPage) => string;

/** A page in the reader's language. Never cached, unless the route says so: most pages here are someone's own. */
export function sendPage(reply: FastifyReply, reader: ReaderContext, html: string): FastifyReply {
  return reply
    .header('content-language', reader.locale === 'zh' ? 'zh-CN' : 'en')
    .header('vary', 'Accept-Language, Cookie')
    .type('text/html; charset=utf-8')
    .send(html);
}

/** POST, then redirect: 303 to a path of our own. Throws RangeError on anything that could leave this site. */
export function seeOther(reply: FastifyReply, path: string): FastifyReply {
  if (!/^\/(?![/\\])[^\0-\x20\x7f\\]*$/.test(path)) throw new RangeError('a redirect leads to a path of this site');
  return reply.redirect(path, 303);
}

/** What a refused request gets: a page for browsers, JSON for programs, the same fixed words in both. */
export function answerProblem(request: FastifyRequest, reply: FastifyReply, reader: ReaderContext, problem: Problem, render: RenderError): FastifyReply {
  const status = statusOf(problem);
  const page: ErrorPage = { status, problem, ...problemMessages(reader.locale)[problem.kind], requestId: request.id };
  reply.code(status).header('cache-control', 'no-store');
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  if (problem.allow) reply.header('allow', problem.allow.join(', '));
  if (wantsJson(request)) {
    const { kind, fields = [] } = problem;
    return reply.header('content-language', reader.locale === 'zh' ? 'zh-CN' : 'en').type('application/json; charset=utf-8')
      .send(JSON.stringify({ error: { status, kind, title: page.title, remedy: page.remedy, fields }, request: page.requestId }));
  }
  return sendPage(reply, reader, render(reader, page));
}

/** Programs say so: by Accept without text/html, by a JSON body, or by the address (`config.api` of the route). */
export function wantsJson(request: FastifyRequest): boolean {
  const accepts = request.headers.accept ?? '';
  if (accepts.includes('text/html')) return false;
  if (accepts.includes('json') || request.routeOptions.config.api === true) return true;
  return (request.headers['content-type'] ?? '').includes('json');
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route speaks to programs: it reads no cookie, and its errors are JSON unless the caller asks for HTML. */
    api?: boolean;
    /** No access log line for this route (reports, receipts, a resident's own pages). */
    unlogged?: boolean;
  }
}

/** Used when the site's own error page cannot be drawn, and by bare test servers. */
export function plainErrorPage(reader: ReaderContext, page: ErrorPage): string {
  const lang = reader.locale === 'zh' ? 'zh-CN' : 'en';
  const [title, remedy, home] = [page.title, page.remedy, problemMessages(reader.locale).home].map(escapeHtml);
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>`
    + `<body><main><h1>${title}</h1><p>${remedy}</p><p><a href="${reader.prefix}/">${home}</a></p><p><small>${page.status} · ${escapeHtml(page.requestId)}</small></p></main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
