import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import bundled from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** Weights that the pages use; the other font files stay unread. */
const WEIGHTS = ['400Regular', '600SemiBold', '700Bold'];

/**
 * A Chromium without a network beyond this machine and with one known Chinese face, so that pictures are the same
 * everywhere. `CHROMIUM_PATH` names another binary. Works as root; close it to remove its font set-up.
 */
export async function openBrowser(): Promise<Browser> {
  const fonts = await fontconfig();
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && !existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is not there: correct it, or unset it to use the bundled browser`);
  const browser = await chromium.launch({
    executablePath: named ?? (await bundled.executablePath()),
    args: [
      '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--hide-scrollbars', '--force-color-profile=srgb', '--font-render-hinting=none',
      // Pages must need no foreign host: every other name fails to resolve, and says so in the test.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
    env: { ...process.env, FONTCONFIG_FILE: fonts.file },
  });
  browser.once('disconnected', () => void rm(fonts.folder, { recursive: true, force: true }));
  return browser;
}

async function fontconfig(): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'minsheng-fonts-'));
  const file = join(folder, 'fonts.conf');
  const home = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const dirs = WEIGHTS.map((weight) => `<dir>${join(home, weight)}</dir>`).join('');
  await writeFile(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}<cachedir>${join(folder, 'cache')}</cachedir></fontconfig>\n`);
  return { folder, file };
}
