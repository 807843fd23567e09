import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../platform/http/errors.ts';
import { formOf, type Form } from '../platform/http/form.ts';

/** What was sent; where it cannot be read, the reader is told why, and it is undefined. */
export async function readForm({ request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply }): Promise<Form | undefined> {
  const read = await formOf(request);
  if (!read.refused) return read.value;
  sendProblem(request, reply, read.reason);
  return undefined;
}
