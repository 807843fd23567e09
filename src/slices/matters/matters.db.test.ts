import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTopicCode, type CaseId } from '../../kernel/ids.ts';
import { DAY_MS, HOUR_MS, plusMs, type Instant } from '../../kernel/instant.ts';
import type { Actor } from '../../platform/db/actor.ts';
import { fsck, sequenceAll } from '../../record/index.ts';
import { dispatched, done, judged, JURISDICTION, newCase, official, openBench, residentOf, type Bench } from '../cases/cases.fixture.ts';
import { readCase } from '../cases/load.ts';
import { createCasesReplayer } from '../cases/index.ts';
import { rehearsalRules, START, submission, unit } from '../cases/rehearsal.ts';
import { roundOf, type CaseState } from '../cases/state.ts';
import { createMatters, type MatterAct, type Matters } from './handle.ts';
import { publicIncidents } from './public.ts';
import { mattersReplayer } from './replay.ts';

const TOPIC = parseTopicCode('urban.street.lights')!;
const DIVISION = submission().place.division;
const desk = official('intake', 'dispatcher');
const supervisor = official('intake', 'supervisor');
const bureau = official('bureau-roads', 'handler');
const county = official('county', 'handler');

describe('a matter and its cases', () => {
  let bench: Bench;
  let matters: Matters;
  let heard = 0;
  beforeAll(async () => {
    bench = await openBench();
    matters = createMatters(bench);
    matters.register(bench.reactions);
  }, 120_000);
  afterAll(() => bench.test.close());

  const act = async (actor: Actor, given: MatterAct, id?: string) => bench.database.inTransaction(actor, (tx) => matters.actIn(tx, given, id));
  const must = async (actor: Actor, given: MatterAct, id?: string) => {
    const decided = await act(actor, given, id);
    if (decided.refused) throw new Error(`${given.do}: ${decided.reason.kind}`);
    await matters.carryNow(JURISDICTION, decided.value.id);
    return decided.value;
  };
  const stateOf = async (caseId: CaseId): Promise<CaseState> => {
    const held = await bench.database.inTransaction({ kind: 'system', jurisdiction: JURISDICTION, job: 'test' }, (tx) => readCase(tx, caseId));
    if (!held) throw new Error('no such case');
    return held.state;
  };
  const gather = async (actor: Actor, id: string, since: Instant = START) => bench.database.inTransaction(actor, async (tx) => {
    const found = await matters.find(tx, { topics: [TOPIC], divisions: [DIVISION], since });
    return { found, decided: await matters.gatherIn(tx, id, found.cases) };
  });
  const verdictHeard = async (caseId: CaseId, outcome: 'unsolved' | 'solved') => {
    const { events } = await judged(bench, caseId, outcome);
    for (const one of events.filter(({ type }) => type === 'case.judged.v1')) {
      await bench.reactions.find(one.type, 'matters')?.({ jurisdiction: JURISDICTION, type: one.type, stream: one.stream, streamSeq: one.streamSeq, eventId: one.id });
      heard += 1;
    }
  };
  const read = (id: string) => bench.database.inTransaction(desk, async (tx) => (await matters.read(tx, id))!.matter);
  const whole = async () => {
    await sequenceAll(bench.database, JURISDICTION);
    return (await fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [createCasesReplayer(() => rehearsalRules), mattersReplayer] })).findings.filter(({ kind }) => kind !== 'log-not-begun');
  };
  const storm = (change: Partial<Extract<MatterAct, { do: 'declare' }>> = {}): MatterAct => ({
    do: 'declare', kind: 'incident', name: '大风停电', words: '正在抢修。', topics: [TOPIC], divisions: [DIVISION], since: START, unit: unit('bureau-roads'), ...change,
  });

  it('gathers many under one answer: each keeps number, clock and verdict; danger and walls stay outside; one "unsolved" opens the matter one level up', async () => {
    const cases: CaseId[] = [];
    for (let n = 0; n < 12; n += 1) cases.push((await newCase(bench)).caseId);
    await dispatched(bench, cases[0]!, 'bureau-roads');
    await dispatched(bench, cases[1]!, 'village-one');
    const danger = (await newCase(bench, { urgency: 'danger' })).caseId;
    const walled = (await newCase(bench, { about: [unit('village-two')] })).caseId;
    const before = await Promise.all(cases.slice(0, 2).map(stateOf));

    expect(await act(bureau, storm())).toMatchObject({ refused: true, reason: { kind: 'not-yours' } });
    const { id } = await must(supervisor, storm());
    const { found, decided } = await gather(desk, id);
    expect([found.cases.length, found.danger, decided.refused]).toEqual([12, 1, false]);
    expect(await matters.carryNow(JURISDICTION, id)).toBe(12);
    for (const one of [danger, walled]) expect((await stateOf(one)).facts.joined).toBeUndefined();
    // Those that somebody had already keep round and clock to the millisecond.
    for (const [index, was] of before.entries()) {
      const now = await stateOf(cases[index]!);
      expect([now.stage, roundOf(now), now.facts.joined?.matter]).toEqual([was.stage, roundOf(was), `matter:${id}`]);
    }
    expect((await publicIncidents(bench.database.public, JURISDICTION))[0]).toMatchObject({ id, name: '大风停电', unit: 'bureau-roads', joined: 10 });

    await must(bureau, { do: 'sign' }, id);
    await must(bureau, { do: 'update', words: '下午三点前恢复。' }, id);
    expect((await Promise.all(cases.map(stateOf))).map(({ stage, facts }) => [stage, facts.conversation.at(-1)?.words])).toEqual(cases.map(() => ['contacted', '下午三点前恢复。']));
    await must(bureau, { do: 'answer', found: '线路断了', done: '已经接好' }, id);
    for (const caseId of cases) {
      const { stage, ...rest } = await stateOf(caseId);
      expect([stage, roundOf({ stage, ...rest } as CaseState)?.answers.map(({ unit: by }) => by)]).toEqual(['answered', ['bureau-roads']]);
    }

    await verdictHeard(cases[3]!, 'solved');
    expect((await read(id)).unit).toBe('bureau-roads');
    await verdictHeard(cases[4]!, 'unsolved');
    expect(await read(id)).toMatchObject({ unit: 'county', stage: 'open', shownUnit: 'bureau-roads' });
    expect(await stateOf(cases[4]!)).toMatchObject({ stage: 'dispatched', round: { number: 2, owner: 'county' } });
    // Nobody else's verdict was touched.
    expect((await stateOf(cases[3]!)).stage).toBe('solved');
    expect(roundOf(await stateOf(cases[5]!))?.outcome).toBeUndefined();
    // A second one finds it open already.
    await verdictHeard(cases[5]!, 'unsolved');
    expect((await read(id)).raises.length).toBe(1);

    expect(await act(bureau, { do: 'answer', found: '再看', done: '又修' }, id)).toMatchObject({ refused: true });
    await must(county, { do: 'answer', found: '变压器坏了', done: '换了新的' }, id);
    expect(roundOf(await stateOf(cases[4]!))).toMatchObject({ number: 2, answers: [{ unit: 'county' }] });
    expect(roundOf(await stateOf(cases[6]!))?.answers.map(({ unit: by }) => by)).toEqual(['bureau-roads', 'county']);
    expect(roundOf(await stateOf(cases[3]!))?.answers.length).toBe(1);
    await must(desk, { do: 'end', words: '电都通了。' }, id);
    expect(await publicIncidents(bench.database.public, JURISDICTION)).toEqual([]);
    await verdictHeard(cases[7]!, 'solved');
    expect((await stateOf(cases[7]!)).stage).toBe('solved');
    expect(heard).toBe(4);
    expect(await whole()).toEqual([]);
  }, 120_000);

  it('moves dates by public declaration alone, within limits, and gives back the clock as it always was to whoever is taken out', async () => {
    const cases: CaseId[] = [];
    for (let n = 0; n < 11; n += 1) cases.push((await newCase(bench)).caseId);
    for (const caseId of cases) await dispatched(bench, caseId, 'bureau-roads');
    const dates = (await Promise.all(cases.map(stateOf))).map((state) => roundOf(state)?.dueAt ?? (0 as Instant));
    const { id, declaredAt } = await must(supervisor, storm({ name: '暴雨' }));
    const dueAt = plusMs(dates[0]!, 3 * DAY_MS);
    expect(await act(supervisor, { do: 'redate', dueAt, explanation: '道路不通' }, id)).toMatchObject({ reason: { kind: 'too-few' } });
    await gather(desk, id, START);
    await matters.carryNow(JURISDICTION, id);
    expect(await act(desk, { do: 'redate', dueAt, explanation: '道路不通' }, id)).toMatchObject({ reason: { kind: 'not-yours', needs: 'supervisor' } });
    expect(await act(supervisor, { do: 'redate', dueAt: plusMs(declaredAt, 31 * DAY_MS), explanation: '道路不通' }, id)).toMatchObject({ reason: { kind: 'date-too-late' } });
    await must(supervisor, { do: 'redate', dueAt, explanation: '道路不通' }, id);
    expect((await Promise.all(cases.map(stateOf))).map((state) => roundOf(state)?.dueAt)).toEqual(cases.map(() => dueAt));
    expect((await publicIncidents(bench.database.public, JURISDICTION))[0]?.declaredDate).toEqual({ dueAt, explanation: '道路不通', role: 'supervisor' });

    await must(desk, { do: 'part', caseId: cases[2]!, reason: '是另一件事' }, id);
    const back = await stateOf(cases[2]!);
    expect([back.facts.joined, roundOf(back)?.dueAt]).toEqual([undefined, dates[2]]);
    expect(roundOf(await stateOf(cases[3]!))?.dueAt).toBe(dueAt);
    expect(await act(desk, { do: 'part', caseId: cases[2]!, reason: '再来' }, id)).toMatchObject({ reason: { kind: 'no-such-member' } });
    expect(await whole()).toEqual([]);
  }, 120_000);

  it('merges two by their unit; who is in it is seen by no other resident, and nothing of it in the public log', async () => {
    const [one, two] = [(await newCase(bench)).caseId, (await newCase(bench)).caseId];
    for (const caseId of [one, two]) await dispatched(bench, caseId, 'bureau-roads');
    const made = await must(bureau, { do: 'declare', kind: 'merged', name: '同一盏灯', words: '', topics: [], divisions: [], since: START, unit: unit('bureau-roads') });
    const numbers = (await Promise.all([one, two].map(stateOf))).map(({ facts }) => facts.number);
    const decided = await bench.database.inTransaction(bureau, async (tx) => matters.gatherIn(tx, made.id, await matters.findNumbers(tx, numbers)));
    expect(decided.refused).toBe(false);
    await matters.carryNow(JURISDICTION, made.id);
    const seen = await bench.database.inTransaction(residentOf(one), async (tx) => ({ mine: await matters.ofCase(tx, one), other: await matters.ofCase(tx, two), members: await matters.members(tx, made.id) }));
    expect(seen.mine).toMatchObject({ matter: { name: '同一盏灯' }, shown: 0 });
    expect([seen.other, seen.members.map(({ case_id: caseId }) => caseId)]).toEqual([undefined, [one]]);
    expect(await publicIncidents(bench.database.public, JURISDICTION, true)).not.toContainEqual(expect.objectContaining({ name: '同一盏灯' }));
    await done(bench, bureau, one, { do: 'sign' });
    // A case is in one matter at a time.
    const again = await must(desk, storm({ name: '再一次', since: plusMs(START, -HOUR_MS) }));
    const { found } = await gather(desk, again.id);
    expect(found.cases.map(({ id }) => id)).not.toContain(one);
    expect(await act(desk, { do: 'sign' }, randomUUID())).toMatchObject({ reason: { kind: 'no-such-matter' } });
    expect(await whole()).toEqual([]);
  }, 120_000);
});
