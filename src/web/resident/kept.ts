import { isoOf } from '../../kernel/instant.ts';
import { ERASED, erasureWish, type CaseFact, type ErasureWish } from '../../slices/cases/index.ts';
import type { Contact } from '../../slices/vault/index.ts';
import { myMessages } from '../conversation/talk.ts';
import { directoryFor } from '../context.ts';
import { myLooksOf, unrecordedLooks } from '../identity/props.ts';
import { placeWords, unitNamer } from '../present/names.ts';
import { contextOf, residentOf, type Mine } from '../routes/mine.ts';
import type { ContactView, KeptProps } from '../views/kept/kept.tsx';
import { keptMessages } from '../views/kept/messages.ts';
import { wordsOfStory } from '../views/messages.ts';
import { splitLine } from '../views/public/messages.ts';
import { consentNow, noticesOf } from './my-case-props.ts';

/** All that is kept about whoever holds the receipt, read once for page and file alike. */
export type Kept = Omit<KeptProps, 'done' | 'form'> & { readonly wish: ErasureWish | undefined };

/** `contact` is given where the code was shown just now. */
export async function keptOf(one: Mine, contact?: Contact): Promise<Kept> {
  const { request, services, loaded: { state, history } } = one;
  const { facts } = state;
  const page = contextOf(one);
  const directory = directoryFor(request, services);
  const nameOf = unitNamer(directory, page.locale);
  const { requests, known, wish, sendings } = await services.database.inTransaction(residentOf(one), async (tx) => ({
    requests: await services.unsealings.ofCase(tx, facts.id), known: await services.unsealings.looksOf(tx, facts.id), wish: await erasureWish(tx, facts.id),
    sendings: await services.notices.ofCase(tx, facts.id),
  }));
  const { jurisdiction, person } = facts;
  const notices = await noticesOf(services, state, sendings);
  const reads = person === undefined ? [] : await services.vault.readsOf(jurisdiction, person);
  return {
    page, wish, isErased: facts.erased, ...(notices ? { notices } : {}), ...(await contactAndConsent(one, contact)),
    words: facts.words === ERASED ? undefined : facts.words,
    place: [placeWords(directory, facts.place.division, page.locale), facts.place.address].filter(Boolean).join(' · ') || wordsOfStory(page.locale).anyPlace,
    about: facts.about.map(nameOf), photos: facts.photos.map((name) => `${page.paths.my}/photos/${name}`), later: laterWords(history),
    messages: myMessages(state, Number.MAX_SAFE_INTEGER, { page, nameOf: nameOf as (unit: never) => string }),
    looks: [...myLooksOf(requests, services.clock.now(), directory, page.locale).flatMap(({ lines }) => lines), ...unrecordedLooks(reads, known, directory, page.locale)],
  };
}

async function contactAndConsent({ services, loaded: { state } }: Mine, contact: Contact | undefined): Promise<{ readonly contact: ContactView; readonly consent: KeptProps['consent'] }> {
  const { jurisdiction, person } = state.facts;
  if (person === undefined) return { contact: { state: 'none' }, consent: undefined };
  const consent = await consentNow(services, jurisdiction, person);
  if (contact) return { contact: { state: 'shown', contact }, consent };
  return { contact: { state: await services.ownContacts.isKept(jurisdiction, person) ? 'locked' : 'none' }, consent };
}

/** Contests, comments and reasons; the first words and the messages stand elsewhere. */
function laterWords(history: readonly CaseFact[]): Kept['later'] {
  return history.filter(({ seq, role, type }) => seq > 1 && role === 'resident' && type !== 'case.replied.v1').flatMap(({ at, sealed }) => {
    const words = Object.entries(sealed).filter(([field, text]) => field !== 'pressed' && text !== undefined && text !== '' && text !== ERASED).map(([, text]) => text as string);
    return words.map((one) => ({ at, words: one }));
  });
}

/** What of an event is about others, or only points elsewhere: which colleague acted, and the vault's own name for the contact. */
const NOT_THEIRS: readonly string[] = ['by', 'person'];

/** The same as a file: `minsheng.kept/v1` (PIPL art. 45: a copy, in a form that another program reads). Photographs are named, not held. */
export function keptFile(one: Mine, kept: Kept): string {
  const { loaded: { state: { facts, stage }, history }, services } = one;
  const { locale } = kept.page;
  const [what, where, until] = keptMessages(locale).heads;
  const moment = (at: Parameters<typeof isoOf>[0] | undefined) => (at === undefined ? {} : { at: isoOf(at) });
  return `${JSON.stringify({
    format: 'minsheng.kept/v1', jurisdiction: facts.jurisdiction, number: facts.number, madeAt: isoOf(services.clock.now()),
    case: {
      stage, kind: facts.kind, channel: facts.channel, topic: facts.topic, anonymity: facts.anonymity, submittedAt: isoOf(facts.submittedAt), words: kept.words ?? null,
      place: facts.place, mustNotSee: facts.about, publishWords: facts.publishWords, publishPlace: facts.publishPlace, photos: kept.photos, publicSummary: facts.publicSummary ?? null, erased: facts.erased,
    },
    contact: kept.contact, agreed: kept.consent ? { fields: kept.consent.fields, until: isoOf(kept.consent.lastMoment) } : null,
    messages: kept.messages.map(({ from, speaker, at, words, photos }) => ({ from, speaker, at: isoOf(at), words: words ?? null, photos })),
    looks: kept.looks.map(({ at, said, words }) => ({ ...moment(at), said, ...(words === undefined || words === '' ? {} : { words }) })),
    notices: kept.notices ? { ways: kept.notices.now, sent: kept.notices.sendings.map(({ at, ...sending }) => ({ at: isoOf(at), ...sending })) } : null,
    erasureAskedAt: kept.wish ? isoOf(kept.wish.askedAt) : null,
    steps: history.map(({ type, seq, at, role, unit, post, open, sealed }) => ({
      type, seq, at: isoOf(at), role, ...(unit ? { unit } : {}), ...(post ? { post } : {}), open, private: Object.fromEntries(Object.entries(sealed).filter(([field]) => !NOT_THEIRS.includes(field))),
    })),
    keptWhere: keptMessages(locale).lines.map((line) => { const [a = '', b = '', c = ''] = splitLine(line); return { [what ?? 'what']: a, [where ?? 'where']: b, [until ?? 'until']: c }; }),
  }, undefined, 2)}\n`;
}
