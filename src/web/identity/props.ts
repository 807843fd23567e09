import type { CaseId, UnitId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { formatMinute, type Locale } from '../../platform/i18n/index.ts';
import type { ReadyStaff } from '../../slices/accounts/index.ts';
import type { LoadedCase } from '../../slices/cases/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import { AGREED, authorOf, mayDecide, maySettle, standing, type Around, type Unsealing } from '../../slices/unsealing/index.ts';
import { CONTACT_FIELDS, OWN_ACTS, type Contact, type ContactField, type VaultRead } from '../../slices/vault/index.ts';
import type { FormState, PageContext } from '../../ui/page.ts';
import { topicWords, unitNamer } from '../present/names.ts';
import type { AskIdentityProps, OwnRequest } from '../views/identity/asking.tsx';
import type { WaitingIdentity } from '../views/identity/deciding.tsx';
import type { Shown } from '../views/identity/identity.tsx';
import { fieldWords, identityMessages, purposeWord } from '../views/identity/messages.ts';
import type { MyLook } from '../views/identity/mine.tsx';
import { keptMessages } from '../views/kept/messages.ts';
import { roleWord } from '../views/vocabulary.ts';

type Seen = { readonly page: PageContext; readonly directory: Directory };

/** What one look opened, under the mark of whoever looked. */
export function shownOf(contact: Partial<Contact> | undefined, fields: readonly ContactField[], staff: ReadyStaff, at: Instant, page: PageContext): Shown {
  if (!contact) return 'gone';
  const looker = { username: staff.username, at: formatMinute(at, page.jurisdiction.zone, page.locale) };
  return { looker, values: fields.map((field) => ({ field, value: contact[field] ?? '' })) };
}

export function askIdentityProps(
  { state }: LoadedCase, id: CaseId, requests: readonly Unsealing[], staff: ReadyStaff, mayAsk: boolean, form: FormState, now: Instant, { page, directory }: Seen,
): AskIdentityProps {
  return {
    page, id, number: state.facts.number, title: topicWords(directory, state.facts.topic, page.locale), action: `${page.paths.caseIdentity(id)}/requests`, form,
    fields: CONTACT_FIELDS, mayAsk,
    requests: requests.filter((one) => one.status !== 'agreed' && one.asker.unit === staff.unitId).map((one) => ownRequestOf(one, staff, now, page)),
  };
}

function ownRequestOf(one: Unsealing, staff: ReadyStaff, now: Instant, page: PageContext): OwnRequest {
  const so = standing(one, now);
  return {
    id: one.id, standing: so, purpose: one.purpose, fields: one.fields, words: one.words, askedAt: one.askedAt, looks: one.views.length,
    ...(one.status === 'requested' ? { decideBy: one.decideBy } : {}),
    ...(one.status === 'refused' ? { explanation: one.explanation } : {}),
    ...(one.status === 'approved' ? { until: one.until, granted: one.granted } : {}),
    ...(so === 'open' && one.accounts[0] === staff.accountId ? { lookAction: `${page.paths.identityRequest(one.id)}/looks` } : {}),
  };
}

/** Undefined where nothing of it waits for anybody. */
export function waitingOf(one: Unsealing, { number, topic }: { readonly number: WaitingIdentity['number']; readonly topic: Parameters<typeof topicWords>[1] }, around: Around, staff: ReadyStaff, now: Instant, { page, directory }: Seen): WaitingIdentity | undefined {
  const by = authorOf(staff.actor);
  const hand = handNamer(directory, page.locale);
  const common = {
    id: one.id, number, title: topicWords(directory, topic, page.locale), purpose: one.purpose, fields: one.fields, asker: hand(one.asker), words: one.words, askedAt: one.askedAt,
    looks: one.views.map((look) => ({ at: look.at, by: hand(look.by), fields: look.fields })),
  };
  if (one.contest.state === 'open') {
    const { words: contest, answerBy } = one.contest;
    return { ...common, of: 'contest', contest, dueAt: answerBy, isOverdue: now >= answerBy, outside: false, yours: !isRefused(maySettle(one, by, around.now, now, around.rules)) && !isParty(around, staff) };
  }
  if (one.status !== 'requested' || standing(one, now) !== 'waiting') return undefined;
  return { ...common, of: 'request', dueAt: one.decideBy, isOverdue: false, outside: one.decider === 'outside', yours: !isRefused(mayDecide(one, by, around.now, now, around.rules)) && !isParty(around, staff) };
}

function isRefused({ refused }: { readonly refused: boolean }): boolean {
  return refused;
}

function isParty(around: Around, staff: ReadyStaff): boolean {
  return around.rules.isParty(staff.unitId);
}

/** What the resident reads of each request and look, and of looks that only the vault knows of. */
export function myLooksOf(requests: readonly Unsealing[], now: Instant, directory: Directory, locale: Locale): readonly MyLook[] {
  return requests.map((one) => ({
    id: one.id, lines: linesOf(one, now, directory, locale),
    ...(one.status === 'approved' && standing(one, now) === 'open' ? { until: one.until } : {}),
    contest: one.contest.state === 'none' ? { state: 'open' } : one.contest.state === 'open' ? { state: 'running', answerBy: one.contest.answerBy } : { state: 'done' },
  }));
}

function linesOf(one: Unsealing, now: Instant, directory: Directory, locale: Locale): MyLook['lines'] {
  const words = identityMessages(locale);
  const hand = handNamer(directory, locale);
  const fields = fieldWords(one.fields, locale);
  const looks = one.views.map((look) => ({ at: look.at, said: words.mineLooked(hand(look.by), fieldWords(look.fields, locale)) }));
  const { contest } = one;
  const objection = contest.state === 'none' ? [] : [{ said: words.mineObjected(contest.words) }];
  const answered = contest.state !== 'settled' ? [] : [{ at: contest.at, said: words.mineSettled(hand(contest.by), contest.ruling === 'proper' ? words.proper : words.improper), words: contest.explanation }];
  if (one.purpose === AGREED) return [...agreedLine(one, hand, fields, locale), ...objection, ...answered];
  const asked = { at: one.askedAt, said: words.mineAsked(hand(one.asker), fields, purposeWord(one.purpose, locale)), words: one.words === '' ? '' : words.mineWhy(one.words) };
  return [asked, ...decidedLines(one, now, hand, locale), ...looks, ...objection, ...answered];
}

function agreedLine(one: Unsealing, hand: ReturnType<typeof handNamer>, fields: string, locale: Locale): MyLook['lines'] {
  return [{ at: one.askedAt, said: lookSentence(hand(one.asker), fields, one.words, locale) }];
}

function decidedLines(one: Unsealing, now: Instant, hand: ReturnType<typeof handNamer>, locale: Locale): MyLook['lines'] {
  const words = identityMessages(locale);
  switch (one.status) {
    case 'agreed': return [];
    case 'refused': return [{ at: one.at, said: words.mineRefused(hand(one.by)), words: one.explanation }];
    case 'approved': return [{ at: one.at, said: words.mineApproved(hand(one.by), fieldWords(one.granted, locale)) }];
    case 'requested': return [{ said: standing(one, now) === 'lapsed' ? words.mineLapsed : words.mineWaiting }];
  }
}

/** Looks that the vault has written down and no request accounts for: told as what they are. */
export function unrecordedLooks(reads: readonly VaultRead[], known: ReadonlySet<string>, directory: Directory, locale: Locale): readonly { readonly at: Instant; readonly said: string; readonly alarm?: string }[] {
  const hand = handNamer(directory, locale);
  return reads.filter(({ view }) => view === undefined || !known.has(view)).map((read) => ({
    at: read.at, said: ownSentence(read, locale) ?? lookSentence(hand({ role: read.role, unit: read.unit as UnitId }), fieldWords(read.fields, locale), read.reason, locale),
    ...(read.view === undefined ? {} : { alarm: identityMessages(locale).mineUnrecorded }),
  }));
}

function handNamer(directory: Directory, locale: Locale): (hand: { readonly role: string; readonly unit: UnitId }) => string {
  const nameOf = unitNamer(directory, locale);
  return ({ role, unit }) => `${nameOf(unit)} ${roleWord(locale, role)}`;
}

/** What was done with the receipt itself, on their own page; undefined for every look of somebody else. */
function ownSentence({ role, purpose }: VaultRead, locale: Locale): string | undefined {
  const words = keptMessages(locale);
  const act = role === 'resident' ? OWN_ACTS.find((one) => one === purpose) : undefined;
  return act && `${{ 'own-look': words.ownLook, 'own-correction': words.ownCorrection, 'own-removal': words.ownRemoval }[act]} ${words.ownHint}`;
}

function lookSentence(by: string, fields: string, reason: string, locale: Locale): string {
  return identityMessages(locale).mineLine(by, fields, reason);
}
