import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseId, type CaseId } from '../kernel/ids.ts';
import type { Form } from '../platform/http/form.ts';
import { readyStaff, type ReadyStaff } from '../slices/accounts/index.ts';
import { caseForStaff, type LoadedCase } from '../slices/cases/index.ts';
import { pageOf } from './context.ts';
import { sendAgain } from './send-again.ts';
import type { Services } from './services.ts';

/** One request of somebody in office who is signed in and ready. */
export type Desk = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services; readonly staff: ReadyStaff };

/** The case in the address as this official may see it: row security decides, and whoever may not learns nothing of it. */
export async function caseAtDesk({ request, services, staff }: Desk): Promise<(LoadedCase & { readonly id: CaseId }) | undefined> {
  const id = parseCaseId((request.params as { id?: string }).id);
  const loaded = id && await services.database.inTransaction(staff.actor, (tx) => caseForStaff(tx, id));
  return id && loaded ? { ...loaded, id } : undefined;
}

/** A page or form of the desk: for whoever is signed in and ready; a form sent after the session ended is kept. */
export function atDesk(services: Services, work: (desk: Desk) => Promise<FastifyReply>): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const signedOut = (asked: FastifyRequest, answer: FastifyReply): Promise<FastifyReply> => sendAgain(asked, answer, services, 'staff');
    const staff = await readyStaff(request, reply, request.method === 'GET' ? services : { ...services, signedOut });
    return staff ? work({ request, reply, services, staff }) : reply;
  };
}

export function isStale({ services }: Desk, form: Form): boolean {
  return services.tokens.check('staff', form.values.get('token')?.[0]) !== 'valid';
}

export function deskPage({ request, services, staff }: Desk) {
  return pageOf(request, services, { form: 'staff', staff });
}
