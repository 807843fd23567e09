import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../platform/http/answer.ts';
import { sendProblem } from '../platform/http/errors.ts';
import { formOf, type Form } from '../platform/http/form.ts';
import { readerOf } from '../platform/http/reader.ts';
import { renderPage } from '../ui/render.ts';
import { pageOf, type FormPurpose } from './context.ts';
import type { Services } from './services.ts';
import { SendAgainPage } from './views/errors/send-again.tsx';

/**
 * Answers a form whose session has ended with a page that still holds all of it (401). Nothing is kept on the server, and
 * the form's key travels on, so that what did get through is not done twice. A fresh token: the old one may be old, too.
 */
export async function sendAgain(request: FastifyRequest, reply: FastifyReply, services: Services, who: 'staff' | 'resident'): Promise<FastifyReply> {
  const read = await formOf(request);
  return read.refused ? sendProblem(request, reply, read.reason) : sendFormAgain(request, reply, services, who, read.value);
}

/** The same for a form that was read already. */
export function sendFormAgain(request: FastifyRequest, reply: FastifyReply, services: Services, who: 'staff' | 'resident', form: Form<unknown>): FastifyReply {
  const purpose: FormPurpose = who;
  const page = pageOf(request, services, { form: purpose });
  const { key: _fresh, ...formFields } = page.formFields;
  const fields = [...form.values].filter(([name]) => name !== 'token').flatMap(([name, values]) => values.map((value) => [name, value] as const));
  return sendPage(reply.code(401), readerOf(request), renderPage(SendAgainPage({
    page: { ...page, formFields }, who, enter: who === 'staff' ? page.paths.signIn : page.paths.follow,
    action: request.url.split('?', 1)[0] ?? page.paths.home, fields,
  })));
}
