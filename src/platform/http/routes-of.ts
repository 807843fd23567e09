import type { FastifyInstance } from 'fastify';

/** One address pattern (`/j/:code/cases/:number`) and a method that it answers. */
export type RouteEntry = { readonly method: string; readonly pattern: string; readonly hidden: boolean };

const tables = new WeakMap<FastifyInstance, RouteEntry[]>();

/** Writes down every route from now on; call it before the first one is registered. */
export function recordRoutes(app: FastifyInstance): void {
  const table: RouteEntry[] = [];
  tables.set(app, table);
  app.addHook('onRoute', ({ method, url, schema }) => {
    const hidden = (schema as { hide?: boolean } | undefined)?.hide === true;
    for (const one of Array.isArray(method) ? method : [method]) table.push({ method: one, pattern: url, hidden });
  });
}

/** Every route of an application that `createServer` (or `recordRoutes`) has seen from its start. */
export function routesOf(app: FastifyInstance): readonly RouteEntry[] {
  const table = tables.get(app);
  if (!table) throw new Error('recordRoutes was not called on this application before its routes');
  return table;
}

/** The methods an address answers, sorted; empty when there is nothing at this address. */
export function methodsAt(app: FastifyInstance, path: string): readonly string[] {
  const segments = path.split('/');
  const methods = routesOf(app).filter(({ pattern }) => pattern !== '*' && matches(pattern.split('/'), segments)).map(({ method }) => method);
  return [...new Set(methods)].sort();
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.at(-1) === '*') return segments.length >= pattern.length && pattern.slice(0, -1).every((part, at) => segmentMatches(part, segments[at]));
  return pattern.length === segments.length && pattern.every((part, at) => segmentMatches(part, segments[at]));
}

function segmentMatches(part: string, segment: string | undefined): boolean {
  return part === segment || (part.startsWith(':') && segment !== undefined && segment !== '');
}
