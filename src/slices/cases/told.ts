import type { OpenedEvent } from '../../record/replayer.ts';
import type { CaseFacts } from './case.ts';
import type { CaseFact } from './events.ts';
import type { Step } from './timeline.ts';

/**
 * How much of a case the public log has opened so far (docs/record-format.md, "When something is opened"). Pages say that and
 * no more: what was sealed by its number in the stream, its topic by level, its township.
 */
export type Told = {
  /** Numbers of the sealed events that were opened, ascending. */
  readonly seqs: readonly number[];
  /** The first batch, by its date, that opened something of each; none of what was opened before batches were kept here. */
  readonly batches?: Readonly<Record<string, string>>;
  /** `whole`: only where township and topic had ten together; `first`: the first level of the topic. */
  readonly topic: 'none' | 'first' | 'whole';
  readonly kind: boolean;
  readonly town: boolean;
};

export const NOTHING_TOLD: Told = { seqs: [], topic: 'none', kind: false, town: false };

/** The same with more opened: nothing is ever taken back, and the same again adds nothing. */
export function withOpened(told: Told, opened: readonly Omit<OpenedEvent, 'stream'>[]): Told {
  const isWhole = opened.some(({ labels }) => labels.includes('topic'));
  const isFirst = opened.some(({ cell }) => cell.topic1 !== undefined);
  const batches = opened.reduce<Record<string, string>>((known, { streamSeq, batch }) => {
    const first = known[streamSeq];
    return { ...known, [streamSeq]: first !== undefined && first < batch ? first : batch };
  }, { ...told.batches });
  return {
    ...(Object.keys(batches).length > 0 ? { batches } : {}),
    seqs: [...new Set([...told.seqs, ...opened.map(({ streamSeq }) => streamSeq)])].sort((a, b) => a - b),
    topic: told.topic === 'whole' || isWhole ? 'whole' : told.topic === 'first' || isFirst ? 'first' : 'none',
    kind: told.kind || opened.some(({ labels }) => labels.includes('kind')),
    town: told.town || opened.some(({ cell }) => cell.town !== undefined),
  };
}

/** Words, place and time are open data by the jurisdiction's rule, and the form said so: nothing of it waits for company. */
export function isOpenByRule({ publishPlace }: CaseFacts): boolean {
  return publishPlace;
}

/** Whether the public may learn of this fact: an office's act at once, anything else once the log has opened it. */
export function isTold(fact: CaseFact, step: Step, facts: CaseFacts, told: Told): boolean {
  return step.day === undefined || isOpenByRule(facts) || told.seqs.includes(fact.seq);
}
