import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseNumber } from '../../kernel/ids.ts';
import { parseOutcome } from '../../kernel/outcome.ts';
import type { Decision } from '../../kernel/refusal.ts';
import type { ReceiptCode } from '../../platform/crypto/index.ts';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import type { Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { ageIdentityOf, digestOf, machineOf, readerKeyOf, type Enclosed, type LoadedReport, type SealedCommand, type SealedRefusal } from '../../slices/sealed/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { actOnce } from '../act-once.ts';
import { directoryFor, pageOf } from '../context.ts';
import { webMessages } from '../messages.ts';
import { queryText } from '../public/reading.ts';
import { letterViews } from '../sealed/letters.ts';
import { sealedPathsOf } from '../sealed/paths.ts';
import { endSealedSession, hasLeftSealed, openSealedSession, sealedSessionOf, type SealedSession } from '../sealed/session.ts';
import { readForm } from '../read-form.ts';
import { sendAgain } from '../send-again.ts';
import type { Services } from '../services.ts';
import { MY_DONE, MySealedPage, type MyDone, type MySealedProps } from '../views/sealed/mine/mine.tsx';
import { mySealedWords } from '../views/sealed/mine/messages.ts';
import { letterIn } from './sealed.ts';

const QUIET = { config: { unlogged: true } } as const;

type Mine = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services; readonly session: SealedSession; readonly loaded: LoadedReport };
type Shown = Partial<Pick<MySealedProps, 'texts' | 'form' | 'mistake'>>;

/** The page of whoever holds a sealed report's receipt: read, write, judge, hand over, withdraw. */
export function registerMySealed(app: FastifyInstance, services: Services): void {
  const mine = (work: (mine: Mine) => Promise<FastifyReply>) => (request: FastifyRequest, reply: FastifyReply) => withReport(request, reply, services, work);
  app.get('/my/sealed', QUIET, mine((one) => show(one)));
  app.get('/my/sealed/opening', QUIET, (request, reply) => seeOther(reply, sealedPathsOf(pageOf(request, services)).mine));
  app.post('/my/sealed/opening', QUIET, mine(openHere));
  app.post('/my/sealed/letters', QUIET, mine(write));
  app.post('/my/sealed/verdict', QUIET, mine(judge));
  app.post('/my/sealed/escalation', QUIET, mine((one) => simple(one, 'escalation', () => ({ do: 'escalate', by: { kind: 'reporter' } }))));
  app.post('/my/sealed/withdrawal', QUIET, mine((one) => simple(one, 'withdrawal', (form) => ({ do: 'withdraw', by: { kind: 'reporter' }, pressed: form.values.get('pressed')?.[0] === 'yes' }))));
}

/** For /follow, where number and code are no case's: true once the receipt has opened a sealed report and the way there is shown. */
export async function followSealed(request: FastifyRequest, reply: FastifyReply, services: Services, number: CaseNumber, code: ReceiptCode): Promise<boolean> {
  const { jurisdiction } = readerOf(request);
  const report = await services.sealed.openReceipt(jurisdiction, number, code);
  if (!report) return false;
  await openSealedSession(reply, request, services, { report, readerKey: readerKeyOf(jurisdiction, code) });
  seeOther(reply, sealedPathsOf(pageOf(request, services)).mine);
  return true;
}

async function withReport(request: FastifyRequest, reply: FastifyReply, services: Services, work: (mine: Mine) => Promise<FastifyReply>): Promise<FastifyReply> {
  const session = sealedSessionOf(request, services);
  const { follow } = pageOf(request, services).paths;
  if (!session) return request.method === 'GET' ? seeOther(reply, follow) : sendAgain(request, reply, services, 'resident');
  const loaded = await hasLeftSealed(request, services) ? undefined : await services.sealed.forReporter(readerOf(request).jurisdiction, session.report);
  if (!loaded) {
    await endSealedSession(request, reply, services);
    return seeOther(reply, follow);
  }
  return work({ request, reply, services, session, loaded });
}

async function show(one: Mine, shown: Shown = {}): Promise<FastifyReply> {
  const { request, reply, services, session, loaded } = one;
  const { jurisdiction, locale } = readerOf(request);
  const directory = directoryFor(request, services);
  const { state } = loaded;
  const outside = state.route === 'inside' && state.successors.length > 0 ? directory.outsideUnit : undefined;
  const done = request.method === 'GET' ? doneIn(request) : undefined;
  return sendPage(reply, readerOf(request), renderPage(MySealedPage({
    page: contextOf(one), report: state, letters: letterViews(loaded), identity: ageIdentityOf(session.readerKey),
    recipients: await services.sealed.recipientsOf(jurisdiction, state), form: EMPTY_FORM,
    ...(outside ? { outside: directory.unit(outside)?.names[locale] ?? outside } : {}), ...(done ? { done } : {}), ...shown,
  })));
}

/** Without script: in this process's memory, for this one answer. */
async function openHere(one: Mine): Promise<FastifyReply> {
  if (!await formIn(one)) return one.reply;
  const { openLetter } = await import('../../slices/sealed/letter.ts');
  const identity = ageIdentityOf(one.session.readerKey);
  const texts: Record<number, string | undefined> = {};
  for (const { n, ciphertexts } of one.loaded.letters) for (const ciphertext of ciphertexts) texts[n] ??= await openLetter(ciphertext, [identity]);
  return show(one, { texts });
}

async function write(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const { request, services, loaded: { state } } = one;
  const { jurisdiction, locale } = readerOf(request);
  const typed = { words: form.values.get('words')?.[0] ?? '' };
  const again = (status: number, errors: FormState['errors']): Promise<FastifyReply> => show({ ...one, reply: one.reply.code(status) }, { form: { values: typed, errors, hidden: {} } });
  const recipients = await services.sealed.recipientsOf(jurisdiction, state);
  if (recipients.length < 2) return again(409, { words: mySealedWords(locale).noReaders });
  const letter = await letterIn(form, locale, recipients, recipients.length);
  if ('mistake' in letter) return again(422, { words: letter.mistake });
  const done = await perform(one, form, { do: 'write', by: { kind: 'reporter' }, digest: digestOf(letter.bytes), closedIn: letter.closedIn }, { letter: letter.bytes });
  if (!done.refused) return doneWith(one, 'letters');
  return again(409, { words: done.reason.kind === 'too-many-letters' ? mySealedWords(locale).tooMany : mySealedWords(locale).refused });
}

async function judge(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const words = mySealedWords(readerOf(one.request).locale);
  const outcome = parseOutcome(form.values.get('outcome')?.[0]);
  if (!outcome) return show({ ...one, reply: one.reply.code(422) }, { form: { values: {}, errors: { outcome: words.judgeMissing }, hidden: {} } });
  const done = await perform(one, form, { do: 'judge', by: { kind: 'reporter' }, outcome });
  return done.refused ? show({ ...one, reply: one.reply.code(409) }, { mistake: words.refused }) : doneWith(one, 'verdict');
}

async function simple(one: Mine, act: MyDone, commandOf: (form: Form) => SealedCommand): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const done = await perform(one, form, commandOf(form));
  return done.refused ? show({ ...one, reply: one.reply.code(409) }, { mistake: mySealedWords(readerOf(one.request).locale).refused }) : doneWith(one, act);
}

async function perform({ request, services, session }: Mine, form: Form, command: SealedCommand, enclosed: Enclosed = {}): Promise<Decision<undefined, SealedRefusal>> {
  const { jurisdiction } = readerOf(request);
  const officers = await services.sealed.officers(jurisdiction);
  return actOnce({ request, services, form, actor: machineOf(jurisdiction), role: 'sealed_svc' }, (tx) => services.sealed.actIn(tx, session.report, command, officers, enclosed));
}

function doneWith(one: Mine, act: MyDone): FastifyReply {
  return seeOther(one.reply, `${sealedPathsOf(contextOf(one)).mine}?done=${act}`);
}

function doneIn(request: FastifyRequest): MyDone | undefined {
  const given = queryText(request.query as Record<string, unknown>, 'done');
  return MY_DONE.find((one) => one === given);
}

async function formIn(one: Mine): Promise<Form | undefined> {
  const { request, reply, services } = one;
  const form = await readForm(one);
  if (!form) return undefined;
  if (services.tokens.check('resident', form.values.get('token')?.[0]) === 'valid') return form;
  await show({ ...one, reply: reply.code(422) }, { mistake: webMessages(readerOf(request).locale).formExpired, form: { values: { words: form.values.get('words')?.[0] ?? '' }, errors: {}, hidden: {} } });
  return undefined;
}

function contextOf({ request, services }: Mine) {
  return pageOf(request, services, { form: 'resident' });
}
