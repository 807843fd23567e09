import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import type { DatabaseAddress } from '../src/platform/db/database.ts';
import { COLUMNS } from '../src/slices/cases/queries.ts';

/** The references: as little as a web server in this language can do with the same request and the same database. */
export type BareOrder =
  | { readonly kind: 'insert' | 'list'; readonly address: DatabaseAddress; readonly jurisdiction: string; readonly rows: number }
  | { readonly kind: 'bytes'; readonly bytes: string };

/** As many connections as our own pool has. */
const CONNECTIONS = 16;

/** Listens on a free port of this machine; the port. */
export async function serveBare(order: BareOrder): Promise<number> {
  if (order.kind === 'bytes') return serveBytes(Buffer.from(order.bytes));
  const { host, port, database, credentials: { owner } } = order.address;
  const pool = new Pool({ host, port, database, user: owner.user, password: owner.password, max: CONNECTIONS });
  const app = fastify();
  await app.register(formbody);
  if (order.kind === 'insert') await serveInsert(app, pool);
  else serveList(app, pool, order);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

async function serveInsert(app: FastifyInstance, pool: Pool): Promise<void> {
  await pool.query('create schema if not exists bench');
  await pool.query(`create table if not exists bench.reports (
    id bigint generated always as identity primary key, key text not null, words text not null, contact text, at timestamptz not null default now())`);
  app.post('/', async (request, reply) => {
    const { key, words, contact } = request.body as Record<string, string>;
    const { rows } = await pool.query<{ id: string }>({
      name: 'insert', text: 'insert into bench.reports (key, words, contact) values ($1, $2, $3) returning id', values: [key, words, contact],
    });
    return reply.code(201).send({ id: rows[0]?.id });
  });
}

function serveList(app: FastifyInstance, pool: Pool, { jurisdiction, rows: count }: { readonly jurisdiction: string; readonly rows: number }): void {
  const text = `select ${COLUMNS} from cases.public_cases where jurisdiction = $1 order by public_cases.listed_day desc, public_cases.number desc limit $2`;
  app.get('/', async (_request, reply) => {
    const { rows } = await pool.query({ name: 'list', text, values: [jurisdiction, count] });
    return reply.type('application/json').send(JSON.stringify(rows));
  });
}

async function serveBytes(bytes: Buffer): Promise<number> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': bytes.byteLength }).end(bytes);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return (server.address() as AddressInfo).port;
}
