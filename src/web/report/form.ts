import { parseDivisionCode, parseTopicCode, parseUnitId, type DivisionCode, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { plusMs, HOUR_MS, instantOf } from '../../kernel/instant.ts';
import { openToken, sealToken, type KeyProvider } from '../../platform/crypto/index.ts';
import { parseAttachmentName, type AttachmentName } from '../../platform/files/index.ts';
import { choiceField, mistakesOf, mistakeWords, textField } from '../../platform/http/fields.ts';
import type { Form } from '../../platform/http/form.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { ANONYMITIES, KINDS, receiverOf, RELATIONS, rulesOf, type Anonymity, type Kind, type Relation } from '../../slices/cases/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import { parseContact, type Contact, type TellingChannel } from '../../slices/vault/index.ts';
import { webMessages } from '../messages.ts';
import { tellingMessages } from '../views/notices/messages.ts';
import { REPORT_LIMITS } from '../views/resident/report.tsx';

/** What a report says, read once at the door. `topic` and `division` are the nearest true answer where none was given. */
export type Report = {
  readonly words: string;
  readonly kind: Kind;
  readonly topic: TopicCode;
  readonly topicGiven: boolean;
  readonly division: DivisionCode;
  readonly divisionGiven: boolean;
  readonly address: string;
  readonly anonymity: Anonymity;
  readonly contact: Contact | undefined;
  /** By these ways they want to be told that there is news. */
  readonly tell: readonly TellingChannel[];
  readonly publish: boolean;
  readonly about: UnitId | undefined;
  /** Somebody else types it for them. */
  readonly proxy: Relation | undefined;
};

export type ReportMistakes = Readonly<Record<string, string>>;

/** Someone who does not know what kind of voice theirs is asks for help; a dispatcher sorts it. */
const KIND_UNKNOWN: Kind = 'help';
const PHOTO_TOKEN_HOURS = 24;

/** Reads the fields of the report page. Every mistake at once, by field name, in the reader's language. */
export function readReport(form: Form<unknown>, directory: Directory, locale: Locale, offered: readonly TellingChannel[]): { readonly report?: Report; readonly mistakes: ReportMistakes } {
  const words = textField(form, 'words', { max: REPORT_LIMITS.words, required: true });
  const kind = choiceField(form, 'kind', KINDS);
  const topic = textField(form, 'topic');
  const place = textField(form, 'place');
  const address = textField(form, 'address', { max: REPORT_LIMITS.address });
  const anonymity = choiceField(form, 'anonymity', ANONYMITIES);
  const contact = textField(form, 'contact', { max: REPORT_LIMITS.contact });
  const name = textField(form, 'name', { max: REPORT_LIMITS.name });
  const publish = choiceField(form, 'publish', ['yes']);
  const about = textField(form, 'about');
  const tell = choiceField(form, 'tell', ['yes']);
  const proxy = choiceField(form, 'proxy', RELATIONS);
  const say = webMessages(locale);
  const mistakes: Record<string, string> = {};
  for (const mistake of mistakesOf(words, kind, topic, place, address, anonymity, contact, name, publish, about, tell, proxy)) {
    mistakes[mistake.field] ??= mistake.field === 'words' && mistake.kind === 'missing' ? say.wordsMissing : mistakeWords(mistake, locale);
  }
  const foundTopic = topic.refused ? undefined : topicOf(topic.value, directory);
  if (foundTopic === undefined) mistakes['topic'] ??= say.unknownTopic;
  const foundPlace = place.refused ? undefined : divisionOf(place.value, directory);
  if (foundPlace === undefined) mistakes['place'] ??= say.unknownPlace;
  const aboutUnit = about.refused || about.value === undefined ? undefined : unitOf(about.value, directory);
  if (!about.refused && about.value !== undefined && aboutUnit === undefined) mistakes['about'] = say.unknownUnit;
  // Fail closed, but say so while something can still be done about it.
  if (aboutUnit !== undefined && receiverOf([aboutUnit], rulesOf(directory)) === undefined) mistakes['about'] = say.nobodyLeft;
  const known = anonymity.refused ? 'anonymous' : anonymity.value ?? 'anonymous';
  const givenName = known === 'named' && !name.refused ? name.value ?? '' : '';
  const reach = known === 'anonymous' || contact.refused ? undefined : contactOf(contact.value ?? '', givenName, locale);
  if (reach?.mistake !== undefined) mistakes['contact'] ??= reach.mistake;
  const told = !reach?.contact || tell.refused || tell.value === undefined ? [] : tellingOf(reach.contact, offered);
  if (told === 'no-way') mistakes['tell'] ??= reach?.contact?.phone === '' ? tellingMessages(locale).noEmail : tellingMessages(locale).noText;
  const isRefused = words.refused || kind.refused || address.refused || publish.refused || proxy.refused;
  if (isRefused || foundTopic === undefined || foundPlace === undefined || Object.keys(mistakes).length > 0) return { mistakes };
  return {
    mistakes,
    report: {
      words: words.value, kind: kind.value ?? KIND_UNKNOWN, topic: foundTopic, topicGiven: !topic.refused && topic.value !== undefined,
      division: foundPlace, divisionGiven: !place.refused && place.value !== undefined, address: address.value ?? '', anonymity: known,
      contact: reach?.contact, tell: told === 'no-way' ? [] : told, publish: publish.value === 'yes', about: aboutUnit, proxy: proxy.value,
    },
  };
}

/** A field holds a phone number or an e-mail address, whichever the writer has. */
function contactOf(reach: string, name: string, locale: Locale): { readonly contact?: Contact; readonly mistake?: string } {
  const { contact, mistakes } = parseContact(reach.includes('@') ? { email: reach, name } : { phone: reach, name });
  const say = webMessages(locale);
  const [first] = mistakes;
  if (first === undefined) return { contact };
  return { mistake: { 'no-way-to-reach': say.contactNeeded, 'bad-phone': say.badPhone, 'bad-email': say.badEmail, 'too-long': say.badPhone }[first.kind] };
}

/** By what was left: a number or an address. Where it can be sent to neither, whoever wants to be told hears so now. */
function tellingOf(contact: Contact, offered: readonly TellingChannel[]): readonly TellingChannel[] | 'no-way' {
  const ways = offered.filter((channel) => (channel === 'text' ? contact.phone : contact.email) !== '');
  return ways.length > 0 || offered.length === 0 ? ways : 'no-way';
}

/** Without a topic, the tree's catch-all (its last first-level topic): someone sorts it. */
function topicOf(text: string | undefined, directory: Directory): TopicCode | undefined {
  if (text === undefined) return directory.topicsTree().at(-1)?.topic.code;
  const code = parseTopicCode(text);
  return code !== undefined && directory.topic(code) !== undefined ? code : undefined;
}

/** Without a place, the whole jurisdiction: "I cannot say where" is a full answer. */
function divisionOf(text: string | undefined, directory: Directory): DivisionCode | undefined {
  if (text === undefined) return directory.rootDivision.code;
  const code = parseDivisionCode(text);
  return code !== undefined && directory.division(code) !== undefined ? code : undefined;
}

function unitOf(text: string, directory: Directory): UnitId | undefined {
  const id = parseUnitId(text);
  return id !== undefined && directory.unit(id) !== undefined ? id : undefined;
}

/**
 * Names of photos already stored, carried through the pages of one report. Sealed: nobody can hang another's photo on
 * their own case, or read a name out of a page's source.
 */
export function sealPhotos(keys: KeyProvider, names: readonly AttachmentName[]): string {
  return names.length === 0 ? '' : sealToken(keys, 'report-photos', names.join(','), plusMs(instantOf(new Date()), PHOTO_TOKEN_HOURS * HOUR_MS));
}

/** Empty for a forged or stale token: such photos must be chosen again. */
export function openPhotos(keys: KeyProvider, token: string): readonly AttachmentName[] {
  const opened = token === '' ? undefined : openToken(keys, 'report-photos', token, instantOf(new Date()));
  if (!opened || opened.refused) return [];
  return opened.value.split(',').map(parseAttachmentName).filter((name) => name !== undefined);
}
