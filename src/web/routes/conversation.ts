import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Decision } from '../../kernel/refusal.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { mistakeWords, textField } from '../../platform/http/fields.ts';
import { formOf, typedValues, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { markResidentRead, refusalMessages, residentReadTo, type CaseRefusal } from '../../slices/cases/index.ts';
import { EMPTY_FORM, type FormState, type PageContext } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor, pageOf } from '../context.ts';
import { atDesk, caseAtDesk, type Desk } from '../desk.ts';
import { caseMessages, mayAsk, mayReply, myMessages } from '../conversation/talk.ts';
import { webMessages } from '../messages.ts';
import { keepPhoto, photosOf, type KeptPhoto } from '../photos-in-form.ts';
import { caseTitle, unitNamer } from '../present/names.ts';
import { queryText } from '../public/reading.ts';
import { openPhotos, sealPhotos } from '../report/form.ts';
import { previewOf } from '../report/preview.ts';
import { sendFormAgain } from '../send-again.ts';
import type { Services } from '../services.ts';
import { CaseMessagesPage, MESSAGE_LIMITS, MyMessagesPage } from '../views/conversation/conversation.tsx';
import { conversationMessages } from '../views/conversation/messages.ts';
import { contextOf as myContextOf, residentOf, withCase, type Mine } from './mine.ts';

const QUIET = { config: { unlogged: true } } as const;
const WRITING = { config: { unlogged: true, budget: 'report' } } as const;

/** What resident and office write to each other: a page on either side, and one address each to send to. */
export function registerConversation(app: FastifyInstance, services: Services): void {
  app.get('/my/messages', QUIET, (request, reply) => withCase(request, reply, services, (one) => showMine(one, EMPTY_FORM)));
  app.post('/my/messages', WRITING, (request, reply) => withCase(request, reply, services, sendMine));
  app.get('/console/cases/:id/messages', QUIET, atDesk(services, (desk) => showCases(desk, EMPTY_FORM)));
  app.post('/console/cases/:id/messages', WRITING, atDesk(services, sendCases));
}

/** Opening the page is reading it; the mark is the resident's own, and moves only forward. */
async function showMine(one: Mine, form: FormState): Promise<FastifyReply> {
  const { request, reply, services, loaded: { state }, session } = one;
  const page = myContextOf(one);
  const readTo = await services.database.inTransaction(residentOf(one), async (tx) => {
    const before = await residentReadTo(tx, session.caseId);
    const last = state.facts.conversation.at(-1)?.seq ?? 0;
    if (last > before) await markResidentRead(tx, session.caseId, last);
    return before;
  });
  return sendPage(reply, readerOf(request), renderPage(MyMessagesPage({
    page, messages: myMessages(state, readTo, { page, nameOf: namesFor(one) }), mayWrite: mayReply(state), ...writing(one, page, form),
  })));
}

async function sendMine(one: Mine): Promise<FastifyReply> {
  const { request, reply, services, session, loaded: { state } } = one;
  const { locale } = readerOf(request);
  const read = await formOf(request, keepPhoto(services, locale));
  if (read.refused) return sendProblem(request, reply, read.reason);
  const [number] = read.value.values.get('number') ?? [];
  // A page left open while another receipt was entered in the same browser must not speak about that other case.
  if (number !== undefined && number !== state.facts.number) return sendFormAgain(request, reply, services, 'resident', read.value);
  const message = readMessage(one, read.value);
  if ('again' in message) return showMine({ ...one, reply: reply.code(422) }, message.again);
  const done = await actOnce({ request, services, form: read.value, actor: residentOf(one) }, (tx) => services.cases.actIn(tx, session.caseId, { do: 'reply', ...message.said }));
  return done.refused
    ? showMine({ ...one, reply: reply.code(409) }, refusedForm(one, message.form, done))
    : seeOther(reply, `${myContextOf(one).paths.myMessages}?sent=yes`);
}

async function showCases(desk: Desk, form: FormState): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const found = await caseAtDesk(desk);
  if (!found) return sendProblem(request, reply, { kind: 'not-found' });
  const { state, id } = found;
  const page = pageOf(request, services, { form: 'staff', staff });
  const directory = directoryFor(request, services);
  const title = caseTitle(directory, state.facts, page.locale);
  return sendPage(reply, readerOf(request), renderPage(CaseMessagesPage({
    page, id, title, messages: caseMessages(state, id, { page, nameOf: namesFor(desk) }), mayWrite: mayAsk(state, staff), ...writing(desk, page, form),
  })));
}

async function sendCases(desk: Desk): Promise<FastifyReply> {
  const { request, reply, services, staff } = desk;
  const { locale } = readerOf(request);
  const read = await formOf(request, keepPhoto(services, locale));
  if (read.refused) return sendProblem(request, reply, read.reason);
  const found = await caseAtDesk(desk);
  if (!found) return sendProblem(request, reply, { kind: 'not-found' });
  const message = readMessage(desk, read.value, 'staff');
  if ('again' in message) return showCases({ ...desk, reply: reply.code(422) }, message.again);
  const done = await actOnce({ request, services, form: read.value, actor: staff.actor }, (tx) => services.cases.actIn(tx, found.id, { do: 'ask', ...message.said }));
  if (!done.refused) return seeOther(reply, `${pageOf(request, services).paths.caseMessages(found.id)}?sent=yes`);
  return showCases({ ...desk, reply: reply.code(done.reason.kind === 'not-yours' ? 403 : 409) }, refusedForm(desk, message.form, done));
}

type Writing = { readonly request: FastifyRequest; readonly services: Services };
type Read = { readonly said: { readonly words: string; readonly photos: readonly string[] }; readonly form: FormState } | { readonly again: FormState };

/** The words and photos of the form; or the form once more, with what is wrong and everything that arrived. */
function readMessage({ request, services }: Writing, form: Form<KeptPhoto>, tokenOf?: 'staff'): Read {
  const { locale } = readerOf(request);
  const words = textField(form, 'words', { max: MESSAGE_LIMITS.words, required: true });
  const photos = photosOf(form, services, locale, MESSAGE_LIMITS.photos);
  const isStale = tokenOf !== undefined && services.tokens.check(tokenOf, form.values.get('token')?.[0]) !== 'valid';
  const errors = {
    ...(words.refused ? { words: words.reason.kind === 'missing' ? conversationMessages(locale).wordsMissing : mistakeWords(words.reason, locale) } : {}),
    ...(isStale ? { words: webMessages(locale).formExpired } : {}),
    ...(photos.mistake === undefined ? {} : { photos: photos.mistake }),
  };
  const { drop: _drop, kept: _kept, token: _token, ...values } = typedValues(form);
  const again: FormState = { values, errors, hidden: { kept: sealPhotos(services.keys, photos.names) } };
  return words.refused || Object.keys(errors).length > 0 ? { again } : { said: { words: words.value, photos: photos.names }, form: again };
}

function refusedForm({ request }: Writing, form: FormState, { reason }: Extract<Decision<unknown, CaseRefusal>, { refused: true }>): FormState {
  return { ...form, errors: { words: refusalMessages(readerOf(request).locale)[reason.kind] } };
}

/** What both pages need of the form: as typed, photos that arrived, and whether one was just sent. */
function writing({ request, services }: Writing, page: PageContext, form: FormState) {
  const kept = openPhotos(services.keys, form.hidden['kept'] ?? '').map((name) => `${page.paths.report}/photos/${previewOf(services.keys, name)}`);
  return { form, kept, sent: queryText(request.query as Record<string, unknown>, 'sent') === 'yes' };
}

function namesFor({ request, services }: Writing): (unit: never) => string {
  return unitNamer(directoryFor(request, services), readerOf(request).locale) as (unit: never) => string;
}
