import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseId, type CaseId } from '../../kernel/ids.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { choiceField, mistakesOf, mistakeWords, textField } from '../../platform/http/fields.ts';
import { typedValues, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { readyStaff } from '../../slices/accounts/index.ts';
import { caseForStaff, HIDING_RULES, parseHidable, refusalMessages, type Act, type CaseRefusal, type Hidable, type LoadedCase } from '../../slices/cases/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor, pageOf } from '../context.ts';
import { deskPage, isStale, type Desk } from '../desk.ts';
import { isFresh } from '../fresh.ts';
import { webMessages } from '../messages.ts';
import { queryText } from '../public/reading.ts';
import { askHidingProps, decideHidingProps, mayAskHiding, seesRemovalDesk, waitingRemovalsFor } from '../removals/desk-props.ts';
import { sendAgain } from '../send-again.ts';
import { readForm } from '../read-form.ts';
import type { Services } from '../services.ts';
import { AskHidingPage, DecideHidingPage, HIDING_DONE, HIDING_TEXT_MAX, RemovalDeskPage, type HidingDone } from '../views/removals/desk.tsx';
import { removalMessages } from '../views/removals/messages.ts';

type AtCase = Desk & { readonly id: CaseId; readonly loaded: LoadedCase };

/** Hiding a public text: one person asks, another decides (protection T4). Each is a page of its own, so nothing happens by a slip. */
export function registerRemovals(app: FastifyInstance, services: Services): void {
  const atDesk = { ...services, signedOut: (request: FastifyRequest, reply: FastifyReply) => sendAgain(request, reply, services, 'staff') };
  const desk = (work: (desk: Desk) => Promise<FastifyReply>) => async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const staff = await readyStaff(request, reply, request.method === 'GET' ? services : atDesk);
    if (!staff) return reply;
    return seesRemovalDesk(staff) ? work({ request, reply, services, staff }) : sendProblem(request, reply, { kind: 'forbidden' });
  };
  app.get('/console/removals', desk(showDesk));
  app.get('/console/cases/:id/removals', desk((one) => atCase(one, (here) => showAsk(here, EMPTY_FORM))));
  app.post('/console/cases/:id/removals', desk((one) => atCase(one, ask)));
  app.get('/console/cases/:id/removals/:item', desk((one) => atCase(one, (here) => showDecision(here, EMPTY_FORM))));
  app.post('/console/cases/:id/removals/:item', desk((one) => atCase(one, rule)));
}

async function showDesk(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const page = deskPage(desk);
  const done = HIDING_DONE.find((one) => one === queryText(request.query as Record<string, unknown>, 'done'));
  const waiting = await services.database.inTransaction(staff.actor, (tx) => waitingRemovalsFor(tx, staff, { page, directory: directoryFor(request, services) }));
  return sendPage(reply, readerOf(request), renderPage(RemovalDeskPage({ page, waiting, ...(done ? { done } : {}) })));
}

async function atCase(desk: Desk, work: (here: AtCase) => Promise<FastifyReply> | FastifyReply): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const id = parseCaseId((request.params as { id?: string }).id);
  const loaded = id && await services.database.inTransaction(staff.actor, (tx) => caseForStaff(tx, id));
  return id && loaded ? work({ ...desk, id, loaded }) : sendProblem(request, reply, { kind: 'not-found' });
}

function showAsk(here: AtCase, form: FormState): FastifyReply {
  const { request, reply, services, staff, loaded, id } = here;
  if (!mayAskHiding(staff)) return sendProblem(request, reply, { kind: 'forbidden' });
  return sendPage(reply, readerOf(request), renderPage(AskHidingPage(askHidingProps(loaded, staff, id, form, { page: deskPage(here), directory: directoryFor(request, services) }))));
}

async function ask(here: AtCase): Promise<FastifyReply> {
  const { request, reply } = here;
  const form = await readForm(here);
  if (!form) return reply;
  const { locale } = readerOf(request);
  const words = removalMessages(locale);
  const again = (status: number, errors: FormState['errors']): FastifyReply => showAsk({ ...here, reply: reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  const item = parseHidable(form.values.get('item')?.[0]);
  const ruleField = choiceField(form, 'rule', HIDING_RULES, { required: true });
  const reason = textField(form, 'reason', { max: HIDING_TEXT_MAX, required: true });
  if (isStale(here, form)) return again(422, { form: webMessages(locale).formExpired });
  if (!item || ruleField.refused || reason.refused) {
    return again(422, {
      ...(item ? {} : { item: words.pickItem }), ...(ruleField.refused ? { rule: words.pickRule } : {}),
      ...Object.fromEntries(mistakesOf(reason).map((mistake) => [mistake.field, mistakeWords(mistake, locale)])),
    });
  }
  return carryOut(here, form, { do: 'propose-hiding', item, rule: ruleField.value, reason: reason.value }, 'proposed', again);
}

function showDecision(here: AtCase, form: FormState): FastifyReply {
  const { request, reply, services, loaded, id } = here;
  const item = itemOf(request);
  const props = item && decideHidingProps(loaded, id, item, form, { page: deskPage(here), directory: directoryFor(request, services) });
  return props ? sendPage(reply, readerOf(request), renderPage(DecideHidingPage(props))) : sendProblem(request, reply, { kind: 'not-found' });
}

async function rule(here: AtCase): Promise<FastifyReply> {
  const { request, reply, loaded } = here;
  const item = itemOf(request);
  if (!item) return sendProblem(request, reply, { kind: 'not-found' });
  const form = await readForm(here);
  if (!form) return reply;
  const { locale } = readerOf(request);
  const again = (status: number, errors: FormState['errors']): FastifyReply => showDecision({ ...here, reply: reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  const explanation = textField(form, 'explanation', { max: HIDING_TEXT_MAX, required: true });
  if (isStale(here, form)) return again(422, { form: webMessages(locale).formExpired });
  const decided = rulingOf(loaded, item, form, explanation.refused ? '' : explanation.value);
  if (explanation.refused || !decided) {
    return again(422, {
      ...(decided ? {} : { ruling: removalMessages(locale).pickRuling }),
      ...Object.fromEntries(mistakesOf(explanation).map((mistake) => [mistake.field, mistakeWords(mistake, locale)])),
    });
  }
  if (!await isFresh(here, form)) return reply;
  return carryOut(here, form, decided.act, decided.done, again);
}

/** What the form asks for, as this item stands: decide a request, settle an objection, or show it again. */
function rulingOf({ state }: LoadedCase, item: Hidable, form: Form, explanation: string): { readonly act: Act; readonly done: HidingDone } | undefined {
  const ruling = form.values.get('ruling')?.[0];
  if (ruling === 'hidden' || ruling === 'refused') return { act: { do: 'decide-hiding', item, ruling, explanation }, done: ruling };
  if (ruling === 'upheld' || ruling === 'overturned') return { act: { do: 'settle-hiding', item, ruling, explanation }, done: ruling };
  const standing = state.facts.removals.findLast((one) => one.item === item)?.state;
  return standing === 'hidden' ? { act: { do: 'unhide', item, explanation }, done: 'unhidden' } : undefined;
}

async function carryOut(here: AtCase, form: Form, act: Act, done: HidingDone, again: (status: number, errors: FormState['errors']) => FastifyReply): Promise<FastifyReply> {
  const { request, reply, services, staff, id } = here;
  const outcome = await actOnce({ request, services, form, actor: staff.actor }, (tx) => services.cases.actIn(tx, id, act));
  if (!outcome.refused) return seeOther(reply, `${pageOf(request, services).paths.consoleRemovals}?done=${done}`);
  return again(statusOf(outcome.reason), { form: refusalMessages(readerOf(request).locale)[outcome.reason.kind] });
}

function statusOf({ kind }: CaseRefusal): number {
  if (kind === 'not-yours' || kind === 'own-case' || kind === 'same-hand' || kind === 'about-this-unit') return 403;
  return kind === 'text-missing' || kind === 'text-too-long' ? 422 : 409;
}

function itemOf(request: FastifyRequest): Hidable | undefined {
  return parseHidable((request.params as { item?: string }).item);
}
