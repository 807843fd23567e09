import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAssets } from './build.ts';
import { readAssets, type Assets } from './manifest.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Bytes on the wire (gzip): a slow phone reads them in a quarter of a second at 1 Mbit/s. */
const STYLESHEET_GZIP_MAX = 25_000;
const SCRIPT_GZIP_MAX = 30_000;

let folder: string;
let assets: Assets;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minsheng-assets-'));
  assets = await buildAssets(folder, ROOT);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the assets', () => {
  it('are small', async () => {
    expect((await stat(join(folder, `${assets.stylesheet}.gz`))).size).toBeLessThan(STYLESHEET_GZIP_MAX);
    expect((await stat(join(folder, `${assets.consoleScript}.gz`))).size).toBeLessThan(SCRIPT_GZIP_MAX);
  });
  it('have the same names and bytes each time, and the manifest names them', async () => {
    expect(await buildAssets(folder, ROOT)).toEqual(assets);
    expect(await readAssets(folder)).toEqual(assets);
  });
  it('ask no foreign host and load no font', async () => {
    const css = (await readFile(join(folder, assets.stylesheet), 'utf8')).replace(/\/\*![\s\S]*?\*\//g, '');
    expect(css).not.toMatch(/@import|@font-face|url\(\s*["']?(?:https?:)?\/\//);
  });
  it('keep the licence note of the library they contain', async () => {
    expect(await readFile(join(folder, assets.stylesheet), 'utf8')).toContain('Licensed under MIT');
  });
  it('say so when they were never built', async () => {
    await expect(readAssets(join(folder, 'nowhere'))).rejects.toThrow();
  });
});

/** Contrast of two colours by WCAG 2.2, 1 to 21. */
function contrast(a: string, b: string): number {
  const light = (hex: string): number => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [high, low] = [light(a), light(b)].sort((one, two) => two - one);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

describe('the colours', async () => {
  const tokens = await readFile(join(ROOT, 'src/ui/theme/1-tokens.css'), 'utf8');
  const [lightPart = '', darkPart = ''] = tokens.split('@media (prefers-color-scheme: dark)');
  const read = (part: string) => new Map([...part.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
  const schemes = [['light', read(lightPart)], ['dark', new Map([...read(lightPart), ...read(darkPart)])]] as const;
  const pairs = [
    ['ink', 'paper'], ['ink', 'paper-raised'], ['ink', 'paper-sunk'], ['ink-soft', 'paper'], ['ink-soft', 'paper-raised'], ['ink-soft', 'paper-sunk'], ['blue', 'paper'], ['blue', 'paper-sunk'], ['blue', 'paper-raised'],
    ['blue', 'blue-wash'], ['ink', 'blue-wash'], ['ink', 'green-wash'], ['ink', 'ochre-wash'], ['green', 'green-wash'], ['ochre', 'ochre-wash'], ['ochre', 'paper'], ['rust', 'rust-wash'], ['rust', 'paper'], ['rust', 'paper-sunk'],
    ['plum', 'plum-wash'], ['on-cinnabar', 'cinnabar'],
  ] as const;
  it.each(schemes.flatMap(([scheme, colours]) => pairs.map(([text, ground]) => ({ scheme, text, ground, ratio: contrast(colours.get(text) ?? '', colours.get(ground) ?? '') }))))(
    '$text on $ground in $scheme is at least 4.5 : 1', ({ ratio }) => { expect(ratio).toBeGreaterThanOrEqual(4.5); },
  );
});
