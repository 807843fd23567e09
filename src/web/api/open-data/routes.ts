import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { projectRoot } from '../../../platform/config/project-root.ts';
import { sendProblem } from '../../../platform/http/errors.ts';
import { readerOf } from '../../../platform/http/reader.ts';
import { fileName, MEDIA_TYPES, parseFileName, parseMonth } from '../../../slices/opendata/index.ts';
import { directoryFor } from '../../context.ts';
import { pathsOf } from '../../paths.ts';
import type { Services } from '../../services.ts';
import { catalogOf } from './catalog.ts';
import { csvwOf } from './csvw.ts';
import { sendFile } from './send-file.ts';

/** What a month's address gives never changes: its digest is in the record. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** No newer snapshot is made so soon. */
const MINUTES = 'public, max-age=300';
/** Until the first snapshot of a large log is there. */
const MAKING_RETRY_SECONDS = 60;
const SCHEMA_FOLDER = ['docs', 'schemas'];

/** Open data for machines: files, the catalogue (DCAT), what the columns mean (CSVW), and the JSON Schemas of the record's entries. */
export function mountOpenData(app: FastifyInstance, services: Services): void {
  const machine = { config: { api: true } } as const;
  const download = { config: { api: true, budget: 'download' } } as const;
  app.get('/data/catalog.jsonld', machine, async (request, reply) => json(reply, 'application/ld+json; charset=utf-8', await catalog(request, services)));
  app.get('/data/schema.json', machine, (request, reply) => json(reply, 'application/csvm+json; charset=utf-8', csvwOf(addressesOf(request, services).data)));
  app.get('/data/current/:file', download, (request, reply) => sendCurrent(request, reply, services));
  app.get('/data/:month/:file', download, (request, reply) => sendMonth(request, reply, services));
  const schemas = readSchemas();
  app.get('/record/schemas/:file', machine, (request, reply) => {
    const text = schemas.get(String(parameter(request, 'file')));
    if (text === undefined) return sendProblem(request, reply, { kind: 'not-found' });
    return open(reply).header('cache-control', FOR_EVER).type('application/schema+json; charset=utf-8').send(text);
  });
}

async function sendCurrent(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<FastifyReply> {
  const named = parseFileName(parameter(request, 'file'));
  if (!named) return sendProblem(request, reply, { kind: 'not-found' });
  const directory = directoryFor(request, services);
  const latest = await services.openData.current(directory);
  if (latest.kind === 'making') return sendProblem(request, reply, { kind: 'busy', retryAfterSeconds: MAKING_RETRY_SECONDS });
  const fact = latest.kind === 'ready' ? latest.snapshot.files.find(({ name }) => name === fileName(named.table, named.format)) : undefined;
  if (latest.kind !== 'ready' || !fact) return sendProblem(request, reply, { kind: 'not-found' });
  const { size, folder } = latest.snapshot;
  // Which entries are in it: those before this number.
  reply.header('x-record-size', String(size));
  return sendFile(request, reply, { path: join(folder, fact.name), fact, type: MEDIA_TYPES[named.format], cache: MINUTES, name: `${directory.code}-${size}-${fact.name}` });
}

async function sendMonth(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<FastifyReply> {
  const [month, named] = [parseMonth(parameter(request, 'month')), parseFileName(parameter(request, 'file'))];
  const { jurisdiction } = readerOf(request);
  if (!month || !named) return sendProblem(request, reply, { kind: 'not-found' });
  const published = (await services.openData.published(jurisdiction)).find((one) => one.month === month);
  const fact = published?.files.find(({ name }) => name === fileName(named.table, named.format));
  const path = published && fact && await services.openData.monthFile(jurisdiction, published, fact.name);
  if (!fact || path === undefined) return sendProblem(request, reply, { kind: 'not-found' });
  return sendFile(request, reply, { path, fact, type: MEDIA_TYPES[named.format], cache: FOR_EVER, name: `${jurisdiction}-${month}-${fact.name}` });
}

async function catalog(request: FastifyRequest, services: Services): Promise<object> {
  const directory = directoryFor(request, services);
  const months = await services.openData.published(directory.code);
  const latest = await services.openData.current(directory);
  return catalogOf({ ...addressesOf(request, services), directory, months, ...(latest.kind === 'ready' ? { current: latest.snapshot } : {}) });
}

function addressesOf(request: FastifyRequest, { publicUrl }: Services): { readonly data: string; readonly home: string; readonly record: string } {
  const { prefix, jurisdiction } = readerOf(request);
  const paths = pathsOf(prefix === '' ? undefined : jurisdiction);
  return { data: publicUrl + paths.openData, home: publicUrl + paths.home, record: publicUrl + paths.record };
}

function json(reply: FastifyReply, type: string, value: object): FastifyReply {
  return open(reply).header('cache-control', MINUTES).type(type).send(JSON.stringify(value, null, 1));
}

/** Other sites' pages may read it: it is the same for everyone. */
function open(reply: FastifyReply): FastifyReply {
  return reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
}

/** By file name, once at the start: a few dozen KB. */
function readSchemas(): ReadonlyMap<string, string> {
  const folder = join(projectRoot(), ...SCHEMA_FOLDER);
  return new Map(readdirSync(folder).filter((name) => name.endsWith('.schema.json')).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function parameter(request: FastifyRequest, name: string): unknown {
  return (request.params as Readonly<Record<string, unknown>>)[name];
}
