import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseId } from '../../kernel/ids.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { choiceField, mistakesOf, mistakeWords, textField, type FormMistake } from '../../platform/http/fields.ts';
import { formOf, typedValues } from '../../platform/http/form.ts';
import { newFormKey } from '../../platform/http/idempotency.ts';
import { readerOf } from '../../platform/http/reader.ts';
import type { Actor } from '../../platform/db/actor.ts';
import { caseForStaff, refusalMessages, taskOf, TASK_RESULTS, THIRD_PARTY_JOB, type CaseRefusal, type Task } from '../../slices/cases/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor, pageOf } from '../context.ts';
import { atDesk, caseAtDesk, deskPage, isStale, type Desk } from '../desk.ts';
import { webMessages } from '../messages.ts';
import { caseTitle, unitNamer } from '../present/names.ts';
import { queryText } from '../public/reading.ts';
import { mayDraft, openTaskToken, taskToken, taskView, worksOn } from '../reach/tasks.ts';
import { readForm } from '../read-form.ts';
import type { Services } from '../services.ts';
import { reachMessages } from '../views/reach/messages.ts';
import { CaseTasksPage, MyTaskPage, OutsideTaskPage, TASK_LIMITS } from '../views/reach/tasks.tsx';
import { contextOf, formIn, page, residentOf, withCase, type Mine } from './mine.ts';

const QUIET = { config: { unlogged: true } } as const;
/** A link may be in anybody's hands: as few tries as a form of the public has. */
const OUTSIDE = { config: { unlogged: true, budget: 'report' } } as const;

/** Work for somebody outside: written at the desk, agreed to by the resident, reported through a link. */
export function registerTasks(app: FastifyInstance, services: Services): void {
  const desk = (work: (desk: Desk) => Promise<FastifyReply>) => atDesk(services, work);
  const mine = (work: (one: Mine) => Promise<FastifyReply>) => (request: FastifyRequest, reply: FastifyReply) => withCase(request, reply, services, work);
  app.get('/console/cases/:id/tasks', QUIET, desk((one) => showCases(one, EMPTY_FORM)));
  app.post('/console/cases/:id/tasks', QUIET, desk(draft));
  app.post('/console/cases/:id/tasks/:task/withdrawal', QUIET, desk(takeBack));
  app.get('/my/tasks/:task', QUIET, mine((one) => showMine(one, undefined)));
  app.post('/my/tasks/:task', QUIET, mine(rule));
  app.get('/tasks/:token', OUTSIDE, (request, reply) => showOutside({ request, reply, services }, EMPTY_FORM));
  app.post('/tasks/:token', OUTSIDE, (request, reply) => report({ request, reply, services }));
}

async function showCases(desk: Desk, form: FormState): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const found = await caseAtDesk(desk);
  if (!found) return sendProblem(request, reply, { kind: 'not-found' });
  const { state, id } = found;
  const context = deskPage(desk);
  const directory = directoryFor(request, services);
  const nameOf = unitNamer(directory, context.locale);
  const works = worksOn(state, staff);
  // The link is for whoever passes it on; others who read the case see that there is one.
  const linkOf = (task: Task): string | undefined => (works && task.state === 'approved' ? `${services.publicUrl}${context.paths.outsideTask(taskToken(services.keys, id, task, task.expiresAt))}` : undefined);
  const title = caseTitle(directory, state.facts, context.locale);
  return sendPage(reply.header('cache-control', 'no-store'), readerOf(request), renderPage(CaseTasksPage({
    page: context, id, title, tasks: state.facts.tasks.map((task) => taskView(task, nameOf, linkOf(task))), form, mayDraft: mayDraft(state, staff), mayWithdraw: works,
    sent: queryText(request.query as Record<string, unknown>, 'sent') === 'yes',
  })));
}

async function draft(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const form = await readForm(desk);
  if (!form) return reply;
  const found = await caseAtDesk(desk);
  if (!found) return sendProblem(request, reply, { kind: 'not-found' });
  const { locale } = readerOf(request);
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> => showCases({ ...desk, reply: reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  if (isStale(desk, form)) return again(422, { text: webMessages(locale).formExpired });
  const party = textField(form, 'party', { max: TASK_LIMITS.party, required: true });
  const text = textField(form, 'text', { max: TASK_LIMITS.text, required: true });
  if (party.refused || text.refused) return again(422, errorsOf(mistakesOf(party, text), locale));
  const done = await actOnce({ request, services, form, actor: staff.actor }, (tx) => services.cases.actIn(tx, found.id, { do: 'draft-task', party: party.value, text: text.value }));
  return done.refused ? again(statusOf(done.reason), { text: refusalMessages(locale)[done.reason.kind] }) : seeOther(reply, `${deskPage(desk).paths.caseTasks(found.id)}?sent=yes`);
}

async function takeBack(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const form = await readForm(desk);
  if (!form) return reply;
  const [found, task] = [await caseAtDesk(desk), numberIn(request)];
  if (!found || task === undefined) return sendProblem(request, reply, { kind: 'not-found' });
  const { locale } = readerOf(request);
  const again = (status: number, words: string): Promise<FastifyReply> => showCases({ ...desk, reply: reply.code(status) }, { ...EMPTY_FORM, errors: { text: words } });
  if (isStale(desk, form)) return again(422, webMessages(locale).formExpired);
  const done = await actOnce({ request, services, form, actor: staff.actor }, (tx) => services.cases.actIn(tx, found.id, { do: 'withdraw-task', task }));
  return done.refused ? again(statusOf(done.reason), refusalMessages(locale)[done.reason.kind]) : seeOther(reply, deskPage(desk).paths.caseTasks(found.id));
}

async function showMine(one: Mine, form: FormState | undefined): Promise<FastifyReply> {
  const number = numberIn(one.request);
  const task = number === undefined ? undefined : taskOf(one.loaded.state.facts.tasks, number);
  if (!task) return sendProblem(one.request, one.reply, { kind: 'not-found' });
  const view = taskView(task, unitNamer(directoryFor(one.request, one.services), readerOf(one.request).locale));
  return page(one, MyTaskPage({ page: contextOf(one), task: view, form: form ?? { ...EMPTY_FORM, values: { text: view.text ?? '' } } }));
}

async function rule(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const task = numberIn(one.request);
  if (task === undefined || !taskOf(one.loaded.state.facts.tasks, task)) return sendProblem(one.request, one.reply, { kind: 'not-found' });
  const { locale } = readerOf(one.request);
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> => showMine({ ...one, reply: one.reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  const isRefusal = form.values.get('ruling')?.[0] === 'refuse';
  const text = textField(form, 'text', { max: TASK_LIMITS.text, required: true });
  const words = textField(form, 'words', { max: TASK_LIMITS.words });
  if (words.refused || (!isRefusal && text.refused)) return again(422, errorsOf(isRefusal ? mistakesOf(words) : mistakesOf(text, words), locale));
  const act = isRefusal || text.refused ? { do: 'refuse-task', task, ...(words.value === undefined ? {} : { words: words.value }) } as const : { do: 'approve-task', task, text: text.value } as const;
  const done = await actOnce({ ...one, form, actor: residentOf(one) }, (tx) => one.services.cases.actIn(tx, one.session.caseId, act));
  return done.refused ? again(409, { text: refusalMessages(locale)[done.reason.kind] }) : seeOther(one.reply, contextOf(one).paths.my);
}

type Outside = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services };

/** The one thing behind the link; undefined where it is forged, over, taken back, or the case is at rest. */
async function behind({ request, services }: Outside): Promise<{ readonly task: Extract<Task, { state: 'approved' | 'reported' }>; readonly caseId: CaseId; readonly actor: Actor } | undefined> {
  const { jurisdiction } = readerOf(request);
  const opened = openTaskToken(services.keys, (request.params as { token?: string }).token, services.clock.now());
  if (!opened) return undefined;
  const actor: Actor = { kind: 'system', jurisdiction, job: THIRD_PARTY_JOB };
  const loaded = await services.database.inTransaction(actor, (tx) => caseForStaff(tx, opened.caseId));
  const task = loaded && taskOf(loaded.state.facts.tasks, opened.number);
  if (!loaded || loaded.state.facts.erased || ['diverted', 'solved', 'withdrawn'].includes(loaded.state.stage)) return undefined;
  return task?.state === 'approved' || task?.state === 'reported' ? { task, caseId: opened.caseId, actor } : undefined;
}

async function showOutside(one: Outside, form: FormState): Promise<FastifyReply> {
  const { request, reply, services } = one;
  const found = await behind(one);
  if (!found) return sendProblem(request, reply, { kind: 'not-found' });
  const { task } = found;
  const context = pageOf(request, services, { form: 'report' });
  return sendPage(reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex, nofollow'), readerOf(request), renderPage(OutsideTaskPage({
    page: context, action: request.url.split('?')[0] ?? '', unit: unitNamer(directoryFor(request, services), context.locale)(task.unit),
    party: task.party, text: task.text, until: task.expiresAt, form: { ...form, hidden: { ...form.hidden, key: form.hidden['key'] ?? newFormKey() } }, reported: task.state === 'reported',
  })));
}

async function report(one: Outside): Promise<FastifyReply> {
  const { request, reply, services } = one;
  const found = await behind(one);
  if (!found) return sendProblem(request, reply, { kind: 'not-found' });
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const form = read.value;
  const { locale } = readerOf(request);
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> => showOutside({ ...one, reply: reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  if (services.tokens.check('report', form.values.get('token')?.[0]) !== 'valid') return again(422, { words: webMessages(locale).formExpired });
  const result = choiceField(form, 'result', TASK_RESULTS);
  const words = textField(form, 'words', { max: TASK_LIMITS.words, required: true });
  const picked = result.refused ? undefined : result.value;
  if (words.refused || picked === undefined) return again(422, { ...errorsOf(mistakesOf(words), locale), ...(picked === undefined ? { result: reachMessages(locale).pickResult } : {}) });
  const act = { do: 'report-task', task: found.task.number, result: picked, words: words.value } as const;
  const done = await actOnce({ request, services, form, actor: found.actor }, (tx) => services.cases.actIn(tx, found.caseId, act));
  return done.refused ? again(409, { words: reachMessages(locale).publicSaid }) : seeOther(reply, request.url.split('?')[0] ?? '');
}

function errorsOf(mistakes: readonly FormMistake[], locale: 'zh' | 'en'): FormState['errors'] {
  return Object.fromEntries(mistakes.map((mistake) => [mistake.field, mistakeWords(mistake, locale)]));
}

function statusOf({ kind }: CaseRefusal): number {
  return kind === 'not-yours' ? 403 : kind === 'wrong-stage' ? 409 : 422;
}

/** A task's number in the address. */
function numberIn(request: FastifyRequest): number | undefined {
  const { task = '' } = request.params as { task?: string };
  return /^[1-9]\d?$/.test(task) ? Number(task) : undefined;
}
