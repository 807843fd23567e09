import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { choosesAnew, readerOf } from './reader.ts';

/** Long enough that a storm of readers costs one drawing, short enough that nobody waits to see what just happened. */
const FRESH_MS = 1_000;
/** Pages kept at once (about 60 KB each with their compressed form). The oldest leaves first. */
const PAGES_MAX = 500;
/** Below this a compressed page saves no packet. */
const GZIP_BYTES_MIN = 1_400;
const gzipAsync = promisify(gzip);

type Drawn = { readonly html: Buffer; gzipped: Promise<Buffer> | undefined };
type Kept = { readonly until: number; readonly drawn: Promise<Drawn> };

export type PageCache = {
  /**
   * Sends a page that is the same for every reader of one language, size and place. Only for pages that hold nothing of
   * anyone's own: no form key, no token, no staff name. That is also why these may be compressed (BREACH needs a secret
   * beside what an attacker chooses). Readers who come while a page is being drawn share the drawing.
   */
  send(request: FastifyRequest, reply: FastifyReply, draw: () => Promise<string>): Promise<FastifyReply>;
  /** Whoever has just acted sees what they did, on every public page. What is being drawn meanwhile is sent, and not kept. */
  forget(): void;
};

export function createPageCache(now: () => number = Date.now): PageCache {
  const pages = new Map<string, Kept>();
  return {
    forget: () => { pages.clear(); },
    async send(request, reply, draw) {
      const reader = readerOf(request);
      const key = `${reader.locale} ${reader.mode} ${reader.jurisdiction} ${request.url}`;
      const drawn = await freshPage(pages, key, now(), draw);
      reply.header('content-language', reader.locale === 'zh' ? 'zh-CN' : 'en').header('vary', 'Accept-Language, Cookie, Accept-Encoding').type('text/html; charset=utf-8');
      // A proxy may keep it as long as we do; a browser asks again, so that whoever has just acted sees it.
      // An answer that keeps a choice for one reader (`?lang=`) is theirs alone.
      if (!choosesAnew(request)) reply.header('cache-control', 'public, max-age=0, s-maxage=1');
      if (!/\bgzip\b/.test(String(request.headers['accept-encoding'])) || drawn.html.byteLength < GZIP_BYTES_MIN) return reply.send(drawn.html);
      drawn.gzipped ??= gzipAsync(drawn.html, { level: 5 });
      return reply.header('content-encoding', 'gzip').send(await drawn.gzipped);
    },
  };
}

function freshPage(pages: Map<string, Kept>, key: string, at: number, draw: () => Promise<string>): Promise<Drawn> {
  const kept = pages.get(key);
  if (kept && kept.until > at) return kept.drawn;
  const drawn = draw().then((html): Drawn => ({ html: Buffer.from(html), gzipped: undefined }));
  const fresh: Kept = { until: at + FRESH_MS, drawn };
  pages.delete(key);
  pages.set(key, fresh);
  // A failure is not kept: the next reader tries again.
  drawn.catch(() => { if (pages.get(key) === fresh) pages.delete(key); });
  const [oldest] = pages.keys();
  if (pages.size > PAGES_MAX && oldest !== undefined) pages.delete(oldest);
  return drawn;
}
