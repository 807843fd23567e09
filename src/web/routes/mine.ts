import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCaseNumber } from '../../kernel/ids.ts';
import { parseOutcome, parseSatisfaction } from '../../kernel/outcome.ts';
import type { Decision } from '../../kernel/refusal.ts';
import { parseReceiptCode } from '../../platform/crypto/index.ts';
import type { Actor } from '../../platform/db/actor.ts';
import { parseAttachmentName, sendPhoto } from '../../platform/files/index.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { choiceField, mistakesOf, mistakeWords, textField } from '../../platform/http/fields.ts';
import { formOf, typedValues, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { eventAt } from '../../record/entry-of-event.ts';
import { caseForResident, contestedReissue, caseOfPhoto, erasureWish, parseHidable, refusalMessages, residentReadTo, roundOf, unitsIn, type CaseRefusal, type Hidable, type LoadedCase } from '../../slices/cases/index.ts';
import { ballotKeyOfRound, channelGroupOf, judgeIn } from '../../slices/verdicts/index.ts';
import { EMPTY_FORM, type FormState, type PageContext } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor, pageOf } from '../context.ts';
import { webMessages } from '../messages.ts';
import { unitNamer } from '../present/names.ts';
import { answeredBy } from '../present/next-step.ts';
import { myRemovalsOf } from '../removals/views-of.ts';
import { myCaseProps } from '../resident/my-case-props.ts';
import { ownWordsOf } from '../resident/own-words.ts';
import { endSession, hasLeft, openSession, sessionOf, type ResidentSession } from '../resident/session.ts';
import { endSealedSession } from '../sealed/session.ts';
import { sealFromCase } from '../sealed/filing.ts';
import { choosePage } from './sealed.ts';
import { exchangePage, followFormer, mustExchange, owesExchange } from './my-receipt.ts';
import { followSealed } from './my-sealed.ts';
import { readForm } from '../read-form.ts';
import { sendAgain, sendFormAgain } from '../send-again.ts';
import type { Services } from '../services.ts';
import { ContestHidingPage } from '../views/removals/mine.tsx';
import { ContestPage, SatisfactionPage, ThanksPage, WithdrawPage } from '../views/resident/afterwards.tsx';
import { COMMENT_MAX, MyCasePage } from '../views/resident/my-case.tsx';
import { FollowPage } from '../views/resident/receipt.tsx';

/** Not logged, not cached: who follows which case is nobody's business. */
export const QUIET = { config: { unlogged: true } } as const;

/** A request of whoever holds a receipt, with their case. */
export type Mine = {
  readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services;
  readonly session: ResidentSession; readonly loaded: LoadedCase;
};

/** The receipt holder's own pages: follow, judge, withdraw, contest. */
export function registerMine(app: FastifyInstance, services: Services): void {
  const mine = (work: (mine: Mine) => FastifyReply | Promise<FastifyReply>) => (request: FastifyRequest, reply: FastifyReply) => withCase(request, reply, services, work);
  app.get('/follow', QUIET, (request, reply) => followPage(request, reply, services, EMPTY_FORM));
  app.post('/follow', { config: { unlogged: true, budget: 'code' } }, (request, reply) => follow(request, reply, services));
  app.post('/my/leave', QUIET, async (request, reply) => {
    await Promise.all([endSession(request, reply, services), endSealedSession(request, reply, services)]);
    return seeOther(reply.header('clear-site-data', '"cache"'), pageOf(request, services).paths.home);
  });
  app.get('/my', QUIET, mine((one) => showCase(one, EMPTY_FORM)));
  app.get('/my/verdict', QUIET, (request, reply) => seeOther(reply, pageOf(request, services).paths.my));
  app.post('/my/verdict', QUIET, mine(giveVerdict));
  app.get('/my/satisfaction', QUIET, mine((one) => askSatisfaction(one, EMPTY_FORM)));
  app.post('/my/satisfaction', QUIET, mine(castSatisfaction));
  app.get('/my/thanks', QUIET, mine((one) => {
    const round = judgedRound(one.loaded);
    return page(one, ThanksPage({ page: contextOf(one), voted: true, ...(round ? { ballotKey: ownBallotKey(one, round.number) } : {}) }));
  }));
  app.get('/my/withdrawal', QUIET, mine((one) => page(one, WithdrawPage({ page: contextOf(one), form: EMPTY_FORM }))));
  app.post('/my/withdrawal', QUIET, mine(withdraw));
  app.get('/my/contest', QUIET, mine((one) => page(one, ContestPage({ page: contextOf(one), form: EMPTY_FORM }))));
  app.post('/my/contest', QUIET, mine(contest));
  app.get('/my/removals/:item', QUIET, mine((one) => showHiding(one, EMPTY_FORM)));
  app.post('/my/removals/:item', QUIET, mine(contestHiding));
  app.get('/my/photos/:name', QUIET, mine(showPhoto));
  app.get('/my/proof', QUIET, mine(giveOwnWords));
  app.get('/my/retaliation', QUIET, mine(beginRetaliation));
}

async function follow(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<FastifyReply> {
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const { jurisdiction, locale } = readerOf(request);
  const values = typedValues(read.value);
  const say = webMessages(locale);
  const again = (errors: FormState['errors']): FastifyReply => followPage(request, reply.code(422), services, { values: { number: values['number'] ?? '' }, errors, hidden: {} });
  const number = parseCaseNumber(values['number']);
  const code = parseReceiptCode(values['code']);
  if (!number || !code) return again({ ...(number ? {} : { number: say.badNumber }), ...(code ? {} : { code: say.badCode }) });
  const opened = await services.cases.openReceipt(jurisdiction, number, code);
  // Every receipt that is no case's costs both look-ups, whether it is a sealed report's or nobody's.
  if (!opened) {
    if (await followFormer(request, reply, services, number, code)) return reply;
    return await followSealed(request, reply, services, number, code) ? reply : again({ code: say.wrongReceipt });
  }
  await openSession(reply, request, services, opened);
  if (await owesExchange(request, services, opened.caseId)) return exchangePage(request, reply, services, { number, code, isOwed: true });
  return seeOther(reply, pageOf(request, services).paths.my);
}

function followPage(request: FastifyRequest, reply: FastifyReply, services: Services, form: FormState): FastifyReply {
  return sendPage(reply, readerOf(request), renderPage(FollowPage({ page: pageOf(request, services, { form: 'follow' }), form })));
}

export async function withCase(request: FastifyRequest, reply: FastifyReply, services: Services, work: (mine: Mine) => FastifyReply | Promise<FastifyReply>): Promise<FastifyReply> {
  const session = sessionOf(request, services);
  const { follow: followPath } = pageOf(request, services).paths;
  if (!session) {
    if (request.method === 'GET') return seeOther(reply, followPath);
    return sendAgain(request, reply, services, 'resident');
  }
  const { jurisdiction } = readerOf(request);
  const loaded = await services.database.inTransaction({ kind: 'resident', jurisdiction, caseId: session.caseId }, async (tx) => (await hasLeft(tx, request, services) ? undefined : caseForResident(tx, session.caseId)));
  if (!loaded) {
    await endSession(request, reply, services);
    return seeOther(reply, followPath);
  }
  // Another code stands there by now: whoever entered with the old one is out.
  if (loaded.state.facts.receipt.generation !== session.generation) {
    await endSession(request, reply, services);
    return request.method === 'GET' ? seeOther(reply, followPath) : sendAgain(request, reply, services, 'resident');
  }
  const { myReceipt } = pageOf(request, services).paths;
  if (mustExchange(loaded) && request.url.split('?', 1)[0] !== myReceipt) return seeOther(reply, myReceipt);
  // While it is in question who holds the code rightly, it changes nothing of the case, the contact or the consents.
  if (request.method === 'POST' && contestedReissue(loaded.state.facts.receipt)) return seeOther(reply, pageOf(request, services).paths.my);
  return work({ request, reply, services, session, loaded });
}

async function showCase(one: Mine, form: FormState): Promise<FastifyReply> {
  const { caseId } = one.session;
  const [event, readTo, wish] = await one.services.database.inTransaction(residentOf(one), (tx) => Promise.all([eventAt(tx, caseId, 1), residentReadTo(tx, caseId), erasureWish(tx, caseId)]));
  return page(one, MyCasePage(await myCaseProps({ ...one, page: contextOf(one), form, now: one.services.clock.now(), event, readTo, erasureAt: wish?.dueAt })));
}

/** One tap from the case: every unit that has had to do with it is kept from the letter unasked, and learns nothing of it. */
function beginRetaliation({ request, reply, services, session, loaded: { state } }: Mine): Promise<FastifyReply> {
  const rounds = [...('past' in state ? state.past : []), ...('round' in state && state.round ? [state.round] : [])];
  const units = [...new Set([...state.facts.about, ...rounds.flatMap(unitsIn)])];
  return choosePage({ request, reply, services }, { values: { kind: 'retaliation' }, errors: {}, hidden: { from: sealFromCase(services.keys, { caseId: session.caseId, units }) } });
}

/** A file with the resident's words in it: theirs to keep, and never anybody's cache. */
async function giveOwnWords(one: Mine): Promise<FastifyReply> {
  const { number } = one.loaded.state.facts;
  const file = await ownWordsOf(one.services, readerOf(one.request).jurisdiction, one.session.caseId, one.loaded);
  if (file === 'erased') return sendProblem(one.request, one.reply, { kind: 'gone' });
  return one.reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="minsheng-${number}-words.json"`)
    .type('application/json; charset=utf-8').send(file);
}

async function giveVerdict(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const { locale, jurisdiction } = readerOf(one.request);
  const outcome = parseOutcome(form.values.get('outcome')?.[0]);
  const comment = textField(form, 'comment', { max: COMMENT_MAX });
  const errors = Object.fromEntries([...mistakesOf(comment), ...(outcome ? [] : [{ kind: 'missing', field: 'outcome' } as const])]
    .map((mistake) => [mistake.field, mistakeWords(mistake, locale)]));
  if (!outcome || comment.refused) return showCase({ ...one, reply: one.reply.code(422) }, { values: typedValues(form), errors, hidden: {} });
  const holder = { jurisdiction, ...one.session };
  const judged = await actOnce({ ...one, form, actor: residentOf(one), role: 'app_verdict' }, (tx) => judgeIn(one.services.caseDeps, tx, holder, outcome, comment.value));
  if (!judged.refused) return seeOther(one.reply, contextOf(one).paths.satisfaction);
  // The same button twice, or on two devices: the verdict stands, and the next question is still open.
  if (judged.reason.kind === 'same-outcome') return seeOther(one.reply, contextOf(one).paths.satisfaction);
  return showCase({ ...one, reply: one.reply.code(409) }, { values: typedValues(form), errors: { outcome: refusalWords(one, judged.reason) }, hidden: {} });
}

/** The last round that has a verdict: what the second question is about. One judged before the code was lost had its ballot, or had none, by that code. */
function judgedRound({ state }: LoadedCase) {
  const rounds = [...('past' in state ? state.past : []), ...('round' in state && state.round ? [state.round] : [])];
  const round = rounds.findLast(({ outcome }) => outcome !== undefined);
  return round && round.number >= state.facts.receipt.ballotsFrom ? round : undefined;
}

async function askSatisfaction(one: Mine, form: FormState): Promise<FastifyReply> {
  const round = judgedRound(one.loaded);
  if (!round?.outcome) return seeOther(one.reply, contextOf(one).paths.my);
  const { state } = one.loaded;
  const now = roundOf(state);
  const nameOf = unitNamer(directoryFor(one.request, one.services), readerOf(one.request).locale);
  const reopened = round.outcome.outcome !== 'solved' && now && now.number > round.number ? { unit: nameOf(now.owner), by: now.dueAt } : undefined;
  return page(one, SatisfactionPage({ page: contextOf(one), form, outcome: round.outcome.outcome, ballotKey: ownBallotKey(one, round.number), ...(reopened ? { reopened } : {}) }));
}

/** As the record will spell it. */
function ownBallotKey({ session }: Mine, round: number): string {
  return ballotKeyOfRound(session.ballotKey, round).toString('base64url');
}

/** The ballot leaves the case behind: unit, month, first topic level, channel group and score are all that is kept. */
async function castSatisfaction(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const { locale, jurisdiction } = readerOf(one.request);
  const score = parseSatisfaction(form.values.get('satisfaction')?.[0]);
  const round = judgedRound(one.loaded);
  if (!round) return seeOther(one.reply, contextOf(one).paths.my);
  const again = (status: number, words: string): Promise<FastifyReply> =>
    askSatisfaction({ ...one, reply: one.reply.code(status) }, { values: {}, errors: { satisfaction: words }, hidden: {} });
  if (!score) return again(422, mistakeWords({ kind: 'missing', field: 'satisfaction' }, locale));
  const { facts } = one.loaded.state;
  const cast = await one.services.ballots.cast({
    jurisdiction, key: ballotKeyOfRound(one.session.ballotKey, round.number), unit: answeredBy(round.answers, round.handler),
    topic: facts.topic, channelGroup: channelGroupOf(facts.channel), score,
  });
  return cast.refused ? again(409, webMessages(locale).ballotClosed) : seeOther(one.reply, `${contextOf(one).paths.my}/thanks`);
}

async function withdraw(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const reason = textField(form, 'reason', { max: COMMENT_MAX });
  const pressed = choiceField(form, 'pressed', ['yes']);
  const again = (status: number, errors: FormState['errors']): FastifyReply =>
    page({ ...one, reply: one.reply.code(status) }, WithdrawPage({ page: contextOf(one), form: { values: typedValues(form), errors, hidden: {} } }));
  if (reason.refused || pressed.refused) return again(422, errorsOf(one, mistakesOf(reason, pressed)));
  const done = await actAsResident(one, form, { do: 'withdraw', pressed: pressed.value === 'yes', ...(reason.value === undefined ? {} : { reason: reason.value }) });
  return done.refused ? again(409, { reason: refusalWords(one, done.reason) }) : seeOther(one.reply, contextOf(one).paths.my);
}

async function contest(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const reason = textField(form, 'reason', { max: COMMENT_MAX, required: true });
  const again = (status: number, errors: FormState['errors']): FastifyReply =>
    page({ ...one, reply: one.reply.code(status) }, ContestPage({ page: contextOf(one), form: { values: typedValues(form), errors, hidden: {} } }));
  if (reason.refused) return again(422, errorsOf(one, mistakesOf(reason)));
  const done = await actAsResident(one, form, { do: 'contest', words: reason.value });
  return done.refused ? again(409, { reason: refusalWords(one, done.reason) }) : seeOther(one.reply, contextOf(one).paths.my);
}

/** Only what is hidden now, and was not objected to yet, has such a page; anything else leads back to the case. */
function showHiding(one: Mine, form: FormState): FastifyReply {
  const removal = myRemovalsOf(one.loaded.state, unitNamer(directoryFor(one.request, one.services), readerOf(one.request).locale))
    .findLast(({ item }) => item === itemOf(one));
  return removal?.contest === 'open' ? page(one, ContestHidingPage({ page: contextOf(one), removal, form })) : seeOther(one.reply, contextOf(one).paths.my);
}

async function contestHiding(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const item = itemOf(one);
  if (!item) return sendProblem(one.request, one.reply, { kind: 'not-found' });
  const reason = textField(form, 'reason', { max: COMMENT_MAX, required: true });
  const again = (status: number, errors: FormState['errors']): FastifyReply =>
    showHiding({ ...one, reply: one.reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  if (reason.refused) return again(422, errorsOf(one, mistakesOf(reason)));
  const done = await actAsResident(one, form, { do: 'contest-hiding', item, words: reason.value });
  return done.refused ? again(409, { reason: refusalWords(one, done.reason) }) : seeOther(one.reply, contextOf(one).paths.my);
}

function itemOf({ request }: Mine): Hidable | undefined {
  return parseHidable((request.params as { item?: string }).item);
}

async function showPhoto(one: Mine): Promise<FastifyReply> {
  const name = parseAttachmentName((one.request.params as { name?: string }).name);
  const { caseId } = one.session;
  const { jurisdiction } = readerOf(one.request);
  const owner = name && await one.services.database.inTransaction({ kind: 'resident', jurisdiction, caseId }, (tx) => caseOfPhoto(tx, name));
  if (name && owner === caseId && await sendPhoto(one.reply, one.services.attachments, name, 'photo')) return one.reply;
  return sendProblem(one.request, one.reply, { kind: 'not-found' });
}

function actAsResident(one: Mine, form: Form, act: Parameters<Services['cases']['actIn']>[2]): Promise<Decision<undefined, CaseRefusal>> {
  return actOnce({ ...one, form, actor: residentOf(one) }, (tx) => one.services.cases.actIn(tx, one.session.caseId, act));
}

export function residentOf({ request, session }: Mine): Actor {
  return { kind: 'resident', jurisdiction: readerOf(request).jurisdiction, caseId: session.caseId };
}

export async function formIn(one: Mine): Promise<Form | undefined> {
  const form = await readForm(one);
  if (!form) return undefined;
  // A page left open while another receipt was entered in the same browser must not speak about that other case.
  const [number] = form.values.get('number') ?? [];
  if (number === undefined || number === one.loaded.state.facts.number) return form;
  sendFormAgain(one.request, one.reply, one.services, 'resident', form);
  return undefined;
}

function errorsOf(one: Mine, mistakes: ReturnType<typeof mistakesOf>): FormState['errors'] {
  return Object.fromEntries(mistakes.map((mistake) => [mistake.field, mistakeWords(mistake, readerOf(one.request).locale)]));
}

function refusalWords(one: Mine, reason: CaseRefusal): string {
  return refusalMessages(readerOf(one.request).locale)[reason.kind];
}

/** Its forms name their case. */
export function contextOf(one: Mine): PageContext {
  const page = pageOf(one.request, one.services, { form: 'resident' });
  return { ...page, formFields: { ...page.formFields, number: one.loaded.state.facts.number } };
}

export function page(one: Mine, view: Parameters<typeof renderPage>[0]): FastifyReply {
  return sendPage(one.reply, readerOf(one.request), renderPage(view));
}
