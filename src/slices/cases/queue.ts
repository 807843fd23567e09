import { parseCaseId, type CaseId, type CaseNumber, type DivisionCode, type TopicCode, type UnitId } from '../../kernel/ids.ts';
import { instantOf, isoOf, parseInstant, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement, type Statement } from '../../platform/db/statement.ts';
import type { Channel, Kind, Stage, Urgency } from './case.ts';
import { PAGE_MAX, present } from './queries.ts';

/**
 * Lists of a staff member's day. `intake`: to accept or dispatch; `contested`: diversions and objections to decide; `handled`, `owned`,
 * `assisted`: open cases their unit works on, answers for after an escalation, helps with; `answered`: waiting for the
 * resident's word, or resting.
 */
export const QUEUES = ['intake', 'contested', 'handled', 'owned', 'assisted', 'answered'] as const;
export type Queue = (typeof QUEUES)[number];

export type QueuedCase = {
  readonly id: CaseId; readonly number: CaseNumber; readonly stage: Stage; readonly kind: Kind; readonly urgency: Urgency;
  readonly topic: TopicCode; readonly division: DivisionCode; readonly channel: Channel; readonly owner?: UnitId; readonly handler?: UnitId;
  readonly round: number; readonly dueAt?: Instant; readonly paused: boolean; readonly overdue: boolean; readonly submittedAt: Instant;
  readonly answeredAt?: Instant;
  /** The resident wrote last and waits for a reply. */
  readonly hasMessage: boolean;
  /** The beginning of what the resident said; empty once erased. */
  readonly opening: string;
};
export type QueuePage = { readonly cases: readonly QueuedCase[]; readonly next?: string };

type QueueRow = {
  case_id: string; number: string; stage: string; kind: string; urgency: string; topic: string; division: string; channel: string;
  owner: string | null; handler: string | null; round: number; due_at: Date | null; paused: boolean; overdue: boolean; submitted_at: Date;
  answered_at: Date | null; last_message: string | null; opening: string | null; place: Date;
};

/** $2: the unit. All but `answered` are ordered by what is due first. */
const QUEUE_CLAUSES: Readonly<Record<Queue, { readonly where: string; readonly by: 'due_at' | 'answered_at' }>> = {
  intake: { where: `c.handler is null and c.due_at is not null and c.stage in ('submitted', 'accepted') and $2::text is not null`, by: 'due_at' },
  contested: { where: `c.due_at is not null and c.stage in ('diversion-contested', 'objected') and $2::text is not null`, by: 'due_at' },
  handled: { where: 'c.handler = $2 and c.due_at is not null', by: 'due_at' },
  owned: { where: 'c.owner = $2 and c.owner <> c.handler and c.due_at is not null', by: 'due_at' },
  assisted: { where: `c.assisting @> array[$2::text] and c.assisting <> '{}' and c.due_at is not null`, by: 'due_at' },
  answered: { where: 'c.handler = $2 and c.answered_at is not null and c.due_at is null', by: 'answered_at' },
};

const queueStatements = Object.fromEntries(QUEUES.map((queue) => [queue, queueStatement(queue)])) as Readonly<Record<Queue, Statement<QueueRow>>>;

/** A page of what the actor may see; undefined when the cursor is none of ours. `tx` is a staff member's. */
export async function staffQueue(
  tx: Tx, queue: Queue, unit: UnitId, page: { readonly cursor?: string; readonly limit: number },
): Promise<QueuePage | undefined> {
  const isDescending = QUEUE_CLAUSES[queue].by === 'answered_at';
  const start = page.cursor === undefined ? (isDescending ? LAST : FIRST) : parseCursor(page.cursor);
  if (!start) return undefined;
  const limit = Math.min(Math.max(1, page.limit), PAGE_MAX);
  const rows = await tx.rows(queueStatements[queue], [tx.actor.jurisdiction, unit, start.at, start.id, limit + 1]);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    cases: rows.slice(0, limit).map(queuedCaseOf),
    ...(last ? { next: Buffer.from(`${String(last.place.getTime())} ${last.case_id}`).toString('base64url') } : {}),
  };
}

const selectDanger = statement<QueueRow>('app_actor', 'cases.queue_danger', `
  select c.case_id, c.number, c.stage, c.kind, c.urgency, c.topic, c.division, c.channel, c.owner, c.handler, c.round, c.due_at, c.paused,
    coalesce(c.due_at < platform.now() and not c.paused, false) as overdue, c.submitted_at, c.answered_at, c.last_message,
    left(p.sealed ->> 'words', 160) as opening, c.due_at as place
  from cases.cases c left join cases.payloads p on p.jurisdiction = c.jurisdiction and p.case_id = c.case_id and p.seq = 1
  where c.jurisdiction = $1 and c.urgency = 'danger' and c.due_at is not null
    and (($2 = 'intake' and c.handler is null and c.stage in ('submitted', 'accepted')) or ($2 = 'handled' and c.handler = $3))
  order by c.due_at, c.case_id limit $4`);

/** What tells of danger stands on top of the first page, however many came on a storm day. */
export async function dangerFirst(tx: Tx, queue: Queue, unit: UnitId, limit: number): Promise<readonly QueuedCase[]> {
  return queue === 'intake' || queue === 'handled' ? (await tx.rows(selectDanger, [tx.actor.jurisdiction, queue, unit, limit])).map(queuedCaseOf) : [];
}

const selectQueued = statement<QueueRow>('app_actor', 'cases.select_queued', `
  select c.case_id, c.number, c.stage, c.kind, c.urgency, c.topic, c.division, c.channel, c.owner, c.handler, c.round, c.due_at, c.paused,
    coalesce(c.due_at < platform.now() and not c.paused, false) as overdue, c.submitted_at, c.answered_at, c.last_message,
    left(p.sealed ->> 'words', 160) as opening, c.submitted_at as place
  from cases.cases c left join cases.payloads p on p.jurisdiction = c.jurisdiction and p.case_id = c.case_id and p.seq = 1
  where c.jurisdiction = $1 and c.number = any ($2::text[]) order by c.submitted_at desc, c.case_id limit $3`);

/** What a search found, of those the actor may see, newest first; at most PAGE_MAX. */
export async function queuedByNumbers(tx: Tx, numbers: readonly CaseNumber[]): Promise<readonly QueuedCase[]> {
  return (await tx.rows(selectQueued, [tx.actor.jurisdiction, numbers, PAGE_MAX])).map(queuedCaseOf);
}

const countQueues = statement<{ handled: number; owned: number; assisted: number; intake: number; contested: number; overdue: number }>(
  'app_actor', 'cases.count_queues', `
  select count(*) filter (where handler = $2)::integer as handled,
    count(*) filter (where owner = $2 and owner <> handler)::integer as owned,
    count(*) filter (where $2 = any (assisting))::integer as assisted,
    count(*) filter (where handler is null and stage <> 'diversion-contested')::integer as intake,
    count(*) filter (where stage in ('diversion-contested', 'objected'))::integer as contested,
    count(*) filter (where due_at < platform.now() and not paused)::integer as overdue
  from cases.cases where jurisdiction = $1 and due_at is not null`);

export type QueueCounts = Readonly<Record<Exclude<Queue, 'answered'> | 'overdue', number>>;

/** How many open cases wait where, of those the actor may see. */
export async function queueCounts(tx: Tx, unit: UnitId): Promise<QueueCounts> {
  return await tx.row(countQueues, [tx.actor.jurisdiction, unit]) ?? { handled: 0, owned: 0, assisted: 0, intake: 0, contested: 0, overdue: 0 };
}

const FIRST = { at: isoOf(0 as Instant), id: '00000000-0000-0000-0000-000000000000' };
const LAST = { at: '9999-12-31T23:59:59.999Z', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

function queueStatement(queue: Queue): Statement<QueueRow> {
  const { where, by } = QUEUE_CLAUSES[queue];
  const [beyond, order] = by === 'due_at'
    ? ['(c.due_at, c.case_id) > ($3::timestamptz, $4::uuid)', 'c.due_at, c.case_id']
    : ['(c.answered_at, c.case_id) < ($3::timestamptz, $4::uuid)', 'c.answered_at desc, c.case_id desc'];
  return statement<QueueRow>('app_actor', `cases.queue_${queue}`, `
    select c.case_id, c.number, c.stage, c.kind, c.urgency, c.topic, c.division, c.channel, c.owner, c.handler, c.round, c.due_at, c.paused,
      coalesce(c.due_at < platform.now() and not c.paused, false) as overdue, c.submitted_at, c.answered_at, c.last_message,
      left(p.sealed ->> 'words', 160) as opening, c.${by} as place
    from cases.cases c left join cases.payloads p on p.jurisdiction = c.jurisdiction and p.case_id = c.case_id and p.seq = 1
    where c.jurisdiction = $1 and ${where} and ${beyond}
    order by ${order} limit $5`);
}

function queuedCaseOf(row: QueueRow): QueuedCase {
  return {
    id: row.case_id as CaseId, number: row.number as CaseNumber, stage: row.stage as Stage, kind: row.kind as Kind, urgency: row.urgency as Urgency,
    topic: row.topic as TopicCode, division: row.division as DivisionCode, channel: row.channel as Channel, round: row.round, paused: row.paused,
    overdue: row.overdue, submittedAt: instantOf(row.submitted_at), opening: row.opening ?? '', hasMessage: row.last_message === 'resident',
    ...present({
      owner: row.owner as UnitId | null, handler: row.handler as UnitId | null, dueAt: row.due_at && instantOf(row.due_at),
      answeredAt: row.answered_at && instantOf(row.answered_at),
    }),
  };
}

function parseCursor(cursor: string): { readonly at: string; readonly id: string } | undefined {
  if (cursor.length > 100) return undefined;
  const [ms = '', idText] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  const at = /^\d{1,15}$/.test(ms) ? parseInstant(Number(ms)) : undefined;
  const id = parseCaseId(idText);
  return at !== undefined && id ? { at: isoOf(at), id } : undefined;
}
