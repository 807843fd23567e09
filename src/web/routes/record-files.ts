import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { projectRoot } from '../../platform/config/project-root.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { parseEntriesPath } from '../../record/log/index.ts';
import { parseTilePath } from '../../record/merkle/tile.ts';
import type { Services } from '../services.ts';

/** A checkpoint is replaced within a second of the next entry; whoever asks again so soon may have this one. */
const CHECKPOINT_CACHE = 'public, max-age=2';
const KEY_CACHE = 'public, max-age=300';
/** C2SP tlog-tiles: what lies at a tile's address never changes, so nobody need ask twice. */
const TILE_CACHE = 'public, max-age=31536000, immutable';
const TEXT = 'text/plain; charset=utf-8';
/** Enough for a stranger to write a verifier of their own. */
const FORMAT = join(projectRoot(), 'docs', 'record-format.md');
/** A verifier reads thousands of tiles in a row: they pay from a purse of their own. */
const TILES = { budget: 'record', unlogged: true, api: true } as const;

/**
 * The published files of a log, as the publisher wrote them (C2SP tlog-tiles). Any static server may carry the same folder
 * instead of us; nothing here is computed. Readers on other sites may check them too.
 */
export function registerRecordFiles(app: FastifyInstance, services: Services): void {
  const text = (path: string, file: string, cache: string): void => {
    app.get(path, { config: { api: true } }, (request, reply) => send(request, reply, services, { file, type: TEXT, cache }));
  };
  text('/record/checkpoint', 'checkpoint', CHECKPOINT_CACHE);
  text('/record/policy', 'policy', KEY_CACHE);
  text('/record/log.vkey', 'log.vkey', KEY_CACHE);
  app.get('/record/format', { config: { api: true } }, async (_request, reply) => reply.header('cache-control', KEY_CACHE).type(TEXT).send(await readFile(FORMAT)));
  app.get('/record/tile/*', { config: TILES }, (request, reply) => {
    const file = `tile/${(request.params as { '*'?: string })['*'] ?? ''}`;
    // The address is the attacker's: only what reads back as a tile's path reaches the disk.
    if (!parseTilePath(file) && !parseEntriesPath(file)) return sendProblem(request, reply, { kind: 'not-found' });
    return send(request, reply, services, { file, type: 'application/octet-stream', cache: TILE_CACHE });
  });
}

type Served = { readonly file: string; readonly type: string; readonly cache: string };

async function send(request: FastifyRequest, reply: FastifyReply, services: Services, { file, type, cache }: Served): Promise<FastifyReply> {
  const bytes = await readFile(join(services.recordFolder(readerOf(request).jurisdiction), file)).catch(nothingThere);
  if (!bytes) return sendProblem(request, reply, { kind: 'not-found' });
  return reply.header('cache-control', cache).header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin').type(type).send(bytes);
}

function nothingThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EISDIR') return undefined;
  throw error;
}
