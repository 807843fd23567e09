import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Form } from '../platform/http/form.ts';
import type { ReadyStaff } from '../slices/accounts/index.ts';
import { pageOf } from './context.ts';
import type { Services } from './services.ts';

/** One request of somebody in office who is signed in and ready. */
export type Desk = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services; readonly staff: ReadyStaff };

export function isStale({ services }: Desk, form: Form): boolean {
  return services.tokens.check('staff', form.values.get('token')?.[0]) !== 'valid';
}

export function deskPage({ request, services, staff }: Desk) {
  return pageOf(request, services, { form: 'staff', staff });
}
