import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { temporaryFolder } from '../../../test/support/server.ts';
import { verifyLog, type KeptState, type LogReport } from '../../verify/index.ts';
import { append } from '../append.ts';
import { discloseDue } from '../disclose.ts';
import type { EventDraft } from '../event.ts';
import type { Report } from '../finding.ts';
import { fsck } from '../fsck.ts';
import type { Act } from '../log/index.ts';
import { KEYS, LINJIANG, noteDraft, NoteBook, SOMEBODY } from '../record.fixture.ts';
import type { Replayer } from '../replayer.ts';
import { sequenceAll } from '../sequencer.ts';
import { logFolder } from './index.ts';
import type { Published } from './publication.ts';
import { folderFetcher, keyIn, openWitness, publishOnce, witnessesOf, type LocalWitness } from './publish.fixture.ts';
import { runReplay } from './replay-command.ts';
import type { Forget } from './replay-withdraw.ts';
import { databaseSource, type Mark } from './source.ts';

/** A database, its published files and a witness: what an old backup is restored into. */
export type Place = {
  readonly test: TestDatabase;
  readonly dataDir: string;
  readonly witness: LocalWitness;
  /** Announcements that the last replays took back. */
  readonly forgotten: Act[];
  forget: Forget;
  readonly publish: () => Promise<Published>;
  readonly replay: (...args: readonly string[]) => Promise<{ readonly code: number; readonly text: string }>;
  /** Words of the notes are nobody's here: what is looked at is the log. */
  readonly check: (more?: readonly Replayer[]) => Promise<Report>;
  /** As anybody would, from the files of this folder. */
  readonly verify: (kept?: KeptState, from?: 'start' | 'kept') => Promise<LogReport>;
  readonly kept: () => Promise<KeptState>;
  /** So many people speak on a day, each of something of their own; what they said is sealed and waits. Gives the streams. */
  readonly speak: (count: number, day: string) => Promise<readonly string[]>;
  readonly disclose: (today: string, town?: string) => Promise<number>;
  /** Gives the name of a schema that holds all of the record as it is. */
  readonly takeBackup: (...more: readonly string[]) => Promise<string>;
  readonly restore: (backup: string, ...more: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openPlace(): Promise<Place> {
  const test = await openTestDatabase();
  const dataDir = await temporaryFolder('minsheng-replay-');
  const witness = await openWitness('university', 2, () => keyIn(dataDir));
  const folder = logFolder(dataDir, LINJIANG);
  const forgotten: Act[] = [];
  const place: Place = {
    test, dataDir, witness, forgotten,
    forget: (_tx, _jurisdiction, acts) => {
      forgotten.push(...acts);
      return Promise.resolve();
    },
    publish: async () => {
      const { rows: [head] } = await test.owner.query<{ size: string; root: Buffer }>('select size, root from record.heads where jurisdiction = $1', [LINJIANG]);
      const mark: Mark = { size: Number(head?.size), root: head?.root ?? Buffer.alloc(0) };
      return publishOnce(dataDir, databaseSource(test.database.public, LINJIANG), mark, witnessesOf([witness], 1));
    },
    replay: async (...args) => {
      const lines: string[] = [];
      const around = { dataDir, database: test.database, jurisdictions: [LINJIANG], forget: place.forget, locale: 'en', print: (line: string) => { lines.push(line); } } as const;
      const code = await runReplay(['replay', ...args], around);
      return { code, text: lines.join('\n') };
    },
    check: (more = []) => fsck({ database: test.database, jurisdiction: LINJIANG, keys: KEYS, replayers: [{ ...new NoteBook().replayer, prefix: 'none.' }, ...more] }),
    verify: async (kept, from = 'start') => {
      const key = await keyIn(dataDir);
      if (!key) throw new Error('nothing was published');
      return verifyLog(folderFetcher(folder), { logs: [{ key }], ...witnessesOf([witness], 1).policy }, kept, { from });
    },
    kept: async () => ({ checkpoint: await readFile(join(folder, 'checkpoint')), nature: 'live' }),
    speak: async (count, day) => {
      const streams = Array.from({ length: count }, () => randomUUID() as string);
      for (const stream of streams) await enter(test, stream, [sealedDraft(stream, 1, day)]);
      await sequenceAll(test.database, LINJIANG);
      return streams;
    },
    disclose: (today, town = 'qingshan') => {
      const cellOf = (_reader: unknown, _jurisdiction: unknown, streams: readonly string[]) => Promise.resolve(new Map(streams.map((stream) => [stream, { topic1: 'urban', town }])));
      return discloseDue({ database: test.database, keys: KEYS, cellOf }, LINJIANG, today);
    },
    takeBackup: (...more) => takeBackup(test, more),
    restore: (backup, ...more) => restore(test, backup, more),
    close: async () => {
      await witness.close();
      await rm(dataDir, { recursive: true, force: true });
      await test.close();
    },
  };
  return place;
}

/** A resident's note, told with its day and opened later; `case:<stream>` in public. */
export function sealedDraft(stream: string, seq: number, day: string, cause: 'resident' | 'timer' = 'resident'): EventDraft {
  return { ...noteDraft(stream, seq), publish: { stream: `case:${stream}`, when: { day, cause }, open: {}, later: { topic1: 'urban' } } };
}

/** An office's act on the same, public at once. */
export function openDraft(stream: string, seq: number, words = 'seen to'): EventDraft {
  return { ...noteDraft(stream, seq, words), role: 'handler', publish: { stream: `case:${stream}`, when: 'at-once', open: { length: words.length }, later: {} } };
}

export async function enter(test: TestDatabase, subject: string, drafts: readonly EventDraft[]): Promise<void> {
  await test.database.inTransaction(SOMEBODY, (tx) => append(tx, subject, drafts, KEYS));
}

const TABLES = ['record.events', 'record.entries', 'record.pending', 'record.tiles', 'record.heads', 'record.state', 'record.subject_keys', 'record.undisclosed'];

/** Kept beside it: enough of a backup to go back to. */
async function takeBackup({ owner }: TestDatabase, more: readonly string[]): Promise<string> {
  const schema = `backup_${randomUUID().replaceAll('-', '')}`;
  await owner.query(`create schema ${schema}`);
  for (const table of [...TABLES, ...more]) await owner.query(`create table ${schema}.${table.replace('.', '_')} as select * from ${table}`);
  return schema;
}

async function restore({ owner }: TestDatabase, backup: string, more: readonly string[]): Promise<void> {
  await owner.query('begin');
  // As an import does: past the triggers, which would refuse yesterday's times.
  await owner.query(`set local session_replication_role = replica`);
  for (const table of [...TABLES, ...more]) {
    const [schema, name] = table.split('.');
    const { rows } = await owner.query<{ columns: string }>(
      `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns where table_schema = $1 and table_name = $2 and is_generated = 'NEVER'`, [schema, name]);
    await owner.query(`delete from ${table}`);
    await owner.query(`insert into ${table} (${rows[0]?.columns}) ${name === 'pending' ? 'overriding system value' : ''} select ${rows[0]?.columns} from ${backup}.${table.replace('.', '_')}`);
  }
  await owner.query('commit');
}
