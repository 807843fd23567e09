import type { JurisdictionCode, PersonRef } from '../../kernel/ids.ts';
import { DAY_MS, isoOf, plusMs } from '../../kernel/instant.ts';
import type { KeyProvider } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import type { CallGateway, Handed, MailGateway, TextGateway } from '../../platform/gateway/index.ts';
import { parseLocale, type Locale } from '../../platform/i18n/index.ts';
import { forgetAsked, forgetReplies, keepQuestion, numberMark } from './asking.ts';
import { countMessage, countOf, forgetCounts, handedInTime, type Count } from './budgets.ts';
import type { Contact } from './contact.ts';
import { openDeposit } from './deposit.ts';
import { selectDeposit } from './store.ts';

export const TELLING_CHANNELS = ['text', 'email'] as const;
export type TellingChannel = (typeof TELLING_CHANNELS)[number];
/** "Tell me there is news": by these ways, in this language. */
export type Telling = { readonly channels: readonly TellingChannel[]; readonly locale: Locale };
/** What is sent, the same for every case and every event: only language and place make a difference. */
export type Letter = Readonly<Record<Locale, { readonly subject: string; readonly text: string }>>;

/**
 * "Is it solved? Answer with one digit": sent as the text message instead of the letter. `{letter}` in its words becomes the letter that
 * tells this question from others at the same number.
 */
export type Asking = { readonly question: string; readonly words: Readonly<Record<Locale, string>> };

export type Told =
  /** By at least one way. */
  | { readonly outcome: 'told'; readonly channels: readonly TellingChannel[] }
  | { readonly outcome: 'not-agreed' }
  /** So much was sent today, to them or in all, that this must wait. */
  | { readonly outcome: 'over-budget' }
  /** `isFinal`: no such number or address, or no way that they chose is there. */
  | { readonly outcome: 'failed'; readonly channels: readonly TellingChannel[]; readonly isFinal: boolean };

/** Agreed to and ended by the resident alone; the contact is opened here, handed to the gateway and nobody else. */
export interface Tellings {
  /** The ways that there are. */
  offered(): Promise<readonly TellingChannel[]>;
  /** Replaces what was agreed before; false where no contact is kept. No channels at all: ends it. */
  agree(jurisdiction: JurisdictionCode, person: PersonRef, telling: Telling): Promise<boolean>;
  /** Undefined where nothing is agreed. */
  of(jurisdiction: JurisdictionCode, person: PersonRef): Promise<Telling | undefined>;
  /** Reads afresh whether and how they want to be told, and tells them. Resolves with nothing that says who they are. */
  tell(jurisdiction: JurisdictionCode, person: PersonRef, letter: Letter, asking?: Asking): Promise<Told>;
  /** Forgets counts of days that are over. */
  forget(jurisdiction: JurisdictionCode): Promise<void>;
}

/** Where the vault hands messages over, itself: nobody else sees to whom. */
export type TellingWays = {
  readonly mail?: MailGateway; readonly text?: TextGateway; readonly call?: CallGateway;
  /** Messages to all numbers of a jurisdiction a day: the breaker on what they cost. */
  readonly textsPerDay: number;
};
export const NO_WAYS: TellingWays = { textsPerDay: 0 };

/** To one number or address a day: more is a nuisance, or somebody's loop. */
const TO_ONE_MAX = 5;
/** To numbers that begin alike: a block of numbers that is paid for each message (protection T19). */
const TO_PREFIX_MAX = 200;
const PREFIX_DIGITS = 7;
/** E-mails cost nothing each; this stops a loop. */
const MAILS_PER_DAY = 20_000;
const COUNTS_KEPT_MS = 2 * DAY_MS;

export type TellingDeps = TellingWays & { readonly database: Database; readonly keys: KeyProvider };

export function createTellings(deps: TellingDeps): Tellings {
  const inVault = <T>(jurisdiction: JurisdictionCode, work: Parameters<typeof deps.database.inTransaction<T>>[1]): Promise<T> =>
    deps.database.inTransaction({ kind: 'system', jurisdiction, job: 'tellings' }, work, 'vault_svc');
  const offered = TELLING_CHANNELS.filter((channel) => (channel === 'text' ? deps.text : deps.mail) !== undefined);
  return {
    offered: () => Promise.resolve(offered),
    agree: (jurisdiction, person, { channels, locale }) => inVault(jurisdiction, async (tx) => {
      const wanted = TELLING_CHANNELS.filter((channel) => channels.includes(channel));
      if (wanted.length > 0) return await tx.row(upsertTelling, [jurisdiction, person, wanted, locale]) !== undefined;
      await tx.run(deleteTelling, [jurisdiction, person]);
      return true;
    }),
    of: (jurisdiction, person) => inVault(jurisdiction, async (tx) => tellingOf(await tx.row(selectTelling, [jurisdiction, person]))),
    tell: (jurisdiction, person, letter, asking) => tellOne(deps, jurisdiction, person, { letter, asking, by: offered }),
    forget: (jurisdiction) => inVault(jurisdiction, async (tx) => {
      const before = isoOf(plusMs(tx.at, -COUNTS_KEPT_MS));
      await forgetCounts(tx, before.slice(0, 10));
      await tx.run(forgetAsked, [jurisdiction, before]);
      await tx.run(forgetReplies, [jurisdiction, before]);
    }),
  };
}

type What = { readonly letter: Letter; readonly asking?: Asking | undefined; readonly by: readonly TellingChannel[] };

/** By those of the ways that they chose. */
export async function tellOne(deps: TellingDeps, jurisdiction: JurisdictionCode, person: PersonRef, { letter, asking, by }: What): Promise<Told> {
  const inVault = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => deps.database.inTransaction({ kind: 'system', jurisdiction, job: 'tellings' }, work, 'vault_svc');
  const read = await inVault(async (tx) => ({
    telling: tellingOf(await tx.row(selectTelling, [jurisdiction, person])), deposit: await tx.row(selectDeposit, [jurisdiction, person]), day: isoOf(tx.at).slice(0, 10),
  }));
  if (!read.telling || !read.deposit) return { outcome: 'not-agreed' };
  const contact = await openDeposit(deps.keys, jurisdiction, person, read.deposit);
  const { channels, locale } = read.telling;
  const ways = channels.filter((one) => by.includes(one) && reachOf(contact, one) !== '');
  // Kept before it is sent: whoever answers at once is known.
  const mark = ways.includes('text') && asking ? await inVault((tx) => keepQuestion(tx, { person, question: asking.question, mark: numberMark(deps.keys, jurisdiction, contact.phone) })) : undefined;
  const words = { ...letter[locale], ...(asking && mark !== undefined ? { asked: asking.words[locale].replaceAll('{letter}', mark) } : {}) };
  // Together, so that a slow one of them makes nobody wait twice.
  const sent = await Promise.all(ways.map(async (channel) => {
    const counts = countsOf(deps, jurisdiction, read.day, channel, reachOf(contact, channel));
    // Counted before it is sent: a crash in between has counted a message that nobody got.
    const isWithin = await inVault((tx) => countMessage(tx, read.day, counts));
    return { channel, handed: isWithin ? await handOver(deps, channel, contact, words) : 'over-budget' as const };
  }));
  return toldOf(sent, channels);
}

function reachOf(contact: Contact, channel: TellingChannel): string {
  return channel === 'text' ? contact.phone : contact.email;
}

function handOver({ mail, text }: TellingDeps, channel: TellingChannel, contact: Contact, { asked, ...words }: Letter[Locale] & { readonly asked?: string }): Promise<Handed> {
  const to = reachOf(contact, channel);
  return handedInTime(() => (channel === 'text' ? text?.send({ to, text: asked ?? words.text }) : mail?.send({ to, ...words })) ?? Promise.resolve('refused'));
}

function toldOf(sent: readonly { readonly channel: TellingChannel; readonly handed: Handed | 'over-budget' }[], wanted: readonly TellingChannel[]): Told {
  const reached = sent.filter(({ handed }) => handed === 'handed-over').map(({ channel }) => channel);
  if (reached.length > 0) return { outcome: 'told', channels: reached };
  if (sent.some(({ handed }) => handed === 'over-budget')) return { outcome: 'over-budget' };
  const tried = sent.map(({ channel }) => channel);
  return { outcome: 'failed', channels: tried.length > 0 ? tried : wanted, isFinal: sent.every(({ handed }) => handed === 'refused') };
}

function countsOf({ keys, textsPerDay }: TellingDeps, jurisdiction: JurisdictionCode, day: string, channel: TellingChannel, to: string): readonly Count[] {
  const count = (kind: string, value: string, most: number): Count => countOf(keys, jurisdiction, day, { kind: `${channel} ${kind}`, value, most });
  const digits = to.replace(/\D/g, '');
  return [
    count('one', to, TO_ONE_MAX), ...(channel === 'text' ? [count('prefix', digits.slice(0, PREFIX_DIGITS), TO_PREFIX_MAX)] : []),
    count('all', '', channel === 'text' ? textsPerDay : MAILS_PER_DAY),
  ];
}

function tellingOf(row: { readonly channels: readonly string[]; readonly locale: string } | undefined): Telling | undefined {
  const locale = parseLocale(row?.locale);
  return row && locale ? { channels: TELLING_CHANNELS.filter((channel) => row.channels.includes(channel)), locale } : undefined;
}

/** Only beside a contact that is kept. */
const upsertTelling = statement<{ person_ref: string }>('vault_svc', 'vault.upsert_telling', `
  insert into vault.tellings (jurisdiction, person_ref, channels, locale)
  select d.jurisdiction, d.person_ref, $3::text[], $4::text from vault.deposits d where d.jurisdiction = $1 and d.person_ref = $2
  on conflict (jurisdiction, person_ref) do update set channels = excluded.channels, locale = excluded.locale
  returning person_ref`);

const deleteTelling = statement<never>('vault_svc', 'vault.delete_telling', `
  delete from vault.tellings where jurisdiction = $1 and person_ref = $2`);

const selectTelling = statement<{ channels: string[]; locale: string }>('vault_svc', 'vault.select_telling', `
  select channels, locale from vault.tellings where jurisdiction = $1 and person_ref = $2`);
