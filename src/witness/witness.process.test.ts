import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADD_CHECKPOINT_BYTES_MAX, openNote, parsePolicy, parseVerifierKey, parseWitnessAnswer, type WitnessAnswer } from '../record/log/index.ts';
import { projectRoot } from '../platform/config/project-root.ts';
import { isAlive } from '../../test/support/processes.ts';
import { temporaryFolder } from '../../test/support/server.ts';
import type { WitnessReady } from './command.ts';
import { logKey, PARTING, requestFor, textAt, type Face } from './log.fixture.ts';

const KILLS = 12;

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => { folder = await temporaryFolder('minsheng-witness-'); });
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

type Started = { readonly child: ChildProcess; readonly ready: Promise<WitnessReady>; readonly said: () => string };

function start(parameters: readonly string[] = []): Started {
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning', join(projectRoot(), 'src', 'witness', 'main.ts'), '--data', folder, '--port', '0', ...parameters,
  ], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: '' } });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const ready = Promise.race([once(child, 'message').then(([message]) => message as WitnessReady), once(child, 'exit').then(() => { throw new Error(`it ended: ${said}`); })]);
  ready.catch(() => undefined);
  return { child, ready, said: () => said };
}

/** Undefined when the witness is not there, or went away before it answered. */
async function ask(port: number, face: Face, oldSize: number, size: number): Promise<WitnessAnswer | undefined> {
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/add-checkpoint`, { method: 'POST', body: Buffer.from(requestFor(face, oldSize, size)) });
    return parseWitnessAnswer(reply.status, new Uint8Array(await reply.arrayBuffer()));
  } catch {
    return undefined;
  }
}

describe('minsheng witness', () => {
  test('makes its key at the first start, prints what others need, and is the same one afterwards', async () => {
    const first = start(['--name', 'university.example', '--log', logKey, '--url', 'https://university.example/witness/']);
    const { vkey, policyLine } = await first.ready;
    const key = parseVerifierKey(vkey)!;
    expect(key).toMatchObject({ name: 'university.example', type: 'cosignature' });
    expect(parsePolicy(Buffer.from(`${policyLine}\nquorum university.example\n`)).refused).toBe(false);
    expect(policyLine).toMatch(/ https:\/\/university\.example\/witness$/);
    expect(first.said()).toContain(policyLine);
    expect((await stat(join(folder, 'key'))).mode & 0o077).toBe(0);
    expect(await readFile(join(folder, 'vkey'), 'utf8')).toBe(`${vkey}\n`);
    first.child.kill('SIGTERM');
    expect(await once(first.child, 'exit')).toEqual([0, null]);
    expect((await start(['--log', logKey]).ready).vkey).toBe(vkey);
  });

  test('writes itself as one file, which runs where nothing of ours is installed', async () => {
    const minsheng = (parameters: readonly string[]): number | null => spawnSync(process.execPath, [join(projectRoot(), 'bin', 'minsheng.mjs'), 'witness', ...parameters]).status;
    const program = join(folder, 'witness.mjs');
    expect(minsheng(['--program', program])).toBe(0);
    const child = spawn(process.execPath, [program, '--data', join(folder, 'data'), '--port', '0', '--name', 'a.example'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    children.push(child);
    const [ready] = (await once(child, 'message')) as [WitnessReady];
    expect((await fetch(`http://127.0.0.1:${ready.port}/`)).status).toBe(200);
    expect(minsheng(['--nonsense'])).toBe(2);
    expect(minsheng(['--data', join(folder, 'other'), '--log', 'nonsense', '--name', 'b.example'])).toBe(1);
  });

  test('shows anyone what it is, in both languages, and what it cosigned last', async () => {
    const { port } = await start(['--name', 'university.example', '--log', logKey]).ready;
    const page = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(await page()).toMatch(/见证人[\s\S]*还没有见证过[\s\S]*nothing cosigned yet/);
    const answer = await ask(port, 'honest', 0, 7);
    expect(answer).toMatchObject({ kind: 'cosigned' });
    if (answer?.kind !== 'cosigned') throw new Error('not cosigned');
    const [key] = /university\.example\+[^<]+/.exec(await page()) ?? [''];
    expect(openNote({ text: textAt('honest', 7), signatures: answer.signatures }, [parseVerifierKey(key)!]).refused).toBe(false);
    expect(await page()).toMatch(/7 条[\s\S]*last cosigned at 7 entries/);
  });

  test('a folder has one witness at a time, and a key one name and one memory', async () => {
    const first = start(['--name', 'university.example']);
    await first.ready;
    const second = start();
    expect(await once(second.child, 'exit')).toEqual([1, null]);
    expect(second.said()).toContain('Another process');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const renamed = start(['--name', 'newspaper.example']);
    expect(await once(renamed.child, 'exit')).toEqual([1, null]);
    expect(renamed.said()).toContain('A name cannot be changed');
    await rm(join(folder, 'logs'), { recursive: true });
    const forgetful = start();
    expect(await once(forgetful.child, 'exit')).toEqual([1, null]);
    expect(forgetful.said()).toContain('nobody knows what was cosigned before');
  });

  test('what is no request of a log is answered shortly, whatever it is', async () => {
    const { port } = await start(['--name', 'university.example', '--log', logKey]).ready;
    const status = async (path: string, init: RequestInit): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`, init)).status;
    expect(await status('/add-checkpoint', { method: 'GET' })).toBe(405);
    expect(await status('/', { method: 'POST' })).toBe(405);
    expect(await status('/x', { method: 'GET' })).toBe(404);
    expect(await status('/add-checkpoint', { method: 'POST' })).toBe(400);
    expect(await status('/add-checkpoint', { method: 'POST', body: new Uint8Array(ADD_CHECKPOINT_BYTES_MAX) })).toBe(400);
    expect(await rawly(port, `POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: ${ADD_CHECKPOINT_BYTES_MAX + 1}\r\n\r\n`)).toContain('413');
    expect(await rawly(port, 'nonsense\r\n\r\n')).toContain('400');
    // A body that never comes is cut off by its deadline, and meanwhile the next one is served.
    const silent = rawly(port, 'POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nold');
    expect(await ask(port, 'honest', 0, 7)).toMatchObject({ kind: 'cosigned' });
    expect(await silent).toContain('408');
  }, 60_000);

  test('dies with the process that started it, even when that one was killed', async () => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', `
      import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, ${JSON.stringify([join(projectRoot(), 'src', 'witness', 'main.ts'), '--data', folder, '--port', '0', '--name', 'a.example'])}, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      child.once('message', () => { console.log(child.pid); });
      setInterval(() => undefined, 1000);
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(parent);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    for (let tried = 0; isAlive(pid) && tried < 100; tried += 1) await wait(50);
    expect(isAlive(pid)).toBe(false);
  });

  test(`killed ${KILLS} times while a log shows it two faces, it never cosigned two roots of one size`, async () => {
    const signed = new Map<number, Set<Face>>();
    let size = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const running = start(['--name', 'university.example', '--log', logKey]);
      const { port } = await running.ready;
      const standing = await ask(port, 'honest', 599, 600);
      let from = standing?.kind === 'size-differs' ? standing.size : undefined;
      // Seeded by the round: so many whole answers, then the end at some moment within the next ones.
      for (let answered = 0; from !== undefined && size < 590; answered += 1) {
        if (answered === 1 + ((round * 7) % 9)) setTimeout(() => { running.child.kill('SIGKILL'); }, (round * 5) % 7);
        const at: number = from;
        size = from + 3;
        const answers = await Promise.all((['honest', 'forked'] as const).map(async (face) => ({ face, answer: await ask(port, face, at, size) })));
        for (const { face, answer } of answers) if (answer?.kind === 'cosigned' && size > PARTING) signed.set(size, (signed.get(size) ?? new Set()).add(face));
        from = answers.some(({ answer }) => answer?.kind === 'cosigned') ? size : undefined;
      }
      running.child.kill('SIGKILL');
      if (running.child.exitCode === null && running.child.signalCode === null) await once(running.child, 'exit');
    }
    expect(signed.size).toBeGreaterThan(KILLS);
    expect([...signed].filter(([, faces]) => faces.size > 1)).toEqual([]);
    // One history only: the first one that was cosigned beyond the parting decides.
    expect(new Set([...signed.values()].flatMap((faces) => [...faces])).size).toBe(1);
  });
});

/** Everything that comes back until the other side closes. */
async function rawly(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => { answer += chunk.toString(); }).on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return answer;
}
