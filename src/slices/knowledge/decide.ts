import type { UnitId } from '../../kernel/ids.ts';
import { accept, refuse, type Decision } from '../../kernel/refusal.ts';
import { unreachable } from '../../kernel/unreachable.ts';
import { WITHDRAWALS, newest, type Content, type Entry, type Source, type Withdrawal } from './entry.ts';
import type { KnowledgeEvent } from './events.ts';

/** Longest texts, in characters as people count them: a question is a line, an answer two pages. */
export const QUESTION_MAX = 120;
export const ANSWER_MAX = 4_000;
export const SOURCE_MAX = 200;
export const LINK_MAX = 300;
export const SOURCES_MAX = 3;
/** Every answer is looked at again at least every two years: in days. */
export const VALID_DAYS_MAX = 731;
/** More versions of one entry would be another entry. */
export const VERSIONS_MAX = 200;

export type KnowledgeCommand =
  | { readonly do: 'publish'; readonly content: Content }
  | { readonly do: 'renew'; readonly content: Content; readonly follows: number }
  | { readonly do: 'withdraw'; readonly reason: Withdrawal };

/** Who acts, from the transaction; `role` is the one that carries the permit, undefined for whoever has none. */
export type Author = { readonly unit: UnitId; readonly role: string | undefined };

export type KnowledgeRefusal = { readonly kind:
  | 'not-permitted' | 'not-your-entry' | 'no-such-entry' | 'withdrawn' | 'newer-version' | 'nothing-changed' | 'versions-spent'
  | 'text-missing' | 'text-too-long' | 'no-source' | 'too-many-sources' | 'source-unnamed' | 'source-undated' | 'bad-day' | 'bad-link' | 'valid-until-past' | 'valid-until-too-far' };

/**
 * What happens to an entry. Pure; `today` and `latest` are days `YYYY-MM-DD` of the place, the second the last that an answer may be
 * valid until. An entry belongs to the unit that wrote it: that unit renews it, answers for it and takes it back.
 */
export function decide(state: Entry | undefined, command: KnowledgeCommand, by: Author, today: string, latest: string): Decision<KnowledgeEvent, KnowledgeRefusal> {
  if (by.role === undefined) return refuse({ kind: 'not-permitted' });
  switch (command.do) {
    case 'publish': {
      if (state) throw new Error('an entry is published once');
      const fault = faultIn(command.content, today, latest);
      return fault ? refuse(fault) : accept({ type: 'knowledge.published.v1', version: 1, content: command.content });
    }
    case 'renew': {
      if (!state) return refuse({ kind: 'no-such-entry' });
      const fault = standingFault(state, by) ?? faultIn(command.content, today, latest) ?? renewalFault(state, command.content, command.follows);
      return fault ? refuse(fault) : accept({ type: 'knowledge.published.v1', version: newest(state).version + 1, content: command.content });
    }
    case 'withdraw': {
      if (!state) return refuse({ kind: 'no-such-entry' });
      const fault = standingFault(state, by);
      return fault ? refuse(fault) : accept({ type: 'knowledge.withdrawn.v1', version: newest(state).version, reason: WITHDRAWALS.find((one) => one === command.reason) ?? 'mistaken' });
    }
    default: return unreachable(command);
  }
}

function standingFault(state: Entry, by: Author): KnowledgeRefusal | undefined {
  if (state.unit !== by.unit) return { kind: 'not-your-entry' };
  return state.withdrawn ? { kind: 'withdrawn' } : undefined;
}

/** Two who edit at once do not overwrite each other: whoever is second sees what the first wrote. */
function renewalFault(state: Entry, content: Content, follows: number): KnowledgeRefusal | undefined {
  const last = newest(state);
  if (last.version !== follows) return { kind: 'newer-version' };
  if (last.version >= VERSIONS_MAX) return { kind: 'versions-spent' };
  return sameContent(last, content) ? { kind: 'nothing-changed' } : undefined;
}

function sameContent(one: Content, other: Content): boolean {
  const of = ({ topic, question, answer, sources, validUntil }: Content): string => JSON.stringify([topic, question, answer, sources.map(({ title, day, link }) => [title, day, link]), validUntil]);
  return of(one) === of(other);
}

/** What is wrong with a text, its sources or its day. */
export function faultIn({ question, answer, sources, validUntil }: Content, today: string, latest: string): KnowledgeRefusal | undefined {
  if (question.trim() === '' || answer.trim() === '') return { kind: 'text-missing' };
  if (lengthOf(question) > QUESTION_MAX || lengthOf(answer) > ANSWER_MAX) return { kind: 'text-too-long' };
  if (sources.length === 0) return { kind: 'no-source' };
  if (sources.length > SOURCES_MAX) return { kind: 'too-many-sources' };
  const fault = sources.map((source) => sourceFault(source, today)).find((one) => one !== undefined);
  if (fault) return fault;
  if (!isDay(validUntil)) return { kind: 'bad-day' };
  if (validUntil < today) return { kind: 'valid-until-past' };
  return validUntil > latest ? { kind: 'valid-until-too-far' } : undefined;
}

/** A law not yet made is no source; a name alone cannot be looked up. */
export function sourceFault({ title, day, link }: Source, today: string): KnowledgeRefusal | undefined {
  if (title.trim() === '') return { kind: 'source-unnamed' };
  if (lengthOf(title) > SOURCE_MAX) return { kind: 'text-too-long' };
  if (day === undefined && link === undefined) return { kind: 'source-undated' };
  if (day !== undefined && (!isDay(day) || day > today)) return { kind: 'bad-day' };
  return link === undefined || isLink(link) ? undefined : { kind: 'bad-link' };
}

function isLink(text: string): boolean {
  return lengthOf(text) <= LINK_MAX && /^https?:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text);
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function lengthOf(text: string): number {
  return [...text].length;
}
