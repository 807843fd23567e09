import type { FastifyRequest } from 'fastify';
import type { MultipartFile } from '@fastify/multipart';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { FIELD_BYTES_MAX, FIELDS_MAX, FILE_BYTES_MAX, FILES_MAX, FormBuilder, MULTIPART_BYTES_MAX, type Form, type IncomingFile } from './form-builder.ts';
import { problemOf, type Problem } from './problem.ts';
import { strictText } from './text.ts';

/** Forms with files being read at once: each holds at most one file in memory. Beyond it the reader is asked to wait. */
const READING_MAX = 24;
let reading = 0;

/** What is left of the bytes one form may have in all, read past or kept. */
type Budget = { bytesLeft: number };
type Keep<Kept> = ((file: IncomingFile) => Promise<Kept>) | undefined;

/**
 * Reads a multipart form part by part. Every part is taken as raw bytes, whatever it declares, so that broken UTF-8 is
 * seen instead of silently replaced.
 */
export async function readMultipart<Kept>(request: FastifyRequest, keep: Keep<Kept>): Promise<Decision<Form<Kept>, Problem>> {
  if (reading >= READING_MAX) return refuse(problemOf('busy'));
  reading += 1;
  try {
    return await readParts(request, keep);
  } catch (error) {
    // The parser throws on malformed framing only, before any of our own code has run on the part.
    const problem = framingProblem(request, error);
    if (problem) return refuse(problem);
    throw error;
  } finally {
    reading -= 1;
  }
}

async function readParts<Kept>(request: FastifyRequest, keep: Keep<Kept>): Promise<Decision<Form<Kept>, Problem>> {
  const form = new FormBuilder<Kept>();
  const budget: Budget = { bytesLeft: MULTIPART_BYTES_MAX };
  let problem: Problem | undefined;
  const parts = request.parts({
    limits: { parts: FIELDS_MAX + FILES_MAX, files: FIELDS_MAX + FILES_MAX, fileSize: FILE_BYTES_MAX + 1, fieldNameSize: 200, headerPairs: 20 },
    isPartAFile: () => true,
  });
  for await (const part of parts) {
    if (part.type !== 'file') throw new Error('every part is asked for as raw bytes');
    // After the first mistake the rest is read past, not kept: a browser that is still sending would never see our answer.
    if (problem) await readUpTo(part, 0, budget);
    else problem = await readPart(part, budget, form, keep);
    // Past every bound nobody is owed patience: the connection is left to close.
    if (budget.bytesLeft < 0) return refuse({ kind: 'too-large' });
  }
  return problem ? refuse(problem) : accept(form.build());
}

async function readPart<Kept>(part: MultipartFile, budget: Budget, form: FormBuilder<Kept>, keep: Keep<Kept>): Promise<Problem | undefined> {
  const field: unknown = part.fieldname;
  if (typeof field !== 'string' || field.includes('\0') || field.includes('\uFFFD')) {
    await readUpTo(part, 0, budget);
    return { kind: 'broken-text' };
  }
  if (part.filename !== undefined) return readFile(part, field, budget, form, keep);
  const bytes = await readUpTo(part, FIELD_BYTES_MAX, budget);
  if (bytes === 'too-large') return { kind: 'too-large' };
  const text = strictText(bytes);
  if (text === undefined) return { kind: 'broken-text' };
  return form.addText(field, text) ? undefined : { kind: 'too-large' };
}

async function readFile<Kept>(part: MultipartFile, field: string, budget: Budget, form: FormBuilder<Kept>, keep: Keep<Kept>): Promise<Problem | undefined> {
  const bytes = await readUpTo(part, FILE_BYTES_MAX, budget);
  // A file input left empty sends a part without name and bytes.
  if (bytes !== 'too-large' && bytes.byteLength === 0 && part.filename === '') return undefined;
  if (!keep) return { kind: 'invalid', fields: [field] };
  if (form.fileCount >= FILES_MAX) return { kind: 'too-large' };
  if (bytes === 'too-large') form.addFile({ field, kept: 'too-large' }, new Uint8Array());
  else form.addFile({ field, kept: await keep({ field, bytes }) }, bytes);
  return undefined;
}

/** Reads a part to its end, keeping at most `bytesMax`; a longer one is read past and dropped. */
async function readUpTo(part: MultipartFile, bytesMax: number, budget: Budget): Promise<Uint8Array | 'too-large'> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    budget.bytesLeft -= chunk.byteLength;
    if (budget.bytesLeft < 0) return 'too-large';
    if (length <= bytesMax) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length > bytesMax || part.file.truncated ? 'too-large' : Buffer.concat(chunks);
}

function framingProblem(request: FastifyRequest, error: unknown): Problem | undefined {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'FST_PARTS_LIMIT' || code === 'FST_FILES_LIMIT' || code === 'FST_FIELDS_LIMIT') return { kind: 'too-large' };
  if (code === 'FST_PROTO_VIOLATION' || code === 'FST_MP_PREMATURE_CLOSE') return { kind: 'bad-request' };
  const framing = typeof message === 'string' && /^(Part terminated early|Unexpected end of (multipart data|form|file)|Malformed|Multipart: |Unsupported content type|Missing Content-Type|Invalid Content-Disposition)/i.test(message);
  return framing && request.isMultipart() ? { kind: 'bad-request' } : undefined;
}
