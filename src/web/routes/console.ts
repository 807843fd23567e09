import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseId, type CaseId } from '../../kernel/ids.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { formOf, typedValues } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { readyStaff, type ReadyStaff } from '../../slices/accounts/index.ts';
import { caseForStaff, QUEUES, refusalMessages, type Queue } from '../../slices/cases/index.ts';
import { CASE_ACTS, type CaseAct, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actsFor } from '../console/acts.ts';
import { consoleCaseProps } from '../console/case-props.ts';
import { fieldOfRefusal, readAct } from '../console/read-act.ts';
import { queueFor } from '../console/queue.ts';
import { directoryFor, pageOf } from '../context.ts';
import { webMessages } from '../messages.ts';
import { queryText } from '../public/reading.ts';
import type { Services } from '../services.ts';
import { ConsoleCasePage, QueuePage } from '../views/console/console.tsx';

type Desk = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services; readonly staff: ReadyStaff };

/** The desk of dispatchers and handlers: a queue by what is due, and one case with what may be done now. */
export function registerConsole(app: FastifyInstance, services: Services): void {
  app.get('/console', async (request, reply) => {
    const staff = await readyStaff(request, reply, services);
    if (!staff) return reply;
    const desk = { request, reply, services, staff };
    const queue = await queueOf(desk);
    if (!queue) return sendProblem(request, reply, { kind: 'not-found' });
    return sendPage(reply, readerOf(request), renderPage(QueuePage({ page: contextOf(desk), queue })));
  });
  app.get('/console/cases/:id', async (request, reply) => {
    const staff = await readyStaff(request, reply, services);
    if (!staff) return reply;
    const done = CASE_ACTS.find((act) => act === queryText(request.query as Record<string, unknown>, 'done'));
    return showCase({ request, reply, services, staff }, { ...(done ? { done } : {}) });
  });
  for (const act of CASE_ACTS) {
    app.get(`/console/cases/:id/${act}`, (request, reply) => {
      const id = parseCaseId((request.params as { id?: string }).id);
      return id ? seeOther(reply, pageOf(request, services).paths.consoleCase(id)) : sendProblem(request, reply, { kind: 'not-found' });
    });
    app.post(`/console/cases/:id/${act}`, async (request, reply) => {
      const staff = await readyStaff(request, reply, services);
      return staff ? carryOut({ request, reply, services, staff }, act) : reply;
    });
  }
}

async function carryOut(desk: Desk, act: CaseAct): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const caseId = caseIdOf(request);
  if (!caseId) return sendProblem(request, reply, { kind: 'not-found' });
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const { locale } = readerOf(request);
  const values = { ...typedValues(read.value), assisting: (read.value.values.get('assisting') ?? []).join(',') };
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> =>
    showCase({ ...desk, reply: reply.code(status) }, { failed: { act, form: { values, errors, hidden: {} } } });
  if (services.tokens.check('staff', values['token' as keyof typeof values]) !== 'valid') return again(422, { form: webMessages(locale).formExpired });
  const command = readAct(act, read.value, directoryFor(request, services), locale);
  if ('mistakes' in command) return again(422, command.mistakes);
  const done = await services.cases.act(staff.actor, caseId, command.act);
  if (!done.refused) return seeOther(reply, `${pageOf(request, services).paths.consoleCase(caseId)}?done=${act}`);
  const { reason } = done;
  if (reason.kind === 'no-such-case') return sendProblem(request, reply, { kind: 'not-found' });
  return again(reason.kind === 'not-yours' ? 403 : reason.kind === 'wrong-stage' ? 409 : 422, { [fieldOfRefusal(reason)]: refusalMessages(locale)[reason.kind] });
}

type Showing = { readonly done?: CaseAct; readonly failed?: { readonly act: CaseAct; readonly form: FormState } };

async function showCase(desk: Desk, showing: Showing): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const caseId = caseIdOf(request);
  const loaded = caseId && await services.database.inTransaction(staff.actor, (tx) => caseForStaff(tx, caseId));
  if (!loaded) return sendProblem(request, reply, { kind: 'not-found' });
  const queue = await queueOf(desk);
  if (!queue) return sendProblem(request, reply, { kind: 'not-found' });
  const page = contextOf(desk);
  const acts = actsFor({ loaded, staff, directory: directoryFor(request, services), locale: page.locale, now: services.clock.now(), ...(showing.failed ? { failed: showing.failed } : {}) });
  const props = consoleCaseProps({ loaded, page, queue, acts, directory: directoryFor(request, services), now: services.clock.now() });
  return sendPage(reply, readerOf(request), renderPage(ConsoleCasePage({ ...props, ...(showing.done ? { done: showing.done } : {}) })));
}

function queueOf(desk: Desk) {
  const { request, services, staff } = desk;
  const query = request.query as Record<string, unknown>;
  const wanted: Queue | undefined = QUEUES.find((one) => one === query['queue']);
  const after = queryText(query, 'after');
  const search = queryText(query, 'q');
  return queueFor({
    services, staff, page: contextOf(desk), directory: directoryFor(request, services), now: services.clock.now(),
    ...(wanted ? { wanted } : {}), ...(after ? { after } : {}), ...(search ? { search } : {}),
  });
}

function contextOf({ request, services, staff }: Desk) {
  return pageOf(request, services, { form: 'staff', staff });
}

function caseIdOf(request: FastifyRequest): CaseId | undefined {
  return parseCaseId((request.params as { id?: string }).id);
}

