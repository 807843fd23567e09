import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from './command.ts';
import { openKeys } from './index.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'minsheng-keys-command-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

type Done = { readonly code: number; readonly said: readonly string[] };

async function command(parameters: readonly string[], typed: readonly string[] = []): Promise<Done> {
  const said: string[] = [];
  const left = [...typed];
  const code = await run(parameters, {
    locale: 'en', folder, options: {}, print: (line) => { said.push(line); }, ask: () => Promise.resolve(left.shift()), rewrap: () => Promise.resolve(),
  });
  return { code, said };
}

/** The pages as they come out of the printer: rows of one share each. */
function pagesOf(said: readonly string[]): readonly (readonly string[])[] {
  return said.join('\n').split('\f').slice(0, -1).map((page) => page.split('\n').filter((line) => line.startsWith('    ')));
}

describe('the verb keys', () => {
  it('splits the root on paper, one page each, and restores it from any three; two restore nothing', async () => {
    const before = Buffer.from((await openKeys(folder)).derive('x')).toString('hex');
    const { code, said } = await command(['split', '--shares', '5', '--threshold', '3']);
    expect(code).toBe(0);
    const pages = pagesOf(said);
    expect(pages).toHaveLength(5);
    expect(said.join('\n')).not.toContain((await readFile(join(folder, 'root.key'), 'utf8')).slice(0, 64));
    await rename(join(folder, 'root.key'), join(folder, 'lost'));
    const [a = [], b = [], , d = []] = pages;
    const two = await command(['restore'], [...a, ...b]);
    expect(two).toMatchObject({ code: 1 });
    expect(two.said.at(-1)).toContain('Nothing was written');
    await expect(openKeys(folder)).rejects.toThrow('restore');
    // A row mistyped, a share twice, an empty line: each said, none fatal.
    const three = await command(['restore'], ['0000 0000 0000 0000  ZZ', ...a, '', ...a, ...b, ...d]);
    expect(three.said).toEqual(expect.arrayContaining(['Row 1 is wrong. Check it and type this row again.', 'This share was typed before. Take another one.']));
    expect(three.code).toBe(0);
    expect(Buffer.from((await openKeys(folder)).derive('x')).toString('hex')).toBe(before);
    expect((await command(['restore'], [...a, ...b, ...d])).said.at(-1)).toContain('nothing to restore');
  });

  it('never replaces another root, and voids old shares by rotating', async () => {
    await openKeys(folder);
    const [a = [], b = []] = pagesOf((await command(['split', '--shares', '2', '--threshold', '2'])).said);
    expect((await command(['rotate'])).code).toBe(0);
    expect(await command(['restore'], [...a, ...b])).toMatchObject({ code: 1 });
    await rm(join(folder, 'root.key'));
    expect((await command(['restore'], [...a, ...b])).code).toBe(0);
    // The old root is no key to the new ring.
    await expect(openKeys(folder)).rejects.toThrow('not the root');
  });

  it('says what it takes', async () => {
    expect((await command([])).code).toBe(2);
    for (const wrong of [['--shares', '1'], ['--threshold', '9'], ['--shares', 'x'], ['--pages', '2']]) expect(await command(['split', ...wrong])).toMatchObject({ code: 2 });
    expect(await command(['split'])).toEqual({ code: 1, said: ['There is no root file keys/root.key.'] });
  });
});
