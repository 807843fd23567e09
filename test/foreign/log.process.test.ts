import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import { writeVerifierKey } from '../../src/record/log/index.ts';
import { proveConsistency, proveInclusion } from '../../src/record/merkle/proof.ts';
import { rangeHash, readerOf } from '../../src/record/merkle/tree.ts';
import { entriesOf, logSigner, syntheticLog, witnessSigners } from '../../src/verify/synthetic-log.fixture.ts';

/** Where Debian puts the sources of `golang-golang-x-mod-dev`: no module proxy is asked. */
const GOPATH = '/usr/share/gocode';
const isThere = existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog')) && spawnSync('go', ['version']).status === 0;
const SOURCES = join(projectRoot(), 'test', 'foreign', 'log');

describe('Go’s sumdb packages', () => {
  if (isThere) {
    readsOurs();
  } else {
    test('are not installed here', () => {
      console.error('no go with golang-golang-x-mod-dev: our logs were not read by a foreign verifier, only its vectors were tried');
      expect(isThere, 'this line stands for the foreign verifier only while it is absent').toBe(false);
    });
  }
});

function readsOurs(): void {
  const { files, leaves, size } = syntheticLog(entriesOf(66_000));
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minsheng-foreign-'));
    program = join(folder, 'log');
    const sources = (await readdir(SOURCES)).filter((name) => name.endsWith('.go')).map((name) => join(SOURCES, name));
    const built = spawnSync('go', ['build', '-o', program, ...sources], { encoding: 'utf8', env: { ...process.env, GO111MODULE: 'off', GOPATH, GOCACHE: join(folder, 'cache') } });
    expect(built.stderr).toBe('');
    const read = readerOf(leaves);
    const inclusion = [0, 255, 256, 65_535, 65_536, 65_999].map((index) => ({ Index: index, Path: proveInclusion(index, size, read).map(base64) }));
    const consistency = [1, 255, 256, 300, 65_536, 65_999, 66_000].map((before) =>
      ({ Size: before, Root: base64(rangeHash({ start: 0, end: before }, read)), Path: proveConsistency(before, size, read).map(base64) }));
    await put('proofs.json', JSON.stringify({ inclusion, consistency }));
    await put('keys', [logSigner, ...witnessSigners].map(({ key }) => `${writeVerifierKey(key)}\n`).join(''));
    for (const [path, bytes] of files) await put(path, bytes);
  }, 180_000);

  afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

  async function put(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }

  const judge = (): { status: number | null; stdout: string; stderr: string } => spawnSync(program, ['read', folder], { encoding: 'utf8' });

  test('read a log of ours whole: signatures, tiles, entries, proofs', () => {
    const { status, stdout, stderr } = judge();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ size, signatures: 1 + witnessSigners.length, proofs: 13 });
  });

  test('refuse it when one octet is changed: the control', async () => {
    for (const path of ['checkpoint', 'tile/0/007', 'tile/1/000', 'tile/1/001.p/1', 'tile/2/000.p/1', 'tile/entries/100']) {
      const bytes = files.get(path)!;
      await put(path, Uint8Array.from(bytes).with(20, (bytes[20]! + 1) % 256));
      expect(judge().status, path).not.toBe(0);
      await put(path, bytes);
    }
    expect(judge().status).toBe(0);
  });

  test('compute the vectors that lie in vectors/', async () => {
    const out = join(folder, 'vectors');
    await mkdir(out);
    expect(spawnSync(program, ['vectors', out], { encoding: 'utf8' }).status).toBe(0);
    const names = (await readdir(out)).sort();
    expect(names).toEqual((await readdir(join(projectRoot(), 'vectors'))).filter((name) => name.startsWith('log-')).sort());
    for (const name of names) expect(await readFile(join(out, name), 'utf8')).toBe(await readFile(join(projectRoot(), 'vectors', name), 'utf8'));
  });
}

function base64(hash: Uint8Array): string {
  return Buffer.from(hash).toString('base64');
}
