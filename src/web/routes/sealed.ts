import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { seeOther, sendPage } from '../../platform/http/answer.ts';
import { sendProblem } from '../../platform/http/errors.ts';
import { mistakesOf, mistakeWords, textField } from '../../platform/http/fields.ts';
import { formOf, typedValues, type Form } from '../../platform/http/form.ts';
import { idempotencyOf, newFormKey, type IdempotencyKey } from '../../platform/http/idempotency.ts';
import { receiptCodeOf } from '../../platform/crypto/index.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { ageIdentityOf, closedToHowMany, LETTER_CHARS_MAX, periodsOf, quarterOf, readerKeyOf, routeOf, sealedRulesOf, type Officer } from '../../slices/sealed/index.ts';
import { dayOf } from '../../slices/units/index.ts';
import type { FormState } from '../../ui/page.ts';
import { renderPage } from '../../ui/render.ts';
import { directoryFor, pageOf } from '../context.ts';
import { webMessages } from '../messages.ts';
import { listsOf } from '../report/choices.ts';
import { turnAsked, turnIn, turnOf, type Turn } from '../report/turn.ts';
import { openFromCase, openSettled, parseCiphertext, readerView, readWish, sealSettled, type Settled } from '../sealed/filing.ts';
import { sealedPathsOf } from '../sealed/paths.ts';
import type { Services } from '../services.ts';
import { SealedCountsPage } from '../views/sealed/counts.tsx';
import { ChoosePage, LetterPage, SealedReceiptPage } from '../views/sealed/filing.tsx';
import { sealedWords } from '../views/sealed/messages.ts';

/** Nothing on these routes is logged, and nothing of a letter is kept but its ciphertext. */
const QUIET = { config: { unlogged: true, budget: 'report' } } as const;

type At = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly services: Services };

/** A sealed report: who may read it, the letter, the receipt. No account, no script needed. */
export function registerSealed(app: FastifyInstance, services: Services): void {
  app.get('/sealed', async (request, reply) => {
    const { jurisdiction } = readerOf(request);
    const counts = await services.sealed.quarterCounts(jurisdiction);
    const page = pageOf(request, services);
    return sendPage(reply, readerOf(request), renderPage(SealedCountsPage({ page, ...periodsOf(counts, quarterOf(dayOf(services.clock.now(), page.jurisdiction.zone))) })));
  });
  app.get('/report/sealed', { config: { unlogged: true } }, (request, reply) => choosePage({ request, reply, services }, { values: {}, errors: {}, hidden: {} }));
  app.post('/report/sealed', QUIET, (request, reply) => settle({ request, reply, services }));
  app.get('/receipts/sealed', { config: { unlogged: true } }, (request, reply) => seeOther(reply, sealedPathsOf(pageOf(request, services)).choose));
  app.post('/receipts/sealed', QUIET, (request, reply) => send({ request, reply, services }));
}

/** Also answers whoever comes from a case of their own, with `from` among the hidden fields. */
export async function choosePage({ request, reply, services }: At, form: FormState): Promise<FastifyReply> {
  const { jurisdiction, locale } = readerOf(request);
  const directory = directoryFor(request, services);
  const officers = await services.sealed.officers(jurisdiction);
  const page = pageOf(request, services, { form: 'report' });
  const { outsideUnit } = directory;
  const inside = officers.filter(({ unit }) => unit !== outsideUnit).map((officer) => ({ ...readerView(officer, directory, locale), account: officer.account }));
  // Nobody at all has a key: say so before anyone takes the trouble.
  const errors = officers.length === 0 ? { ...form.errors, keep: sealedWords(locale).nobodyAtAll } : form.errors;
  return sendPage(reply, readerOf(request), renderPage(ChoosePage({
    page, form: { ...form, errors }, units: listsOf(directory, locale).unitGroups, inside, isFromCase: (form.hidden['from'] ?? '') !== '',
    ...(outsideUnit ? { outside: directory.unit(outsideUnit)?.names[locale] ?? outsideUnit } : {}),
  })));
}

async function settle(at: At): Promise<FastifyReply> {
  const { request, reply, services } = at;
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const form = read.value;
  const { jurisdiction, locale } = readerOf(request);
  const directory = directoryFor(request, services);
  const token = form.values.get('from')?.[0] ?? '';
  const from = openFromCase(services.keys, token);
  const again = (errors: FormState['errors']): Promise<FastifyReply> =>
    choosePage({ ...at, reply: reply.code(422) }, { values: typedValues(form), errors, hidden: from ? { from: token } : {} });
  const { asked, mistakes } = readWish(form, directory, from, locale);
  if (!asked || services.tokens.check('report', form.values.get('token')?.[0]) !== 'valid') return again(asked ? { kind: webMessages(locale).formExpired } : mistakes);
  const routed = routeOf(await services.sealed.officers(jurisdiction), asked.wish, sealedRulesOf(directory));
  if (routed.refused) return again({ keep: nobodyWords(at) });
  const accounts = [...routed.value.readers, ...routed.value.successors].map(({ account }) => account);
  const settled: Settled = { kind: asked.kind, wish: asked.wish, accounts, ...(from && asked.watch ? { watchedCase: from.caseId } : {}) };
  return letterPage(at, settled, newFormKey(), { values: {}, errors: {}, hidden: {} });
}

function nobodyWords({ request, services }: At): string {
  const { locale } = readerOf(request);
  const directory = directoryFor(request, services);
  const outside = directory.outsideUnit && directory.unit(directory.outsideUnit)?.names[locale];
  return outside === undefined ? sealedWords(locale).nobodyAtAll : sealedWords(locale).nobody(outside);
}

async function letterPage(at: At, settled: Settled, key: IdempotencyKey, form: FormState, asked?: Turn): Promise<FastifyReply> {
  const { request, reply, services } = at;
  const { jurisdiction, locale } = readerOf(request);
  const directory = directoryFor(request, services);
  const rules = sealedRulesOf(directory);
  const closedTo = (await services.sealed.officers(jurisdiction)).filter(({ account }) => settled.accounts.includes(account));
  const routed = routeOf(closedTo, settled.wish, rules);
  if (routed.refused) return choosePage({ ...at, reply: reply.code(422) }, { values: { kind: settled.kind }, errors: { keep: nobodyWords(at) }, hidden: {} });
  const view = (officer: Officer) => readerView(officer, directory, locale);
  const now = services.clock.now();
  // Taken before a word is written: whoever writes for a minute has waited already.
  const turn = asked ?? (form.hidden['turn'] === undefined && services.pressure.isOn(request.ip) ? await turnOf(request, services, key) : undefined);
  return sendPage(reply, readerOf(request), renderPage(LetterPage({
    ...(turn ? { turn } : {}),
    page: pageOf(request, services, { form: 'report' }),
    form: { ...form, hidden: { ...form.hidden, key, route: sealSettled(services.keys, { ...settled, accounts: closedTo.map(({ account }) => account) }) } },
    readers: routed.value.readers.map(view), later: routed.value.successors.map(view),
    readBy: rules.deadline('acknowledge', settled.kind, now), answerBy: rules.deadline('answer', settled.kind, now),
    recipients: [await ownRecipient(at, key), ...closedTo.map(({ recipient }) => recipient)],
    ...(directory.outsideUnit ? { outside: directory.unit(directory.outsideUnit)?.names[locale] ?? directory.outsideUnit } : {}),
  })));
}

/** The writer's own: of the code that the receipt of this very form will bear. */
async function ownRecipient({ request, services }: At, key: IdempotencyKey): Promise<string> {
  const { jurisdiction } = readerOf(request);
  const { identityToRecipient } = await import('age-encryption');
  return identityToRecipient(ageIdentityOf(readerKeyOf(jurisdiction, receiptCodeOf(services.keys, jurisdiction, key))));
}

async function send(at: At): Promise<FastifyReply> {
  const { request, reply, services } = at;
  const read = await formOf(request);
  if (read.refused) return sendProblem(request, reply, read.reason);
  const form = read.value;
  const { jurisdiction, locale } = readerOf(request);
  const opened = openSettled(services.keys, form.values.get('route')?.[0] ?? '');
  const key = idempotencyOf(request, form);
  if (!opened || key === undefined) return choosePage({ ...at, reply: reply.code(422) }, { values: {}, errors: { kind: webMessages(locale).formExpired }, hidden: {} });
  const { settled } = opened;
  const again = (errors: FormState['errors'], keeps = true, turn?: Turn): Promise<FastifyReply> => {
    const ciphertext = keeps ? form.values.get('ciphertext')?.[0] ?? '' : '';
    const said = turn ? reply.code(429).header('retry-after', String(turn.waitSeconds)) : reply.code(422);
    return letterPage({ ...at, reply: said }, settled, key, { values: { words: form.values.get('words')?.[0] ?? '' }, errors, hidden: { ...(ciphertext === '' ? {} : { ciphertext }), ...(turn ? {} : turnIn(form)) } }, turn);
  };
  if (services.tokens.check('report', form.values.get('token')?.[0]) !== 'valid') return again({ words: webMessages(locale).formExpired });
  // Before anything is closed here: that is work of ours (protection T25, T29).
  const turn = await turnAsked(request, services, form, key);
  if (turn) return again({}, true, turn);
  const recipient = await ownRecipient(at, key);
  const readers = (await services.sealed.officers(jurisdiction)).filter(({ account }) => settled.accounts.includes(account));
  const letter = await letterIn(form, locale, [recipient, ...readers.map((one) => one.recipient)], settled.accounts.length + 1);
  if ('mistake' in letter) return again({ words: letter.mistake }, !letter.isBroken);
  const filed = await services.sealed.receive(jurisdiction, {
    key, kind: settled.kind, wish: settled.wish, closedTo: settled.accounts, recipient, letter: letter.bytes, closedIn: letter.closedIn,
    ...(settled.watchedCase ? { watchedCase: settled.watchedCase } : {}),
  });
  if (filed.refused) return again({ words: nobodyWords(at) });
  services.pressure.note(request.ip);
  const { state, number, code, earlier } = filed.value;
  const page = pageOf(request, services);
  return sendPage(reply.code(201), readerOf(request), renderPage(SealedReceiptPage({
    page, number, code, followAddress: `${services.publicUrl}${page.paths.follow}`, receivedAt: state.facts.receivedAt, earlier,
    answerBy: sealedRulesOf(directoryFor(request, services)).deadline('answer', state.facts.kind, state.facts.receivedAt),
  })));
}

type LetterIn = { readonly bytes: Uint8Array; readonly closedIn: 'browser' | 'server' } | { readonly mistake: string; readonly isBroken?: true };

/** The letter as it came: closed already, or closed here and now, in memory; the open words go no further than this function. */
export async function letterIn(form: Form<unknown>, locale: 'zh' | 'en', recipients: readonly string[], expected: number): Promise<LetterIn> {
  const given = form.values.get('ciphertext')?.[0] ?? '';
  if (given !== '') {
    const bytes = parseCiphertext(given);
    return bytes && closedToHowMany(bytes) === expected ? { bytes, closedIn: 'browser' } : { mistake: sealedWords(locale).notClosed, isBroken: true };
  }
  const words = textField(form, 'words', { max: LETTER_CHARS_MAX, required: true });
  if (words.refused) return { mistake: words.reason.kind === 'missing' ? sealedWords(locale).wordsMissing : mistakesOf(words).map((one) => mistakeWords(one, locale)).join(' ') };
  const { closeLetter } = await import('../../slices/sealed/letter.ts');
  return { bytes: await closeLetter(words.value, recipients), closedIn: 'server' };
}
