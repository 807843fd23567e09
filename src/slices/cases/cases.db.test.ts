import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonRef } from '../../kernel/ids.ts';
import { DAY_MS } from '../../kernel/instant.ts';
import type { VerdictProof } from '../../kernel/outcome.ts';
import { allStatements } from '../../platform/db/statement.ts';
import { fsck, sequenceAll } from '../../record/index.ts';
import { answeredCase, asIfTold, counting, dispatched, judged, JURISDICTION, newCase, official, openBench, residentOf, said, someone, type Bench } from './cases.fixture.ts';
import {
  caseForResident, caseForStaff, caseOfPhoto, createCasesReplayer, heldPersons, jurisdictionCounts, justJudged, listPublicCases, openData, openReceipt, overdueUnits, perform,
  publicCase, queueCounts, staffQueue, submitCase, sweepCases, unitCounts,
} from './index.ts';
import { rehearsalRules, unit } from './rehearsal.ts';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(async () => { await bench.test.close(); });

const dispatcher = official('intake', 'dispatcher');
const count = async (table: string): Promise<number> => Number((await bench.test.owner.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n);
const sweep = () => sweepCases(bench, JURISDICTION, (error) => { throw error; });

describe('a case on the database', () => {
  it('lives from a voice to "solved" and back, each step in the record, the rows and the public list', async () => {
    const { caseId, number, code } = await answeredCase(bench);
    expect(await openReceipt(bench, JURISDICTION, { number, code })).toMatchObject({ caseId, generation: 1 });
    expect((await judged(bench, caseId, 'solved')).state.stage).toBe('solved');
    const reopened = await judged(bench, caseId, 'unsolved');
    expect(reopened.events.map((event) => event.type)).toEqual(['case.judged.v1', 'case.reopened.v1']);
    expect(reopened.state).toMatchObject({ stage: 'dispatched', round: { number: 2, owner: 'town-east', handler: 'village-one' } });
    const story = await asIfTold(bench, caseId);
    expect(story).toMatchObject({ stage: 'dispatched', round: 2, owner: 'town-east', outcome: 'unsolved', words: said().words, summary: '东街一处路灯不亮' });
    expect(story?.timeline.map((step) => step.type)).toEqual([
      'case.submitted.v1', 'case.accepted.v1', 'case.dispatched.v1', 'case.signed.v1', 'case.answered.v1', 'case.judged.v1', 'case.judged.v1', 'case.reopened.v1',
    ]);
  });

  it('shows residents’ acts by day and nothing private in the public row', async () => {
    const { number, caseId } = await answeredCase(bench, 'village-one', { publishWords: false, about: [unit('bureau-water')] });
    await judged(bench, caseId, 'partly');
    const { rows } = await bench.test.owner.query<{ whole: string }>('select row_to_json(p)::text as whole from cases.public_cases p where number = $1', [number]);
    const whole = rows[0]?.whole ?? '';
    for (const secret of [said().words, '12号', caseId, 'bureau-water', 'p'.repeat(43), 'a.webp', 'account-', '当天换好', '30.5']) expect(whole).not.toContain(secret);
    const story = await publicCase(bench.database.public, JURISDICTION, number);
    // Alone of its kind, it is told to nobody: offices' acts only, and neither topic, place nor verdict.
    expect(story?.timeline.map((step) => [step.type, step.at !== undefined, step.day])).toEqual(
      ['case.accepted.v1', 'case.dispatched.v1', 'case.signed.v1', 'case.answered.v1'].map((type) => [type, true, undefined]));
    expect(Object.keys(story ?? {}).filter((field) => ['topic', 'division', 'kind', 'submittedDay', 'summary', 'words', 'outcome', 'outcomeDay'].includes(field))).toEqual([]);
    for (const step of (await asIfTold(bench, caseId))?.timeline ?? []) {
      const residents = ['case.submitted.v1', 'case.judged.v1', 'case.reopened.v1'].includes(step.type);
      expect([step.type, step.at === undefined, step.day !== undefined]).toEqual([step.type, residents, residents]);
    }
  });

  it('opens to its receipt only', async () => {
    const [one, other] = [await newCase(bench), await newCase(bench)];
    expect(await openReceipt(bench, JURISDICTION, { number: one.number, code: other.code })).toBeUndefined();
    const asOther = await bench.database.inTransaction(residentOf(other.caseId), (tx) => caseForResident(tx, one.caseId));
    expect(asOther).toBeUndefined();
    const own = await bench.database.inTransaction(residentOf(one.caseId), (tx) => caseForResident(tx, one.caseId));
    expect(own?.state.facts.words).toBe(said().words);
    expect((await bench.database.inTransaction(residentOf(other.caseId), async (tx) => (await perform(bench, tx.actor, one.caseId, { do: 'withdraw', pressed: false }))))).toMatchObject({ reason: { kind: 'no-such-case' } });
  });

  it('takes a judgement from no role but app_verdict, whatever decide says', async () => {
    const { caseId } = await answeredCase(bench);
    const proof = { caseId, means: 'receipt' } as unknown as VerdictProof;
    await expect(perform(bench, residentOf(caseId), caseId, { do: 'judge', outcome: 'solved', proof })).rejects.toMatchObject({ code: '42501' });
    expect(await perform(bench, official('village-one', 'handler'), caseId, { do: 'judge', outcome: 'solved', proof })).toMatchObject({ refused: true });
  });

  it('cannot be deleted by any role of the program', async () => {
    const tables = ['cases', 'payloads', 'receipts', 'timers', 'photos', 'public_cases', 'rounds'];
    for (const role of ['app_actor', 'app_verdict', 'worker'] as const) {
      for (const table of tables) {
        await expect(bench.database.poolOf(role).query(`delete from cases.${table}`)).rejects.toMatchObject({ code: '42501' });
        await expect(bench.database.poolOf(role).query(`truncate cases.${table}`)).rejects.toMatchObject({ code: '42501' });
      }
    }
  });
});

describe('who sees what', () => {
  const sees = async (actor: ReturnType<typeof official>, caseId: Parameters<typeof caseForStaff>[1]) =>
    await bench.database.inTransaction(actor, (tx) => caseForStaff(tx, caseId)) !== undefined;

  it('shows a unit its own cases, dispatchers all, and no official a case about their unit', async () => {
    const { caseId } = await newCase(bench, { about: [unit('bureau-water')] });
    await dispatched(bench, caseId, 'village-one');
    expect(await sees(official('village-one', 'handler'), caseId)).toBe(true);
    expect(await sees(official('village-two', 'handler'), caseId)).toBe(false);
    expect(await sees(dispatcher, caseId)).toBe(true);
    expect(await sees(official('bureau-water', 'dispatcher'), caseId)).toBe(false);
    expect(await sees(official('bureau-water', 'supervisor'), caseId)).toBe(false);
  });

  it('shows officials the problem, not the person', async () => {
    const { caseId } = await newCase(bench, { about: [unit('bureau-water')] });
    await dispatched(bench, caseId, 'village-one');
    const shown = await bench.database.inTransaction(official('village-one', 'handler'), (tx) => caseForStaff(tx, caseId));
    expect(shown?.state.facts.words).toBe(said().words);
    expect(JSON.stringify(shown)).not.toContain('p'.repeat(43));
    expect(JSON.stringify(shown)).not.toContain('bureau-water');
  });

  it('tells the vault which deposits have a case', async () => {
    await newCase(bench);
    const [known, unknown] = ['p', 'q'].map((letter) => letter.repeat(43)) as [PersonRef, PersonRef];
    const system = { kind: 'system', jurisdiction: JURISDICTION, job: 'vault-orphans' } as const;
    expect([...await bench.database.inTransaction(system, (tx) => heldPersons(tx, [known, unknown]), 'worker')]).toEqual([known]);
  });

  it('shows a photograph to those who see its case', async () => {
    const { caseId } = await newCase(bench, { photos: ['photo-one.webp'] });
    expect(await bench.database.inTransaction(residentOf(caseId), (tx) => caseOfPhoto(tx, 'photo-one.webp'))).toBe(caseId);
    expect(await bench.database.inTransaction(official('village-two', 'handler'), (tx) => caseOfPhoto(tx, 'photo-one.webp'))).toBeUndefined();
  });

  it('shows nothing to a connection without an actor, or of another jurisdiction', async () => {
    for (const table of ['cases', 'payloads', 'receipts', 'timers', 'photos', 'idempotency']) {
      expect((await bench.database.poolOf('app_actor').query(`select 1 from cases.${table} limit 1`)).rows).toEqual([]);
    }
    const { caseId } = await newCase(bench);
    const elsewhere = { ...official('intake', 'dispatcher'), jurisdiction: 'elsewhere' as typeof JURISDICTION };
    expect(await sees(elsewhere, caseId)).toBe(false);
  });
});

describe('submission', () => {
  it('makes one case of five concurrent sendings of one key, and gives all of them the same receipt', async () => {
    const before = await count('cases.cases');
    const answers = await Promise.all(Array.from({ length: 5 }, () => submitCase(bench, someone, said(), { idempotencyKey: 'five at once' })));
    const cases = answers.map((answer) => (answer.refused ? answer.reason.kind : `${answer.value.caseId} ${answer.value.number} ${answer.value.code}`));
    expect(new Set(cases).size).toBe(1);
    expect(answers.filter((answer) => !answer.refused && answer.value.isNew)).toHaveLength(1);
    expect(await count('cases.cases')).toBe(before + 1);
  });

  it('refuses a key that comes again with other words, and keeps no answer beside it', async () => {
    const key = { idempotencyKey: 'used again' };
    expect((await submitCase(bench, someone, said(), key)).refused).toBe(false);
    expect(await submitCase(bench, someone, said({ words: '另一件事' }), key)).toMatchObject({ reason: { kind: 'key-reused' } });
    const { rows } = await bench.test.owner.query('select * from cases.idempotency');
    expect(JSON.stringify(rows)).not.toContain('used again');
  });

  it('accepts and dispatches at once where the dispatch list acts', async () => {
    const { kind, urgency, topic, place } = said();
    const made = await submitCase(bench, someone, said({ publishPlace: true, channel: 'open311' }), { idempotencyKey: 'direct' }, {
      accept: { kind, urgency, topic, division: place.division, wordsReviewed: true }, dispatch: { lead: unit('bureau-roads'), assisting: [] },
    });
    if (made.refused) throw new Error(made.reason.kind);
    expect(await publicCase(bench.database.public, JURISDICTION, made.value.number)).toMatchObject({
      stage: 'dispatched', owner: 'bureau-roads', address: '东街12号', point: { latitude: 30.5, longitude: 114.25 },
    });
  });

  it('leaves nothing behind when it is refused', async () => {
    const before = [await count('cases.cases'), await count('record.events'), await count('cases.idempotency')];
    expect(await submitCase(bench, someone, said({ words: ' ' }), { idempotencyKey: 'empty' })).toMatchObject({ reason: { kind: 'text-missing' } });
    expect([await count('cases.cases'), await count('record.events'), await count('cases.idempotency')]).toEqual(before);
  });
});

describe('time', () => {
  it('raises what nobody signed, ends with silence as silence, and never calls it solved', async () => {
    const unsigned = await newCase(bench);
    await dispatched(bench, unsigned.caseId, 'village-one');
    const answered = await answeredCase(bench);
    await bench.advance(DAY_MS);
    await sweep();
    const raised = await bench.database.inTransaction(dispatcher, (tx) => caseForStaff(tx, unsigned.caseId));
    expect(raised?.state).toMatchObject({ stage: 'dispatched', round: { owner: 'town-east', handler: 'village-one', escalations: [{ cause: 'unsigned', post: 'head-of-town-east' }] } });
    for (let day = 0; day < 16; day += 1) {
      await bench.advance(DAY_MS);
      await sweep();
    }
    const silent = await bench.database.inTransaction(dispatcher, (tx) => caseForStaff(tx, answered.caseId));
    expect(silent?.state.stage).toBe('unjudged');
    expect(silent?.history.filter((fact) => fact.type === 'case.reminded.v1')).toHaveLength(3);
    expect((await judged(bench, answered.caseId, 'unsolved')).state.stage).toBe('dispatched');
    expect(await sweep()).toEqual({ fired: 0, failed: 0 });
  });

  it('goes on with the others when one case is broken, and says so', async () => {
    const [broken, whole] = [await newCase(bench), await newCase(bench)];
    await bench.test.owner.query('update cases.cases set version = 9 where case_id = $1', [broken.caseId]);
    await bench.advance(DAY_MS);
    const errors: unknown[] = [];
    const swept = await sweepCases(bench, JURISDICTION, (error) => errors.push(error));
    expect(swept.failed).toBe(1);
    expect(String(errors[0])).toContain(broken.caseId);
    const after = await bench.database.inTransaction(dispatcher, (tx) => caseForStaff(tx, whole.caseId));
    expect(after?.history.at(-1)?.type).toBe('case.reminded.v1');
    await bench.test.owner.query('update cases.cases set version = 1 where case_id = $1', [broken.caseId]);
    await sweep();
  });

  it('does each due timer once under two sweepers', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => newCase(bench)));
    await bench.advance(DAY_MS);
    await Promise.all([sweep(), sweep()]);
    for (const { caseId } of made) {
      const shown = await bench.database.inTransaction(dispatcher, (tx) => caseForStaff(tx, caseId));
      expect(shown?.history.filter((fact) => fact.type === 'case.reminded.v1')).toHaveLength(1);
    }
  });
});

describe('lists', () => {
  it('pages the public list without a gap or a repeat, and by every filter', async () => {
    await answeredCase(bench, 'village-one', { publishPlace: true });
    const reader = bench.database.public;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPublicCases(reader, JURISDICTION, {}, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...(page?.cases ?? []).map((one) => one.number));
      cursor = page?.next;
    } while (cursor);
    expect(seen).toHaveLength(await count('cases.public_cases'));
    expect(new Set(seen).size).toBe(seen.length);
    const { topic, place } = said();
    const found = async (filter: Parameters<typeof listPublicCases>[2]) => (await listPublicCases(reader, JURISDICTION, filter, { limit: 100 }))?.cases ?? [];
    // A filter finds what is told, and nothing of what waits.
    expect((await found({ topics: [topic], divisions: [place.division] })).length).toBe(seen.length - await count('cases.public_cases where topic is null'));
    expect(await found({ units: [unit('bureau-roads')] })).toHaveLength(1);
    for (const one of await found({ overdue: true })) expect(one.overdue).toBe(true);
    for (const one of await found({ stages: ['dispatched'] })) expect(one.stage).toBe('dispatched');
    expect(await found({ text: '处路灯不' })).not.toHaveLength(0);
    expect(await found({ text: '处灯路不' })).toHaveLength(0);
    expect(await found({ text: seen[0] ?? '' })).toHaveLength(1);
    expect(await found({ text: '！？' })).toHaveLength(0);
    expect(await listPublicCases(reader, JURISDICTION, {}, { limit: 5, cursor: 'forged' })).toBeUndefined();
  });

  it('gives machines the cases of a span of time, closed only by the resident’s word', async () => {
    const span = { days: { from: '2000-01-01', until: '2999-12-31' }, instants: { from: 0 as never, until: 253_402_300_799_000 as never } };
    const found = async (status: 'open' | 'closed') => (await openData(bench.database.public, JURISDICTION, { ...span, status }, { skip: 0, limit: 100 }))?.cases ?? [];
    const { number, caseId } = await answeredCase(bench, 'village-one', { publishPlace: true });
    expect((await found('open')).map((one) => one.number)).toContain(number);
    await judged(bench, caseId, 'solved');
    expect((await found('closed')).map((one) => one.number)).toEqual([number]);
    const first = await openData(bench.database.public, JURISDICTION, span, { skip: 0, limit: 2 });
    expect((await openData(bench.database.public, JURISDICTION, { ...span, topics: [said().topic] }, { skip: 0, limit: 100 }))?.cases.every((one) => one.topic === said().topic)).toBe(true);
    const second = await openData(bench.database.public, JURISDICTION, span, { skip: 0, limit: 2, ...(first?.next ? { cursor: first.next } : {}) });
    expect(new Set([...(first?.cases ?? []), ...(second?.cases ?? [])].map((one) => one.number)).size).toBe(4);
    expect((await openData(bench.database.public, JURISDICTION, { ...span, days: { from: '2000-01-01', until: '2000-01-02' } }, { skip: 0, limit: 2 }))?.cases).toEqual([]);
  });

  it('gives each official their queue, due first, with the resident’s opening words', async () => {
    const { caseId } = await newCase(bench, { words: '水管漏水很久了' });
    const intake = await bench.database.inTransaction(dispatcher, (tx) => staffQueue(tx, 'intake', unit('intake'), { limit: 100 }));
    expect(intake?.cases.find((one) => one.id === caseId)).toMatchObject({ opening: '水管漏水很久了', stage: 'submitted' });
    const due = intake?.cases.map((one) => one.dueAt ?? 0) ?? [];
    expect(due).toEqual([...due].sort((a, b) => a - b));
    await dispatched(bench, caseId, 'village-two');
    const handled = await bench.database.inTransaction(official('village-two', 'handler'), (tx) => staffQueue(tx, 'handled', unit('village-two'), { limit: 10 }));
    expect(handled?.cases.map((one) => one.id)).toEqual([caseId]);
    expect((await bench.database.inTransaction(official('village-two', 'handler'), (tx) => queueCounts(tx, unit('village-two')))).handled).toBe(1);
    const strangers = await bench.database.inTransaction(official('village-two', 'handler'), (tx) => staffQueue(tx, 'handled', unit('village-one'), { limit: 10 }));
    expect(strangers?.cases).toEqual([]);
  });

  it('counts rounds by unit with silence apart', async () => {
    const period = { from: 0 as never, until: 253_402_300_799_000 as never };
    const counts = await unitCounts(counting(bench), JURISDICTION, [unit('village-one')], period);
    const { solved, partly, unsolved, waiting, silent, answered, withdrawnAnswered, due, running, withdrawnUnanswered, dispatched: given } = counts;
    expect(solved + partly + unsolved + waiting + silent + withdrawnAnswered).toBe(answered);
    expect(due + running + withdrawnUnanswered).toBe(given);
    expect(counts.answeredInTime).toBeLessThanOrEqual(due);
    expect((await jurisdictionCounts(counting(bench), JURISDICTION, period)).dispatched).toBe(await count('cases.rounds'));
    expect((await justJudged(bench.database.public, JURISDICTION, 5)).every((one) => one.outcome !== undefined)).toBe(true);
    for (const { overdue } of await overdueUnits(bench.database.public, JURISDICTION, 5)) expect(overdue).toBeGreaterThan(0);
  });

  it('keeps the public role to public columns', async () => {
    for (const table of ['cases', 'payloads', 'receipts', 'timers', 'photos', 'idempotency', 'rounds']) {
      const client = await bench.database.connect('app_public');
      await expect(client.query(`select 1 from cases.${table}`)).rejects.toMatchObject({ code: '42501' });
      await client.end();
    }
  });
});

describe('statements', () => {
  it('prepare against the real schema, each under the least role that must run it', async () => {
    const own = allStatements().filter(({ name }) => /^(cases|jobs)\./.test(name));
    expect(own.length).toBeGreaterThan(280);
    for (const role of ['app_public', 'app_actor', 'worker'] as const) {
      const client = await bench.database.connect(role);
      for (const { name, text } of own.filter((made) => made.role === role)) {
        await client.query(`prepare "${name}" as ${text}`).catch((error: unknown) => { throw new Error(`${name}: ${(error as Error).message}`); });
      }
      await client.end();
    }
  });
});

describe('replay', () => {
  it('gives the live rows of everything this file did, and notices a changed one', async () => {
    await sequenceAll(bench.database, JURISDICTION);
    const check = () => fsck({ database: bench.database, jurisdiction: JURISDICTION, keys: bench.keys, replayers: [createCasesReplayer(() => rehearsalRules)] });
    expect((await check()).findings).toEqual([]);
    await bench.test.owner.query(`update cases.public_cases set outcome = 'solved' where number = (select min(number) from cases.public_cases where outcome is distinct from 'solved')`);
    expect((await check()).findings).toHaveLength(1);
  });
});
