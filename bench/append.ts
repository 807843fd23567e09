import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CaseId, JurisdictionCode } from '../src/kernel/ids.ts';
import { keysFromRoot } from '../src/platform/crypto/index.ts';
import { openDatabase, type Database } from '../src/platform/db/database.ts';
import { ownerClient, startDatabase } from '../src/platform/db/start-database.ts';
import { append, startSequencer, type EventDraft } from '../src/record/index.ts';
import { startPublisher } from '../src/record/publish/index.ts';
import { startDemoWitnesses } from '../src/witness/children.ts';
import { median } from './compare.ts';
import type { Pace } from './pace.ts';

/**
 * The public record from end to end, on a database of its own that is as durable as any: append → sequencer → files →
 * signature → two witnesses (processes of this machine) → checkpoint; against bare INSERTs of the same bytes in the same run.
 */
export type AppendFigures = {
  readonly sustained: { readonly target: number; readonly perSecond: number; readonly reached: boolean };
  readonly reference: { readonly perSecond: number; readonly ratio: number };
  readonly visible: { readonly target: number; readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number; readonly reached: boolean };
};

const PER_SECOND_MIN = 3_000;
const VISIBLE_MS_MAX = 1_000;
const VISIBLE_PER_SECOND = 500;
const VISIBLE_BATCH = 10;
/** Events of one transaction, and transactions under way: an import does the like. */
const BATCH = 250;
const WRITERS = 2;
/** Writers wait while so much is not published yet: what is measured must be sustained, not piled up. */
const BEHIND_MAX = 20_000;
const PLACE = 'bench' as JurisdictionCode;
const LOG = { code: PLACE, origin: 'bench.invalid/minsheng' };
const KEYS = keysFromRoot(new Uint8Array(32).fill(7));

export async function measureAppend(dataDir: string, { rounds, seconds }: Pace): Promise<AppendFigures> {
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const running = await startDatabase({ dataDir, databaseUrl: undefined });
  const owner = ownerClient(running.address);
  await owner.connect();
  await owner.query('create table public.bare (entry bytea not null); grant usage on schema public to worker; grant insert on public.bare to worker');
  const database = openDatabase(running.address);
  const witnesses = startDemoWitnesses({ dataDir, logsFolder: join(dataDir, 'record'), onTrouble: (error) => { console.error(error); } });
  const sequencer = startSequencer({ database, jurisdictions: () => [PLACE], onError: (error) => { console.error(error); } });
  const shown = { size: 0 };
  await witnesses.answering();
  const publisher = startPublisher({
    dataDir, databaseAddress: running.address, logs: () => [LOG], witnessesFile: witnesses.file,
    onTrouble: (trouble) => { console.error(JSON.stringify(trouble)); }, onPublished: (_code, size) => { shown.size = size; },
  });
  try {
    const sample = await sampleEntries(database, shown);
    const reference: number[] = [];
    const ours: number[] = [];
    // The first turn of each warms up and is thrown away.
    for (let round = 0; round <= rounds; round += 1) {
      reference.push(await bareInserts(database, sample, seconds));
      ours.push(await appends(database, shown, seconds));
    }
    const [bare, perSecond] = [median(reference.slice(1)), median(ours.slice(1))];
    const visible = await visibility(database, shown, seconds * rounds);
    return {
      sustained: { target: PER_SECOND_MIN, perSecond: Math.round(perSecond), reached: perSecond >= PER_SECOND_MIN },
      reference: { perSecond: Math.round(bare), ratio: Math.round((perSecond / bare) * 1_000) / 1_000 },
      visible: { target: VISIBLE_MS_MAX, perSecond: VISIBLE_PER_SECOND, ...visible, reached: visible.p99Ms <= VISIBLE_MS_MAX },
    };
  } finally {
    await publisher.stop();
    await sequencer.stop();
    await witnesses.stop();
    await Promise.all([database.close(), owner.end()]);
    await running.stop();
  }
}

/** As an office's act is: public fields, and one private one that is committed to. */
function drafts(count: number): readonly [string, readonly EventDraft[]] {
  const stream = randomUUID();
  return [stream, Array.from({ length: count }, (_, i): EventDraft => ({
    type: 'bench.answered.v1', stream: stream as CaseId, streamSeq: i + 1, role: 'handler', open: { round: 1, result: 'answered', owed: false }, sealed: { words: `words ${i}` },
  }))];
}

async function appendBatch(database: Database, count: number): Promise<void> {
  const [stream, made] = drafts(count);
  await database.inTransaction({ kind: 'system', jurisdiction: PLACE, job: 'bench' }, (tx) => append(tx, stream, made, KEYS), 'worker');
}

/** Published entries a second, from the first append to the checkpoint that holds the last. */
async function appends(database: Database, shown: { readonly size: number }, seconds: number): Promise<number> {
  const [before, began] = [shown.size, performance.now()];
  const end = began + seconds * 1_000;
  let appended = 0;
  await Promise.all(Array.from({ length: WRITERS }, async () => {
    while (performance.now() < end) {
      if (appended - (shown.size - before) > BEHIND_MAX) await pause(5);
      else {
        appended += BATCH;
        await appendBatch(database, BATCH);
      }
    }
  }));
  while (shown.size < before + appended) await pause(2);
  return appended / ((performance.now() - began) / 1_000);
}

/** From the commit of an append to the moment when its checkpoint is published, for each entry. */
async function visibility(database: Database, shown: { readonly size: number }, seconds: number): Promise<{ readonly p50Ms: number; readonly p99Ms: number }> {
  const waits: number[] = [];
  const open: { readonly size: number; readonly at: number }[] = [];
  let size = shown.size;
  const settle = (): void => {
    while ((open[0]?.size ?? Number.POSITIVE_INFINITY) <= shown.size) waits.push(performance.now() - (open.shift()?.at ?? 0));
  };
  const watching = setInterval(settle, 1);
  const began = performance.now();
  for (let batch = 0; batch < (seconds * VISIBLE_PER_SECOND) / VISIBLE_BATCH; batch += 1) {
    await pause(Math.max(0, began + (batch * 1_000 * VISIBLE_BATCH) / VISIBLE_PER_SECOND - performance.now()));
    await appendBatch(database, VISIBLE_BATCH);
    size += VISIBLE_BATCH;
    open.push({ size, at: performance.now() });
  }
  while (open.length > 0) await pause(2);
  clearInterval(watching);
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Real entries, so that the reference writes the same bytes. Waits until publishing is under way. */
async function sampleEntries(database: Database, shown: { readonly size: number }): Promise<readonly Buffer[]> {
  await appendBatch(database, BATCH);
  while (shown.size < BATCH) await pause(20);
  const client = await database.connect('app_public');
  const { rows } = await client.query<{ entry: Buffer }>('select entry from record.entries where index > 0 order by index limit $1', [BATCH]);
  await client.end();
  return rows.map(({ entry }) => entry);
}

async function bareInserts(database: Database, entries: readonly Buffer[], seconds: number): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1_000;
  let written = 0;
  await Promise.all(Array.from({ length: WRITERS }, async () => {
    while (performance.now() < end) {
      await database.poolOf('worker').query({ name: 'bench.bare', text: 'insert into public.bare (entry) select unnest($1::bytea[])', values: [entries] });
      written += entries.length;
    }
  }));
  return written / ((performance.now() - began) / 1_000);
}
