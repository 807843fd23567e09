import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JurisdictionCode } from '../kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { leafHash } from './merkle/hash.ts';
import { naiveRoot } from './naive-tree.fixture.ts';
import { ask, LINJIANG, SWEEPER, writeNotes } from './record.fixture.ts';
import { RecordDamaged, sequenceBatch } from './sequence.ts';
import { sequenceAll, startSequencer } from './sequencer.ts';

let db: TestDatabase;
beforeAll(async () => { db = await openTestDatabase(); });
afterAll(() => db.close());

const place = (name: string): JurisdictionCode => name as JurisdictionCode;
const system = (jurisdiction: JurisdictionCode) => ({ ...SWEEPER, jurisdiction });

type Entry = { index: string; stream: string; stream_seq: number; leaf_hash: Buffer; entry: Buffer };
async function entriesOf(jurisdiction: JurisdictionCode): Promise<Entry[]> {
  const { rows } = await db.owner.query<Entry>(
    'select index, stream, stream_seq, leaf_hash, entry from record.entries where jurisdiction = $1 order by index', [jurisdiction]);
  return rows;
}
async function headOf(jurisdiction: JurisdictionCode): Promise<{ size: number; root: string }> {
  const { rows } = await db.owner.query<{ size: string; root: Buffer }>('select size, root from record.heads where jurisdiction = $1', [jurisdiction]);
  return { size: Number(rows[0]?.size), root: rows[0]?.root.toString('hex') ?? '' };
}
async function waitingIn(jurisdiction: JurisdictionCode): Promise<number> {
  const [row] = await ask<{ n: string }>(db.database, 'worker', 'select count(*) as n from record.pending where jurisdiction = $1', [jurisdiction]);
  return Number(row?.n);
}

/** The whole truth about a log: contiguous, each event once, streams in order, the root over the stored bytes. */
async function expectSound(jurisdiction: JurisdictionCode, events: number): Promise<void> {
  const entries = await entriesOf(jurisdiction);
  expect(entries.map((entry) => Number(entry.index))).toEqual(Array.from({ length: events + 1 }, (_, i) => i));
  expect(entries.filter((entry) => !entry.leaf_hash.equals(leafHash(entry.entry)))).toEqual([]);
  const seen = new Map<string, number>();
  for (const { stream, stream_seq } of entries) {
    expect(stream_seq).toBe((seen.get(stream) ?? 0) + 1);
    seen.set(stream, stream_seq);
  }
  const root = Buffer.from(naiveRoot(entries.map((entry) => entry.entry))).toString('hex');
  expect(await headOf(jurisdiction)).toEqual({ size: events + 1, root });
  expect(await waitingIn(jurisdiction)).toBe(0);
}

describe('the sequencer', () => {
  test('begins a log with an entry that says what it is, whatever waited before', async () => {
    const town = place('begins');
    await writeNotes(db.database, 3, town);
    await sequenceAll(db.database, town);
    await expectSound(town, 3);
    const [first] = await entriesOf(town);
    expect(JSON.parse(first?.entry.toString() ?? '')).toMatchObject({
      kind: 'act', v: 1, seq: 1, type: 'record.begun.v1', stream: 'record:begins', open: { draft: false, demo: false, format: 2, hash: 'sha-256' },
    });
    const { rows } = await db.owner.query('select draft from record.state where jurisdiction = $1', [town]);
    expect(rows).toEqual([{ draft: false }]);
  });

  test('grows the same tree in batches of any size', async () => {
    const town = place('batches');
    await sequenceAll(db.database, town);
    for (let round = 0; round < 6; round += 1) {
      await Promise.all(Array.from({ length: 12 }, () => writeNotes(db.database, 5, town)));
      let taken = 1;
      while (taken > 0) {
        const done = await db.database.inTransaction(system(town), (tx) => sequenceBatch(tx, 7 * (round + 1)), 'worker');
        taken = done.kind === 'sequenced' ? done.taken : 0;
      }
    }
    await expectSound(town, 360);
  });

  test('an empty queue changes nothing', async () => {
    const before = await headOf(place('batches'));
    expect(await sequenceAll(db.database, place('batches'))).toBe(0);
    expect(await headOf(place('batches'))).toEqual(before);
  });

  test('four of them race while events come in, and every event has one place', async () => {
    const town = place('race');
    let isWriting = true;
    const race = async (): Promise<void> => {
      while (isWriting || await waitingIn(town) > 0) await sequenceAll(db.database, town);
    };
    const racing = Promise.all([race(), race(), race(), race()]);
    await Promise.all(Array.from({ length: 20 }, () => writeNotes(db.database, 10, town)));
    isWriting = false;
    await racing;
    await expectSound(town, 200);
  });

  test('two beginnings at once are one', async () => {
    const town = place('twins');
    await Promise.all([sequenceAll(db.database, town), sequenceAll(db.database, town)]);
    await sequenceAll(db.database, town);
    await expectSound(town, 0);
  });

  test('the running one serves every jurisdiction, also one that comes later, and stops', async () => {
    const towns = [place('run-a')];
    const errors: unknown[] = [];
    const sequencer = startSequencer({ database: db.database, jurisdictions: () => towns, onError: (error) => errors.push(error) });
    towns.push(place('run-b'));
    await Promise.all(['run-a', 'run-b'].map((code) => writeNotes(db.database, 4, place(code))));
    sequencer.appended(8);
    await expect.poll(async () => [(await headOf(place('run-a'))).size, (await headOf(place('run-b'))).size], { timeout: 5_000 }).toEqual([5, 5]);
    await sequencer.stop();
    expect(errors).toEqual([]);
    await writeNotes(db.database, 1, place('run-a'));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await waitingIn(place('run-a'))).toBe(1);
  });

  test('a burst of 256 is entered without waiting for the tick', async () => {
    const town = place('burst');
    const sequencer = startSequencer({ database: db.database, jurisdictions: () => [town], onError: (error) => { throw error; } });
    await expect.poll(async () => (await headOf(town)).size, { timeout: 5_000 }).toBe(1);
    await Promise.all(Array.from({ length: 26 }, () => writeNotes(db.database, 10, town)));
    sequencer.appended(260);
    await expect.poll(async () => (await headOf(town)).size, { timeout: 5_000 }).toBe(261);
    await sequencer.stop();
  });
});

describe('a crash at any step', () => {
  const town = place('crash');
  beforeAll(async () => {
    await writeNotes(db.database, 10, town);
    await sequenceAll(db.database, town);
    await writeNotes(db.database, 10, town);
  });

  // Each statement of a batch, failing as a lost connection would: before it, and after it but before the commit.
  const steps = ['record.enter_pending', 'record.write_tiles', 'record.move_head'];
  test.each(steps.flatMap((name) => [[name, 'before'], [name, 'after']] as const))('%s, %s it ran: nothing is spent, nothing is lost', async (name, moment) => {
    const before = await headOf(town);
    const dying = db.database.inTransaction(system(town), (tx) => sequenceBatch({
      ...tx,
      row: async (made, values) => {
        if (made.name === name && moment === 'before') throw new Error('lost');
        const answer = await tx.row(made, values);
        if (made.name === name) throw new Error('lost');
        return answer;
      },
      run: async (made, values) => {
        if (made.name === name && moment === 'before') throw new Error('lost');
        const answer = await tx.run(made, values);
        if (made.name === name) throw new Error('lost');
        return answer;
      },
    }, 100), 'worker');
    await expect(dying).rejects.toThrow('lost');
    expect(await headOf(town)).toEqual(before);
    expect(await waitingIn(town)).toBe(10);
  });

  test('a server that kills the connection before the commit: the same', async () => {
    const dying = db.database.inTransaction(system(town), async (tx) => {
      await sequenceBatch(tx, 100);
      await db.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`);
      await tx.row({ name: 'test.nothing', text: 'select 1 as one', role: 'worker' });
    }, 'worker');
    await expect(dying).rejects.toThrow();
    expect(await waitingIn(town)).toBe(10);
  });

  test('the next sequencer finishes the work', async () => {
    await sequenceAll(db.database, town);
    await expectSound(town, 20);
  });
});

describe('damaged ground', () => {
  test('a log whose tiles and head disagree is not extended, and the alarm names it', async () => {
    const town = place('damaged');
    await writeNotes(db.database, 3, town);
    await sequenceAll(db.database, town);
    await db.owner.query(`update record.heads set root = sha256('forged') where jurisdiction = $1`, [town]);
    await writeNotes(db.database, 1, town);
    await expect(sequenceAll(db.database, town)).rejects.toThrow(RecordDamaged);
    const alarms: string[] = [];
    const sequencer = startSequencer({
      database: db.database, jurisdictions: () => [town, place('healthy')], onError: (_, jurisdiction) => alarms.push(jurisdiction ?? ''),
    });
    await expect.poll(async () => (await headOf(place('healthy'))).size, { timeout: 5_000 }).toBe(1);
    await writeNotes(db.database, 1, place('healthy'));
    await expect.poll(async () => (await headOf(place('healthy'))).size, { timeout: 3_000 }).toBe(2);
    await sequencer.stop();
    // It rests between alarms, and the other log does not wait for it.
    expect([...new Set(alarms)]).toEqual(['damaged']);
    expect(alarms.length).toBeLessThanOrEqual(2);
    expect(await waitingIn(town)).toBe(1);
  });

  test('a ticket without its event stops the log instead of losing it', async () => {
    const town = place('ticket');
    await sequenceAll(db.database, town);
    await db.owner.query(`insert into record.pending (jurisdiction, stream, stream_seq, part, entry) values ($1, 'nowhere', 1, 0, 'x')`, [town]);
    await expect(sequenceAll(db.database, town)).rejects.toMatchObject({ code: '23514' });
  });

  test('a second ticket for an entered event is dropped', async () => {
    const town = place('twice');
    const { stream } = await writeNotes(db.database, 2, town);
    await db.owner.query('insert into record.pending (jurisdiction, stream, stream_seq, part, entry) values ($1, $2, 1, 0, $3), ($1, $2, 1, 0, $3)', [town, stream, Buffer.from('x')]);
    await sequenceAll(db.database, town);
    await db.owner.query('insert into record.pending (jurisdiction, stream, stream_seq, part, entry) values ($1, $2, 2, 0, $3)', [town, stream, Buffer.from('x')]);
    await sequenceAll(db.database, town);
    await expectSound(town, 2);
  });

  test('another process’ sequencer in the middle of a batch is passed by', async () => {
    await sequenceAll(db.database, LINJIANG);
    const other = await db.database.connect('worker');
    await other.query('begin');
    await other.query(`select pg_advisory_xact_lock(hashtextextended('record.log ' || $1, 0))`, [LINJIANG]);
    await writeNotes(db.database, 1);
    expect(await db.database.inTransaction(SWEEPER, (tx) => sequenceBatch(tx, 10), 'worker')).toEqual({ kind: 'busy' });
    await other.query('rollback');
    await other.end();
    expect(await sequenceAll(db.database, LINJIANG)).toBe(1);
    expect(await ask(db.database, 'worker', 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
