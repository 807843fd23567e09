import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ballotKeyOf } from '../../platform/crypto/index.ts';
import { answeredCase, JURISDICTION, judged, newCase, official, openBench, residentOf, said, type Bench } from './cases.fixture.ts';
import { caseForResident, caseForStaff, openReceipt, perform, publicCase, submitCase } from './index.ts';
import { codeOfSeed, exchangeReceipt } from './receipts.ts';

let bench: Bench;
beforeAll(async () => { bench = await openBench(); });
afterAll(() => bench.test.close());

const seed = (): Buffer => randomBytes(32);
async function exchanged(receipt: Parameters<typeof exchangeReceipt>[2], of = seed()) {
  const done = await exchangeReceipt(bench, JURISDICTION, receipt, of);
  if (done.refused) throw new Error(done.reason.kind);
  return done.value;
}

describe('a receipt that is exchanged', () => {
  it('dies at once; the new one opens the case with the very key that the ballots stand under, however often it is exchanged', async () => {
    const { number, code, caseId } = await newCase(bench);
    const ballotKey = ballotKeyOf({ number, code });
    let now = { number, code };
    for (let turn = 2; turn <= 5; turn += 1) {
      const fresh = await exchanged(now);
      expect(await openReceipt(bench, JURISDICTION, now)).toBeUndefined();
      now = { number, code: fresh.code };
      expect(await openReceipt(bench, JURISDICTION, now)).toEqual({ caseId, generation: turn, ballotKey });
    }
    expect(ballotKeyOf(now)).not.toBe(ballotKey);
  });

  it('is exchanged once by one form, whoever sends it again, at once or later', async () => {
    const { number, code, caseId } = await newCase(bench);
    const form = seed();
    const answers = await Promise.all([exchangeReceipt(bench, JURISDICTION, { number, code }, form), exchangeReceipt(bench, JURISDICTION, { number, code }, form)]);
    const later = await exchanged({ number, code }, form);
    expect(later).toMatchObject({ caseId, generation: 2, code: codeOfSeed(bench.keys, JURISDICTION, form) });
    // Two at once: one does it, the other is told so or is given the same.
    for (const one of answers) expect(one.refused ? one.reason.kind : one.value.code).toBe(one.refused ? 'receipt-changed' : later.code);
    expect((await exchangeReceipt(bench, JURISDICTION, { number, code }, seed())).refused).toBe(true);
  });

  it('leaves no link between case and ballot in any table: what travels is sealed, and of one length', async () => {
    const made = await newCase(bench);
    const ballotKey = Buffer.from(ballotKeyOf(made), 'base64url');
    await exchanged(made);
    const { rows } = await bench.test.owner.query<{ carried: Buffer }>('select carried from cases.receipts where carried is not null');
    expect(new Set(rows.map(({ carried }) => carried.length)).size).toBe(1);
    for (const { carried } of rows) expect(carried.includes(ballotKey)).toBe(false);
    const events = await bench.test.owner.query<{ e: string }>("select to_jsonb(e)::text as e from record.events e where e.type like 'case.receipt-%'");
    for (const { e } of events.rows) for (const form of ['hex', 'base64', 'base64url'] as const) expect(e).not.toContain(ballotKey.toString(form));
  });

  it('is told to its holder alone: no public row, no official, no entry of the log', async () => {
    const made = await answeredCase(bench, 'village-one');
    await exchanged(made);
    const story = await publicCase(bench.database.public, JURISDICTION, made.number);
    expect(story?.timeline.some(({ type }) => type.includes('receipt'))).toBe(false);
    const read = await bench.database.inTransaction(official('intake', 'dispatcher'), (tx) => caseForStaff(tx, made.caseId));
    expect(read?.history.some(({ type }) => type.includes('receipt'))).toBe(false);
    expect(read?.state.facts.receipt.generation).toBe(1);
    const own = await bench.database.inTransaction(residentOf(made.caseId), (tx) => caseForResident(tx, made.caseId));
    expect(own?.history.at(-1)?.type).toBe('case.receipt-exchanged.v1');
  });
});

describe('a code', () => {
  it('is put under a case beside its event only, once for each, and by no other hand', async () => {
    const { caseId } = await newCase(bench);
    const put = (seq: number) => bench.database.inTransaction(residentOf(caseId), (tx) => tx.row(
      { name: `test.put_${String(seq)}`, text: 'select cases.replace_receipt($1, $2, $3, $4, $5, null)', role: 'app_actor' } as never,
      [JURISDICTION, caseId, seq, randomBytes(16), randomBytes(32)]));
    await expect(put(1)).rejects.toThrow(/without an event/);
    const done = await perform(bench, residentOf(caseId), caseId, { do: 'exchange-receipt', generation: 1 });
    if (done.refused) throw new Error(done.reason.kind);
    // The control: beside its event it goes, and a second time it does not.
    await put(2);
    await expect(put(2)).rejects.toThrow(/already/);
    for (const role of ['app_public', 'app_verdict', 'worker'] as const) {
      const client = await bench.database.connect(role);
      await expect(client.query("select cases.replace_receipt('x', gen_random_uuid(), 1, '', '', null)")).rejects.toThrow(/permission denied/);
      await expect(client.query('select 1 from cases.former_receipts')).rejects.toThrow(/permission denied/);
      await client.end();
    }
  });
});

describe('a case that an office entered', () => {
  it('is judged by nobody before its receipt was exchanged, and then by its holder', async () => {
    const clerk = official('intake', 'operator');
    const made = await submitCase(bench, clerk, said({ channel: 'phone', anonymity: 'anonymous' }), { idempotencyKey: randomBytes(16).toString('hex') });
    if (made.refused) throw new Error(made.reason.kind);
    const { caseId, number, code } = made.value;
    const reply = () => perform(bench, residentOf(caseId), caseId, { do: 'reply', words: '灯在东边', photos: [] });
    expect(await reply()).toMatchObject({ refused: true, reason: { kind: 'receipt-first' } });
    await expect(judged(bench, caseId, 'solved')).rejects.toThrow('receipt-first');
    await exchanged({ number, code });
    expect((await reply()).refused).toBe(false);
  });
});
