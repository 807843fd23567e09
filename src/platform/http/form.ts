import type { FastifyRequest } from 'fastify';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { FIELDS_MAX, FormBuilder, type Form, type IncomingFile } from './form-builder.ts';
import { readMultipart } from './form-multipart.ts';
import type { Problem } from './problem.ts';
import { decodeFormText, strictText } from './text.ts';

export type { Form, FormFile, IncomingFile } from './form-builder.ts';

/** The body of a urlencoded POST as the content type parser leaves it. */
export class UrlencodedBody {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/**
 * The form of this request, urlencoded or multipart; JSON objects of strings count as forms too, for programs. Files
 * are refused (`invalid`) unless `keep` is given: it is awaited file by file, so that one photo at a time is in memory.
 */
export async function formOf(request: FastifyRequest): Promise<Decision<Form, Problem>>;
export async function formOf<Kept>(request: FastifyRequest, keep: (file: IncomingFile) => Promise<Kept>): Promise<Decision<Form<Kept>, Problem>>;
export async function formOf<Kept>(request: FastifyRequest, keep?: (file: IncomingFile) => Promise<Kept>): Promise<Decision<Form<Kept>, Problem>> {
  if (request.isMultipart()) return readMultipart(request, keep);
  const { body } = request;
  if (body instanceof UrlencodedBody) return readUrlencoded(body.bytes);
  if (body === undefined || body === null) return accept(new FormBuilder<Kept>().build());
  return readObject(body);
}

/** What the page shows again after a mistake: the first value of each field. Files must be chosen anew or kept by name. */
export function typedValues(form: Form<unknown>): Readonly<Record<string, string>> {
  // A null prototype: a field may be called `constructor`.
  const typed: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, values] of form.values) typed[name] = values[0] ?? '';
  return typed;
}

function readUrlencoded<Kept>(bytes: Uint8Array): Decision<Form<Kept>, Problem> {
  const text = strictText(bytes);
  if (text === undefined) return refuse({ kind: 'broken-text' });
  const form = new FormBuilder<Kept>();
  for (const pair of text.split('&', FIELDS_MAX + 1)) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    const name = decodeFormText(cut < 0 ? pair : pair.slice(0, cut));
    const value = decodeFormText(cut < 0 ? '' : pair.slice(cut + 1));
    if (name === undefined || value === undefined) return refuse({ kind: 'broken-text' });
    if (!form.addText(name, value)) return refuse({ kind: 'too-large' });
  }
  return accept(form.build());
}

function readObject<Kept>(body: unknown): Decision<Form<Kept>, Problem> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse({ kind: 'bad-request' });
  const form = new FormBuilder<Kept>();
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? value as unknown[] : [value]) {
      const text = scalarText(one);
      if (text === undefined) return refuse({ kind: 'bad-request' });
      if (!form.addText(name, text)) return refuse({ kind: 'too-large' });
    }
  }
  return accept(form.build());
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
