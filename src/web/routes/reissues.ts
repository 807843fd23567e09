import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseNumber, type CaseId, type CaseNumber } from '../../kernel/ids.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { choiceField, mistakesOf, mistakeWords, textField } from '../../platform/http/fields.ts';
import { typedValues, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { writeOf } from '../../platform/http/write.ts';
import { permits, readyStaff } from '../../slices/accounts/index.ts';
import {
  personOf, queuedByNumbers, refusalMessages, reissue, reissueFault, REISSUE_REASONS, settleReissueIn, waitingReissues, type CaseRefusal,
} from '../../slices/cases/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor, pageOf } from '../context.ts';
import { deskPage, isStale, type Desk } from '../desk.ts';
import { isFresh } from '../fresh.ts';
import { webMessages } from '../messages.ts';
import { unitNamer } from '../present/names.ts';
import { queryText } from '../public/reading.ts';
import { readForm } from '../read-form.ts';
import { sendAgain } from '../send-again.ts';
import type { Services } from '../services.ts';
import { orAway, VAULT_RETRY_SECONDS } from '../vault-away.ts';
import { SealedPrintPage } from '../views/entry/entry.tsx';
import { ReissueDeskPage, REISSUE_TEXT_MAX } from '../views/receipts/desk.tsx';
import { receiptMessages } from '../views/receipts/messages.ts';

/** A lost receipt: one person asks the vault, another agrees and prints, a third settles an objection (promises 4, 12). */
export function registerReissues(app: FastifyInstance, services: Services): void {
  const atDesk = { ...services, signedOut: (request: FastifyRequest, reply: FastifyReply) => sendAgain(request, reply, services, 'staff') };
  const desk = (permit: 'receipt.reissue' | 'objection.decide' | 'either', work: (desk: Desk) => Promise<FastifyReply>) => async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const staff = await readyStaff(request, reply, request.method === 'GET' ? services : atDesk);
    if (!staff) return reply;
    const granted = services.accounts.organisation.permissionsOf(staff.jurisdiction);
    const may = (one: string): boolean => permits(granted, staff.actor.roles, one);
    const opens = permit === 'either' ? may('receipt.reissue') || may('objection.decide') : may(permit);
    return opens ? work({ request, reply, services, staff }) : sendProblem(request, reply, { kind: 'forbidden' });
  };
  const QUIET = { config: { unlogged: true } } as const;
  app.get('/console/reissues', QUIET, desk('either', (one) => showDesk(one, {})));
  app.post('/console/reissues', QUIET, desk('receipt.reissue', ask));
  app.post('/console/reissues/approval', QUIET, desk('receipt.reissue', approve));
  app.post('/console/reissues/settlement', QUIET, desk('objection.decide', settle));
}

type Failed = { readonly asking?: FormState; readonly deciding?: { readonly number: string; readonly form: FormState } };

async function showDesk(desk: Desk, failed: Failed): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const granted = services.accounts.organisation.permissionsOf(staff.jurisdiction);
  const nameOf = unitNamer(directoryFor(request, services), readerOf(request).locale);
  const waiting = await services.database.inTransaction(staff.actor, waitingReissues);
  const done = (['asked', 'settled'] as const).find((one) => one === queryText(request.query as Record<string, unknown>, 'done'));
  return sendPage(reply, readerOf(request), renderPage(ReissueDeskPage({
    page: deskPage(desk), waiting, nameOf: nameOf as (unit: string) => string, asking: failed.asking ?? EMPTY_FORM, ...(failed.deciding ? { deciding: failed.deciding } : {}), ...(done ? { done } : {}),
    mayReissue: permits(granted, staff.actor.roles, 'receipt.reissue'), maySettle: permits(granted, staff.actor.roles, 'objection.decide'),
  })));
}

/** Whether the number is nobody's, not theirs to see, without a contact, or what was said is another's: one answer, after the same time. */
async function ask(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const form = await readForm(desk);
  if (!form) return reply;
  const { locale } = readerOf(request);
  const words = receiptMessages(locale);
  const number = parseCaseNumber(form.values.get('number')?.[0]);
  const reason = choiceField(form, 'reason', REISSUE_REASONS, { required: true });
  const said = textField(form, 'said', { max: 160, required: true });
  // What was said is not shown again: it is somebody's number, on a screen of the desk.
  const { said: _said, ...values } = typedValues(form) as Record<string, string>;
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> => showDesk({ ...desk, reply: reply.code(status) }, { asking: { values, errors, hidden: {} } });
  if (isStale(desk, form)) return again(422, { form: webMessages(locale).formExpired });
  if (!number || reason.refused || said.refused) {
    return again(422, { ...Object.fromEntries(mistakesOf(reason, said).map((mistake) => [mistake.field, mistakeWords(mistake, locale)])), ...(number ? {} : { number: webMessages(locale).badNumber }) });
  }
  const { caseId, person, fault } = await askedFor(desk, number);
  if (fault) return again(statusOf(fault), { form: refusalMessages(locale)[fault.kind] });
  const checked = await orAway(services.vault.checks.check({ jurisdiction: staff.jurisdiction, number, account: staff.accountId, person: person ?? null, said: said.value }));
  if (checked === 'away') return again(503, { form: words.vaultAway }).then((sent) => sent.header('retry-after', String(VAULT_RETRY_SECONDS)));
  if (checked === 'spent') return again(429, { said: words.spent });
  if (checked === 'other' || !caseId) return again(422, { said: words.other });
  const done = await actOnce({ request, services, form, actor: staff.actor }, (tx) => services.cases.actIn(tx, caseId, { do: 'ask-reissue', reason: reason.value }));
  return done.refused ? again(statusOf(done.reason), { form: refusalMessages(locale)[done.reason.kind] }) : seeOther(reply, `${pageOf(request, services).paths.reissues}?done=asked`);
}

async function askedFor({ services, staff }: Desk, number: CaseNumber) {
  return services.database.inTransaction(staff.actor, async (tx) => {
    const caseId = (await queuedByNumbers(tx, [number]))[0]?.id;
    if (!caseId) return { caseId: undefined, person: undefined, fault: undefined };
    const fault = await reissueFault(services.caseDeps, tx, caseId);
    return { caseId, person: await personOf(tx, caseId), fault: fault?.kind === 'no-such-case' ? undefined : fault };
  });
}

async function approve(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const form = await readForm(desk);
  if (!form) return reply;
  const found = await chosen(desk, form);
  if ('answered' in found) return found.answered;
  const { number, caseId, again } = found;
  if (!await isFresh(desk, form)) return reply;
  const { seed } = writeOf(services.idempotency, request, form, staff.actor);
  const done = await reissue(services.caseDeps, staff.actor, caseId, number, seed);
  if (done.refused) return again(statusOf(done.reason), { form: refusalMessages(readerOf(request).locale)[done.reason.kind] });
  return sendPage(reply.code(201), readerOf(request), renderPage(SealedPrintPage({
    page: { ...deskPage(desk), formFields: {} }, number, code: done.value, channel: 'reissue', followAddress: `${services.publicUrl}${pageOf(request, services).paths.follow}`, at: services.clock.now(), hasContact: true,
  })));
}

async function settle(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const form = await readForm(desk);
  if (!form) return reply;
  const found = await chosen(desk, form);
  if ('answered' in found) return found.answered;
  const { caseId, again } = found;
  const { locale } = readerOf(request);
  const ruling = choiceField(form, 'ruling', ['upheld', 'overturned'], { required: true });
  const explanation = textField(form, 'explanation', { max: REISSUE_TEXT_MAX, required: true });
  if (ruling.refused || explanation.refused) return again(422, Object.fromEntries(mistakesOf(ruling, explanation).map((mistake) => [mistake.field, mistakeWords(mistake, locale)])));
  if (!await isFresh(desk, form)) return reply;
  const done = await actOnce({ request, services, form, actor: staff.actor }, (tx) => settleReissueIn(services.caseDeps, tx, caseId, { ruling: ruling.value, explanation: explanation.value }));
  return done.refused ? again(statusOf(done.reason), { form: refusalMessages(locale)[done.reason.kind] }) : seeOther(reply, `${pageOf(request, services).paths.reissues}?done=settled`);
}

type Chosen = { readonly number: CaseNumber; readonly caseId: CaseId; readonly again: (status: number, errors: FormState['errors']) => Promise<FastifyReply> };

/** The case whose form was sent, as far as the sender may see it. */
async function chosen(desk: Desk, form: Form): Promise<Chosen | { readonly answered: FastifyReply }> {
  const { request, reply, services, staff } = desk;
  const number = parseCaseNumber(form.values.get('number')?.[0]);
  const again: Chosen['again'] = (status, errors) => showDesk({ ...desk, reply: reply.code(status) }, { deciding: { number: number ?? '', form: { values: typedValues(form), errors, hidden: {} } } });
  if (isStale(desk, form)) return { answered: await again(422, { form: webMessages(readerOf(request).locale).formExpired }) };
  const caseId = number && await services.database.inTransaction(staff.actor, async (tx) => (await queuedByNumbers(tx, [number]))[0]?.id);
  return number && caseId ? { number, caseId, again } : { answered: sendProblem(request, reply, { kind: 'not-found' }) };
}

function statusOf({ kind }: CaseRefusal): number {
  return kind === 'not-yours' || kind === 'own-case' || kind === 'same-hand' || kind === 'about-this-unit' ? 403 : 409;
}
