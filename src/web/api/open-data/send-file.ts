import { createReadStream } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FileFact } from '../../../slices/opendata/index.ts';

export type Sent = {
  readonly path: string;
  readonly fact: FileFact;
  readonly type: string;
  readonly cache: string;
  /** What it is called on the reader's disk. */
  readonly name: string;
};

/**
 * A file as a stream, whole or in one range (RFC 9110 §14): programs read the end of a Parquet file first, then the columns they
 * want. A range we do not understand is ignored, which the RFC allows. Pages of other sites may read it too; no cookie is looked at.
 */
export function sendFile(request: FastifyRequest, reply: FastifyReply, { path, fact, type, cache, name }: Sent): FastifyReply {
  const tag = `"${fact.sha256}"`;
  reply
    .header('etag', tag).header('accept-ranges', 'bytes').header('cache-control', cache).header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
    .header('content-disposition', `attachment; filename="${name}"`)
    // RFC 9530: of the whole file, also beside a range.
    .header('repr-digest', `sha-256=:${Buffer.from(fact.sha256, 'hex').toString('base64')}:`)
    .type(type);
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  const range = rangeOf(request, fact.bytes, tag);
  if (!range) return reply.header('content-length', fact.bytes).send(createReadStream(path));
  return reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${fact.bytes}`).header('content-length', range.end - range.start + 1)
    .send(createReadStream(path, range));
}

/** One range of bytes, both ends included; undefined where the whole file is the answer. */
function rangeOf({ headers }: FastifyRequest, bytes: number, tag: string): { readonly start: number; readonly end: number } | undefined {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '');
  const { 'if-range': ifRange } = headers;
  if (!found || (ifRange !== undefined && ifRange !== tag)) return undefined;
  const [, first = '', last = ''] = found;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return last === '' || length === 0 ? undefined : { start: bytes - length, end: bytes - 1 };
  }
  const [start, end] = [Number(first), last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)];
  return start <= end ? { start, end } : undefined;
}
