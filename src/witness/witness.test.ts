import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openNote, parseWitnessAnswer, signerOf, type WitnessAnswer } from '../record/log/index.ts';
import { realDisk, type Disk } from './disk.ts';
import { followLogs, parseLogKey } from './known-logs.ts';
import { logKey, logSigner, ORIGIN, PARTING, requestFor, rootAt, strangerSigner, textAt, type Face } from './log.fixture.ts';
import { openStore } from './store.ts';
import { createWitness, type Witness } from './witness.ts';

const NOW = 1_795_000_000;
const signer = signerOf('university.example', 'cosignature', new Uint8Array(32).fill(2));
let folder: string;
let halts: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minsheng-witness-'));
  halts = [];
});
afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

/** As a start would open it: everything it knows comes from the folder. */
async function open(disk: Disk = realDisk, keys = [logKey]): Promise<Witness> {
  const logs = followLogs({ keys: keys.map((text) => parseLogKey(text)!), paths: [], onWrongLine: () => undefined });
  return createWitness({ signer, store: await openStore(folder, disk), logs, nowSeconds: () => NOW, onHalt: (origin) => { halts.push(origin); } });
}

async function ask(witness: Witness, face: Face, oldSize: number, size: number): Promise<WitnessAnswer | number> {
  const { status, body } = await witness.addCheckpoint(requestFor(face, oldSize, size));
  return parseWitnessAnswer(status, Buffer.from(body)) ?? status;
}

describe('a witness', () => {
  test('cosigns a log that only grows, and says where it stands to one that asks from elsewhere', async () => {
    const witness = await open();
    const first = await ask(witness, 'honest', 0, 3);
    expect(first).toMatchObject({ kind: 'cosigned' });
    if (typeof first === 'number' || first.kind !== 'cosigned') throw new Error('not cosigned');
    expect(openNote({ text: textAt('honest', 3), signatures: first.signatures }, [signer.key])).toEqual({ refused: false, value: [{ key: signer.key, atSeconds: NOW }] });
    expect(await ask(witness, 'honest', 3, 300)).toMatchObject({ kind: 'cosigned' });
    expect(await ask(witness, 'honest', 3, 301)).toEqual({ kind: 'size-differs', size: 300 });
    expect(await ask(witness, 'honest', 300, 300)).toMatchObject({ kind: 'cosigned' });
  });

  test('never cosigns a second history, not even after a new start', async () => {
    const witness = await open();
    expect(await ask(witness, 'honest', 0, PARTING + 4)).toMatchObject({ kind: 'cosigned' });
    for (const one of [witness, await open()]) {
      expect(await ask(one, 'forked', PARTING + 4, PARTING + 4)).toEqual({ kind: 'size-differs', size: PARTING + 4 });
      expect(await ask(one, 'forked', PARTING + 4, PARTING + 9)).toEqual({ kind: 'proof-wrong' });
      expect(await ask(one, 'forked', 0, PARTING + 9)).toEqual({ kind: 'size-differs', size: PARTING + 4 });
      expect(await ask(one, 'honest', PARTING + 4, 2)).toEqual({ kind: 'request-wrong' });
    }
  });

  test('answers neither strangers nor nonsense, and keeps nothing of them', async () => {
    const witness = await open();
    const forged = await witness.addCheckpoint(requestFor('honest', 0, 3, { ...strangerSigner, key: logSigner.key }));
    const elsewhere = await witness.addCheckpoint(requestFor('honest', 0, 3, signerOf('other.example/record', 'ed25519', new Uint8Array(32).fill(1))));
    const nonsense = await witness.addCheckpoint(Buffer.from('old 0\n\nhello'));
    expect([forged.status, elsewhere.status, nonsense.status]).toEqual([403, 404, 400]);
    expect(await readdir(join(folder, 'logs'))).toEqual([]);
  });

  test('asked for two histories at once, cosigns one', async () => {
    const witness = await open();
    await ask(witness, 'honest', 0, PARTING);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => ask(witness, i % 2 === 0 ? 'honest' : 'forked', PARTING, PARTING + 7)));
    expect(answers.filter((one) => typeof one === 'object' && one.kind === 'cosigned')).toHaveLength(1);
    expect(answers.filter((one) => typeof one === 'object' && one.kind === 'size-differs')).toHaveLength(19);
  });

  test('goes on from its folder, whose files only it may read', async () => {
    await ask(await open(), 'honest', 0, 200);
    const again = await open();
    expect(await ask(again, 'honest', 0, 201)).toEqual({ kind: 'size-differs', size: 200 });
    const [name = ''] = await readdir(join(folder, 'logs'));
    expect((await stat(join(folder, 'logs', name))).mode & 0o077).toBe(0);
  });

  test('with a damaged memory of one log, goes silent for it and serves the others', async () => {
    await ask(await open(), 'honest', 0, 200);
    const [name = ''] = await readdir(join(folder, 'logs'));
    await truncate(join(folder, 'logs', name), 60);
    const other = signerOf('other.example/record', 'ed25519', new Uint8Array(32).fill(3));
    const witness = await open(realDisk, [logKey, `${other.key.name}+${other.key.id}+${Buffer.from([1, ...other.key.publicKey]).toString('base64')}`]);
    expect(await ask(witness, 'honest', 0, 3)).toBe(500);
    expect((await witness.addCheckpoint(requestFor('honest', 0, 3, other))).status).toBe(200);
  });
});

const STEPS = ['writeSynced', 'rename', 'syncFolder'] as const;

/** The step fails the `nth` time it is taken, before or after its effect has reached the disk. */
function faultyDisk(step: (typeof STEPS)[number], nth: number, isPersisted: boolean): Disk {
  let taken = 0;
  const attempt = async (name: (typeof STEPS)[number], work: () => Promise<void>): Promise<void> => {
    const fails = name === step && ++taken === nth;
    if (!fails || isPersisted) await work();
    if (fails) throw Object.assign(new Error('the disk failed'), { code: 'EIO' });
  };
  return {
    writeSynced: (path, bytes, mode) => attempt('writeSynced', () => realDisk.writeSynced(path, bytes, mode)),
    rename: (from, to) => attempt('rename', () => realDisk.rename(from, to)),
    syncFolder: (path) => attempt('syncFolder', () => realDisk.syncFolder(path)),
  };
}

describe.each(STEPS.flatMap((step) => [false, true].map((isPersisted) => ({ step, isPersisted }))))('the disk fails in $step, done: $isPersisted', ({ step, isPersisted }) => {
  test.each([1, 2])('at checkpoint %i: nothing is signed until a new start, and then one history', async (nth) => {
    const signed: { readonly face: Face; readonly size: number }[] = [];
    const attack = async (witness: Witness, face: Face, size: number): Promise<void> => {
      const standing = await ask(witness, face, 599, 600);
      const from = typeof standing === 'object' && standing.kind === 'size-differs' ? standing.size : 0;
      const answer = await ask(witness, face, from, size);
      if (typeof answer === 'object' && answer.kind === 'cosigned') signed.push({ face, size });
    };
    const first = await open(faultyDisk(step, nth, isPersisted));
    if (nth === 2) await attack(first, 'honest', PARTING);
    const before = signed.length;
    await attack(first, 'honest', PARTING + 10);
    await attack(first, 'forked', PARTING + 10);
    expect(signed.length).toBe(before);
    expect(halts).toEqual([ORIGIN]);
    const second = await open();
    for (const face of ['forked', 'honest', 'forked'] as const) for (const size of [PARTING + 10, PARTING + 20, PARTING + 30]) await attack(second, face, size);
    expect(rootsPerSize(signed)).toBe(1);
    expect(signed.length).toBeGreaterThan(before);
  });
});

test('control: a memory that forgets lets a second history be signed', async () => {
  const forgetful: Disk = { writeSynced: () => Promise.resolve(), rename: () => Promise.resolve(), syncFolder: () => Promise.resolve() };
  const signed: { readonly face: Face; readonly size: number }[] = [];
  for (const face of ['honest', 'forked'] as const) {
    const answer = await ask(await open(forgetful), face, 0, PARTING + 10);
    if (typeof answer === 'object' && answer.kind === 'cosigned') signed.push({ face, size: PARTING + 10 });
  }
  expect(rootsPerSize(signed)).toBe(2);
});

function rootsPerSize(signed: readonly { readonly face: Face; readonly size: number }[]): number {
  const roots = new Map<number, Set<string>>();
  for (const { face, size } of signed) roots.set(size, (roots.get(size) ?? new Set()).add(Buffer.from(rootAt(face, size)).toString('hex')));
  return Math.max(...[...roots.values()].map((one) => one.size));
}

describe('the logs it follows', () => {
  test('come from files that may appear, change and go; a wrong line is named once', async () => {
    const wrong: string[] = [];
    const file = join(folder, 'logs.txt');
    const places = join(folder, 'record');
    const logs = followLogs({ keys: [], paths: [file, places], onWrongLine: (path, line) => { wrong.push(`${path === file}:${line}`); } });
    const names = async (): Promise<string[]> => {
      await new Promise((resolve) => setTimeout(resolve, 220));
      return (await logs.keys()).map(({ name }) => name);
    };
    expect(await names()).toEqual([]);
    await writeFile(file, `# our logs\n\n${logKey}\nnonsense\n${'university.example+c0c5e178+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU'}\n`);
    expect(await names()).toEqual([ORIGIN]);
    await names();
    expect(wrong).toEqual(['true:4', 'true:5']);
    await rm(file);
    expect(await names()).toEqual([]);
  });
});
