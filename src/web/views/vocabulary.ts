import type { CaseNumber } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Locale } from '../../platform/i18n/index.ts';
import type { Anonymity, Kind, Stage } from '../../slices/cases/case.ts';
import { RELATIONS } from '../../slices/cases/receipt.ts';
import type { CaseRowView } from '../../ui/components/case-row.tsx';
import type { Choice } from '../../ui/components/form.tsx';
import type { Tone } from '../../ui/components/status.tsx';
import type { PageContext } from '../../ui/page.ts';
import { vocabulary, wordsOfRoles, wordsOfStory } from './messages.ts';

/** What the public may know of any case: no words, no street, no minute. Names in the reader's language. */
export type CaseStub = {
  readonly number: CaseNumber;
  readonly stage: Stage;
  readonly round: number;
  /** Absent while too few are alike for it to be told (protection T10); its first level alone where the township is not told. */
  readonly topic?: string;
  /** Township at the finest; empty where none was given, absent while it is not told. */
  readonly place?: string;
  readonly unit?: string;
  /** The day that is shown: received (or, while that waits, listed), judged or answered, as the list says. */
  readonly at: Instant;
  /** `at` is the day it was listed: the day it was received is not told yet. */
  readonly isListing?: boolean;
  /** Reviewed by a person before it is public. */
  readonly summary?: string;
  /** The latest verdict, if any. */
  readonly outcome?: Outcome;
  readonly overdueDays?: number;
};

const TONES: Record<Stage, Tone> = {
  submitted: 'waiting', diverted: 'aside', 'diversion-contested': 'moving', accepted: 'waiting', dispatched: 'waiting', objected: 'moving', signed: 'moving',
  contacted: 'moving', answered: 'answered', unjudged: 'aside', solved: 'solved', withdrawn: 'aside', 'imported-closed': 'aside',
};

export function relationChoices(locale: Locale): readonly Choice[] {
  const { relations } = vocabulary(locale);
  return RELATIONS.map((value) => ({ value, label: relations[value] }));
}

/** Word and tone of a case's state. A reopened case says so until it is answered again. */
export function statusOf(locale: Locale, { stage, round, outcome }: Pick<CaseStub, 'stage' | 'round' | 'outcome'>): { readonly tone: Tone; readonly word: string } {
  const words = vocabulary(locale);
  const working = stage === 'dispatched' || stage === 'objected' || stage === 'signed' || stage === 'contacted';
  if (round > 1 && working) return { tone: outcome === 'partly' ? 'partly' : 'late', word: wordsOfStory(locale).round(round) };
  return { tone: TONES[stage], word: words.stages[stage] };
}

/** A verdict in a list: what the resident said last, solved and unsolved alike. */
export function verdictStatus(locale: Locale, outcome: Outcome): { readonly tone: Tone; readonly word: string } {
  const tone = ({ solved: 'solved', partly: 'partly', unsolved: 'late' } as const)[outcome];
  return { tone, word: vocabulary(locale).outcomes[outcome] };
}

/** A public row. `by` chooses what the tag tells: the state, or the verdict just given. */
export function rowOf(page: PageContext, stub: CaseStub, by: 'state' | 'verdict' = 'state'): CaseRowView {
  const words = wordsOfStory(page.locale);
  const status = by === 'verdict' && stub.outcome ? verdictStatus(page.locale, stub.outcome) : statusOf(page.locale, stub);
  return {
    href: page.paths.caseOf(stub.number),
    title: stub.summary ?? stub.topic ?? words.untold,
    tone: status.tone,
    status: status.word,
    facts: [
      ...(stub.summary === undefined || stub.topic === undefined ? [] : [stub.topic]), ...(stub.place === undefined ? [] : [stub.place || words.anyPlace]),
      stub.unit ?? words.noUnit,
    ],
    at: stub.at,
    ...(stub.overdueDays === undefined ? {} : { clock: { words: words.overdueDays(stub.overdueDays), late: true } }),
  };
}

export function kindChoices(locale: Locale): readonly Choice[] {
  const { kinds, kindHints } = vocabulary(locale);
  return (Object.keys(kinds) as Kind[]).map((value) => ({ value, label: kinds[value], hint: kindHints[value] }));
}

/** Choices of any vocabulary, in its own order. */
export function choicesOf(words: Readonly<Record<string, string>>): readonly Choice[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

export const ANONYMITY_ICONS: Record<Anonymity, 'eye-off' | 'lock' | 'user'> = { anonymous: 'eye-off', sealed: 'lock', named: 'user' };

export function roleWord(locale: Locale, role: string): string {
  return wordsOfRoles(locale)[role] ?? role;
}
