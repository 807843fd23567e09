import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../../../test/support/processes.ts';
import { startTestServer, temporaryFolder, type TestServer } from '../../../test/support/server.ts';
import { chanceOf } from '../../../town/chance.ts';
import { openDatabase, type Database } from '../../platform/db/database.ts';
import { verifyLog, type KeptState } from '../../verify/index.ts';
import { parseCheckpoint, parseNote, parsePolicy, type Checkpoint, type Policy } from '../log/index.ts';
import { verifyConsistency } from '../merkle/proof.ts';
import { LINJIANG } from '../record.fixture.ts';
import { filesIn, folderFetcher, growLog, keyIn, LOG, openWitness, writeWitnessesFile, type LocalWitness } from './publish.fixture.ts';
import { logFolder, startPublisher, type Publisher, type Trouble } from './index.ts';
import { databaseSource } from './source.ts';

/** How often the process is killed: a few here, hundreds by hand (`PUBLISHER_KILLS=200`). Moments are drawn from a seed. */
const KILLS = Number(process.env.PUBLISHER_KILLS ?? 5);
const KILL_MS_MAX = 1_500;
const LOAD_MS = 25;
const LOAD_ENTRIES_MAX = 60;

let server: TestServer;
let database: Database;
let dataDir: string;
let folder: string;
let witnesses: readonly LocalWitness[];
let witnessesFile: string;
const troubles: Trouble[] = [];

beforeAll(async () => {
  server = await startTestServer();
  database = openDatabase(server.address);
  dataDir = await temporaryFolder('minsheng-crash-');
  folder = logFolder(dataDir, LINJIANG);
  witnesses = await Promise.all(['university', 'newspaper'].map((name, i) => openWitness(name, i + 2, () => keyIn(dataDir))));
  witnessesFile = await writeWitnessesFile(join(dataDir, 'witnesses'), witnesses, 2);
});
afterAll(async () => {
  await Promise.all(witnesses.map((witness) => witness.close()));
  await database.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the publishing process', () => {
  it(`killed ${KILLS} times at random under load, shows checkpoints that all follow from each other, with all their files`, async () => {
    // The same moments for the same seed, as far as a machine allows.
    const random = chanceOf(20_261_127).next;
    const seen: Checkpoint[] = [];
    let isOver = false;
    const working = (async () => {
      while (!isOver) {
        await growLog(database, 1 + Math.floor(random() * LOAD_ENTRIES_MAX));
        await wait(LOAD_MS);
      }
    })();
    const watching = (async () => {
      while (!isOver) {
        const shown = await checkpointShown();
        if (shown && shown.size !== seen.at(-1)?.size) seen.push(shown);
        await wait(5);
      }
    })();
    let kept: KeptState | undefined;
    let [cut, entries] = [0, 0];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const publisher = await publishing();
      await wait(random() * KILL_MS_MAX);
      process.kill(publisher.pid(), 'SIGKILL');
      await publisher.stop();
      // A reader who comes now finds everything that the checkpoint names, and nothing that it denies.
      const report = await verifyLog(folderFetcher(folder), await policyShown(), kept);
      expect(report.findings, `kill ${kill}`).toEqual([]);
      kept = report.kept;
      cut += (await filesIn(folder)).some((path) => path.startsWith('.draft/')) ? 1 : 0;
    }
    isOver = true;
    await Promise.all([working, watching]);
    entries = await publishedWhole();
    const source = databaseSource(database.public, LINJIANG);
    for (const [i, before] of seen.entries()) {
      const after = seen[i + 1];
      if (!after) continue;
      const proof = await source.proof(before.size, after.size);
      expect(verifyConsistency({ size1: before.size, root1: before.root, size2: after.size, root2: after.root, proof }), `${before.size} to ${after.size}`).toBe(true);
    }
    const whole = await verifyLog(folderFetcher(folder), await policyShown(), kept, { from: 'start' });
    expect(whole.findings).toEqual([]);
    expect(whole.entriesRead).toBe(entries);
    expect(seen.length).toBeGreaterThan(KILLS / 2);
    // A starved machine may let a connection or a witness wait too long; nothing else may have gone wrong.
    expect(troubles.filter((trouble) => !['quorum-missing', 'folder-taken'].includes(trouble.kind) && !(trouble.kind === 'failed' && trouble.code === 'TIMEOUT'))).toEqual([]);
    process.stdout.write(`killed ${KILLS} times, ${cut} of them in the middle of a file; ${seen.length} checkpoints seen, ${entries} entries verified\n`);
  }, 60_000 + KILLS * 10_000);

  it('is started again when it was killed, and publishes on', async () => {
    const publisher = await publishing();
    const before = publisher.pid();
    process.kill(before, 'SIGKILL');
    await expect.poll(() => publisher.pid(), { timeout: 10_000 }).not.toBe(before);
    await growLog(database, 10);
    const size = await sizeOfHead();
    await expect.poll(async () => (await checkpointShown())?.size, { timeout: 10_000 }).toBe(size);
    await publisher.stop();
  });

  it('ends with the server that started it, though that was killed', async () => {
    const parent = fork(join(import.meta.dirname, 'parent.fixture.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'], serialization: 'advanced' });
    parent.send({ dataDir: await temporaryFolder('minsheng-orphan-'), databaseAddress: server.address });
    const [{ pid }] = await once(parent, 'message') as [{ pid: number }];
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  });

  it('finds no password and no other variable of the server in its environment or arguments', async () => {
    const publisher = await publishing();
    if (process.platform === 'linux') {
      const [environment, argv] = await Promise.all(['environ', 'cmdline'].map((file) => readFile(`/proc/${publisher.pid()}/${file}`, 'utf8')));
      expect(environment?.split('\0').map((one) => one.split('=')[0]).filter((name) => !['', 'PATH', 'TZ', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'NODE_EXTRA_CA_CERTS'].includes(name ?? ''))).toEqual([]);
      for (const { password } of Object.values(server.address.credentials)) expect(`${environment}${argv}`).not.toContain(password);
    }
    await publisher.stop();
  });
});

/** Started, and at work: the next checkpoint may come at any moment. */
async function publishing(): Promise<Publisher> {
  const publisher = startPublisher({
    dataDir, databaseAddress: server.address, logs: () => [LOG], witnessesFile, onTrouble: (trouble) => { troubles.push(trouble); },
    onPublished: () => { begun(); },
  });
  let begun: () => void = () => undefined;
  const first = new Promise<void>((resolve) => { begun = resolve; });
  await growLog(database, 1);
  await first;
  return publisher;
}

async function publishedWhole(): Promise<number> {
  const publisher = await publishing();
  const size = await sizeOfHead();
  await expect.poll(async () => (await checkpointShown())?.size, { timeout: 20_000 }).toBe(size);
  await publisher.stop();
  return size;
}

async function checkpointShown(): Promise<Checkpoint | undefined> {
  const note = parseNote(await readFile(join(folder, 'checkpoint')).catch(() => new Uint8Array()));
  return note && parseCheckpoint(note.text);
}

async function policyShown(): Promise<Policy> {
  const read = parsePolicy(await readFile(join(folder, 'policy')));
  if (read.refused) throw new Error(read.reason.problem);
  return read.value;
}

async function sizeOfHead(): Promise<number> {
  const [head] = (await database.poolOf('worker').query<{ size: string }>('select size from record.heads where jurisdiction = $1', [LINJIANG])).rows;
  return Number(head?.size);
}
