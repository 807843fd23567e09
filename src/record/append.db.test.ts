import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventId, JurisdictionCode } from '../kernel/ids.ts';
import type { Actor } from '../platform/db/actor.ts';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { append, keyContext, prefetchSubjectKey, StreamConflict, SubjectErased } from './append.ts';
import { verifyCommitment } from './commitment.ts';
import { KEYS, LINJIANG, noteDraft, SOMEBODY, SWEEPER, writeNotes } from './record.fixture.ts';
import { destroySubjectKey, readStream } from './stream.ts';

let db: TestDatabase;
beforeAll(async () => { db = await openTestDatabase(); });
afterAll(() => db.close());

const read = (stream: string, actor: Actor = SOMEBODY) => db.database.inTransaction(actor, (tx) => readStream(tx, actor.jurisdiction, stream));
const count = async (table: string, stream: string): Promise<number> =>
  Number((await db.owner.query<{ n: string }>(`select count(*) as n from record.${table} where stream = $1`, [stream])).rows[0]?.n);

describe('append', () => {
  test('what is appended is read back, in order, at the time of its transaction', async () => {
    const { stream, events } = await writeNotes(db.database, 3);
    const back = await read(stream);
    expect(back.map((event) => [event.id, event.streamSeq, event.at])).toEqual(events.map((event) => [event.id, event.streamSeq, event.at]));
    expect(Math.abs(Date.now() - (back[0]?.at ?? 0))).toBeLessThan(10_000);
    expect(await count('pending', stream)).toBe(3);
  });

  test('the envelope keeps a commitment to each private field and never its words', async () => {
    const { stream, events } = await writeNotes(db.database, 1);
    const [stored] = (await db.owner.query<{ envelope: Buffer; subject: string }>('select envelope, subject from record.events where stream = $1', [stream])).rows;
    const [event] = await read(stream);
    const { wrapped } = (await db.owner.query<{ wrapped: Buffer }>('select wrapped from record.subject_keys where subject = $1', [stream])).rows[0] ?? {};
    const key = await KEYS.unwrap(keyContext(LINJIANG, stream), wrapped as Buffer);
    expect(stored?.envelope.includes('words 1')).toBe(false);
    expect(verifyCommitment(key, events[0]?.id as EventId, 'words', 'words 1', event?.commitments.words as string)).toBe(true);
  });

  test('many drafts are one append; nothing private needs no key', async () => {
    const stream = randomUUID();
    const drafts = [1, 2, 3, 4].map((seq) => ({ ...noteDraft(stream, seq), sealed: {} }));
    const events = await db.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, drafts, KEYS));
    expect(new Set(events.map((event) => event.id)).size).toBe(4);
    expect((await db.owner.query('select from record.subject_keys where subject = $1', [stream])).rowCount).toBe(0);
    expect((await read(stream)).map((event) => event.commitments)).toEqual([{}, {}, {}, {}]);
    expect(await db.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, [], KEYS))).toEqual([]);
  });

  test('a change that rolls back leaves neither event, queue nor key', async () => {
    const stream = randomUUID();
    const failing = db.database.inTransaction(SOMEBODY, async (tx) => {
      await append(tx, stream, [noteDraft(stream, 1)], KEYS);
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect([await count('events', stream), await count('pending', stream)]).toEqual([0, 0]);
    expect((await db.owner.query('select from record.subject_keys where subject = $1', [stream])).rowCount).toBe(0);
  });

  test('of two that take the same place in a stream, one is told of the conflict', async () => {
    const { stream } = await writeNotes(db.database, 1);
    const both = await Promise.allSettled([1, 2].map(() =>
      db.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, [noteDraft(stream, 2)], KEYS))));
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(both.flatMap((one) => (one.status === 'rejected' ? [one.reason instanceof StreamConflict] : []))).toEqual([true]);
  });

  test('two streams of one new subject, begun at once, share one key', async () => {
    const subject = randomUUID();
    const streams = [randomUUID(), randomUUID(), randomUUID()];
    await Promise.all(streams.map((stream) => db.database.inTransaction(SOMEBODY, (tx) => append(tx, subject, [noteDraft(stream, 1)], KEYS))));
    const { rows } = await db.owner.query<{ wrapped: Buffer }>('select wrapped from record.subject_keys where subject = $1', [subject]);
    expect(rows).toHaveLength(1);
    const key = await KEYS.unwrap(keyContext(LINJIANG, subject), rows[0]?.wrapped as Buffer);
    const events = (await Promise.all(streams.map((stream) => read(stream)))).flat();
    expect(events.map((event) => verifyCommitment(key, event.id, 'words', 'words 1', event.commitments.words as string))).toEqual([true, true, true]);
  });

  test('a subject whose first private field comes late gets its key then; a prefetched key serves', async () => {
    const stream = randomUUID();
    await db.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, [{ ...noteDraft(stream, 1), sealed: {} }], KEYS));
    await db.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, [noteDraft(stream, 2)], KEYS));
    await db.database.inTransaction(SOMEBODY, async (tx) => {
      void prefetchSubjectKey(tx, stream, KEYS);
      await append(tx, stream, [noteDraft(stream, 3)], KEYS);
    });
    expect((await read(stream)).map((event) => Object.keys(event.commitments))).toEqual([[], ['words'], ['words']]);
  });

  test('an erased subject takes no private field any more, and an open one still', async () => {
    const { stream } = await writeNotes(db.database, 1);
    expect(await db.database.inTransaction(SWEEPER, (tx) => destroySubjectKey(tx, stream), 'worker')).toBe(true);
    expect(await db.database.inTransaction(SWEEPER, (tx) => destroySubjectKey(tx, stream), 'worker')).toBe(false);
    const again = db.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, [noteDraft(stream, 2)], KEYS));
    await expect(again).rejects.toThrow(SubjectErased);
    await db.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, [{ ...noteDraft(stream, 2), sealed: {} }], KEYS));
    expect(await read(stream)).toHaveLength(2);
  });

  test('no query crosses jurisdictions: another one sees nothing and adds nothing', async () => {
    const { stream } = await writeNotes(db.database, 1);
    const elsewhere = { kind: 'public', jurisdiction: 'elsewhere' as JurisdictionCode } as const;
    expect(await db.database.inTransaction(elsewhere, (tx) => readStream(tx, LINJIANG, stream))).toEqual([]);
    const client = await db.database.connect('app_actor');
    const forged = client.query(`insert into record.pending (jurisdiction, stream, stream_seq) values ('linjiang', $1, 1)`, [stream]);
    await expect(forged).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });
});

describe('only a resident’s proof records a judgement (charter 4)', () => {
  const judge = (stream: string) => ({ ...noteDraft(stream, 1), type: 'case.judged.v1' as const });

  test.each(['app_actor', 'worker', 'vault_svc'] as const)('%s cannot', async (role) => {
    const stream = randomUUID();
    const attempt = db.database.inTransaction(SWEEPER, (tx) => append(tx, stream, [judge(stream)], KEYS), role);
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
    expect(await count('events', stream)).toBe(0);
  });

  test('app_verdict can', async () => {
    const stream = randomUUID();
    await db.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, [judge(stream)], KEYS), 'app_verdict');
    expect((await read(stream)).map((event) => event.type)).toEqual(['case.judged.v1']);
  });

  const insert = (type: string, envelope: string) => db.owner.query(
    `insert into record.events (jurisdiction, stream, stream_seq, event_id, type, at, envelope) values ('linjiang', $1, 1, $2, $3, platform.now(), $4)`,
    [randomUUID(), randomUUID(), type, Buffer.from(envelope)],
  );

  test('not even the owner can, while the same insert of another type passes', async () => {
    await expect(insert('case.judged.v1', '{}')).rejects.toMatchObject({ code: '42501' });
    await expect(insert('case.judged.v2', '{}')).rejects.toMatchObject({ code: '42501' });
    expect((await insert('note.written.v1', '{}')).rowCount).toBe(1);
  });

  test('a judgement cannot travel in the bytes of another type', async () => {
    await expect(insert('note.written.v1', '{"streamSeq":1,"type":"case.judged.v1"}')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('what the database itself refuses', () => {
  const insertAt = (at: string) => db.owner.query(
    `insert into record.events (jurisdiction, stream, stream_seq, event_id, type, at, envelope) values ('linjiang', $1, 1, $2, 'note.written.v1', ${at}, 'x')`,
    [randomUUID(), randomUUID()],
  );

  test('an event dated back or ahead', async () => {
    await expect(insertAt(`platform.now() - interval '1 minute'`)).rejects.toMatchObject({ code: '22008' });
    await expect(insertAt(`platform.now() + interval '1 minute'`)).rejects.toMatchObject({ code: '22008' });
    expect((await insertAt('platform.now()')).rowCount).toBe(1);
  });

  test.each(['app_public', 'app_actor', 'app_verdict', 'vault_svc', 'worker'] as const)('%s changes or removes nothing that was recorded', async (role) => {
    const client = await db.database.connect(role);
    const attempts = ['events', 'entries', 'state'].flatMap((table) => [
      `update record.${table} set jurisdiction = jurisdiction`, `delete from record.${table}`, `truncate record.${table}`,
    ]);
    const codes: unknown[] = [];
    for (const attempt of attempts) codes.push(await client.query(attempt).then(() => 'done', (error: { code?: string }) => error.code));
    await client.end();
    expect(codes).toEqual(attempts.map(() => '42501'));
  });

  test('the public reads no envelope, no stream and no key', async () => {
    const client = await db.database.connect('app_public');
    const codes: unknown[] = [];
    for (const [column, table] of [['envelope', 'events'], ['entry', 'pending'], ['event_id', 'entries'], ['stream', 'entries'], ['body', 'undisclosed'], ['wrapped', 'subject_keys']]) {
      codes.push(await client.query(`select ${column} from record.${table}`).then(() => 'done', (error: { code?: string }) => error.code));
    }
    const entry = await client.query('select entry from record.entries').then(() => 'done', () => 'refused');
    await client.end();
    expect(codes).toEqual(['42501', '42501', '42501', '42501', '42501', '42501']);
    expect(entry).toBe('done');
  });
});
