import type { JurisdictionCode, TopicCode } from '../../kernel/ids.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';

/** Judgements of one kind of round: answered = solved + partly + unsolved + without a verdict. */
export type Judgements = { readonly answered: number; readonly solved: number; readonly partly: number; readonly unsolved: number };

/** Public cases by what their pages say and no more: whoever reads all the pages counts the same. */
export type TopicCounts = {
  readonly received: number;
  /** Cases that were answered; the verdict is the last one told. */
  readonly cases: Judgements & { readonly withdrawn: number };
  /** Rounds after a reopening, each with the last verdict in it. */
  readonly again: Judgements;
  /** Told by the first level of their topic only, one of `wider`: they may belong here or not. */
  readonly wider: number;
  /** Nothing of their topic is told yet. */
  readonly untold: number;
};

type Row = Record<'received' | 'answered' | 'solved' | 'partly' | 'unsolved' | 'withdrawn' | 'again_answered' | 'again_solved' | 'again_partly' | 'again_unsolved' | 'wider' | 'untold', number>;

/** A reopening follows the verdict that caused it, so what stands after the nth belongs to round n + 1. */
const countTopics = statement<Row>('app_public', 'cases.count_topics', `
  with chosen as materialized (
    select number, outcome, stage, answered_at, round, timeline from cases.public_cases
    where jurisdiction = $1 and topic = any ($2::text[]) and listed_day > $4::date - $5::integer),
  steps as (
    select number, step.value->>'type' as type, step.value->'detail'->>'outcome' as outcome, step.place,
      count(*) filter (where step.value->>'type' = 'case.reopened.v1') over (partition by number order by step.place) as reopened
    from chosen, jsonb_array_elements(timeline) with ordinality as step (value, place) where round > 1),
  rounds as (
    select (array_agg(outcome order by place desc) filter (where type = 'case.judged.v1'))[1] as outcome
    from steps where reopened > 0 group by number, reopened having bool_or(type = 'case.answered.v1')),
  again as (
    select count(*)::integer as again_answered, count(*) filter (where outcome = 'solved')::integer as again_solved,
      count(*) filter (where outcome = 'partly')::integer as again_partly, count(*) filter (where outcome = 'unsolved')::integer as again_unsolved from rounds),
  told as (
    select count(*)::integer as received, count(*) filter (where answered_at is not null or outcome is not null)::integer as answered,
      count(*) filter (where outcome = 'solved')::integer as solved, count(*) filter (where outcome = 'partly')::integer as partly,
      count(*) filter (where outcome = 'unsolved')::integer as unsolved,
      count(*) filter (where stage = 'withdrawn' and outcome is null and answered_at is not null)::integer as withdrawn from chosen),
  beside as (
    select count(*) filter (where topic = any ($3::text[]))::integer as wider, count(*) filter (where topic is null)::integer as untold from cases.public_cases
    where jurisdiction = $1 and (topic = any ($3::text[]) or topic is null) and listed_day > $4::date - $5::integer)
  select * from told, again, beside`);

/** Listed on `today` (a date of the jurisdiction's zone) or in the `days` − 1 before. `topics` as they are; `wider` are first levels that hold others as well. */
export async function countsOfTopics(
  reader: Reader, jurisdiction: JurisdictionCode, topics: readonly TopicCode[], wider: readonly TopicCode[], today: string, days: number,
): Promise<TopicCounts> {
  const row = await reader.row(countTopics, [jurisdiction, topics, wider, today, days]);
  if (!row) throw new Error('an aggregate without a row');
  const { received, answered, solved, partly, unsolved, withdrawn } = row;
  return {
    received, cases: { answered, solved, partly, unsolved, withdrawn },
    again: { answered: row.again_answered, solved: row.again_solved, partly: row.again_partly, unsolved: row.again_unsolved }, wider: row.wider, untold: row.untold,
  };
}
