import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { temporaryFolder } from '../../../test/support/server.ts';
import { verifyLog } from '../../verify/index.ts';
import { openCheckpoint, parsePolicy, type Policy } from '../log/index.ts';
import { LINJIANG } from '../record.fixture.ts';
import { folderFetcher, growLog, keyIn, LOG, openWitness, writeWitnessesFile, type LocalWitness } from './publish.fixture.ts';
import { logFolder, readStanding, runPublisher, type RunningPublisher, type Trouble } from './index.ts';

let test: TestDatabase;
let dataDir: string;
let folder: string;
let witnesses: readonly LocalWitness[];
let witnessesFile: string;
let publisher: RunningPublisher;
const troubles: Trouble[] = [];
const published: number[] = [];

beforeAll(async () => {
  test = await openTestDatabase();
  dataDir = await temporaryFolder('minsheng-publish-');
  folder = logFolder(dataDir, LINJIANG);
  witnesses = await Promise.all(['university', 'newspaper', 'deputies'].map((name, i) => openWitness(name, i + 2, () => keyIn(dataDir))));
  witnessesFile = await writeWitnessesFile(join(dataDir, 'witnesses'), witnesses, 2);
  publisher = start();
});
afterAll(async () => {
  await publisher.stop();
  await Promise.all(witnesses.map((witness) => witness.close()));
  await rm(dataDir, { recursive: true, force: true });
  await test.close();
});

describe('a running publisher', () => {
  it('publishes what is committed within moments, cosigned by all who answer, and any static server can carry it', async () => {
    for (const count of [1, 300, 700]) {
      await growLog(test.database, count);
      await publishedUpTo(await sizeOfHead());
    }
    const report = await verifyLog(folderFetcher(folder), await policyShown(), undefined);
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ verdict: 'holds', entriesRead: 1_002 });
    expect(report.signed?.cosignatures.map(({ witness }) => witness)).toEqual(['university', 'newspaper', 'deputies']);
    expect(troubles).toEqual([]);
  });

  it('keeps the seed for its owner alone', async () => {
    const { mode, size } = await stat(join(dataDir, 'keys', 'record', 'linjiang.seed'));
    expect([mode & 0o777, size]).toEqual([0o600, 32]);
  });

  it('is content with the quorum when one witness hangs, and stands still with its reason when two do', async () => {
    for (const witness of witnesses.slice(0, 1)) witness.mischief = () => true;
    await growLog(test.database, 5);
    await publishedUpTo(await sizeOfHead());
    for (const witness of witnesses.slice(0, 2)) witness.mischief = () => true;
    await growLog(test.database, 5);
    await expect.poll(() => troubles.at(-1)?.kind, { timeout: 10_000 }).toBe('quorum-missing');
    await expect.poll(async () => (await readStanding(dataDir, LINJIANG))?.trouble?.kind).toBe('quorum-missing');
    expect(published.at(-1)).toBeLessThan(await sizeOfHead());
    for (const witness of witnesses) witness.mischief = undefined;
    await publishedUpTo(await sizeOfHead());
    await expect.poll(async () => (await readStanding(dataDir, LINJIANG))?.trouble).toBeUndefined();
  });

  it('reads the witnesses anew when their file changes, and keeps to the old ones when it is wrong', async () => {
    troubles.length = 0;
    await writeFile(witnessesFile, 'witness university nonsense\nquorum university\n');
    await expect.poll(() => troubles, { timeout: 10_000 }).toMatchObject([{ kind: 'witnesses-wrong', line: 1, problem: 'key' }]);
    await growLog(test.database, 3);
    await publishedUpTo(await sizeOfHead());
    await writeWitnessesFile(witnessesFile, witnesses.slice(1), 2);
    await expect.poll(async () => (await policyShown()).witnesses.length, { timeout: 10_000 }).toBe(2);
    await expect.poll(async () => openCheckpoint(await readFile(join(folder, 'checkpoint')), await policyShown()).refused).toBe(false);
  });

  it('started a second time on the folder, waits until the first is gone', async () => {
    troubles.length = 0;
    const second = start();
    await expect.poll(() => troubles).toEqual([{ kind: 'folder-taken' }]);
    await growLog(test.database, 10);
    await publishedUpTo(await sizeOfHead());
    await publisher.stop();
    publisher = second;
    await growLog(test.database, 10);
    await publishedUpTo(await sizeOfHead());
    const report = await verifyLog(folderFetcher(folder), await policyShown(), undefined);
    expect(report.verdict).toBe('holds');
  });
});

function start(): RunningPublisher {
  return runPublisher({
    dataDir, address: test.address, logs: () => [LOG], witnessesFile,
    onTrouble: (trouble) => { troubles.push(trouble); }, onPublished: (_code, size) => { published.push(size); },
  });
}

async function sizeOfHead(): Promise<number> {
  const { rows: [head] } = await test.owner.query<{ size: string }>('select size from record.heads where jurisdiction = $1', [LINJIANG]);
  return Number(head?.size);
}

async function publishedUpTo(size: number): Promise<void> {
  await expect.poll(() => published.at(-1), { timeout: 15_000 }).toBe(size);
}

async function policyShown(): Promise<Policy> {
  const read = parsePolicy(await readFile(join(folder, 'policy')));
  if (read.refused) throw new Error(read.reason.problem);
  return read.value;
}
