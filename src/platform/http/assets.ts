import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import fastifyStatic from '@fastify/static';

const COMPRESSIBLE = new Set(['.css', '.js', '.svg', '.json', '.txt', '.webmanifest']);
/** Below this the header costs more than compression saves. */
const COMPRESS_BYTES_MIN = 1_024;

/**
 * `GET /assets/…`: files whose names carry their content's hash, so they are kept for a year and never asked for again.
 * Only here is anything compressed: pages may hold secrets beside what an attacker can choose (BREACH).
 */
export async function registerAssets(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) {
    app.log.warn('there are no built assets: pages will be plain until the build step has run');
    return;
  }
  await app.register(fastifyStatic, {
    root: folder, prefix: '/assets/', index: false, decorateReply: false, dotfiles: 'ignore', preCompressed: true,
    immutable: true, maxAge: '365d', setHeaders: (reply) => { reply.header('cross-origin-resource-policy', 'same-origin'); },
  });
}

/** Writes `.gz` and `.br` beside every asset worth it, once, at build time; how many files it compressed. */
export async function precompress(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.has(extname(entry.name))).map((entry) => join(entry.parentPath, entry.name));
  let compressed = 0;
  for (const file of files) {
    const bytes = await readFile(file);
    if (bytes.byteLength < COMPRESS_BYTES_MIN) continue;
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength } }));
    compressed += 1;
  }
  return compressed;
}
