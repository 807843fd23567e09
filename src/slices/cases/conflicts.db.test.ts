import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseId } from '../../kernel/ids.ts';
import type { Actor } from '../../platform/db/actor.ts';
import { fsck, sequenceAll } from '../../record/index.ts';
import { answeredCase, asIfTold, counting, disclosedAfter, dispatched, done, judged, JURISDICTION, newCase, official, openBench, residentOf, someone, type Bench } from './cases.fixture.ts';
import { acceptance, rehearsalRules, unit } from './rehearsal.ts';
import type { Act } from './deps.ts';
import { caseForStaff, caseOfPhoto, createCasesReplayer, jurisdictionCounts, perform, publicCase, queuedByNumbers, staffQueue, sweepCases, unitCounts, unitsKeptFrom } from './index.ts';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(async () => { await bench.test.close(); });

const FOR_EVER = { from: 0 as never, until: 253_402_300_799_000 as never };
const HOUR = 3_600_000;
const under = (of: string, role: Parameters<typeof official>[1], ...above: string[]): Actor =>
  ({ ...official(of, role) as Extract<Actor, { kind: 'staff' }>, above: above.map(unit) });
const villager = (role: Parameters<typeof official>[1]): Actor => under('village-one', role, 'town-east', 'county');
const sees = async (actor: Actor, caseId: CaseId): Promise<boolean> => await bench.database.inTransaction(actor, (tx) => caseForStaff(tx, caseId)) !== undefined;

describe('a case about a unit', () => {
  it('is read by nobody in it or beneath it: not whole, not in a queue, not by number, not by photograph', async () => {
    const { caseId, number } = await newCase(bench, { about: [unit('town-east')], photos: ['photo-of-town.webp'] });
    for (const actor of [official('town-east', 'dispatcher'), villager('dispatcher'), villager('supervisor'), villager('auditor')]) {
      expect(await sees(actor, caseId)).toBe(false);
      expect(await bench.database.inTransaction(actor, (tx) => caseOfPhoto(tx, 'photo-of-town.webp'))).toBeUndefined();
      expect(await bench.database.inTransaction(actor, (tx) => queuedByNumbers(tx, [number]))).toEqual([]);
      const queue = await bench.database.inTransaction(actor, (tx) => staffQueue(tx, 'intake', unit('village-one'), { limit: 100 }));
      expect(queue?.cases.map((one) => one.id)).not.toContain(caseId);
      expect(await perform(bench, actor, caseId, { do: 'divert', reason: 'secret', explanation: '涉密' })).toMatchObject({ refused: true, reason: { kind: 'no-such-case' } });
    }
    // The control: colleagues elsewhere see it.
    expect(await sees(under('intake', 'dispatcher', 'county'), caseId)).toBe(true);
    expect(await bench.database.inTransaction(under('intake', 'dispatcher', 'county'), (tx) => unitsKeptFrom(tx, caseId))).toEqual([unit('town-east')]);
  });

  it('is read by nobody of the units above it either, while their other offices are no party', async () => {
    const { caseId } = await newCase(bench, { about: [unit('village-one')] });
    for (const actor of [under('town-east', 'supervisor', 'county'), official('county', 'supervisor'), official('county', 'auditor')]) expect(await sees(actor, caseId)).toBe(false);
    // The control: under the same superiors, and not of them.
    for (const actor of [under('intake', 'dispatcher', 'county'), under('bureau-roads', 'supervisor', 'county'), official('city-office', 'supervisor')]) expect(await sees(actor, caseId)).toBe(true);
    const { by: _by, ...accept } = acceptance();
    await done(bench, under('intake', 'dispatcher', 'county'), caseId, accept as Act);
    for (const lead of ['town-east', 'county']) {
      expect(await perform(bench, under('intake', 'dispatcher', 'county'), caseId, { do: 'dispatch', lead: unit(lead), assisting: [] })).toMatchObject({ refused: true, reason: { kind: 'about-this-unit' } });
    }
  });

  it('goes straight to the body outside where the intake itself works beneath it, and tells nobody the minute', async () => {
    const { caseId, number } = await newCase(bench, { about: [unit('county')] });
    expect(await sees(under('intake', 'dispatcher', 'county'), caseId)).toBe(false);
    expect(await sees(official('city-office', 'handler'), caseId)).toBe(true);
    expect(await publicCase(bench.database.public, JURISDICTION, number)).toBeUndefined();
    const story = await asIfTold(bench, caseId);
    expect(story).toMatchObject({ stage: 'dispatched', owner: 'city-office', handler: 'city-office' });
    expect(story?.timeline.map((step) => [step.type, step.at, step.detail['dueAt']])).toEqual([
      ['case.submitted.v1', undefined, undefined], ['case.accepted.v1', undefined, undefined], ['case.dispatched.v1', undefined, undefined],
    ]);
    for (const at of [story?.startedAt, story?.updatedAt]) expect((at ?? 1) % (24 * HOUR)).toBe(0);
    await done(bench, official('city-office', 'handler'), caseId, { do: 'sign' });
    await done(bench, official('city-office', 'handler'), caseId, { do: 'answer', found: '查实', done: '已整改' });
    expect((await judged(bench, caseId, 'unsolved')).state).toMatchObject({ round: { owner: 'city-office', handler: 'city-office' } });
  });

  it('cannot be given another list of units by any role of the program', async () => {
    for (const role of ['app_actor', 'app_verdict', 'worker'] as const) {
      await expect(bench.database.poolOf(role).query(`update cases.cases set about = '{}'`)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('a case that nobody accepts', () => {
  it('is public once its time has passed, as a stub without words: letting it lie does not hide it', async () => {
    const { caseId, number } = await newCase(bench, { publishWords: true });
    expect(await publicCase(bench.database.public, JURISDICTION, number)).toBeUndefined();
    await bench.advance(3 * HOUR);
    await sweepCases(bench, JURISDICTION, (error) => { throw error; });
    // Its minute would tell the submission's: it is listed with the next day's batch.
    expect(await publicCase(bench.database.public, JURISDICTION, number)).toBeUndefined();
    await disclosedAfter(bench, 24 * HOUR);
    const shown = await publicCase(bench.database.public, JURISDICTION, number);
    expect(shown).toMatchObject({ stage: 'submitted', round: 0 });
    expect(shown?.words).toBeUndefined();
    await dispatched(bench, caseId, 'village-one');
    expect(await publicCase(bench.database.public, JURISDICTION, number)).toMatchObject({ stage: 'dispatched', owner: 'village-one' });
  });
});

describe('an outcome', () => {
  it('enters no row that pages or figures read but under app_verdict, even by hand', async () => {
    const { number } = await answeredCase(bench);
    const asSystem = { kind: 'system', jurisdiction: JURISDICTION, job: 'by hand' } as const;
    for (const text of [
      `update cases.rounds set outcome = 'solved' where number = $1`, `update cases.public_cases set outcome = 'solved' where number = $1`,
      `update cases.public_cases set stage = 'solved' where number = $1`, `update cases.cases set stage = 'solved' where number = $1`,
    ]) {
      const byHand = { name: `by-hand ${String(text.length)}`, text, role: 'app_actor' } as never;
      await expect(bench.database.inTransaction(asSystem, (tx) => tx.run(byHand, [number]))).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('a receipt', () => {
  it('can be exchanged by no role of the program, and no official’s transaction sees what its code is checked against', async () => {
    const { number } = await newCase(bench);
    for (const role of ['app_actor', 'app_verdict', 'worker'] as const) {
      await expect(bench.database.poolOf(role).query(`update cases.receipts set verifier = verifier`)).rejects.toMatchObject({ code: '42501' });
    }
    const look = { name: 'by-hand-receipt', text: 'select number from cases.receipts where number = $1', role: 'app_actor' } as never;
    const seen = (actor: Actor) => bench.database.inTransaction(actor, (tx) => tx.rows(look, [number]));
    for (const role of ['dispatcher', 'supervisor', 'auditor', 'handler'] as const) expect(await seen(official('intake', role))).toEqual([]);
    expect(await seen(someone)).toHaveLength(1);
  });
});

describe('what the public may know of a resident’s hour', () => {
  it('is the day, also where withdrawing ends a pause or a verdict opens the next round', async () => {
    const withdrawn = await newCase(bench);
    await dispatched(bench, withdrawn.caseId, 'village-one');
    const handler = villager('handler');
    await done(bench, handler, withdrawn.caseId, { do: 'sign' });
    await bench.database.inTransaction(handler, (tx) => perform(bench, handler, withdrawn.caseId, { do: 'pause', reason: 'expert-report', explanation: '鉴定', plannedEnd: (tx.at + 24 * HOUR) as never }));
    await bench.advance(2 * HOUR);
    await done(bench, residentOf(withdrawn.caseId), withdrawn.caseId, { do: 'withdraw', pressed: false });
    expect((await publicCase(bench.database.public, JURISDICTION, withdrawn.number))?.stage).toBe('signed');
    const resumed = (await asIfTold(bench, withdrawn.caseId))?.timeline.find((step) => step.type === 'case.resumed.v1');
    expect([resumed?.at, resumed?.day !== undefined, resumed?.detail]).toEqual([undefined, true, {}]);

    const { caseId, number } = await answeredCase(bench);
    await judged(bench, caseId, 'unsolved');
    expect(await publicCase(bench.database.public, JURISDICTION, number)).toMatchObject({ stage: 'answered', round: 1 });
    const story = await asIfTold(bench, caseId);
    const reopened = story?.timeline.find((step) => step.type === 'case.reopened.v1');
    expect(Object.keys(reopened?.detail ?? {}).filter((field) => /due/i.test(field))).toEqual([]);
    expect((story?.startedAt ?? 1) % (24 * HOUR)).toBe(0);
    expect(((story?.dueAt ?? 0) + 1) % (24 * HOUR)).toBe(0);
  });

  it('is not told by the timers that run out after their acts', async () => {
    const { caseId } = await newCase(bench);
    await bench.advance(3 * HOUR);
    await sweepCases(bench, JURISDICTION, (error) => { throw error; });
    const story = await asIfTold(bench, caseId);
    expect(story?.timeline.map((step) => [step.type, step.at, step.day !== undefined, 'nextAt' in step.detail])).toEqual([
      ['case.submitted.v1', undefined, true, false], ['case.reminded.v1', undefined, true, false],
    ]);
    expect((story?.updatedAt ?? 1) % (24 * HOUR)).toBe(0);
  });

  it('keeps from the offices why somebody who was pressed withdrew', async () => {
    const { caseId } = await newCase(bench);
    await dispatched(bench, caseId, 'village-one');
    await done(bench, residentOf(caseId), caseId, { do: 'withdraw', pressed: true, reason: '村里有人叫我撤' });
    const shown = await bench.database.inTransaction(villager('handler'), (tx) => caseForStaff(tx, caseId));
    expect(JSON.stringify(shown)).not.toContain('叫我撤');
    expect(JSON.stringify(shown)).not.toContain('pressed');
  });
});

describe('figures', () => {
  it('ask for punctuality only of what is due, and leave a delay with the unit whose work it was', async () => {
    const before = await unitCounts(counting(bench), JURISDICTION, [unit('village-two')], FOR_EVER);
    expect(before).toMatchObject({ dispatched: 0, due: 0, running: 0 });
    const { caseId } = await newCase(bench);
    await dispatched(bench, caseId, 'village-two');
    expect(await unitCounts(counting(bench), JURISDICTION, [unit('village-two')], FOR_EVER)).toMatchObject({ dispatched: 1, due: 0, running: 1 });
    await bench.advance(200 * HOUR);
    await sweepCases(bench, JURISDICTION, (error) => { throw error; });
    await done(bench, official('county', 'handler'), caseId, { do: 'sign' }).catch(() => done(bench, official('town-east', 'handler'), caseId, { do: 'sign' }));
    const owner = (await bench.database.inTransaction({ kind: 'system', jurisdiction: JURISDICTION, job: 'look' }, (tx) => caseForStaff(tx, caseId)))?.state;
    const raised = owner && 'round' in owner && owner.round ? owner.round.owner : unit('county');
    await done(bench, official(raised, 'handler'), caseId, { do: 'answer', found: '查实', done: '已办' });
    expect(await unitCounts(counting(bench), JURISDICTION, [unit('village-two')], FOR_EVER)).toMatchObject({ dispatched: 1, due: 1, answeredInTime: 0, answered: 0 });
    expect((await unitCounts(counting(bench), JURISDICTION, [raised], FOR_EVER)).answered).toBeGreaterThan(0);
  });

  it('count a case that was answered in time and then withdrawn as answered in time, and as no verdict', async () => {
    const { caseId } = await answeredCase(bench, 'bureau-roads');
    await done(bench, residentOf(caseId), caseId, { do: 'withdraw', pressed: false });
    expect(await unitCounts(counting(bench), JURISDICTION, [unit('bureau-roads')], FOR_EVER))
      .toMatchObject({ due: 1, answeredInTime: 1, answered: 1, withdrawnAnswered: 1, solved: 0 });
    const all = await jurisdictionCounts(counting(bench), JURISDICTION, FOR_EVER);
    expect(all.answeredInTime).toBeLessThanOrEqual(all.due);
  });
});

describe('forty at once on one case', () => {
  it('are decided one after another: each gets its answer or a refusal, none an error', async () => {
    const { caseId } = await answeredCase(bench);
    const attempts = await Promise.all(Array.from({ length: 40 }, (_, index) => {
      if (index % 4 === 0) return judged(bench, caseId, index % 8 === 0 ? 'unsolved' : 'solved').then(() => 'done', (error: Error) => error.message);
      const act = index % 4 === 1 ? { do: 'sign' } as const : index % 4 === 2 ? { do: 'answer', found: '查', done: '办' } as const : { do: 'contact', means: 'relay' } as const;
      return perform(bench, villager('handler'), caseId, act).then((one) => (one.refused ? one.reason.kind : 'done'));
    }));
    expect(attempts.filter((one) => !['done', 'wrong-stage', 'not-yours', 'not-answered', 'same-outcome'].includes(one))).toEqual([]);
    expect(attempts).toContain('done');
  }, 30_000);
});

describe('everything this file did', () => {
  it('replays to its rows', async () => {
    await newCase(bench);
    await bench.database.inTransaction(someone, () => Promise.resolve());
    await sequenceAll(bench.database, JURISDICTION);
    expect((await fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [createCasesReplayer(() => rehearsalRules)] })).findings).toEqual([]);
  });
});
