import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Form } from '../platform/http/form.ts';
import { requireFresh, type ReadyStaff } from '../slices/accounts/index.ts';
import { pageOf } from './context.ts';
import type { Services } from './services.ts';

/**
 * Before a sensitive act of staff (a look at an identity, hiding, powers): true when its sender has proved within the last
 * quarter of an hour who they are. Otherwise the request has been answered, with nothing typed lost: return the reply.
 */
export function isFresh({ request, reply, services, staff }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services; readonly staff: ReadyStaff }, form: Form<unknown>): Promise<boolean> {
  const { accounts } = services;
  return requireFresh(request, reply, { accounts, pageOf: (asking, session) => pageOf(asking, services, { form: 'staff', ...(session ? { staff: session } : {}) }) }, staff, form);
}
