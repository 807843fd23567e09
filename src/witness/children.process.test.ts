import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { mkdir, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isQuorum, parsePolicy, parseWitnessAnswer, type Policy } from '../record/log/index.ts';
import { temporaryFolder } from '../../test/support/server.ts';
import { startDemoWitnesses, type DemoWitnesses } from './children.ts';
import { logKey, ORIGIN, requestFor } from './log.fixture.ts';

let dataDir: string;
let running: DemoWitnesses | undefined;
const troubles: string[] = [];

beforeEach(async () => { dataDir = await temporaryFolder('minsheng-witnesses-'); });
afterEach(async () => {
  await running?.stop();
  await rm(dataDir, { recursive: true, force: true });
  troubles.length = 0;
});

function start(): DemoWitnesses {
  running = startDemoWitnesses({ dataDir, logsFolder: join(dataDir, 'record'), onTrouble: (error) => { troubles.push(String(error)); } });
  return running;
}

async function policyIn(file: string): Promise<Policy> {
  const read = parsePolicy(await readFile(file));
  if (read.refused) throw new Error(`line ${read.reason.line}: ${read.reason.problem}`);
  return read.value;
}

test('two witnesses with one policy, which follow a log as soon as its key lies there', async () => {
  const { file, answering } = start();
  await answering();
  const { witnesses, ...policy } = await policyIn(file);
  expect(witnesses.map(({ name }) => name)).toEqual(['witness-1.demo.invalid', 'witness-2.demo.invalid']);
  expect(isQuorum({ witnesses, ...policy }, [witnesses[0]!.name])).toBe(false);
  expect(isQuorum({ witnesses, ...policy }, witnesses.map(({ name }) => name))).toBe(true);
  const ask = async (url: string): Promise<unknown> => {
    const reply = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: Buffer.from(requestFor('honest', 0, 7)) });
    return parseWitnessAnswer(reply.status, new Uint8Array(await reply.arrayBuffer()))?.kind;
  };
  expect(await ask(witnesses[0]!.url!)).toBe('origin-unknown');
  await mkdir(join(dataDir, 'record', 'min'), { recursive: true });
  await writeFile(join(dataDir, 'record', 'min', 'log.vkey'), `${logKey}\n`);
  await wait(250);
  expect(logKey.startsWith(ORIGIN)).toBe(true);
  expect(await Promise.all(witnesses.map(({ url }) => ask(url!)))).toEqual(['cosigned', 'cosigned']);
});

test('one that is killed comes back on the same port; one whose port is taken finds another', async () => {
  const first = start();
  await first.answering();
  const before = await policyIn(first.file);
  const [pid] = first.pids();
  process.kill(pid!, 'SIGKILL');
  await until(async () => first.pids()[0] !== pid && (await fetch(before.witnesses[0]!.url!)).ok);
  expect(troubles).toHaveLength(1);
  expect(await policyIn(first.file)).toEqual(before);
  await first.stop();
  const squatter = createServer().listen(Number(new URL(before.witnesses[0]!.url!).port), '127.0.0.1');
  const second = start();
  await until(async () => {
    const { witnesses } = await policyIn(second.file);
    return witnesses[0]!.url !== before.witnesses[0]!.url && (await fetch(witnesses[0]!.url!)).ok;
  });
  const after = await policyIn(second.file);
  expect(after.witnesses.map(({ key }) => key.id)).toEqual(before.witnesses.map(({ key }) => key.id));
  expect(after.witnesses[1]).toEqual(before.witnesses[1]);
  squatter.close();
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tried = 0; tried < 600; tried += 1) {
    if (await isSo().catch(() => false)) return;
    await wait(50);
  }
  throw new Error('it did not come about');
}
