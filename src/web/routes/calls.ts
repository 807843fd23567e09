import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/db/actor.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { choiceField, mistakeWords, textField } from '../../platform/http/fields.ts';
import { typedValues } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { CALL_GATEWAY_JOB, CALL_OUTCOMES, caseForStaff, personOf, refusalMessages, type Call } from '../../slices/cases/index.ts';
import type { Connected } from '../../slices/vault/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor } from '../context.ts';
import { atDesk, caseAtDesk, deskPage, isStale, type Desk } from '../desk.ts';
import { webMessages } from '../messages.ts';
import { caseTitle, unitNamer } from '../present/names.ts';
import { queryText } from '../public/reading.ts';
import { callToken, callView, mayCall, openCallToken } from '../reach/calls.ts';
import { readForm } from '../read-form.ts';
import type { Services } from '../services.ts';
import { callMessages } from '../views/reach/call-messages.ts';
import { CALL_WORDS_MAX, CaseCallsPage, ContestCallPage } from '../views/reach/calls.tsx';
import { contextOf, formIn, page, residentOf, withCase, type Mine } from './mine.ts';

const QUIET = { config: { unlogged: true } } as const;

/** Calls to somebody who agreed to be phoned, connected for an office that is shown no number. */
export function registerCalls(app: FastifyInstance, services: Services): void {
  const mine = (work: (one: Mine) => Promise<FastifyReply>) => (request: FastifyRequest, reply: FastifyReply) => withCase(request, reply, services, work);
  app.get('/console/cases/:id/calls', QUIET, atDesk(services, (desk) => showCalls(desk, EMPTY_FORM)));
  app.post('/console/cases/:id/calls', QUIET, atDesk(services, connect));
  app.get('/my/calls/:call', QUIET, mine((one) => showContest(one, EMPTY_FORM)));
  app.post('/my/calls/:call', QUIET, mine(contest));
  app.post('/calls/:token', QUIET, (request, reply) => hear(request, reply, services));
}

async function showCalls(desk: Desk, form: FormState): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const found = await caseAtDesk(desk);
  if (!found) return sendProblem(request, reply, { kind: 'not-found' });
  const { state, id } = found;
  const context = deskPage(desk);
  const directory = directoryFor(request, services);
  const title = caseTitle(directory, state.facts, context.locale);
  return sendPage(reply, readerOf(request), renderPage(CaseCallsPage({
    page: context, id, title, calls: state.facts.calls.map((call) => callView(call, unitNamer(directory, context.locale), context.locale)).reverse(), form,
    mayCall: mayCall(state, staff) && await services.callsOffered(), asked: queryText(request.query as Record<string, unknown>, 'asked') === 'yes',
  })));
}

/**
 * 1. That the call is asked for commits, by whom: the same form again asks for none.
 * 2. The vault reads whether the resident agrees, and hands the number to the gateway. A crash before it leaves a call of which nothing is heard.
 * 3. What could not be dialled is said so; all else the gateway tells, in its own time.
 */
async function connect(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const form = await readForm(desk);
  if (!form) return reply;
  const found = await caseAtDesk(desk);
  if (!found) return sendProblem(request, reply, { kind: 'not-found' });
  const { locale, jurisdiction } = readerOf(request);
  const say = callMessages(locale);
  const again = (status: number, line: string): Promise<FastifyReply> => showCalls({ ...desk, reply: reply.code(status) }, { values: typedValues(form), errors: { line }, hidden: {} });
  if (!mayCall(found.state, staff)) return sendProblem(request, reply, { kind: 'forbidden' });
  if (isStale(desk, form)) return again(422, webMessages(locale).formExpired);
  const line = (form.values.get('line')?.[0] ?? '').normalize('NFKC').replace(/[\s-]/g, '');
  if (!/^\+?\d{5,15}$/.test(line)) return again(422, say.badLine);
  const person = await services.database.inTransaction(staff.actor, (tx) => personOf(tx, found.id));
  const consent = person && await services.consents.of(jurisdiction, person);
  if (!person || !consent?.fields.includes('phone')) return again(422, say.notAgreed);
  const made: { call?: number } = {};
  const done = await actOnce({ request, services, form, actor: staff.actor }, async (tx) => {
    const acted = await services.cases.actIn(tx, found.id, { do: 'ask-call' });
    if (!acted.refused) made.call = acted.value.state.facts.calls.length;
    return acted;
  });
  if (done.refused) return again(done.reason.kind === 'not-yours' ? 403 : 422, refusalMessages(locale)[done.reason.kind]);
  const here = `${deskPage(desk).paths.caseCalls(found.id)}?asked=yes`;
  if (made.call === undefined) return seeOther(reply, here);
  const callback = `${services.publicUrl}${deskPage(desk).paths.callOutcome(callToken(services.keys, found.id, made.call, services.clock.now()))}`;
  const connected: Connected = await services.vault.calls.connect(jurisdiction, person, { line, callback }).catch(() => 'failed' as const);
  if (connected === 'ringing') return seeOther(reply, here);
  const gateway: Actor = { kind: 'system', jurisdiction, job: CALL_GATEWAY_JOB };
  const { call } = made;
  await services.database.inTransaction(gateway, (tx) => services.cases.actIn(tx, found.id, { do: 'end-call', call, outcome: 'not-connected' }));
  return again(409, { 'not-agreed': say.notAgreed, 'over-budget': say.overBudget, failed: say.failed }[connected]);
}

/** What the gateway heard, by the token that it was given; once said, it stands, and said again it is taken once. */
async function hear(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<FastifyReply> {
  const { jurisdiction } = readerOf(request);
  const opened = openCallToken(services.keys, (request.params as { token?: string }).token, services.clock.now());
  const form = opened && await readForm({ request, reply });
  if (!opened) return sendProblem(request, reply, { kind: 'not-found' });
  if (!form) return reply;
  const outcome = choiceField(form, 'outcome', CALL_OUTCOMES.filter((one) => one !== 'not-connected'), { required: true });
  if (outcome.refused) return sendProblem(request, reply, { kind: 'invalid', fields: ['outcome'] });
  const gateway: Actor = { kind: 'system', jurisdiction, job: CALL_GATEWAY_JOB };
  await services.database.inTransaction(gateway, async (tx) => {
    const loaded = await caseForStaff(tx, opened.caseId);
    if (loaded && !loaded.state.facts.calls[opened.call - 1]?.ended) await services.cases.actIn(tx, opened.caseId, { do: 'end-call', call: opened.call, outcome: outcome.value });
  });
  services.simulator?.hungUp(request.url.split('?', 1)[0] ?? '');
  return services.simulator ? seeOther(reply, '/gateway') : reply.code(204).send();
}

function callIn(one: Mine): Call | undefined {
  const { call = '' } = one.request.params as { call?: string };
  return /^[1-9]\d?$/.test(call) ? one.loaded.state.facts.calls[Number(call) - 1] : undefined;
}

/** Nothing to object to leads back to the case. */
async function showContest(one: Mine, form: FormState): Promise<FastifyReply> {
  const call = callIn(one);
  if (!call?.ended || call.contested) return seeOther(one.reply, contextOf(one).paths.my);
  const { locale } = readerOf(one.request);
  return page(one, ContestCallPage({ page: contextOf(one), call: callView(call, unitNamer(directoryFor(one.request, one.services), locale), locale), form }));
}

async function contest(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const call = callIn(one);
  if (!call) return seeOther(one.reply, contextOf(one).paths.my);
  const { locale } = readerOf(one.request);
  const words = textField(form, 'words', { max: CALL_WORDS_MAX, required: true });
  const again = (status: number, said: string): Promise<FastifyReply> => showContest({ ...one, reply: one.reply.code(status) }, { values: typedValues(form), errors: { words: said }, hidden: {} });
  if (words.refused) return again(422, mistakeWords(words.reason, locale));
  const done = await actOnce({ ...one, form, actor: residentOf(one) }, (tx) => one.services.cases.actIn(tx, one.session.caseId, { do: 'contest-call', call: call.number, words: words.value }));
  return done.refused ? again(409, refusalMessages(locale)[done.reason.kind]) : seeOther(one.reply, contextOf(one).paths.my);
}
