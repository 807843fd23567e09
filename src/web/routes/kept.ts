import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PersonRef } from '../../kernel/ids.ts';
import { accept, type Decision } from '../../kernel/refusal.ts';
import { parseReceiptCode } from '../../platform/crypto/index.ts';
import { seeOther } from '../../platform/http/answer.ts';
import { typedValues, type Form } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { contestedReissue, refusalMessages, type CaseRefusal } from '../../slices/cases/index.ts';
import { parseContact, type Contact, type ContactMistake } from '../../slices/vault/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { actOnce } from '../act-once.ts';
import { queryText } from '../public/reading.ts';
import { keptFile, keptOf, type Kept } from '../resident/kept.ts';
import type { Services } from '../services.ts';
import { orAway, VAULT_RETRY_SECONDS } from '../vault-away.ts';
import { ContactPage } from '../views/kept/contact.tsx';
import { KEPT_DONE, KeptPage, type KeptDone } from '../views/kept/kept.tsx';
import { keptMessages } from '../views/kept/messages.ts';
import { contextOf, formIn, page, QUIET, residentOf, withCase, type Mine } from './mine.ts';

/** What asks for the code again counts as trying one. */
export const WITH_CODE = { config: { unlogged: true, budget: 'code' } } as const;

/** What is kept about whoever holds the receipt: seen, taken along, corrected (PIPL art. 44 to 46). */
export function registerKept(app: FastifyInstance, services: Services): void {
  const mine = (work: (mine: Mine) => Promise<FastifyReply>) => (request: FastifyRequest, reply: FastifyReply) => withCase(request, reply, services, work);
  app.get('/my/kept', QUIET, mine((one) => showKept(one, EMPTY_FORM)));
  app.post('/my/kept', WITH_CODE, mine(showContact));
  app.get('/my/kept/file', QUIET, mine(async (one) => sendFile(one, await keptOf(one))));
  app.get('/my/contact', QUIET, mine((one) => showForm(one, EMPTY_FORM)));
  app.post('/my/contact', WITH_CODE, mine(correct));
  app.post('/my/contact/end', QUIET, mine(remove));
}

/**
 * What is wrong with the code that the form brings: whoever only found the page open does not have it, and while somebody says that a
 * new code was given to the wrong person, its holder sees and changes no contact.
 */
export async function codeFault({ request, services, session, loaded: { state } }: Mine, form: Form): Promise<string | undefined> {
  const { jurisdiction, locale } = readerOf(request);
  const code = parseReceiptCode(form.values.get('code')?.[0]);
  const opened = code && await services.cases.openReceipt(jurisdiction, state.facts.number, code);
  if (opened?.caseId !== session.caseId) return keptMessages(locale).wrongCode;
  return contestedReissue(state.facts.receipt) ? refusalMessages(locale)['receipt-contested'] : undefined;
}

async function showKept(one: Mine, form: FormState, kept?: Kept): Promise<FastifyReply> {
  const { wish: _wish, ...props } = kept ?? await keptOf(one);
  const done = one.request.method === 'GET' ? doneIn(one) : undefined;
  return page(one, KeptPage({ ...props, form, ...(done ? { done } : {}) }));
}

/** The vault writes its line first, then the contact is opened, for this one answer. */
async function showContact(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const { jurisdiction } = readerOf(one.request);
  const fault = await codeFault(one, form);
  if (fault !== undefined) return showKept({ ...one, reply: one.reply.code(422) }, { values: typedValues(form), errors: { code: fault }, hidden: {} });
  const { person } = one.loaded.state.facts;
  const kept = await keptOf(one, person && await one.services.ownContacts.see(jurisdiction, person));
  return form.values.get('as')?.[0] === 'file' ? sendFile(one, kept) : showKept(one, EMPTY_FORM, kept);
}

/** Theirs to keep, and never anybody's cache. */
function sendFile(one: Mine, kept: Kept): FastifyReply {
  return one.reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="minsheng-${one.loaded.state.facts.number}-kept.json"`)
    .type('application/json; charset=utf-8').send(keptFile(one, kept));
}

async function showForm(one: Mine, form: FormState): Promise<FastifyReply> {
  const person = personIn(one);
  // Whoever left no contact has none to correct: what was said anonymously stays so.
  if (!person) return seeOther(one.reply, contextOf(one).paths.kept);
  return page(one, ContactPage({ page: contextOf(one), form, isKept: await orAway(one.services.ownContacts.isKept(readerOf(one.request).jurisdiction, person)) !== false }));
}

async function correct(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const person = personIn(one);
  const { jurisdiction, locale } = readerOf(one.request);
  const { paths } = contextOf(one);
  if (!person) return seeOther(one.reply, paths.kept);
  const { contact, errors } = contactIn(form, locale);
  const fault = await codeFault(one, form);
  const wrong = { ...errors, ...(fault === undefined ? {} : { code: fault }) };
  if (Object.keys(wrong).length > 0) return showForm({ ...one, reply: one.reply.code(422) }, { values: typedValues(form), errors: wrong, hidden: {} });
  const kept = await orAway(onVault(one, form, () => one.services.ownContacts.correct(jurisdiction, person, contact)));
  if (kept === 'away') return showForm({ ...one, reply: one.reply.code(503).header('retry-after', String(VAULT_RETRY_SECONDS)) }, { values: typedValues(form), errors: { phone: keptMessages(locale).away }, hidden: {} });
  return seeOther(one.reply, `${paths.kept}?done=contact`);
}

async function remove(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const person = personIn(one);
  const { jurisdiction, locale } = readerOf(one.request);
  const { paths } = contextOf(one);
  if (!person) return seeOther(one.reply, paths.kept);
  if (form.values.get('sure')?.[0] !== 'yes') return showForm({ ...one, reply: one.reply.code(422) }, { values: typedValues(form), errors: { sure: keptMessages(locale).removeTick }, hidden: {} });
  await onVault(one, form, () => one.services.ownContacts.remove(jurisdiction, person));
  return seeOther(one.reply, `${paths.kept}?done=removed`);
}

/** The vault commits by itself, then the form counts as sent. A crash between the two lets the same form do it again: the same contact stands, or the same nothing. */
function onVault(one: Mine, form: Form, act: () => Promise<void>): Promise<Decision<undefined, CaseRefusal>> {
  return actOnce<CaseRefusal>({ ...one, form, actor: residentOf(one) }, async () => {
    await act();
    return accept(undefined);
  });
}

function contactIn(form: Form, locale: Parameters<typeof keptMessages>[0]): { readonly contact: Contact; readonly errors: FormState['errors'] } {
  const words = keptMessages(locale);
  const say: Readonly<Record<ContactMistake['kind'], string>> = { 'too-long': words.tooLong, 'no-way-to-reach': words.reach, 'bad-phone': words.badPhone, 'bad-email': words.badEmail };
  const given = (field: 'name' | 'phone' | 'email' | 'note') => form.values.get(field)?.[0] ?? '';
  const { contact, mistakes } = parseContact({ name: given('name'), phone: given('phone'), email: given('email'), note: given('note') });
  return { contact, errors: Object.fromEntries(mistakes.map(({ field, kind }) => [field, say[kind]])) };
}

/** The vault's name for their contact; undefined for somebody anonymous, and once everything private is erased. */
function personIn({ loaded: { state: { facts } } }: Mine): PersonRef | undefined {
  return facts.erased ? undefined : facts.person;
}

function doneIn({ request }: Mine): KeptDone | undefined {
  const given = queryText(request.query as Record<string, unknown>, 'done');
  return KEPT_DONE.find((one) => one === given);
}
