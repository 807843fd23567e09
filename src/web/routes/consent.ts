import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PersonRef } from '../../kernel/ids.ts';
import { DAY_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import { seeOther } from '../../platform/http/answer.ts';
import { dateField, mistakesOf, mistakeWords } from '../../platform/http/fields.ts';
import { typedValues } from '../../platform/http/form.ts';
import { readerOf } from '../../platform/http/reader.ts';
import { personOf } from '../../slices/cases/index.ts';
import { dayOf } from '../../slices/units/index.ts';
import { CONSENT_DAYS_MAX } from '../../slices/vault/index.ts';
import { EMPTY_FORM, type FormState } from '../../ui/page.ts';
import { directoryFor } from '../context.ts';
import { noonOf } from '../present/case-stub.ts';
import type { Services } from '../services.ts';
import { orAway, VAULT_RETRY_SECONDS } from '../vault-away.ts';
import { CONSENT_FIELDS, ConsentPage } from '../views/consent/consent.tsx';
import { consentMessages } from '../views/consent/messages.ts';
import { tellingMessages } from '../views/notices/messages.ts';
import { tellField } from '../views/notices/notices.tsx';
import { contextOf, formIn, page, residentOf, withCase, type Mine } from './mine.ts';

const QUIET = { config: { unlogged: true } } as const;

/** "You may phone me until …" and "tell me there is news": agreed to and taken back on the resident's own pages. */
export function registerConsent(app: FastifyInstance, services: Services): void {
  const mine = (work: (mine: Mine) => Promise<FastifyReply>) => (request: FastifyRequest, reply: FastifyReply) => withCase(request, reply, services, work);
  app.get('/my/consent', QUIET, mine(showConsent));
  app.post('/my/consent', QUIET, mine(agree));
  app.post('/my/consent/end', QUIET, mine(takeBack));
  app.post('/my/consent/notices', QUIET, mine(beTold));
}

async function showConsent(one: Mine): Promise<FastifyReply> {
  const person = await personIn(one);
  // Whoever left no contact has nothing to agree to.
  if (!person) return seeOther(one.reply, contextOf(one).paths.my);
  return consentPage(one, { ...EMPTY_FORM, values: await agreedNow(one, person) });
}

/** Both forms as they stand: what is agreed to now. */
async function agreedNow(one: Mine, person: PersonRef): Promise<Readonly<Record<string, string>>> {
  const { jurisdiction } = readerOf(one.request);
  const { consents, tellings } = one.services;
  const [consent, telling] = [await consents.of(jurisdiction, person), await tellings.of(jurisdiction, person)];
  const { zone } = directoryFor(one.request, one.services);
  return {
    ...(consent ? { until: dayOf(plusMs(consent.until, -1), zone), ...Object.fromEntries(consent.fields.map((field) => [field, 'yes'])) } : {}),
    ...Object.fromEntries((telling?.channels ?? []).map((channel) => [tellField(channel), 'yes'])),
  };
}

async function agree(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const { jurisdiction, locale } = readerOf(one.request);
  const person = await personIn(one);
  if (!person) return seeOther(one.reply, contextOf(one).paths.my);
  const say = consentMessages(locale);
  const again = (errors: FormState['errors'], status = 422): Promise<FastifyReply> => consentPage({ ...one, reply: one.reply.code(status) }, { values: typedValues(form), errors, hidden: {} });
  const until = dateField(form, 'until', { min: '2000-01-01', max: '2099-12-31', required: true });
  const fields = CONSENT_FIELDS.filter((field) => form.values.get(field)?.[0] === 'yes');
  if (until.refused || fields.length === 0) {
    return again({ ...Object.fromEntries(mistakesOf(until).map((mistake) => [mistake.field, mistakeWords(mistake, locale)])), ...(fields.length === 0 ? { fields: say.pickFields } : {}) });
  }
  const given = await orAway(one.services.consents.give(jurisdiction, person, { fields, until: endOfDay(one, until.value) }));
  if (given === 'away') {
    one.reply.header('retry-after', String(VAULT_RETRY_SECONDS));
    return again({ fields: say.away }, 503);
  }
  if (!given.refused) return seeOther(one.reply, contextOf(one).paths.my);
  switch (given.reason.kind) {
    case 'no-fields': return again({ fields: say.pickFields });
    case 'in-past': return again({ until: say['in-past'] });
    case 'too-long': return again({ until: say['too-long'](CONSENT_DAYS_MAX) });
    case 'nothing-kept': return again({ fields: say['nothing-kept'] });
  }
}

async function takeBack(one: Mine): Promise<FastifyReply> {
  if (!await formIn(one)) return one.reply;
  const person = await personIn(one);
  if (person) await one.services.consents.revoke(readerOf(one.request).jurisdiction, person);
  return seeOther(one.reply, contextOf(one).paths.my);
}

/** The ways that are ticked, in the language of the page; none ends it. */
async function beTold(one: Mine): Promise<FastifyReply> {
  const form = await formIn(one);
  if (!form) return one.reply;
  const { jurisdiction, locale } = readerOf(one.request);
  const person = await personIn(one);
  if (!person) return seeOther(one.reply, contextOf(one).paths.my);
  const channels = (await one.services.waysOffered()).filter((channel) => form.values.get(tellField(channel))?.[0] === 'yes');
  if (await one.services.tellings.agree(jurisdiction, person, { channels, locale })) return seeOther(one.reply, contextOf(one).paths.my);
  return consentPage({ ...one, reply: one.reply.code(422) }, { values: typedValues(form), errors: { tell: tellingMessages(locale)['nothing-kept'] }, hidden: {} });
}

/** Undefined for somebody anonymous, and once everything private is erased. */
function personIn(one: Mine): Promise<PersonRef | undefined> {
  return one.services.database.inTransaction(residentOf(one), (tx) => personOf(tx, one.session.caseId));
}

/** The 24:00 that ends the day, in the jurisdiction's zone. */
function endOfDay({ request, services }: Mine, day: string): Instant {
  return directoryFor(request, services).calendar.addCalendarDays(plusMs(noonOf(day), -DAY_MS), 1);
}

async function consentPage(one: Mine, form: FormState): Promise<FastifyReply> {
  return page(one, ConsentPage({ page: contextOf(one), form, days: CONSENT_DAYS_MAX, asksPhone: one.loaded.state.facts.anonymity === 'sealed', offered: await one.services.waysOffered() }));
}
