import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../platform/http/errors.ts';
import { formOf, type Form } from '../platform/http/form.ts';
import type { ReadyStaff } from '../slices/accounts/index.ts';
import { pageOf } from './context.ts';
import type { Services } from './services.ts';

/** One request of somebody in office who is signed in and ready. */
export type Desk = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services; readonly staff: ReadyStaff };

/** What was sent; where it cannot be read, the reader is told why, and it is undefined. */
export async function deskForm({ request, reply }: Desk): Promise<Form | undefined> {
  const read = await formOf(request);
  if (!read.refused) return read.value;
  sendProblem(request, reply, read.reason);
  return undefined;
}

export function isStale({ services }: Desk, form: Form): boolean {
  return services.tokens.check('staff', form.values.get('token')?.[0]) !== 'valid';
}

export function deskPage({ request, services, staff }: Desk) {
  return pageOf(request, services, { form: 'staff', staff });
}
