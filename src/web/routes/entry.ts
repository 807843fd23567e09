import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { choiceField, mistakeWords } from '../../platform/http/fields.ts';
import { typedValues } from '../../platform/http/form.ts';
import { idempotencyOf } from '../../platform/http/idempotency.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { permits, readyStaff } from '../../slices/accounts/index.ts';
import { refusalMessages } from '../../slices/cases/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { directoryFor, pageOf } from '../context.ts';
import { deskPage, isStale, type Desk } from '../desk.ts';
import { webMessages } from '../messages.ts';
import { readForm } from '../read-form.ts';
import { listsOf } from '../report/choices.ts';
import { readReport } from '../report/form.ts';
import { sendAgain } from '../send-again.ts';
import { VAULT_RETRY_SECONDS } from '../vault-away.ts';
import type { Services } from '../services.ts';
import { ENTRY_CHANNELS, EntryPage, SealedPrintPage } from '../views/entry/entry.tsx';
import { enterCase } from '../entry/enter.ts';

/** What is said by phone, at a desk or on paper becomes a case like any other: by whoever has the permit `case.enter` (promise 2). */
export function registerEntry(app: FastifyInstance, services: Services): void {
  const atDesk = { ...services, signedOut: (request: FastifyRequest, reply: FastifyReply) => sendAgain(request, reply, services, 'staff') };
  const desk = (work: (desk: Desk) => Promise<FastifyReply> | FastifyReply) => async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const staff = await readyStaff(request, reply, request.method === 'GET' ? services : atDesk);
    if (!staff) return reply;
    const granted = services.accounts.organisation.permissionsOf(staff.jurisdiction);
    return permits(granted, staff.actor.roles, 'case.enter') ? work({ request, reply, services, staff }) : sendProblem(request, reply, { kind: 'forbidden' });
  };
  // Nothing typed here is logged: it is a resident's word and contact.
  app.get('/console/entry', { config: { unlogged: true } }, desk((one) => showEntry(one, EMPTY_FORM)));
  app.post('/console/entry', { config: { unlogged: true } }, desk(enter));
}

async function showEntry(desk: Desk, form: FormState): Promise<FastifyReply> {
  const { request, reply, services } = desk;
  const { places, topics, units } = listsOf(directoryFor(request, services), readerOf(request).locale);
  return sendPage(reply, readerOf(request), renderPage(EntryPage({ page: deskPage(desk), form, places, topics, units, offered: await services.waysOffered() })));
}

async function enter(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services } = desk;
  const form = await readForm(desk);
  if (!form) return reply;
  const { locale } = readerOf(request);
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> => showEntry({ ...desk, reply: reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  const key = idempotencyOf(request, form);
  if (isStale(desk, form) || key === undefined) return again(422, { form: webMessages(locale).formExpired });
  const channel = choiceField(form, 'channel', ENTRY_CHANNELS, { required: true });
  const { report, mistakes } = readReport(form, directoryFor(request, services), locale, await services.waysOffered());
  const errors = { ...mistakes, ...(channel.refused ? { channel: mistakeWords(channel.reason, locale) } : {}) };
  if (!report || channel.refused || Object.keys(errors).length > 0) return again(422, errors);
  const entered = await enterCase(services, desk.staff, { ...report, channel: channel.value }, key, directoryFor(request, services).locale);
  if (entered.refused) {
    const { kind } = entered.reason;
    if (kind === 'vault-away') {
      reply.header('retry-after', String(VAULT_RETRY_SECONDS));
      return again(503, { contact: webMessages(locale).entryVaultAway });
    }
    if (kind === 'key-reused') return sendProblem(request, reply, { kind: 'key-reused' });
    return again(kind === 'about-this-unit' ? 403 : 422, { [kind === 'about-this-unit' ? 'about' : 'form']: kind === 'about-this-unit' ? webMessages(locale).entryAboutYou : refusalMessages(locale)[kind] });
  }
  const { number, code, submittedAt } = entered.value;
  const page = { ...deskPage(desk), formFields: {} };
  return sendPage(reply.code(201), readerOf(request), renderPage(SealedPrintPage({
    page, number, code, channel: channel.value, followAddress: `${services.publicUrl}${pageOf(request, services).paths.follow}`, at: submittedAt, hasContact: report.contact !== undefined,
  })));
}
