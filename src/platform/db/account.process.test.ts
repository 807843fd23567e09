import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/server.ts';
import { canEnter, choosePlace, type Account } from './account.ts';
import { startEmbedded } from './embedded.ts';
import { lockFolder } from './folder-lock.ts';
import { locateBinaries, makeLinks, reachableBinaries } from './locate.ts';
import { StartRefusal } from './start-refusal.ts';

const isRoot = process.getuid?.() === 0;
let open: string;
let shut: string;

beforeEach(async () => {
  open = await temporaryFolder('minsheng-open-');
  shut = await mkdtemp(join(tmpdir(), 'minsheng-shut-')); // Mode 0700: nobody else enters, as in /root.
});
afterEach(() => Promise.all([open, shut].map((folder) => rm(folder, { recursive: true, force: true }))));

// Whoever runs these as an ordinary user meets the other branch of the same rule: one's own folder, one's own account.
describe('whose server it is, and where it lies', () => {
  it('is in the data folder, under an account without privileges when we are root', async () => {
    const place = await choosePlace(join(open, 'data'));
    expect(place).toMatchObject({ folder: join(open, 'data', 'postgresql'), elsewhere: false, temporary: false });
    if (!isRoot) return expect(place.account).toBeUndefined();
    expect(['postgres', 'nobody']).toContain(place.account?.name);
    expect((await stat(place.folder)).uid).toBe(place.account?.uid);
  });

  it('is in a system folder, with a pointer left behind, where that account cannot enter the data folder', async () => {
    const dataDir = join(shut, 'data');
    const options = { systemFolders: [open] };
    const place = await choosePlace(dataDir, options);
    if (!isRoot) return expect(place).toMatchObject({ folder: join(dataDir, 'postgresql'), elsewhere: false });
    expect(place.elsewhere).toBe(true);
    expect(place.folder.startsWith(join(open, 'minsheng'))).toBe(true);
    expect(await readFile(join(dataDir, 'postgresql.location'), 'utf8')).toBe(`${place.folder}\n`);
    expect(await choosePlace(dataDir, options)).toMatchObject({ folder: place.folder, elsewhere: true });
  });

  it('starts there, and a second start on the same data folder is refused there too', async () => {
    const options = { systemFolders: [open], durable: false };
    const server = await startEmbedded(join(shut, 'data'), options);
    const second = await startEmbedded(join(shut, 'data'), options).catch((error: unknown) => error);
    await server.stop();
    expect(second).toBeInstanceOf(StartRefusal);
    expect((second as StartRefusal).problem.kind).toBe('already-started');
  });

  it('is in the temporary folder, with a warning, only when no system folder takes it', async () => {
    const steps: string[] = [];
    const server = await startEmbedded(join(shut, 'data'), { systemFolders: ['/proc'], durable: false, onStep: ({ kind }) => steps.push(kind) });
    await server.stop();
    expect(steps.includes('temporary')).toBe(isRoot);
    if (isRoot) await rm(join(server.folder, '..'), { recursive: true });
  });

  it('is refused to root where there is neither postgres nor nobody', async () => {
    const placed = choosePlace(join(open, 'data'), { passwd: 'root:x:0:0:root:/root:/bin/sh\n' });
    if (!isRoot) return expect((await placed).account).toBeUndefined();
    await expect(placed).rejects.toMatchObject({ problem: { kind: 'no-account' } });
  });
});

describe('the programs', () => {
  it('get the links that npm does not pack, and the execute bits that some installs lose', async () => {
    const { folder } = await locateBinaries();
    const root = join(open, 'package');
    for (const part of ['lib', 'bin']) await mkdir(join(root, 'native', part), { recursive: true });
    await cp(join(folder, 'pg-symlinks.json'), join(root, 'native', 'pg-symlinks.json'));
    await writeFile(join(root, 'native', 'bin', 'postgres'), '', { mode: 0o644 });
    await makeLinks(root);
    await makeLinks(root); // Harmless when nothing is missing.
    expect(await readlink(join(root, 'native', 'lib', 'libpq.so.5'))).toMatch(/^libpq\.so\.5\.\d+$/);
    expect((await stat(join(root, 'native', 'bin', 'postgres'))).mode & 0o111).toBe(0o111);
  });

  it('run with no link of the package’s own making', async () => {
    const { folder } = await locateBinaries();
    expect(spawnSync(join(folder, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^postgres \(PostgreSQL\) 18/);
  });

  it('are copied to where their account can read them', async () => {
    if (!isRoot) return expect(await reachableBinaries(await locateBinaries(), undefined, () => undefined)).toEqual(await locateBinaries());
    const nobody: Account = { name: 'nobody', uid: 65_534, gid: 65_534 };
    const { folder, version } = await locateBinaries();
    await cp(folder, join(shut, 'native'), { recursive: true, verbatimSymlinks: true });
    await chmod(shut, 0o700);
    let copied = 0;
    const options = { systemFolders: [open] };
    const reached = await reachableBinaries({ folder: join(shut, 'native'), version }, nobody, () => { copied += 1; }, options);
    expect(canEnter(nobody, join(shut, 'native'))).toBe(false);
    expect(spawnSync(join(reached.folder, 'bin', 'postgres'), ['--version'], { uid: nobody.uid, gid: nobody.gid, cwd: '/' }).status).toBe(0);
    expect(await reachableBinaries({ folder: join(shut, 'native'), version }, nobody, () => { copied += 1; }, options)).toEqual(reached);
    expect(copied).toBe(1);
  });
});

describe('the lock on a folder', () => {
  it('is held once, tells who holds it, and can be taken again after its release', () => {
    const first = lockFolder(join(open, 'lock'));
    if ('heldBy' in first) throw new Error('a new lock was held');
    expect(lockFolder(join(open, 'lock'))).toEqual({ heldBy: process.pid });
    first.release();
    const again = lockFolder(join(open, 'lock'));
    if ('heldBy' in again) throw new Error('a released lock was held');
    again.release();
  });
});
