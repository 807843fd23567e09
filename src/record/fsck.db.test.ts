import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventId, JurisdictionCode } from '../kernel/ids.ts';
import { keysFromRoot } from '../platform/crypto/index.ts';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { append } from './append.ts';
import type { RecordedEvent } from './event.ts';
import type { Finding, Report } from './finding.ts';
import { fsck } from './fsck.ts';
import { KEYS, NoteBook, noteDraft, SOMEBODY, SWEEPER, writeNotes } from './record.fixture.ts';
import { sequenceAll } from './sequencer.ts';
import { destroySubjectKey } from './stream.ts';

let db: TestDatabase;
beforeAll(async () => { db = await openTestDatabase(); });
afterAll(() => db.close());

type Log = { readonly jurisdiction: JurisdictionCode; readonly stream: string; readonly events: readonly RecordedEvent[]; readonly book: NoteBook };

/** A log of its own: two streams of five notes entered, and one note waiting. */
async function makeLog(): Promise<Log> {
  const jurisdiction = `town-${randomUUID().slice(0, 8)}` as JurisdictionCode;
  const book = new NoteBook();
  const first = await writeNotes(db.database, 5, jurisdiction);
  const second = await writeNotes(db.database, 5, jurisdiction);
  await sequenceAll(db.database, jurisdiction);
  const late = await writeNotes(db.database, 1, jurisdiction);
  for (const { events } of [first, second, late]) book.keep(events);
  return { jurisdiction, stream: first.stream, events: first.events, book };
}

const check = (log: Log, keys = KEYS): Promise<Report> =>
  fsck({ database: db.database, jurisdiction: log.jurisdiction, keys, replayers: [log.book.replayer] });
const kinds = (report: Report): readonly Finding['kind'][] => [...new Set(report.findings.map((finding) => finding.kind))].sort();

describe('an untouched record', () => {
  test('passes, and the report says what was looked at', async () => {
    const log = await makeLog();
    const steps: string[] = [];
    const report = await fsck({
      database: db.database, jurisdiction: log.jurisdiction, keys: KEYS, replayers: [log.book.replayer], onProgress: ({ step, done }) => steps.push(`${step} ${done}`),
    });
    expect(report).toEqual({
      jurisdiction: log.jurisdiction, entries: 11, waiting: 1, events: 12, streams: 4, commitments: 11, erased: 0, unchecked: 0, replayed: 0, findings: [], findingsTotal: 0,
    });
    expect(steps).toContain('log 11');
    expect(steps).toContain('streams 12');
  });

  test('passes over many pages and tiles', async () => {
    const jurisdiction = 'many-pages' as JurisdictionCode;
    const book = new NoteBook();
    for (let block = 0; block < 13; block += 1) {
      const stream = randomUUID();
      const drafts = Array.from({ length: 100 }, (_, i) => noteDraft(stream, i + 1));
      book.keep(await db.database.inTransaction({ ...SOMEBODY, jurisdiction }, (tx) => append(tx, stream, drafts, KEYS)));
    }
    await sequenceAll(db.database, jurisdiction);
    const report = await check({ jurisdiction, stream: '', events: [], book });
    expect(report).toMatchObject({ entries: 1_301, events: 1_301, streams: 14, commitments: 1_300, findingsTotal: 0 });
  });

  test('passes after an erasure, and counts it', async () => {
    const log = await makeLog();
    await db.database.inTransaction({ ...SWEEPER, jurisdiction: log.jurisdiction }, (tx) => destroySubjectKey(tx, log.stream), 'worker');
    for (const { id } of log.events) log.book.words.delete(id);
    log.book.rows.set(log.stream, '|erased'.repeat(5));
    expect(await check(log)).toMatchObject({ erased: 5, commitments: 6, findings: [] });
  });

  test('says so where no slice could show the words', async () => {
    const log = await makeLog();
    const report = await fsck({ database: db.database, jurisdiction: log.jurisdiction, keys: KEYS, replayers: [] });
    expect(report).toMatchObject({ unchecked: 11, commitments: 0, findings: [] });
  });

  test('a place without a log is a finding, not a pass', async () => {
    const book = new NoteBook();
    expect(kinds(await check({ jurisdiction: 'nowhere' as JurisdictionCode, stream: '', events: [], book }))).toEqual(['log-not-begun']);
  });
});

/** Every table of the record, changed by its owner, who can change everything: each change must show. */
const ZEROS = `'\\x${'00'.repeat(32)}'::bytea`;
const TAMPERINGS: readonly (readonly [what: string, sql: string, found: readonly Finding['kind'][]])[] = [
  ['an event’s bytes changed', `update record.events set envelope = replace(convert_from(envelope, 'UTF8'), '"length":7', '"length":8')::bytea where jurisdiction = $1 and stream = $2 and stream_seq = 2`, ['entry-differs']],
  ['an event’s bytes damaged', `update record.events set envelope = substring(envelope from 2) where jurisdiction = $1 and stream = $2 and stream_seq = 2`, ['envelope-differs', 'row-differs']],
  ['an event’s bytes written anew, not canonical', `update record.events set envelope = replace(convert_from(envelope, 'UTF8'), ',"open"', ', "open"')::bytea where jurisdiction = $1 and stream = $2 and stream_seq = 2`, ['entry-differs', 'envelope-differs', 'row-differs']],
  ['an event’s time moved', `update record.events set at = at - interval '1 day' where jurisdiction = $1 and stream = $2 and stream_seq = 2`, ['envelope-differs', 'row-differs']],
  ['an event’s type changed', `update record.events set type = 'note.praised.v1' where jurisdiction = $1 and stream = $2 and stream_seq = 2`, ['envelope-differs', 'row-differs']],
  ['an event moved to another stream', `update record.events set stream = stream || 'x', stream_seq = 1 where jurisdiction = $1 and stream = $2 and stream_seq = 5`, ['entry-without-event', 'envelope-differs', 'row-differs']],
  ['an entered event deleted', `delete from record.events where jurisdiction = $1 and stream = $2 and stream_seq = 3`, ['entry-without-event', 'row-differs', 'stream-gap']],
  ['a whole stream deleted', `delete from record.events where jurisdiction = $1 and stream = $2`, ['entry-without-event', 'row-without-events']],
  ['an entry deleted', `delete from record.entries where jurisdiction = $1 and index = 4`, ['entry-missing', 'event-lost', 'root-differs', 'tile-differs']],
  ['the last entry deleted', `delete from record.entries where jurisdiction = $1 and index = 10`, ['entry-missing', 'event-lost', 'root-differs', 'tile-differs']],
  ['an entry’s leaf changed', `update record.entries set leaf_hash = ${ZEROS} where jurisdiction = $1 and index = 4`, ['leaf-differs', 'root-differs', 'tile-differs']],
  ['an entry given to another event', `update record.entries set event_id = gen_random_uuid() where jurisdiction = $1 and index = 4`, ['entry-without-event', 'event-lost']],
  ['two entries exchanged', `update record.entries set index = case index when 2 then 3 else 2 end where jurisdiction = $1 and index in (2, 3)`, ['root-differs', 'stream-out-of-order', 'tile-differs']],
  ['a tile changed', `update record.tiles set hashes = overlay(hashes placing ${ZEROS} from 33) where jurisdiction = $1`, ['tile-differs']],
  ['a tile deleted', `delete from record.tiles where jurisdiction = $1`, ['tile-differs']],
  ['a tile added', `insert into record.tiles (jurisdiction, level, n, hashes) values ($1, 1, 0, ${ZEROS})`, ['tile-differs']],
  ['the root changed', `update record.heads set root = ${ZEROS} where jurisdiction = $1`, ['root-differs']],
  ['the size changed', `update record.heads set size = 7 where jurisdiction = $1`, ['entry-beyond-head']],
  ['the head deleted', `delete from record.heads where jurisdiction = $1`, ['entry-beyond-head', 'log-not-begun']],
  ['a final log declared a draft', `update record.state set draft = true where jurisdiction = $1`, ['first-entry-differs']],
  ['the state deleted', `delete from record.state where jurisdiction = $1`, ['first-entry-differs']],
  ['a waiting event dropped from the queue', `delete from record.pending where jurisdiction = $1`, ['event-lost']],
  ['a waiting event queued twice', `insert into record.pending (jurisdiction, stream, stream_seq, part, entry) select jurisdiction, stream, stream_seq, part, entry from record.pending where jurisdiction = $1`, ['event-queued-twice']],
  ['a queue entry without an event', `insert into record.pending (jurisdiction, stream, stream_seq, part, entry) values ($1, 'nowhere', 1, 0, 'x')`, ['queue-without-event']],
  ['a key deleted', `delete from record.subject_keys where jurisdiction = $1 and subject = $2`, ['key-missing']],
  ['a key exchanged', `update record.subject_keys set wrapped = (select wrapped from record.subject_keys where jurisdiction = $1 and subject <> $2 limit 1) where jurisdiction = $1 and subject = $2`, ['key-missing']],
  ['a key destroyed while the words stay', `update record.subject_keys set wrapped = null, destroyed_at = now() where jurisdiction = $1 and subject = $2`, ['payload-survives-erasure']],
  ['an event given to another subject', `update record.events set subject = (select subject from record.events where jurisdiction = $1 and subject <> $2 limit 1) where jurisdiction = $1 and stream = $2 and stream_seq = 1`, ['commitment-differs', 'entry-differs']],
];

describe('a record that its owner changed', () => {
  test.each(TAMPERINGS)('%s', async (_, sql, found) => {
    const log = await makeLog();
    await tamper(sql, log);
    expect(kinds(await check(log))).toEqual([...found].sort());
  });

  async function tamper(sql: string, log: Log): Promise<void> {
    const values = [log.jurisdiction, log.stream].slice(0, sql.includes('$2') ? 2 : 1);
    // Past constraints and triggers, as someone with the disk in their hands.
    await db.owner.query('begin');
    await db.owner.query('set local session_replication_role = replica');
    await db.owner.query('alter table record.entries drop constraint if exists entries_pkey');
    const { rowCount } = await db.owner.query(sql, values);
    expect(rowCount, 'the tampering itself must have happened').toBeGreaterThan(0);
    await db.owner.query('commit');
  }
});

describe('private words and live rows that someone changed', () => {
  const firstId = (log: Log): EventId => log.events[0]?.id as EventId;

  test('other words than were committed to', async () => {
    const log = await makeLog();
    log.book.words.set(firstId(log), { words: 'words 1, but kinder' });
    const report = await check(log);
    expect(report.findings).toContainEqual({ kind: 'commitment-differs', stream: log.stream, streamSeq: 1, field: 'words' });
  });

  test('a field that was never committed to, and one left out', async () => {
    const log = await makeLog();
    log.book.words.set(firstId(log), { words: 'words 1', note: 'added later' });
    expect((await check(log)).findings).toEqual([{ kind: 'commitment-differs', stream: log.stream, streamSeq: 1, field: 'note' }]);
    log.book.words.set(firstId(log), {});
    expect(kinds(await check(log))).toEqual(['commitment-differs', 'row-differs']);
  });

  test('words deleted without an erasure', async () => {
    const log = await makeLog();
    log.book.words.delete(firstId(log));
    expect(kinds(await check(log))).toEqual(['payload-missing', 'row-differs']);
  });

  test('a row changed, a row lost, a row from nowhere', async () => {
    const log = await makeLog();
    log.book.rows.set(log.stream, '|something else');
    expect((await check(log)).findings).toEqual([{ kind: 'row-differs', projection: 'notes', stream: log.stream }]);
    log.book.rows.delete(log.stream);
    expect((await check(log)).findings).toEqual([{ kind: 'row-differs', projection: 'notes', stream: log.stream }]);
    log.book.rows.set('nowhere', 'x');
    expect((await check(log)).findings).toContainEqual({ kind: 'row-without-events', projection: 'notes', stream: 'nowhere' });
  });

  test('a story that cannot be replayed names its place and keeps its words', async () => {
    const log = await makeLog();
    const replayer = { ...log.book.replayer, replay: () => { throw new Error('words 1'); } };
    const report = await fsck({ database: db.database, jurisdiction: log.jurisdiction, keys: KEYS, replayers: [replayer] });
    expect(kinds(report)).toEqual(['replay-failed']);
    expect(JSON.stringify(report)).not.toContain('words 1');
  });

  test('another root key opens nothing: the wrong keys were restored', async () => {
    expect(kinds(await check(await makeLog(), keysFromRoot(new Uint8Array(32))))).toEqual(['key-missing']);
  });
});
