import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseNumber, type CaseId, type CaseNumber } from '../../kernel/ids.ts';
import { parseReceiptCode, type ReceiptCode } from '../../platform/crypto/index.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { mistakeWords, textField } from '../../platform/http/fields.ts';
import { formOf, typedValues } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { writeOf } from '../../platform/http/write.ts';
import { caseForResident, refusalMessages, type FormerReceipt, type LoadedCase } from '../../slices/cases/index.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor } from '../context.ts';
import { unitNamer } from '../present/names.ts';
import { receiptMessages } from '../views/receipts/messages.ts';
import { REISSUE_TEXT_MAX } from '../views/receipts/desk.tsx';
import type { FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { pageOf } from '../context.ts';
import { webMessages } from '../messages.ts';
import { openSession } from '../resident/session.ts';
import type { Services } from '../services.ts';
import { ContestedPage, ExchangePage, FormerReceiptPage, NewReceiptPage } from '../views/receipts/mine.tsx';
import { QUIET, withCase } from './mine.ts';

/** A new code for the old one: whoever holds a receipt takes it here, and whoever got theirs through other hands must (promise 2). */
export function registerMyReceipt(app: FastifyInstance, services: Services): void {
  app.get('/my/receipt', QUIET, (request, reply) => withCase(request, reply, services, ({ loaded }) =>
    exchangePage(request, reply, services, { number: loaded.state.facts.number, isOwed: mustExchange(loaded) })));
  app.post('/follow/contest', { config: { unlogged: true, budget: 'code' } }, (request, reply) => contest(request, reply, services));
  app.get('/follow/contest', QUIET, (request, reply) => seeOther(reply, pageOf(request, services).paths.follow));
  app.post('/my/receipt', { config: { unlogged: true, budget: 'code' } }, (request, reply) => exchange(request, reply, services));
}

/** Nothing of an erased case is left to guard. */
export function mustExchange({ state: { facts } }: LoadedCase): boolean {
  return facts.receipt.owed && !facts.erased;
}

export async function owesExchange(request: FastifyRequest, services: Services, caseId: CaseId): Promise<boolean> {
  const { jurisdiction } = readerOf(request);
  const loaded = await services.database.inTransaction({ kind: 'resident', jurisdiction, caseId }, (tx) => caseForResident(tx, caseId));
  return loaded !== undefined && mustExchange(loaded);
}

type Asked = { readonly number: CaseNumber; /** Typed a moment ago: then it need not be typed again. */ readonly code?: ReceiptCode; readonly isOwed: boolean; readonly errors?: FormState['errors'] };

export function exchangePage(request: FastifyRequest, reply: FastifyReply, services: Services, { number, code, isOwed, errors = {} }: Asked): FastifyReply {
  const form = { values: {}, errors, hidden: { number, ...(isOwed ? { owed: 'yes' } : {}), ...(code === undefined ? {} : { code }) } };
  return sendPage(reply, readerOf(request), renderPage(ExchangePage({ page: pageOf(request, services, { form: 'resident' }), form, isOwed, typed: code !== undefined })));
}

/**
 * Number and old code in the form are the proof, no session: sent again after the answer was lost, the same form shows the same new
 * receipt, though the old code is dead by then. The code is in the answer alone, as it is on the first receipt.
 */
async function exchange(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<FastifyReply> {
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const { jurisdiction, locale } = readerOf(request);
  const given = (name: string): string | undefined => read.value.values.get(name)?.[0];
  const [number, code] = [parseCaseNumber(given('number')), parseReceiptCode(given('code'))];
  const isOwed = given('owed') === 'yes';
  const again = (status: number, errors: FormState['errors']): FastifyReply =>
    (number ? exchangePage(request, reply.code(status), services, { number, isOwed, errors }) : sendProblem(request, reply, { kind: 'invalid', fields: ['number'] }));
  if (!number || !code) return again(422, { code: webMessages(locale).badCode });
  const { seed } = writeOf(services.idempotency, request, read.value, { kind: 'public', jurisdiction });
  const done = await services.cases.exchangeReceipt(jurisdiction, { number, code }, seed);
  if (done.refused) {
    return done.reason.kind === 'no-such-case' ? again(422, { code: webMessages(locale).wrongReceipt }) : again(409, { code: refusalMessages(locale)[done.reason.kind] });
  }
  await openSession(reply, request, services, done.value);
  const page = pageOf(request, services);
  return sendPage(reply.code(201), readerOf(request), renderPage(NewReceiptPage({
    page, number, code: done.value.code, followAddress: `${services.publicUrl}${page.paths.follow}`, exchangedAt: services.clock.now(),
  })));
}

/**
 * A code that a desk replaced opens nothing of the case: who replaced it, when and why, and the way to object. False where it is no such code.
 */
export async function followFormer(request: FastifyRequest, reply: FastifyReply, services: Services, number: CaseNumber, code: ReceiptCode, form: FormState = { values: {}, errors: {}, hidden: {} }): Promise<boolean> {
  const { jurisdiction, locale } = readerOf(request);
  const former = await services.cases.openFormerReceipt(jurisdiction, number, code);
  const over = former && await reissueOf(request, services, former);
  if (!over) return false;
  const nameOf = unitNamer(directoryFor(request, services), locale);
  sendPage(reply, readerOf(request), renderPage(FormerReceiptPage({
    page: pageOf(request, services, { form: 'resident' }), state: over.state, day: over.day, reason: over.reason, unit: over.issuer.unit ? nameOf(over.issuer.unit) : '',
    form: { ...form, hidden: { number, code } },
  })));
  return true;
}

async function reissueOf(request: FastifyRequest, services: Services, { caseId, generation }: FormerReceipt) {
  const { jurisdiction } = readerOf(request);
  const loaded = await services.database.inTransaction({ kind: 'resident', jurisdiction, caseId }, (tx) => caseForResident(tx, caseId));
  return loaded?.state.facts.receipt.reissues.find((one) => one.generation === generation + 1);
}

/** The replaced code in the form is the proof that its sender held it. */
async function contest(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<FastifyReply> {
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const form = read.value;
  const { jurisdiction, locale } = readerOf(request);
  const [number, code] = [parseCaseNumber(form.values.get('number')?.[0]), parseReceiptCode(form.values.get('code')?.[0])];
  const former = number && code && await services.cases.openFormerReceipt(jurisdiction, number, code);
  if (!former) return seeOther(reply, pageOf(request, services).paths.follow);
  const again = async (status: number, errors: FormState['errors']): Promise<FastifyReply> => {
    await followFormer(request, reply.code(status), services, number, code, { values: typedValues(form), errors, hidden: {} });
    return reply;
  };
  const words = textField(form, 'words', { max: REISSUE_TEXT_MAX, required: true });
  if (words.refused) return again(422, { words: mistakeWords(words.reason, locale) });
  const { caseId, generation } = former;
  const done = await actOnce({ request, services, form, actor: { kind: 'resident', jurisdiction, caseId } }, (tx) => services.cases.actIn(tx, caseId, { do: 'contest-reissue', generation, words: words.value }));
  if (done.refused) return again(409, { words: done.reason.kind === 'already-contested' ? receiptMessages(locale).formerState.contested : refusalMessages(locale)[done.reason.kind] });
  return sendPage(reply.code(201), readerOf(request), renderPage(ContestedPage({ page: pageOf(request, services) })));
}
