import { parseDivisionCode, parseTopicCode, parseUnitId, type UnitId } from '../../kernel/ids.ts';
import { DAY_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import type { Decision } from '../../kernel/refusal.ts';
import { choiceField, dateField, mistakesOf, mistakeWords, textField, type FormMistake } from '../../platform/http/fields.ts';
import type { Form } from '../../platform/http/form.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import { CONTACT_MEANS, DIVERSIONS, KINDS, NOTE_MAX, OBJECTION_GROUNDS, PAUSES, URGENCIES, WORDS_MAX, type Act, type CaseRefusal } from '../../slices/cases/index.ts';
import type { Directory } from '../../slices/units/index.ts';
import type { CaseAct } from '../../ui/page.ts';
import { webMessages } from '../messages.ts';
import { noonOf } from '../present/case-stub.ts';
import { consoleMessages } from './messages.ts';
import { readFurther } from './read-further.ts';

export type Mistakes = { readonly mistakes: Readonly<Record<string, string>> };
export type Read = { readonly act: Act } | Mistakes;
export type Reader = { readonly form: Form; readonly directory: Directory; readonly locale: Locale };

export const DAYS = { min: '2000-01-01', max: '2099-12-31' } as const;

/** A form of the desk as a command; or what is wrong with it, by field, in the reader's language. */
export function readAct(act: CaseAct, form: Form, directory: Directory, locale: Locale): Read {
  const reader: Reader = { form, directory, locale };
  switch (act) {
    case 'acceptance': return readAcceptance(reader);
    case 'diversion': return readDiversion(reader);
    case 'settlement': return readSettlement(reader);
    case 'dispatch': return readDispatch(reader);
    case 'transfer': return readTransfer(reader);
    case 'objection': return readObjection(reader);
    case 'ruling': return readRuling(reader);
    case 'extension': case 'convening': case 'assistance': case 'hard-case': case 'review': case 'note': return readFurther(act, reader);
    case 'signature': return { act: { do: 'sign' } };
    case 'contact': return readContact(reader);
    case 'pause': return readPause(reader);
    case 'resumption': return { act: { do: 'resume' } };
    case 'answer': return readAnswer(reader);
    case 'summary': return readSummary(reader);
  }
}

/** Which field of the page a refusal belongs to; `form` where it is about the whole. */
export function fieldOfRefusal(reason: CaseRefusal): string {
  switch (reason.kind) {
    case 'text-missing':
    case 'text-too-long': return reason.field;
    case 'unknown-unit':
    case 'about-this-unit':
    case 'same-unit': return 'lead';
    case 'pause-too-long':
    case 'pause-in-past': return 'until';
    case 'review-too-late':
    case 'review-in-past': return 'reviewOn';
    case 'nobody-called': return 'units';
    case 'bad-day': return 'owedBy';
    default: return 'form';
  }
}

type Acceptance = Omit<Extract<Act, { do: 'accept' }>, 'do'>;

function readConfirmed({ form, directory, locale }: Reader): { readonly accept: Acceptance } | Mistakes {
  const kind = choiceField(form, 'kind', KINDS, { required: true });
  const urgency = choiceField(form, 'urgency', URGENCIES, { required: true });
  const topicText = textField(form, 'topic', { required: true });
  const placeText = textField(form, 'place');
  const address = textField(form, 'address');
  const summary = textField(form, 'summary', { max: NOTE_MAX });
  const reviewed = choiceField(form, 'wordsReviewed', ['yes']);
  if (kind.refused || urgency.refused || topicText.refused || placeText.refused || address.refused || summary.refused || reviewed.refused) {
    return wrong(locale, kind, urgency, topicText, placeText, address, summary, reviewed);
  }
  const topic = parseTopicCode(topicText.value);
  const division = placeText.value === undefined ? directory.rootDivision.code : parseDivisionCode(placeText.value);
  const say = webMessages(locale);
  if (!topic || !directory.topic(topic)) return { mistakes: { topic: say.unknownTopic } };
  if (!division || !directory.division(division)) return { mistakes: { place: say.unknownPlace } };
  return {
    accept: {
      kind: kind.value, urgency: urgency.value, topic, division, wordsReviewed: reviewed.value === 'yes',
      ...(address.value === undefined ? {} : { address: address.value }), ...(summary.value === undefined ? {} : { summary: summary.value }),
    },
  };
}

function readAcceptance(reader: Reader): Read {
  const read = readConfirmed(reader);
  return 'mistakes' in read ? read : { act: { do: 'accept', ...read.accept } };
}

function readDiversion({ form, locale }: Reader): Read {
  const reason = choiceField(form, 'reason', DIVERSIONS, { required: true });
  const explanation = textField(form, 'explanation', { max: NOTE_MAX, required: true });
  if (reason.refused || explanation.refused) return wrong(locale, reason, explanation);
  return { act: { do: 'divert', reason: reason.value, explanation: explanation.value } };
}

function readSettlement(reader: Reader): Read {
  const { form, locale } = reader;
  const ruling = choiceField(form, 'ruling', ['upheld', 'overturned'], { required: true });
  const explanation = textField(form, 'explanation', { max: NOTE_MAX, required: true });
  if (ruling.refused || explanation.refused) return wrong(locale, ruling, explanation);
  if (ruling.value === 'upheld') return { act: { do: 'settle', explanation: explanation.value, ruling: { kind: 'upheld' } } };
  const read = readConfirmed(reader);
  if ('mistakes' in read) return read;
  return { act: { do: 'settle', explanation: explanation.value, ruling: { kind: 'overturned', accept: read.accept } } };
}

function readDispatch({ form, directory, locale }: Reader): Read {
  const lead = textField(form, 'lead', { required: true });
  const note = textField(form, 'note', { max: NOTE_MAX });
  if (lead.refused || note.refused) return wrong(locale, lead, note);
  const unit = unitOf(lead.value, directory);
  const assisting = (form.values.get('assisting') ?? []).filter((text) => text !== '').map((text) => unitOf(text, directory));
  const say = webMessages(locale);
  if (!unit) return { mistakes: { lead: say.unknownUnit } };
  if (assisting.includes(undefined)) return { mistakes: { assisting: say.unknownUnit } };
  const helpers = [...new Set(assisting.filter((one) => one !== undefined && one !== unit))] as UnitId[];
  return { act: { do: 'dispatch', lead: unit, assisting: helpers, ...(note.value === undefined ? {} : { note: note.value }) } };
}

function readTransfer({ form, directory, locale }: Reader): Read {
  const to = textField(form, 'to', { required: true });
  const reason = textField(form, 'reason', { max: NOTE_MAX, required: true });
  if (to.refused || reason.refused) return wrong(locale, to, reason);
  const unit = unitOf(to.value, directory);
  return unit ? { act: { do: 'transfer', to: unit, reason: reason.value } } : { mistakes: { to: webMessages(locale).unknownUnit } };
}

function readObjection({ form, directory, locale }: Reader): Read {
  const ground = choiceField(form, 'ground', OBJECTION_GROUNDS, { required: true });
  const reason = textField(form, 'reason', { max: NOTE_MAX, required: true });
  const proposed = textField(form, 'proposes');
  if (ground.refused || reason.refused || proposed.refused) return wrong(locale, ground, reason, proposed);
  const proposes = proposed.value === undefined ? undefined : unitOf(proposed.value, directory);
  if (proposed.value !== undefined && !proposes) return { mistakes: { proposes: webMessages(locale).unknownUnit } };
  return { act: { do: 'object', ground: ground.value, reason: reason.value, ...(proposes ? { proposes } : {}) } };
}

function readRuling({ form, directory, locale }: Reader): Read {
  const ruling = choiceField(form, 'ruling', ['upheld', 'overruled'], { required: true });
  const explanation = textField(form, 'explanation', { max: NOTE_MAX, required: true });
  const target = textField(form, 'to');
  if (ruling.refused || explanation.refused || target.refused) return wrong(locale, ruling, explanation, target);
  if (ruling.value === 'overruled') return { act: { do: 'rule', explanation: explanation.value, ruling: { kind: 'overruled' } } };
  const to = target.value === undefined ? undefined : unitOf(target.value, directory);
  if (!to) return { mistakes: { to: target.value === undefined ? consoleMessages(locale).rulingNeedsUnit : webMessages(locale).unknownUnit } };
  return { act: { do: 'rule', explanation: explanation.value, ruling: { kind: 'upheld', to } } };
}

function readContact({ form, locale }: Reader): Read {
  const means = choiceField(form, 'means', CONTACT_MEANS, { required: true });
  const note = textField(form, 'note', { max: NOTE_MAX });
  if (means.refused || note.refused) return wrong(locale, means, note);
  return { act: { do: 'contact', means: means.value, ...(note.value === undefined ? {} : { note: note.value }) } };
}

function readPause({ form, directory, locale }: Reader): Read {
  const reason = choiceField(form, 'reason', PAUSES, { required: true });
  const until = dateField(form, 'until', { ...DAYS, required: true });
  const explanation = textField(form, 'explanation', { max: NOTE_MAX, required: true });
  if (reason.refused || until.refused || explanation.refused) return wrong(locale, reason, until, explanation);
  return { act: { do: 'pause', reason: reason.value, explanation: explanation.value, plannedEnd: endOfDay(until.value, directory) } };
}

function readAnswer({ form, locale }: Reader): Read {
  const found = textField(form, 'found', { max: WORDS_MAX, required: true });
  const done = textField(form, 'done', { max: WORDS_MAX, required: true });
  const owed = textField(form, 'owed', { max: NOTE_MAX });
  const owedBy = dateField(form, 'owedBy', DAYS);
  const inPublic = choiceField(form, 'inPublic', ['yes', 'no'], { required: true });
  if (found.refused || done.refused || owed.refused || owedBy.refused || inPublic.refused) return wrong(locale, found, done, owed, owedBy, inPublic);
  if ((owed.value === undefined) !== (owedBy.value === undefined)) return { mistakes: { owedBy: consoleMessages(locale).bothOwed } };
  const owing = owed.value === undefined || owedBy.value === undefined ? {} : { owed: { what: owed.value, byDay: owedBy.value } };
  return { act: { do: 'answer', found: found.value, done: done.value, ...owing, ...(inPublic.value === 'yes' ? { inPublic: true } : {}) } };
}

function readSummary({ form, locale }: Reader): Read {
  const summary = textField(form, 'summary', { max: NOTE_MAX, required: true });
  const reviewed = choiceField(form, 'wordsReviewed', ['yes']);
  if (summary.refused || reviewed.refused) return wrong(locale, summary, reviewed);
  return { act: { do: 'summarise', summary: summary.value, wordsReviewed: reviewed.value === 'yes' } };
}

export function wrong(locale: Locale, ...reads: readonly Decision<unknown, FormMistake>[]): Mistakes {
  return { mistakes: Object.fromEntries(mistakesOf(...reads).map((mistake) => [mistake.field, mistakeWords(mistake, locale)])) };
}

export function unitOf(text: string, directory: Directory): UnitId | undefined {
  const id = parseUnitId(text);
  return id && directory.unit(id) ? id : undefined;
}

/** A pause until a day lasts through it: the 24:00 that ends the day after the one before. */
export function endOfDay(day: string, directory: Directory): Instant {
  return directory.calendar.addCalendarDays(plusMs(noonOf(day), -DAY_MS), 1);
}
