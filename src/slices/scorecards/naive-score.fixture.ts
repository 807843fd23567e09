import type { Act, LogEntry } from '../../record/log/index.ts';

/**
 * The rule of README.md written a second time, as a stranger would from the text alone: it keeps everything, forgets
 * nothing, and looks at each round anew. For comparison only.
 */
export function naiveResult(entries: readonly LogEntry[], asOf: number, n: number): unknown {
  const acts = new Map<string, Act>();
  const batches = new Map<string, Act>();
  const since = new Date(asOf - 90 * 86_400_000).toISOString().slice(0, 7);
  for (const entry of entries.slice(0, n)) {
    const act = entry.kind === 'act' ? entry : entry.kind === 'disclosed' ? entry.act : undefined;
    if (!act) continue;
    const name = `${act.stream} ${String(act.seq)}`;
    if (act.type === 'verdicts.batch-sealed.v1' && String(act.open['toMonth']) >= since && !batches.has(name)) batches.set(name, act);
    if (act.stream.startsWith('case:') && COUNTED.test(act.type) && time(act) >= asOf - 92 * 86_400_000 && !acts.has(name)) acts.set(name, act);
  }
  const cases = [...Map.groupBy(acts.values(), ({ stream }) => stream).values()];
  const rounds = cases.flatMap(roundsIn);
  const closed = cases.flat().filter(({ type, open }) => type === 'case.imported.v1' && open['standing'] === 'closed');
  const closedIn = (count: number) => closed.filter((act) => time(act) < asOf && time(act) >= asOf - count * 86_400_000);
  const days = (count: number) => (round: Round) => round.startedAt < asOf && round.startedAt >= asOf - count * 86_400_000;
  const names = new Set<string>();
  for (const round of rounds.filter(days(90))) {
    names.add(round.handler);
    if (round.answer) names.add(round.answer.unit ?? '');
  }
  for (const { open } of closedIn(90)) names.add(String(open['owner']));
  const counted = [...batches.values()];
  for (const { open } of counted) names.add(String(open['unit']));
  const units = Object.fromEntries([...names].map((name) => [name, {
    ...work(rounds.filter(days(90)).filter(({ handler }) => handler === name), asOf),
    ...verdicts(rounds.filter(days(90)).filter(({ answer }) => answer?.unit === name)),
    ...satisfaction(counted.filter(({ open }) => open['unit'] === name)), ...leftOut(closedIn(90).filter(({ open }) => open['owner'] === name)),
  }]));
  const recent = rounds.filter(days(30));
  return { rule: 1, asOf, n, units, whole: { ...work(recent, asOf), ...verdicts(recent.filter(({ answer }) => answer)), ...satisfaction(counted), ...leftOut(closedIn(30)) } };
}

const COUNTED = /^case\.(imported|dispatched|reopened|transferred|objection-ruled|extended|redated|escalated|contacted|paused|resumed|answered|judged|unjudged|withdrawn)\.v1$/;

type Round = {
  readonly number: number; readonly startedAt: number; readonly handler: string; readonly due: number | undefined; readonly answer: Act | undefined;
  readonly outcome: unknown; readonly isSilent: boolean; readonly isWithdrawn: boolean; readonly isPaused: boolean; readonly isContacted: boolean;
  readonly escalations: number; readonly transfers: number; readonly pauses: number;
};

function roundsIn(acts: readonly Act[]): Round[] {
  const inOrder = [...acts].sort((a, b) => a.seq - b.seq);
  const begins = inOrder.filter(({ type, open }) => type === 'case.dispatched.v1' || type === 'case.reopened.v1' || isImportedOpen({ type, open }));
  return begins.map((begin, place) => roundOf(begin, inOrder.filter(({ seq }) => seq > begin.seq && seq < (begins[place + 1]?.seq ?? Infinity))));
}

function roundOf(begin: Act, acts: readonly Act[]): Round {
  const of = (type: string): Act[] => acts.filter((act) => act.type === `case.${type}.v1`);
  const number = begin.type !== 'case.reopened.v1' ? 1 : Number(begin.open['round']);
  const [answer] = of('answered');
  const isMove = ({ type, open }: Act) => type === 'case.transferred.v1' || (type === 'case.escalated.v1' && open['cause'] === 'third-transfer');
  const isHandedOn = ({ type, open }: Act) => type === 'case.objection-ruled.v1' && open['ruling'] === 'upheld';
  const [moves, handed] = [acts.filter(isMove), acts.filter((act) => isHandedOn(act) || act.type === 'case.transferred.v1' || act.type === 'case.escalated.v1')];
  const withdrawn = of('withdrawn').length > 0;
  const judged = of('judged').filter(({ open }) => open['round'] === number).at(-1);
  const clock = [...of('paused'), ...of('resumed'), ...(answer ? [answer] : [])].sort((a, b) => a.seq - b.seq).at(-1);
  return {
    number, startedAt: time(begin), answer, outcome: judged?.open['outcome'], isWithdrawn: withdrawn,
    handler: String(handed.at(-1)?.open['handler'] ?? (begin.type !== 'case.reopened.v1' ? begin.open['owner'] : begin.open['handler'])),
    due: dueAfter(deadline(begin), [...of('resumed'), ...of('extended'), ...of('redated'), ...of('escalated')].sort((a, b) => a.seq - b.seq)),
    isSilent: !withdrawn && of('unjudged').some(({ open }) => open['round'] === number),
    isPaused: !withdrawn && clock?.type === 'case.paused.v1',
    isContacted: of('contacted').some(({ seq }) => seq > (acts.filter((act) => isMove(act) || isHandedOn(act)).at(-1)?.seq ?? 0)),
    escalations: of('escalated').length, transfers: moves.length, pauses: of('paused').length,
  };
}

function dueAfter(first: number | undefined, changes: readonly Act[]): number | undefined {
  return changes.reduce((due, change) => {
    const told = deadline(change);
    if (told === undefined) return due;
    return change.type === 'case.escalated.v1' && change.open['dueAt'] === undefined ? Math.min(told, due ?? told) : told;
  }, first);
}

function deadline({ open }: Act): number | undefined {
  if (typeof open['dueAt'] === 'number') return open['dueAt'];
  return typeof open['dueDay'] === 'string' ? Date.parse(open['dueDay']) + 36 * 3_600_000 : undefined;
}

function time({ at, day }: Act): number {
  return Date.parse(at ?? day ?? '');
}

function work(rounds: readonly Round[], asOf: number): Record<string, number> {
  const count = (which: (round: Round) => unknown): number => rounds.filter(which).length;
  const sum = (which: (round: Round) => number): number => rounds.reduce((all, round) => all + which(round), 0);
  const isPast = ({ due, isPaused }: Round): boolean => due !== undefined && due < asOf && !isPaused;
  return {
    dispatched: rounds.length,
    due: count((round) => round.due !== undefined && (round.answer ?? (isPast(round) && !round.isWithdrawn))),
    answeredInTime: count(({ due, answer }) => answer && due !== undefined && time(answer) <= due),
    running: count((round) => !round.answer && !round.isWithdrawn && !isPast(round)),
    withdrawnUnanswered: count(({ answer, isWithdrawn }) => !answer && isWithdrawn),
    contacted: count(({ isContacted }) => isContacted), reopenings: count(({ number }) => number > 1),
    escalations: sum(({ escalations }) => escalations), transfers: sum(({ transfers }) => transfers), pauses: sum(({ pauses }) => pauses),
  };
}

function verdicts(answered: readonly Round[]): Record<string, number> {
  const said = (outcome: string): number => answered.filter((round) => round.outcome === outcome).length;
  const unsaid = answered.filter(({ outcome }) => outcome === undefined);
  return {
    answered: answered.length, solved: said('solved'), partly: said('partly'), unsolved: said('unsolved'),
    withdrawnAnswered: unsaid.filter(({ isWithdrawn }) => isWithdrawn).length,
    silent: unsaid.filter(({ isSilent }) => isSilent).length,
    waiting: unsaid.filter(({ isSilent, isWithdrawn }) => !isSilent && !isWithdrawn).length,
  };
}

function isImportedOpen({ type, open }: Pick<Act, 'type' | 'open'>): boolean {
  return type === 'case.imported.v1' && open['standing'] === 'open';
}

function leftOut(closed: readonly Act[]): { readonly importedClosed?: number } {
  return closed.length > 0 ? { importedClosed: closed.length } : {};
}

function satisfaction(batches: readonly Act[]): { readonly ballots: readonly number[]; readonly ballotsOf: number } {
  const scores = batches.flatMap(({ open }) => (open['ballots'] as [string, number][]).map(([, score]) => score));
  return {
    ballots: [1, 2, 3, 4, 5].map((level) => scores.filter((score) => score === level).length),
    ballotsOf: batches.reduce((sum, { open }) => sum + (open['part'] === 1 ? Number(open['answered']) : 0), 0),
  };
}
