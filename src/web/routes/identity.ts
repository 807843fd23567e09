import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseId, type CaseId } from '../../kernel/ids.ts';
import { accept, type Decision } from '../../kernel/refusal.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { choiceField } from '../../platform/http/fields.ts';
import { typedValues, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { readyStaff } from '../../slices/accounts/index.ts';
import { caseForStaff, type LoadedCase } from '../../slices/cases/index.ts';
import { parseRequestId, PURPOSES, RULINGS, unsealingMessages, type RecordedLook, type Unsealing, type UnsealingAct, type UnsealingRefusal } from '../../slices/unsealing/index.ts';
import { CONTACT_FIELDS, type ContactField } from '../../slices/vault/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor } from '../context.ts';
import { deskPage, isStale, type Desk } from '../desk.ts';
import { isFresh } from '../fresh.ts';
import { askIdentityProps, shownOf, waitingOf } from '../identity/props.ts';
import { mayAskIdentity, maySeeIdentityDesk } from '../identity/who.ts';
import { webMessages } from '../messages.ts';
import { queryText } from '../public/reading.ts';
import { sendAgain } from '../send-again.ts';
import { readForm } from '../read-form.ts';
import type { Services } from '../services.ts';
import { isVaultAway, VAULT_RETRY_SECONDS } from '../vault-away.ts';
import { AskIdentityPage, IDENTITY_DONE, ShownIdentityPage, tickOf, type IdentityDone } from '../views/identity/asking.tsx';
import { DecideIdentityPage, IdentityDeskPage, type WaitingIdentity } from '../views/identity/deciding.tsx';
import { identityMessages } from '../views/identity/messages.ts';

type Around = NonNullable<Awaited<ReturnType<Services['unsealings']['around']>>>;
type AtRequest = Desk & { readonly id: string; readonly one: Unsealing; readonly around: Around; readonly loaded: LoadedCase };
type AtCase = Desk & { readonly id: CaseId; readonly loaded: LoadedCase };

/** Nothing of these pages is logged: who looks at whom is told to the person, not to the log's readers. */
const QUIET = { config: { unlogged: true } } as const;

/** Opening an identity: the unit asks, somebody of another unit decides, whoever asked looks; each is a page of its own. */
export function registerIdentity(app: FastifyInstance, services: Services): void {
  const atDesk = { ...services, signedOut: (request: FastifyRequest, reply: FastifyReply) => sendAgain(request, reply, services, 'staff') };
  const desk = (work: (desk: Desk) => Promise<FastifyReply>) => async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const staff = await readyStaff(request, reply, request.method === 'GET' ? services : atDesk);
    return staff ? work({ request, reply, services, staff }) : reply;
  };
  app.get('/console/cases/:id/identity', QUIET, desk((one) => atCase(one, (here) => showAsking(here, EMPTY_FORM))));
  app.post('/console/cases/:id/identity/requests', QUIET, desk((one) => atCase(one, ask)));
  app.get('/console/identity', QUIET, desk(showDesk));
  app.get('/console/identity/:request', QUIET, desk((one) => atRequest(one, (here) => showDecision(here, EMPTY_FORM))));
  app.post('/console/identity/:request/decision', QUIET, desk((one) => atRequest(one, decideOn)));
  app.post('/console/identity/:request/settlement', QUIET, desk((one) => atRequest(one, settle)));
  app.post('/console/identity/:request/looks', QUIET, desk((one) => atRequest(one, look)));
}

/** Whoever may see the case; who may ask is decided with the request. */
async function atCase(desk: Desk, work: (here: AtCase) => Promise<FastifyReply>): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const id = parseCaseId((request.params as { id?: string }).id);
  const loaded = id && await services.database.inTransaction(staff.actor, (tx) => caseForStaff(tx, id));
  if (!id || !loaded) return sendProblem(request, reply, { kind: 'not-found' });
  return mayAskIdentity(desk, loaded) ? work({ ...desk, id, loaded }) : sendProblem(request, reply, { kind: 'forbidden' });
}

async function showAsking(here: AtCase, form: FormState, failedLook?: { readonly id: string; readonly form: FormState }): Promise<FastifyReply> {
  const { request, reply, services, staff, id, loaded } = here;
  const requests = await services.database.inTransaction(staff.actor, (tx) => services.unsealings.ofCase(tx, id));
  const page = deskPage(here);
  const waits = requests.some((one) => one.status === 'requested' && one.decideBy > services.clock.now());
  const props = askIdentityProps(loaded, id, requests, staff, !waits, form, services.clock.now(), { page, directory: directoryFor(request, services) });
  const done = doneOf(request);
  return sendPage(reply, readerOf(request), renderPage(AskIdentityPage({ ...props, ...(done ? { done } : {}), ...(failedLook ? { failedLook } : {}) })));
}

async function ask(here: AtCase): Promise<FastifyReply> {
  const { request, reply, services, id, staff } = here;
  const form = await readForm(here);
  if (!form) return reply;
  const { locale } = readerOf(request);
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> => showAsking({ ...here, reply: reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  if (isStale(here, form)) return again(422, { form: webMessages(locale).formExpired });
  const purpose = choiceField(form, 'purpose', PURPOSES, { required: true });
  const words = textIn(form, 'words');
  const fields = fieldsIn(form);
  const say = identityMessages(locale);
  if (purpose.refused || fields.length === 0) return again(422, { ...(purpose.refused ? { purpose: say.pickPurpose } : {}), ...(fields.length === 0 ? { fields: say.pickFields } : {}) });
  const around = await services.unsealings.around(staff.jurisdiction, id);
  if (!around) return sendProblem(request, reply, { kind: 'not-found' });
  const done = await once(here, form, around, { do: 'request', purpose: purpose.value, words, fields });
  return done.refused ? again(statusOf(done.reason), errorOf(done.reason, 'words', locale)) : seeOther(reply, `${deskPage(here).paths.caseIdentity(id)}?done=requested`);
}

async function showDesk(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  if (!maySeeIdentityDesk(desk)) return sendProblem(request, reply, { kind: 'forbidden' });
  const page = deskPage(desk);
  const waiting: WaitingIdentity[] = [];
  for (const one of await services.database.inTransaction(staff.actor, (tx) => services.unsealings.waiting(tx))) {
    const at = await readAround(desk, one);
    const row = at && waitingOf(one, at.loaded.state.facts, at.around, staff, services.clock.now(), { page, directory: directoryFor(request, services) });
    // Whoever has become a party to the case is not even told that it is there.
    if (row && !at.around.rules.isParty(staff.unitId)) waiting.push(row);
  }
  const done = doneOf(request);
  return sendPage(reply, readerOf(request), renderPage(IdentityDeskPage({ page, waiting, ...(done ? { done } : {}) })));
}

/** Row security decides who may see a request; the case around it is read by the system, since a second person may not see cases. */
async function atRequest(desk: Desk, work: (here: AtRequest) => Promise<FastifyReply>): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const id = parseRequestId((request.params as { request?: string }).request);
  const one = id === undefined ? undefined : await services.database.inTransaction(staff.actor, (tx) => services.unsealings.read(tx, id));
  const at = one && await readAround(desk, one);
  if (id === undefined || !one || !at || at.around.rules.isParty(staff.unitId)) return sendProblem(request, reply, { kind: 'not-found' });
  return work({ ...desk, id, one, ...at });
}

async function readAround({ services, staff }: Desk, one: Unsealing): Promise<{ readonly around: Around; readonly loaded: LoadedCase } | undefined> {
  const { jurisdiction } = staff;
  const around = await services.unsealings.around(jurisdiction, one.caseId);
  const loaded = await services.database.inTransaction({ kind: 'system', jurisdiction, job: 'unsealing' }, (tx) => caseForStaff(tx, one.caseId), 'worker');
  return around && loaded ? { around, loaded } : undefined;
}

async function showDecision(here: AtRequest, form: FormState): Promise<FastifyReply> {
  const { request, reply, services, staff, one, around, loaded } = here;
  const page = deskPage(here);
  const row = maySeeIdentityDesk(here) ? waitingOf(one, loaded.state.facts, around, staff, services.clock.now(), { page, directory: directoryFor(request, services) }) : undefined;
  if (!row) return sendProblem(request, reply, { kind: 'not-found' });
  if (!row.yours) return sendProblem(request, reply, { kind: 'forbidden' });
  return sendPage(reply, readerOf(request), renderPage(DecideIdentityPage({ page, one: row, form })));
}

async function decideOn(here: AtRequest): Promise<FastifyReply> {
  const form = await readForm(here);
  if (!form) return here.reply;
  const ruling = choiceField(form, 'ruling', ['approve', 'refuse'] as const, { required: true });
  const granted = fieldsIn(form);
  const say = identityMessages(readerOf(here.request).locale);
  const errors = { ...(ruling.refused ? { ruling: say.pickRuling } : {}), ...(!ruling.refused && ruling.value === 'approve' && granted.length === 0 ? { fields: say.pickFields } : {}) };
  const explanation = textIn(form, 'explanation');
  const act: UnsealingAct = !ruling.refused && ruling.value === 'approve' ? { do: 'approve', granted, explanation } : { do: 'refuse', explanation };
  return decidedBy(here, form, act, errors, act.do === 'approve' ? 'approved' : 'refused');
}

async function settle(here: AtRequest): Promise<FastifyReply> {
  const form = await readForm(here);
  if (!form) return here.reply;
  const ruling = choiceField(form, 'ruling', RULINGS, { required: true });
  const errors = ruling.refused ? { ruling: identityMessages(readerOf(here.request).locale).pickRuling } : {};
  return decidedBy(here, form, { do: 'settle', ruling: ruling.refused ? 'proper' : ruling.value, explanation: textIn(form, 'explanation') }, errors, 'settled');
}

async function decidedBy(here: AtRequest, form: Form, act: UnsealingAct, errors: FormState['errors'], done: IdentityDone): Promise<FastifyReply> {
  const { request, reply, around, id } = here;
  const { locale } = readerOf(request);
  if (!maySeeIdentityDesk(here)) return sendProblem(request, reply, { kind: 'forbidden' });
  const again = (status: number, wrong: FormState['errors']): Promise<FastifyReply> => showDecision({ ...here, reply: reply.code(status) }, { values: typedValues(form), errors: wrong, hidden: {} });
  if (isStale(here, form)) return again(422, { form: webMessages(locale).formExpired });
  if (Object.keys(errors).length > 0) return again(422, errors);
  if (!await isFresh(here, form)) return reply;
  const outcome = await once(here, form, around, act, id);
  if (!outcome.refused) return seeOther(reply, `${deskPage(here).paths.identityDesk}?done=${done}`);
  const status = statusOf(outcome.reason);
  return status === 403 ? sendProblem(request, reply, { kind: 'forbidden' }) : again(status, errorOf(outcome.reason, 'explanation', locale));
}

/**
 * One look: entry and line for the resident are committed, then the vault writes its own line, then it opens. The page is shown on
 * this answer alone: the same form again opens nothing, and a new look is a new entry.
 */
async function look(here: AtRequest): Promise<FastifyReply> {
  const { request, reply, services, staff, one, around, id, loaded } = here;
  const form = await readForm(here);
  if (!form) return reply;
  const { locale } = readerOf(request);
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> =>
    showAsking({ ...here, id: one.caseId, reply: reply.code(status) }, EMPTY_FORM, { id, form: { values: typedValues(form), errors, hidden: {} } });
  if (one.accounts[0] !== staff.accountId) return sendProblem(request, reply, { kind: 'forbidden' });
  if (isStale(here, form)) return again(422, { form: webMessages(locale).formExpired });
  const fields = fieldsIn(form);
  if (await isVaultAway(services.vault)) {
    reply.header('retry-after', String(VAULT_RETRY_SECONDS));
    return again(503, { fields: identityMessages(locale).away });
  }
  if (!await isFresh(here, form)) return reply;
  const recorded: { look?: RecordedLook } = {};
  const done = await actOnce({ request, services, form, actor: staff.actor }, async (tx) => {
    const acted = await services.unsealings.actIn(tx, around, { do: 'view', fields }, id);
    if (acted.refused) return acted;
    if (acted.value.look) recorded.look = acted.value.look;
    return accept(undefined);
  });
  if (done.refused) return again(statusOf(done.reason), { fields: unsealingMessages(locale)[done.reason.kind] });
  const page = deskPage(here);
  if (!recorded.look) return seeOther(reply, `${page.paths.caseIdentity(one.caseId)}?done=again`);
  const contact = await services.unsealings.show(recorded.look);
  const shown = shownOf(contact, recorded.look.fields, staff, recorded.look.at, page);
  return sendPage(reply.header('cache-control', 'no-store'), readerOf(request), renderPage(ShownIdentityPage({
    page, id: one.caseId, number: loaded.state.facts.number, shown, back: page.paths.caseIdentity(one.caseId),
  })));
}

function once({ request, services, staff }: Desk, form: Form, around: Around, act: UnsealingAct, id?: string): Promise<Decision<undefined, UnsealingRefusal>> {
  return actOnce({ request, services, form, actor: staff.actor }, (tx) => services.unsealings.actIn(tx, around, act, id));
}

function statusOf({ kind }: UnsealingRefusal): number {
  if (kind === 'not-yours' || kind === 'own-unit' || kind === 'same-hand' || kind === 'about-this-unit' || kind === 'outside-only') return 403;
  return kind === 'words-missing' || kind === 'words-too-long' || kind === 'no-fields' || kind === 'other-fields' ? 422 : 409;
}

function errorOf({ kind }: UnsealingRefusal, wordsField: string, locale: 'zh' | 'en'): FormState['errors'] {
  const said = unsealingMessages(locale)[kind];
  if (kind === 'words-missing' || kind === 'words-too-long') return { [wordsField]: said };
  return kind === 'no-fields' || kind === 'other-fields' ? { fields: said } : { form: said };
}

function fieldsIn(form: Form): readonly ContactField[] {
  return CONTACT_FIELDS.filter((field) => form.values.get(tickOf(field))?.[0] === 'yes');
}

/** Its length is the core's to judge. */
function textIn(form: Form, name: string): string {
  return (form.values.get(name)?.[0] ?? '').normalize('NFC').trim();
}

function doneOf(request: FastifyRequest): IdentityDone | undefined {
  return IDENTITY_DONE.find((one) => one === queryText(request.query as Record<string, unknown>, 'done'));
}
