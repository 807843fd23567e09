import { canonical } from '../../record/canonical.ts';
import type { Json } from '../../record/event.ts';
import type { Act } from '../../record/log/index.ts';
import { TABLES, type Row, type TableName, type Value } from './columns.ts';

/** One thing that an entry says of a case: an act, or fields of an act that were opened later. */
export type Told = { readonly index: number; readonly act?: Act; readonly fields: { readonly [label: string]: string } };

export type CaseRows = { readonly case: Row; readonly rounds: readonly Row[] };

/** The stage that an act brings about, where it brings one about. */
const STAGES: Readonly<Record<string, string>> = {
  'case.submitted.v1': 'submitted', 'case.imported.v1': 'signed', 'case.accepted.v1': 'accepted', 'case.diverted.v1': 'diverted', 'case.diversion-contested.v1': 'diversion-contested',
  'case.dispatched.v1': 'dispatched', 'case.transferred.v1': 'dispatched', 'case.objected.v1': 'objected', 'case.objection-ruled.v1': 'dispatched', 'case.signed.v1': 'signed', 'case.contacted.v1': 'contacted', 'case.answered.v1': 'answered',
  'case.reopened.v1': 'dispatched', 'case.unjudged.v1': 'unjudged', 'case.withdrawn.v1': 'withdrawn',
};
/** Only in a round that is not answered yet: seen after an answer, the reopening between is not disclosed yet. */
const OF_AN_OPEN_ROUND: ReadonlySet<string> = new Set(['case.transferred.v1', 'case.objected.v1', 'case.objection-ruled.v1', 'case.extended.v1', 'case.redated.v1', 'case.signed.v1', 'case.contacted.v1', 'case.paused.v1', 'case.resumed.v1', 'case.escalated.v1']);
const MINUTE_MS = 60_000;

type Cells = Record<string, Value>;
type Pause = { reason: string; role: string; from: string | null; end: string | null };
type Escalated = { cause: string; to: string; post: string | null; at: string | null; day: string | null };
type Round = { readonly cells: Cells; readonly pauses: Pause[]; readonly escalations: Escalated[] };

/**
 * A case and its rounds, from what the public log tells of it so far. Acts are taken in the order of their stream, which is not
 * that of the log: what was sealed comes later. Of two told under one number, as after a restored backup, the first stands. Gaps are allowed for; a cell that nothing tells is NULL, never a guess.
 */
export function foldCase(number: string, told: readonly Told[]): CaseRows {
  const inOrder = told.flatMap(({ index, act }) => (act ? [{ index, act }] : [])).sort((a, b) => a.act.seq - b.act.seq || a.index - b.index);
  const acts = inOrder.map(({ act }) => act).filter(({ seq }, i) => inOrder[i - 1]?.act.seq !== seq);
  const indexes = told.map(({ index }) => index).sort((a, b) => a - b);
  const fields: { readonly [label: string]: string } = Object.assign(toldAtOnce(acts[0]), ...[...told].sort((a, b) => a.index - b.index).map((one) => one.fields));
  const cells: Cells = {
    number, stage: 'submitted', kind: fields['kind'] ?? null, topic: fields['topic'] ?? null, topic1: fields['topic1'] ?? null, town: fields['town'] ?? null,
    first_index: indexes[0] ?? 0, last_index: indexes.at(-1) ?? 0,
  };
  const rounds: Round[] = [];
  for (const act of acts) {
    takeCase(cells, act);
    takeRound(rounds, act, number);
  }
  const last = rounds.at(-1)?.cells ?? {};
  const judged = rounds.findLast((round) => round.cells['outcome'] !== undefined)?.cells ?? {};
  const answered = rounds.findLast((round) => round.cells['answered_at'] !== undefined)?.cells ?? {};
  Object.assign(cells, {
    owner: last['owner'], handler: last['handler'], due: last['due'], due_day: last['due_day'], rounds: rounds.length, answered_at: answered['answered_at'],
    outcome: judged['outcome'], outcome_day: judged['outcome_day'],
  });
  return { case: ordered('cases', cells), rounds: rounds.map(rowOfRound) };
}

/** Where a row of another system is open data by rule, its act says at once what else is opened later. */
function toldAtOnce(first: Act | undefined): { [label: string]: string } {
  if (first?.type !== 'case.imported.v1') return {};
  return Object.fromEntries(['kind', 'topic', 'topic1', 'town'].flatMap((label) => { const word = wordOf(first.open[label]); return word === null ? [] : [[label, word]]; }));
}

function takeCase(cells: Cells, act: Act): void {
  const { type, open } = act;
  cells['stage'] = STAGES[type] ?? cells['stage'] ?? 'submitted';
  if (type === 'case.submitted.v1') cells['submitted_day'] = act.day ?? null;
  if (type === 'case.imported.v1' && open['standing'] === 'closed') cells['stage'] = 'imported-closed';
  if (type === 'case.accepted.v1') Object.assign(cells, { accepted_at: act.at, accepted_day: act.day });
  if (type === 'case.diverted.v1') cells['diversion'] = wordOf(open['reason']);
  if (type === 'case.diversion-settled.v1') cells['stage'] = open['ruling'] === 'overturned' ? 'submitted' : 'diverted';
  if (type === 'case.judged.v1' && open['outcome'] === 'solved') cells['stage'] = 'solved';
  if (type === 'case.escalated.v1' && open['cause'] === 'third-transfer') cells['stage'] = 'dispatched';
}

function takeRound(rounds: Round[], act: Act, number: string): void {
  const { type, open } = act;
  if (type === 'case.imported.v1' && open['standing'] === 'closed') return;
  if (type === 'case.dispatched.v1' || type === 'case.reopened.v1' || type === 'case.imported.v1') {
    const round = newRound(rounds, number, open['round']);
    Object.assign(round.cells, {
      owner: wordOf(open['owner']), handler: wordOf(open['handler']) ?? wordOf(open['owner']), assisting: wordsOf(open['assisting']),
      started_at: act.at, started_day: act.day, ...dueOf(act),
    });
    return;
  }
  if (!/^case\.(transferred|objection-ruled|extended|redated|signed|contacted|answered|paused|resumed|judged|escalated|reminded)\./.test(type)) return;
  const last = rounds.at(-1);
  // A reminder before the dispatch is of no round; a further answer belongs to the round that was answered.
  if (!last && type === 'case.reminded.v1') return;
  const isNext = last !== undefined && OF_AN_OPEN_ROUND.has(type) && last.cells['answered_at'] !== undefined;
  takeStep(last === undefined || isNext ? newRound(rounds, number) : last, act);
}

function newRound(rounds: Round[], number: string, told?: Json): Round {
  const cells: Cells = {
    number, round: typeof told === 'number' ? told : Number(rounds.at(-1)?.cells['round'] ?? 0) + 1,
    answers: 0, pauses: 0, paused_minutes: 0, transfers: 0, escalations: 0, reminders: 0,
  };
  const round: Round = { cells, pauses: [], escalations: [] };
  rounds.push(round);
  return round;
}

function takeStep(round: Round, act: Act): void {
  const { cells, pauses, escalations } = round;
  const { type, open, at } = act;
  switch (type) {
    case 'case.transferred.v1':
      add(cells, 'transfers');
      Object.assign(cells, { owner: wordOf(open['owner']), handler: wordOf(open['handler']), signed_at: null, contacted_at: null });
      break;
    case 'case.objection-ruled.v1': Object.assign(cells, { owner: wordOf(open['owner']), handler: wordOf(open['handler']), signed_at: null }); break;
    case 'case.signed.v1': Object.assign(cells, { signed_at: at, handler: cells['handler'] ?? act.unit }); break;
    case 'case.contacted.v1': cells['contacted_at'] ??= at ?? null; break;
    case 'case.answered.v1':
      add(cells, 'answers');
      cells['answered_at'] ??= at ?? null;
      cells['answered_by'] ??= act.unit ?? null;
      break;
    case 'case.paused.v1': pauses.push({ reason: wordOf(open['reason']) ?? '', role: act.role, from: at ?? null, end: null }); break;
    case 'case.redated.v1': case 'case.extended.v1': Object.assign(cells, dueOf(act)); break;
    case 'case.resumed.v1': {
      const paused = pauses.at(-1);
      if (paused) paused.end = minuteOf(open['end']) ?? at ?? null;
      Object.assign(cells, dueOf(act));
      break;
    }
    case 'case.judged.v1': Object.assign(cells, { outcome: wordOf(open['outcome']), outcome_day: act.day, means: wordOf(open['means']) }); break;
    case 'case.escalated.v1':
      if (open['cause'] === 'third-transfer') add(cells, 'transfers');
      escalations.push({ cause: wordOf(open['cause']) ?? '', to: wordOf(open['to']) ?? '', post: wordOf(open['post']), at: at ?? null, day: act.day ?? null });
      Object.assign(cells, { owner: wordOf(open['to']), handler: wordOf(open['handler']) ?? cells['handler'], ...dueOf(act) });
      break;
    case 'case.reminded.v1': add(cells, 'reminders'); break;
    default: break;
  }
}

function rowOfRound({ cells, pauses, escalations }: Round): Row {
  const paused = pauses.reduce((sum, { from, end }) => sum + (from && end ? (Date.parse(end) - Date.parse(from)) / MINUTE_MS : 0), 0);
  return ordered('rounds', {
    ...cells, pauses: pauses.length, paused_minutes: paused, escalations: escalations.length, pause_list: canonical(pauses), escalation_list: canonical(escalations),
  });
}

function ordered(table: TableName, cells: Readonly<Record<string, Value | undefined>>): Row {
  return TABLES[table].columns.map(({ name }) => cells[name] ?? null);
}

function add(cells: Cells, name: string): void {
  cells[name] = Number(cells[name] ?? 0) + 1;
}

/** A deadline to the minute, or beside a resident's act by its date alone: the last that was told. Empty where none is. */
function dueOf({ open }: Act): Cells {
  const [due, day] = [minuteOf(open['dueAt']), wordOf(open['dueDay'])];
  return due === null && day === null ? {} : { due, due_day: day };
}

function wordOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function wordsOf(value: Json | undefined): string | null {
  return Array.isArray(value) && value.length > 0 ? value.map(String).join(' ') : null;
}

/** Milliseconds since 1970, as deadlines stand in entries, to the minute, rounded down. */
function minuteOf(value: Json | undefined): string | null {
  return typeof value === 'number' ? `${new Date(value).toISOString().slice(0, 16)}Z` : null;
}
