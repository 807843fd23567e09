import type { Topic, Unit } from './content.ts';
import type { Mistake, Placed, Position, Problem, Reference } from './mistake.ts';
import { bothHalves } from './parse-profile.ts';
import { dispatchConditions, limitConditions } from './parse-rules.ts';
import type { Parsed } from './parse.ts';
import { LIMIT_NAMES } from './vocabulary.ts';

/**
 * Checks across files: nothing named twice, everything referred to exists, no superior is above itself, and every case
 * finds a unit and a limit. Together with the parsers this is what lets the rest of the program trust a `Directory`.
 */
export function check(parsed: Parsed): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const report = (at: Position, problem: Problem): void => { mistakes.push({ ...at, problem }); };
  checkUnique(parsed, report);
  checkReferences(parsed, report);
  checkTrees(parsed, report);
  checkRules(parsed, report);
  checkVitalInterests(parsed, report);
  checkPowers(parsed, report);
  return mistakes;
}

type Report = (at: Position, problem: Problem) => void;

function checkUnique(parsed: Parsed, report: Report): void {
  unique(parsed.divisions, (row) => row.code, report);
  unique(parsed.units, (row) => row.id, report);
  unique(parsed.posts, (row) => row.id, report);
  unique(parsed.topics, (row) => row.code, report);
  unique(parsed.dispatch, (row) => row.id, report);
  unique(parsed.limits, (row) => row.id, report);
  unique(parsed.roles.roles, (row) => row.code, report);
  unique(parsed.vitalInterests, (row) => row.code, report);
}

function unique<Row>(rows: readonly Placed<Row>[], key: (row: Row) => string, report: Report): void {
  const first = new Map<string, number>();
  for (const { row, at } of rows) {
    const firstLine = first.get(key(row));
    if (firstLine === undefined) first.set(key(row), at.line);
    else report(at, { kind: 'duplicate', value: key(row), firstLine });
  }
}

function checkReferences(parsed: Parsed, report: Report): void {
  const levels = parsed.facts.row.levels.map((level) => level.code);
  const refer = {
    unit: referrer('unit', parsed.units.map(({ row }) => row.id), report),
    division: referrer('division', parsed.divisions.map(({ row }) => row.code), report),
    topic: referrer('topic', parsed.topics.map(({ row }) => row.code), report),
    post: referrer('post', parsed.posts.map(({ row }) => row.id), report),
    level: referrer('level', levels, report),
    vitalInterest: referrer('vital-interest', parsed.sharedClasses.map((one) => one.code), report),
  };
  const { row: facts, at } = parsed.facts;
  refer.unit(at, [facts.intakeUnit, facts.outsideUnit]);
  for (const { row, at: where } of parsed.divisions) {
    refer.division(where, [row.parent]);
    refer.level(where, [row.level]);
  }
  for (const { row, at: where } of parsed.units) {
    refer.unit(where, [row.parent, row.superior, row.predecessor]);
    refer.division(where, row.divisions);
    refer.level(where, [row.level]);
  }
  for (const { row, at: where } of parsed.posts) refer.unit(where, [row.unit]);
  for (const { row, at: where } of parsed.topics) refer.vitalInterest(where, [row.vitalInterest]);
  for (const { row, at: where } of parsed.dispatch) {
    refer.unit(where, [row.lead, ...row.assisting].filter((target) => target !== 'place'));
    refer.division(where, [row.division]);
    refer.topic(where, [row.topic]);
  }
  for (const { row, at: where } of parsed.limits) {
    refer.topic(where, [row.topic]);
    refer.level(where, [row.level]);
  }
  for (const { row, at: where } of parsed.vitalInterests) {
    refer.unit(where, [row.leadUnit, ...row.interestedUnits]);
    refer.post(where, [row.leadPost]);
  }
}

function referrer(to: Reference, known: readonly string[], report: Report) {
  const codes = new Set(known);
  return (at: Position, values: readonly (string | undefined)[]): void => {
    for (const value of values) {
      if (value === undefined || codes.has(value)) continue;
      const nearest = nearestTo(value, known);
      report(at, { kind: 'unknown-reference', to, value, ...(nearest !== undefined && { nearest }) });
    }
  };
}

/** The code that begins or ends most alike: a slip is usually one or two letters. */
function nearestTo(value: string, known: readonly string[]): string | undefined {
  const likeness = (other: string): number => {
    let [head, tail] = [0, 0];
    while (head < value.length && value[head] === other[head]) head++;
    while (tail < value.length - head && value.at(-1 - tail) === other.at(-1 - tail)) tail++;
    return (head + tail) / Math.max(value.length, other.length);
  };
  const best = known.reduce<string | undefined>((a, b) => (a === undefined || likeness(b) > likeness(a) ? b : a), undefined);
  return best !== undefined && likeness(best) >= 0.6 ? best : undefined;
}

/** No role and no borrowing gives one person, or one house, both halves of an act of two. */
function checkPowers({ roles, profile, units, posts }: Parsed, report: Report): void {
  const all = roles.roles.map(({ row }) => row);
  for (const { row, at } of roles.roles) {
    const act = bothHalves(all, [row.code]);
    if (act) report(at, { kind: 'both-halves', act });
  }
  for (const { row, at } of profile?.borrowed ?? []) {
    const isAbove = units.some((unit) => unit.row.id === row.unit && unit.row.outside);
    if (!isAbove || !posts.some((post) => post.row.id === row.post && post.row.unit === row.unit)) report(at, { kind: 'not-from-above', unit: row.unit });
  }
}

function checkTrees(parsed: Parsed, report: Report): void {
  const divisionParents = new Map(parsed.divisions.map(({ row }) => [row.code as string, row.parent]));
  const unitParents = new Map(parsed.units.map(({ row }) => [row.id as string, row.parent]));
  const superiors = new Map(parsed.units.map(({ row }) => [row.id as string, superiorIn(row)]));
  cycles(parsed.divisions, (row) => row.code, divisionParents, report);
  cycles(parsed.units, (row) => row.id, unitParents, report);
  if (!hasCycle(unitParents)) cycles(parsed.units, (row) => row.id, superiors, report);
  const roots = parsed.divisions.filter(({ row }) => row.parent === undefined);
  const [first, ...others] = roots;
  if (first === undefined) report(parsed.facts.at, { kind: 'missing-key', key: 'divisions' });
  for (const other of others) report(other.at, { kind: 'several-roots', first: first?.row.code ?? '', other: other.row.code });
}

export function superiorIn(unit: Unit): Unit['superior'] {
  return unit.superior ?? unit.parent;
}

function cycles<Row>(rows: readonly Placed<Row>[], key: (row: Row) => string, parents: ReadonlyMap<string, string | undefined>, report: Report): void {
  const told = new Set<string>();
  for (const { row, at } of rows) {
    const path = cycleFrom(key(row), parents);
    if (path === undefined || path.some((step) => told.has(step))) continue;
    for (const step of path) told.add(step);
    report(at, { kind: 'cycle', path });
  }
}

function hasCycle(parents: ReadonlyMap<string, string | undefined>): boolean {
  return [...parents.keys()].some((key) => cycleFrom(key, parents) !== undefined);
}

/** The way up that comes back to where it began. */
function cycleFrom(start: string, parents: ReadonlyMap<string, string | undefined>): readonly string[] | undefined {
  const path = [start];
  for (let step = parents.get(start); step !== undefined && path.length <= parents.size; step = parents.get(step)) {
    path.push(step);
    if (step === start) return path;
  }
  return undefined;
}

function checkRules(parsed: Parsed, report: Report): void {
  sameConditions(parsed.dispatch, (rule) => dispatchConditions(rule), (a, b) => overlapping(a, b), report);
  sameConditions(parsed.limits, (rule) => limitConditions(rule), () => true, report);
  for (const limit of LIMIT_NAMES) {
    const found = parsed.limits.some(({ row }) => limitConditions(row) === `${limit} * * * * *`);
    if (!found) report({ file: parsed.limitsFile, line: 1, column: 1 }, { kind: 'no-default-limit', limit });
  }
}

function sameConditions<Row>(rows: readonly Placed<Row>[], text: (row: Row) => string, clash: (a: Row, b: Row) => boolean, report: Report): void {
  const seen = new Map<string, Placed<Row>[]>();
  for (const one of rows) {
    const alike = seen.get(text(one.row)) ?? [];
    const first = alike.find((other) => clash(other.row, one.row));
    if (first) report(one.at, { kind: 'same-conditions', firstLine: first.at.line });
    seen.set(text(one.row), [...alike, one]);
  }
}

function overlapping(a: { from?: string; to?: string }, b: { from?: string; to?: string }): boolean {
  return (a.from ?? '') < (b.to ?? '9999') && (b.from ?? '') < (a.to ?? '9999');
}

/** A class that topics carry must say who leads it (charter promise 16): a shared class without a lead leads nowhere. */
function checkVitalInterests(parsed: Parsed, report: Report): void {
  const led = new Set(parsed.vitalInterests.map(({ row }) => row.code));
  const shipped = new Set(parsed.sharedClasses.map((one) => one.code));
  const told = new Set<string>();
  for (const { row, at } of parsed.topics as readonly Placed<Topic>[]) {
    const code = row.vitalInterest;
    if (code === undefined || led.has(code) || !shipped.has(code) || told.has(code)) continue;
    told.add(code);
    report(at, { kind: 'class-without-lead', code });
  }
}
