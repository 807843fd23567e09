import { randomUUID } from 'node:crypto';
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { temporaryFolder } from '../../test/support/server.ts';
import type { CaseId } from '../kernel/ids.ts';
import { append, appendWitnessed, discloseDue, sequenceAll, type EventDraft } from '../record/index.ts';
import { parseEntry, parsePolicy, signerOf, writeEntry, type ActEntry, type DisclosedEntry, type LogEntry, type Policy } from '../record/log/index.ts';
import { leafHash } from '../record/merkle/hash.ts';
import { grow, rootOf, tileBytes } from '../record/merkle/tile.ts';
import { logFolder, readStanding, runPublisher, type RunningPublisher } from '../record/publish/index.ts';
import { growLog, keyIn, LOG, openWitness, writeWitnessesFile, type LocalWitness } from '../record/publish/publish.fixture.ts';
import { KEYS, LINJIANG, SOMEBODY } from '../record/record.fixture.ts';
import type { Finding } from './finding.ts';
import { folderFetcher } from './folder-fetcher.ts';
import { verifyLog, type KeptState } from './log.ts';
import { memoryFetcher, syntheticLog, type Signers } from './synthetic-log.fixture.ts';

/**
 * A log that the program wrote, sequenced, disclosed and published, and somebody who owns its database: they change the rows,
 * hash everything again and publish with the log's own stolen key, with the witnesses' too where it says so.
 */
const TODAY = new Date().toISOString().slice(0, 10);
const TOMORROW = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const CASES = 12;

let test: TestDatabase;
let dataDir: string;
let folder: string;
let witnesses: readonly LocalWitness[];
let publisher: RunningPublisher;
let policy: Policy;
let kept: KeptState;
let keptSize: number;
let stolen: Required<Pick<Signers, 'origin' | 'log' | 'witnesses' | 'atSeconds'>>;
let honest: readonly Uint8Array[];

beforeAll(async () => {
  test = await openTestDatabase();
  dataDir = await temporaryFolder('minsheng-rights-');
  folder = logFolder(dataDir, LINJIANG);
  witnesses = await Promise.all(['university', 'newspaper', 'deputies'].map((name, i) => openWitness(name, i + 2, () => keyIn(dataDir))));
  publisher = runPublisher({
    dataDir, address: test.address, logs: () => [LOG], witnessesFile: await writeWitnessesFile(join(dataDir, 'witnesses'), witnesses, 2), onTrouble: () => undefined,
  });
  await growLog(test.database, 40);
  for (let n = 0; n < CASES; n += 1) await writeCase(n);
  await publishAll();
  await appendWitnessed({ database: test.database, keys: KEYS }, LINJIANG, folder, () => TODAY);
  await publishAll();
  kept = { checkpoint: await readFile(join(folder, 'checkpoint')), nature: 'live' };
  keptSize = await sizeOfHead();
  await discloseDue({ database: test.database, keys: KEYS, cellOf: (_reader, _code, streams) => Promise.resolve(new Map(streams.map((one) => [one, { topic1: 'urban', town: 'liuhe' }]))) }, LINJIANG, TOMORROW);
  await sequenceAll(test.database, LINJIANG);
  // Beyond these the batch counts as over.
  await growLog(test.database, 1_100);
  await publishAll();
  policy = await policyShown();
  const seed = await readFile(join(dataDir, 'keys', 'record', `${LINJIANG}.seed`));
  stolen = { origin: LOG.origin, log: [signerOf(LOG.origin, 'ed25519', seed)], witnesses: witnesses.map(({ signer }) => signer), atSeconds: Math.floor(Date.now() / 1_000) };
  honest = await entriesInDatabase();
}, 120_000);
afterAll(async () => {
  await publisher.stop();
  await Promise.all(witnesses.map((witness) => witness.close()));
  await rm(dataDir, { recursive: true, force: true });
  await test.close();
});

type Change = { readonly what: string; readonly sql: () => Promise<unknown>; readonly signers?: Partial<Signers>; readonly first: Finding['kind'] | 'holds'; readonly returning: Finding['kind'] };

const CHANGES: readonly Change[] = [
  { what: 'an office’s act is hidden', sql: () => remove(indexOf(isAct('case.answered.v1'))), first: 'witnessed-wrong', returning: 'history-rewritten' },
  { what: 'an act is altered', sql: () => alter(indexOf(isAct('case.answered.v1')), (entry) => ({ ...(entry as ActEntry), unit: 'another' })), first: 'earlier-root-differs', returning: 'history-rewritten' },
  { what: 'a resident’s sealed act is exchanged', sql: () => alter(indexOf(({ kind }) => kind === 'sealed'), (entry) => (entry.kind === 'sealed' ? { ...entry, commitment: 'A'.repeat(43) } : entry)), first: 'disclosure-wrong', returning: 'history-rewritten' },
  { what: 'two acts change places', sql: () => exchange(indexOf(isAct('case.accepted.v1')), indexOf(isAct('case.answered.v1'))), first: 'disclosure-wrong', returning: 'history-rewritten' },
  { what: 'every witness is bribed, the kept checkpoint taken out and an act altered', sql: async () => {
    await alter(indexOf(isAct('case.answered.v1')), (entry) => ({ ...(entry as ActEntry), unit: 'another' }));
    await remove(indexOf(isAct('record.witnessed.v1')));
  }, first: 'holds', returning: 'history-rewritten' },
  { what: 'an act is dated back', sql: () => alter(lastIndex(), (entry) => ({ ...(entry as ActEntry), at: '2026-01-01T08:00Z' })), first: 'dated-back', returning: 'dated-back' },
  { what: 'an act is dated ahead', sql: () => alter(lastIndex(), (entry) => ({ ...(entry as ActEntry), at: '2099-01-01T08:00Z' })), first: 'dated-ahead', returning: 'dated-ahead' },
  { what: 'an opened act says something else', sql: () => alter(indexOf(isOpened), (entry) => ({ ...(entry as DisclosedEntry), act: { ...(entry as DisclosedEntry).act!, open: { changed: true } } })), first: 'disclosure-wrong', returning: 'disclosure-wrong' },
  { what: 'an act is opened that was never sealed', sql: () => alter(indexOf(isOpened), (entry) => ({ ...(entry as DisclosedEntry), index: 0 })), first: 'disclosure-wrong', returning: 'disclosure-wrong' },
  { what: 'three of a full cell are left out', sql: async () => { for (const index of indexesOf(isOpened).slice(0, 3)) await remove(index); }, first: 'cell-too-small', returning: 'cell-too-small' },
  { what: 'an act is entered twice', sql: () => alter(lastIndex(), () => parseEntry(honest[lastIndex() - 1]!)!), first: 'act-repeated', returning: 'act-repeated' },
  { what: 'an entry is no entry of ours', sql: () => write(lastIndex(), Buffer.from('{"note":"quietly"}')), first: 'entry-unreadable', returning: 'entry-unreadable' },
  { what: 'the last entries are taken back', sql: () => test.owner.query('delete from record.entries where jurisdiction = $1 and index >= $2', [LINJIANG, keptSize - 5]), first: 'holds', returning: 'rolled-back' },
  { what: 'a rewritten log has no witness', sql: () => alter(lastIndex(), (entry) => ({ ...(entry as ActEntry), unit: 'another' })), signers: { witnesses: [] }, first: 'quorum-missing', returning: 'quorum-missing' },
];

describe('with full rights on the database and the log’s own key', () => {
  it.each(CHANGES)('$what: $first, $returning', async ({ sql, signers, first, returning }) => {
    await test.owner.query('begin');
    try {
      await sql();
      const { files } = syntheticLog(await entriesInDatabase(), { ...stolen, ...signers });
      const fresh = await verifyLog(memoryFetcher(files), policy, undefined);
      expect(fresh.findings.map(({ kind }) => kind)).toEqual(first === 'holds' ? [] : [first]);
      const again = await verifyLog(memoryFetcher(files), policy, kept, { from: 'start' });
      expect(again.verdict).toBe('broken');
      // Whoever was there before finds it, even where all that a newcomer can lean on was stolen.
      expect([first, returning]).toContain(again.findings[0]?.kind);
    } finally {
      await test.owner.query('rollback');
    }
  });

  it('and untouched, by the program itself or published again from its rows, it holds: the control', async () => {
    const report = await verifyLog(folderFetcher(folder), policy, kept, { from: 'start' });
    expect(report).toMatchObject({ verdict: 'holds', findings: [], content: { judged: 'all', nature: 'live', times: 'judged', sealed: CASES, disclosed: 2 * CASES, witnessed: 1, stillSealed: 0 } });
    expect(await verifyLog(memoryFetcher(syntheticLog(honest, stolen).files), policy, kept, { from: 'start' })).toMatchObject({ verdict: 'holds' });
  });

  it('the publisher signs no other history, and a witness of the first cosigns none', async () => {
    await alter(5, (entry) => entry.kind === 'act' ? { ...entry, role: 'somebody-else' } : entry);
    await hashAgain();
    const before = await readFile(join(folder, 'checkpoint'));
    await growLog(test.database, 3);
    await expect.poll(async () => (await readStanding(dataDir, LINJIANG))?.trouble?.kind, { timeout: 15_000 }).toMatch(/^database-/);
    expect(await readFile(join(folder, 'checkpoint'))).toEqual(before);
    const copy = await temporaryFolder('minsheng-copy-');
    await cp(folder, copy, { recursive: true });
    expect(await verifyLog(folderFetcher(copy), policy, kept, { from: 'start' })).toMatchObject({ verdict: 'holds' });
    await rm(copy, { recursive: true });
  });
});

async function writeCase(n: number): Promise<void> {
  const stream = randomUUID() as CaseId;
  const draft = (streamSeq: number, type: EventDraft['type'], role: string, publish: Omit<NonNullable<EventDraft['publish']>, 'stream'>, sealed: EventDraft['sealed'] = {}): EventDraft =>
    ({ type, stream, streamSeq, role, open: {}, sealed, publish: { stream: `case:26-${n}`, ...publish } });
  await test.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, [
    draft(1, 'case.submitted.v1', 'resident', { when: { day: TODAY, cause: 'resident' }, open: { anonymity: 'sealed' }, later: {} }, { words: `words ${n}` }),
  ], KEYS));
  await test.database.inTransaction(SOMEBODY, (tx) => append(tx, stream, [
    draft(2, 'case.accepted.v1', 'dispatcher', { when: 'at-once', open: {}, later: { kind: 'problem', topic: 'urban.lighting', topic1: 'urban', town: 'liuhe' } }),
    draft(3, 'case.answered.v1', 'handler', { when: 'at-once', open: {}, later: {} }, { done: `done ${n}` }),
  ], KEYS));
}

function isAct(type: string): (entry: LogEntry) => boolean {
  return (entry) => entry.kind === 'act' && entry.type === type;
}

function isOpened(entry: LogEntry): boolean {
  return entry.kind === 'disclosed' && entry.act !== undefined;
}

function indexesOf(isIt: (entry: LogEntry) => boolean): readonly number[] {
  return honest.flatMap((bytes, index) => (isIt(parseEntry(bytes)!) ? [index] : []));
}

function indexOf(isIt: (entry: LogEntry) => boolean): number {
  return indexesOf(isIt)[0] ?? -1;
}

function lastIndex(): number {
  return honest.length - 1;
}

async function alter(index: number, change: (entry: LogEntry) => LogEntry): Promise<void> {
  await write(index, writeEntry(change(parseEntry(honest[index]!)!)));
}

async function write(index: number, bytes: Uint8Array): Promise<void> {
  await test.owner.query('update record.entries set entry = $3, leaf_hash = $4 where jurisdiction = $1 and index = $2', [LINJIANG, index, bytes, leafHash(bytes)]);
}

/** All that follow move up; what they say of indexes stays as it was. */
async function remove(index: number): Promise<void> {
  await test.owner.query('delete from record.entries where jurisdiction = $1 and index = $2', [LINJIANG, index]);
}

async function exchange(one: number, other: number): Promise<void> {
  await write(one, honest[other]!);
  await write(other, honest[one]!);
}

/** Tiles and head as they would be, had the rows always been so. */
async function hashAgain(): Promise<void> {
  const { edge, changed } = grow([], 0, (await entriesInDatabase()).map(leafHash));
  for (const tile of [...changed, ...edge]) {
    await test.owner.query('update record.tiles set hashes = $4 where jurisdiction = $1 and level = $2 and n = $3', [LINJIANG, tile.level, tile.n, tileBytes(tile)]);
  }
  await test.owner.query('update record.heads set root = $2 where jurisdiction = $1', [LINJIANG, rootOf(edge)]);
}

async function entriesInDatabase(): Promise<readonly Uint8Array[]> {
  const { rows } = await test.owner.query<{ entry: Buffer }>('select entry from record.entries where jurisdiction = $1 order by index', [LINJIANG]);
  return rows.map(({ entry }) => entry);
}

async function sizeOfHead(): Promise<number> {
  const { rows: [head] } = await test.owner.query<{ size: string }>('select size from record.heads where jurisdiction = $1', [LINJIANG]);
  return Number(head?.size);
}

async function publishAll(): Promise<void> {
  await sequenceAll(test.database, LINJIANG);
  const size = await sizeOfHead();
  const deadline = performance.now() + 20_000;
  while (Number((await readFile(join(folder, 'checkpoint'), 'utf8').catch(() => '')).split('\n')[1]) !== size) {
    if (performance.now() > deadline) throw new Error(`the publisher did not reach ${size}`);
    await wait(50);
  }
}

async function policyShown(): Promise<Policy> {
  const read = parsePolicy(await readFile(join(folder, 'policy')));
  if (read.refused) throw new Error(read.reason.problem);
  return read.value;
}
