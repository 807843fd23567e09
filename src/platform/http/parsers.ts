import type { FastifyInstance, FastifyRequest } from 'fastify';
import multipart from '@fastify/multipart';
import { FORM_BYTES_MAX, MULTIPART_BYTES_MAX } from './form-builder.ts';
import { UrlencodedBody } from './form.ts';
import { ProblemError } from './problem.ts';
import { isCleanJson, strictText } from './text.ts';

/** Levels of a JSON body; our deepest has five. */
const JSON_DEPTH_MAX = 32;

/** Three kinds of body are understood: urlencoded and multipart forms, and JSON. All of them in UTF-8. Others are 415. */
export async function registerParsers(app: FastifyInstance): Promise<void> {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  await app.register(multipart, { throwFileSizeLimit: false });
  app.addContentTypeParser<Buffer>('application/x-www-form-urlencoded', { parseAs: 'buffer', bodyLimit: FORM_BYTES_MAX }, (request, body, done) => {
    const wrong = wrongCharset(request);
    done(wrong ?? null, wrong ? undefined : new UrlencodedBody(body));
  });
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer', bodyLimit: FORM_BYTES_MAX }, (request, body, done) => {
    const text = strictText(body);
    const wrong = wrongCharset(request) ?? (text === undefined ? new ProblemError({ kind: 'broken-text' }) : undefined);
    if (wrong || text === undefined) return done(wrong ?? null);
    return parseJson(request, text, (error: Error | null, value?: unknown) => {
      if (error) done(new ProblemError({ kind: 'bad-request' }));
      else if (!isCleanJson(value, JSON_DEPTH_MAX)) done(new ProblemError({ kind: 'broken-text' }));
      else done(null, value);
    });
  });
  app.addHook('preParsing', (request, _reply, payload, done) => {
    // Parsers of streams are not bounded by the framework; what announces too much is not read at all.
    const tooLarge = isMultipart(request) && Number(request.headers['content-length'] ?? 0) > MULTIPART_BYTES_MAX;
    done(tooLarge ? new ProblemError({ kind: 'too-large' }) : null, payload);
  });
}

function wrongCharset(request: FastifyRequest): ProblemError | undefined {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase();
  return charset === undefined || charset === 'utf-8' || charset === 'utf8' ? undefined : new ProblemError({ kind: 'wrong-charset' });
}

function isMultipart(request: FastifyRequest): boolean {
  return (request.headers['content-type'] ?? '').toLowerCase().startsWith('multipart/');
}
