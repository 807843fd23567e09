import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseId, type CaseId, type UnitId } from '../../kernel/ids.ts';
import { accept } from '../../kernel/refusal.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { mistakeWords, textField } from '../../platform/http/fields.ts';
import { formOf, typedValues } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { readyStaff, type ReadyStaff } from '../../slices/accounts/index.ts';
import { caseForStaff, correctionOf, QUEUES, refusalMessages, unitsKeptFrom, type Correction, type LoadedCase, type Queue } from '../../slices/cases/index.ts';
import { unsealingMessages, type RecordedLook } from '../../slices/unsealing/index.ts';
import { CASE_ACTS, EMPTY_FORM, type CaseAct, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { actsFor, listedLead } from '../console/acts.ts';
import { consoleCaseProps } from '../console/case-props.ts';
import { fieldOfRefusal, readAct } from '../console/read-act.ts';
import { queueFor } from '../console/queue.ts';
import { agreedWith } from '../consent/agreed.ts';
import { directoryFor, pageOf } from '../context.ts';
import { isFresh } from '../fresh.ts';
import { shownOf } from '../identity/props.ts';
import { mayAskIdentity } from '../identity/who.ts';
import { caseMatters } from '../matters/props.ts';
import { webMessages } from '../messages.ts';
import { queryText } from '../public/reading.ts';
import { mayAskHiding } from '../removals/desk-props.ts';
import { sendAgain } from '../send-again.ts';
import { mayCall } from '../reach/calls.ts';
import { mayDraft } from '../reach/tasks.ts';
import type { Services } from '../services.ts';
import { isVaultAway, orAway, VAULT_RETRY_SECONDS } from '../vault-away.ts';
import { REASON_MAX, type Shown } from '../views/identity/identity.tsx';
import { identityMessages } from '../views/identity/messages.ts';
import { ConsoleCasePage, QueuePage } from '../views/console/console.tsx';

type Desk = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services; readonly staff: ReadyStaff };

/** The desk of dispatchers and handlers: a queue by what is due, and one case with what may be done now. */
export function registerConsole(app: FastifyInstance, services: Services): void {
  const atDesk = { ...services, signedOut: (request: FastifyRequest, reply: FastifyReply) => sendAgain(request, reply, services, 'staff') };
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
  app.post('/console/cases/:id/identity', { config: { unlogged: true } }, async (request, reply) => {
    const staff = await readyStaff(request, reply, atDesk);
    return staff ? lookAtIdentity({ request, reply, services, staff }) : reply;
  });
  for (const act of CASE_ACTS) {
    app.get(`/console/cases/:id/${act}`, (request, reply) => {
      const id = parseCaseId((request.params as { id?: string }).id);
      return id ? seeOther(reply, pageOf(request, services).paths.consoleCase(id)) : sendProblem(request, reply, { kind: 'not-found' });
    });
    app.post(`/console/cases/:id/${act}`, async (request, reply) => {
      const staff = await readyStaff(request, reply, atDesk);
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
  const done = await actOnce({ request, services, form: read.value, actor: staff.actor }, (tx) => services.cases.actIn(tx, caseId, command.act));
  if (!done.refused) return seeOther(reply, `${pageOf(request, services).paths.consoleCase(caseId)}?done=${act}`);
  const { reason } = done;
  if (reason.kind === 'no-such-case') return sendProblem(request, reply, { kind: 'not-found' });
  return again(reason.kind === 'not-yours' ? 403 : reason.kind === 'wrong-stage' ? 409 : 422, { [fieldOfRefusal(reason)]: refusalMessages(locale)[reason.kind] });
}

/**
 * For a resident who chose to be named, or agreed until a day: the unit that has the case sees name and contact once, on this answer alone. The look's entry,
 * its line for the resident and the vault's own line are committed before anything is opened.
 */
async function lookAtIdentity(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const caseId = caseIdOf(request);
  const loaded = caseId && await services.database.inTransaction(staff.actor, (tx) => caseForStaff(tx, caseId));
  if (!caseId || !loaded) return sendProblem(request, reply, { kind: 'not-found' });
  const agreed = await agreedWith(services, staff, caseId, loaded);
  if (!agreed) return sendProblem(request, reply, { kind: 'forbidden' });
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const { locale } = readerOf(request);
  const reason = textField(read.value, 'reason', { max: REASON_MAX, required: true });
  const stale = services.tokens.check('staff', read.value.values.get('token')?.[0]) !== 'valid';
  if (reason.refused || stale) {
    const errors = { reason: reason.refused ? mistakeWords(reason.reason, locale) : webMessages(locale).formExpired };
    return showCase({ ...desk, reply: reply.code(422) }, { identity: { form: { values: typedValues(read.value), errors, hidden: {} } } });
  }
  if (await isVaultAway(services.vault)) return showCase({ ...desk, reply: reply.code(503).header('retry-after', String(VAULT_RETRY_SECONDS)) }, { identity: { form: { values: typedValues(read.value), errors: { reason: identityMessages(locale).away }, hidden: {} } } });
  if (!await isFresh(desk, read.value)) return reply;
  const around = await services.unsealings.around(staff.jurisdiction, caseId);
  if (!around) return sendProblem(request, reply, { kind: 'not-found' });
  const recorded: { look?: RecordedLook } = {};
  const done = await actOnce({ request, services, form: read.value, actor: staff.actor }, async (tx) => {
    const acted = await services.unsealings.actIn(tx, around, { do: 'look-as-agreed', words: reason.value, fields: agreed.fields });
    if (!acted.refused && acted.value.look) recorded.look = acted.value.look;
    return acted.refused ? acted : accept(undefined);
  });
  if (done.refused) {
    return showCase({ ...desk, reply: reply.code(409) }, { identity: { form: { values: typedValues(read.value), errors: { reason: unsealingMessages(locale)[done.reason.kind] }, hidden: {} } } });
  }
  // The same form again opens nothing: each look is an entry of its own.
  if (!recorded.look) return seeOther(reply, contextOf(desk).paths.consoleCase(caseId));
  const contact = await services.unsealings.show(recorded.look);
  return showCase({ ...desk, reply: reply.header('cache-control', 'no-store') }, { identity: { form: EMPTY_FORM, shown: shownOf(contact, recorded.look.fields, staff, recorded.look.at, contextOf(desk)) } });
}

type Showing = { readonly identity?: { readonly form: FormState; readonly shown?: Shown };
  readonly done?: CaseAct; readonly failed?: { readonly act: CaseAct; readonly form: FormState } };

async function showCase(desk: Desk, showing: Showing): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const caseId = caseIdOf(request);
  const loaded = caseId && await services.database.inTransaction(staff.actor, (tx) => caseForStaff(tx, caseId));
  if (!loaded) return sendProblem(request, reply, { kind: 'not-found' });
  const queue = await queueOf(desk);
  if (!queue) return sendProblem(request, reply, { kind: 'not-found' });
  const page = contextOf(desk);
  const about = staff.actor.roles.includes('dispatcher') ? await services.database.inTransaction(staff.actor, (tx) => unitsKeptFrom(tx, caseId)) : [];
  const correction = await rulingFor(desk, loaded, about);
  const acts = actsFor({ loaded, staff, about, ...(correction ? { correction } : {}), directory: directoryFor(request, services), locale: page.locale, now: services.clock.now(), ...(showing.failed ? { failed: showing.failed } : {}) });
  const props = consoleCaseProps({ loaded, staff, page, queue, acts, directory: directoryFor(request, services), now: services.clock.now() });
  const agreed = await orAway(agreedWith(services, staff, caseId, loaded));
  const identity = agreed === 'away' ? { identityAway: true } : agreed ? { identity: { action: `${page.paths.consoleCase(caseId)}/identity`, ...(agreed.until === undefined ? {} : { agreed: { fields: agreed.fields, until: agreed.until } }), ...(showing.identity ?? { form: EMPTY_FORM }) } } : {};
  const maskable = agreed !== 'away' && agreed?.until !== undefined && agreed.fields.includes('phone') && mayCall(loaded.state, staff);
  const matters = await caseMatters(services, staff, loaded, directoryFor(request, services));
  const calls = loaded.state.facts.calls.length > 0 || (maskable && await services.callsOffered()) ? page.paths.caseCalls(caseId) : maskable ? 'none' : undefined;
  return sendPage(reply, readerOf(request), renderPage(ConsoleCasePage({ ...props, ...identity, ...(matters ? { matters } : {}), ...(mayAskIdentity(desk, loaded) ? { identityHref: page.paths.caseIdentity(caseId) } : {}), ...(calls === undefined ? {} : { callsHref: calls }), ...(mayDraft(loaded.state, staff) || loaded.state.facts.tasks.length > 0 ? { tasksHref: page.paths.caseTasks(caseId) } : {}), ...(mayAskHiding(staff) ? { removalsHref: page.paths.caseRemovals(caseId) } : {}), ...(showing.done ? { done: showing.done } : {}) })));
}

/** Asked only where a suggestion will be shown. */
async function rulingFor({ request, services, staff }: Desk, { state }: LoadedCase, about: readonly UnitId[]): Promise<Correction | undefined> {
  if (state.stage !== 'accepted' || !staff.actor.roles.includes('dispatcher')) return undefined;
  const directory = directoryFor(request, services);
  const listed = listedLead(state, directory, services.clock.now(), about);
  if (!listed) return undefined;
  const { topic, place } = state.facts;
  const town = directory.divisionPath(place.division).filter((code) => code !== directory.rootDivision.code).at(-1) ?? place.division;
  return services.database.inTransaction(staff.actor, (tx) => correctionOf(tx, topic, [town, ...directory.divisionsUnder(town).map(({ code }) => code)], listed));
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

