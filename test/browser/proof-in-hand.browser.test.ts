import { spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { parseOwnWords, parsePolicy, type Policy } from '../../src/record/log/index.ts';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import { checkOwnWords, checkReceipt } from '../../src/verify/index.ts';
import { openPublishing, type Publishing } from '../support/published.ts';
import { temporaryFolder } from '../support/server.ts';
import { openStage, press, slipOn, wordsOn, type Slip, type Stage } from './people.ts';

// Promises 1 and 13 in one hand: whoever spoke leaves with a file that proves it, and checks it where nobody of ours is.
let stage: Stage;
let publishing: Publishing;
let folder: string;
let resident: Page;
let slip: Slip;
beforeAll(async () => {
  [stage, folder] = await Promise.all([openStage(), temporaryFolder('minsheng-proof-')]);
  publishing = await openPublishing(stage.app);
  publishing.start();
  resident = await stage.someone({ keepsFiles: true });
});
afterAll(async () => {
  await publishing.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

const WORDS = '学校门口的斑马线磨没了，孩子过马路车不让。';

it('a resident reports, and takes the proof away with one press, without script', async () => {
  await resident.goto('/report?sealed=no');
  await resident.getByLabel('用您自己的话写').fill(WORDS);
  await press(resident, '核对一下');
  await press(resident, '发送');
  slip = await slipOn(resident);
  expect(await wordsOn(resident)).toContain('它证明您这句话封进了公开记录');
  const { name, bytes } = await keep('下载凭证');
  expect(name).toBe(`minsheng-${slip.number.replaceAll(/\D/g, '')}.tlog-proof`);
  await writeFile(join(folder, name), bytes);
  const checked = checkReceipt(bytes, await policy());
  if (checked.refused) throw new Error(checked.reason.kind);
  expect(Buffer.from(checked.value.entry).toString()).not.toContain('斑马线');
});

it('the command that the page names checks it without a network', async () => {
  const [, file = ''] = /--receipt (\S+)/.exec(await resident.locator('[data-proof] code').textContent() ?? '') ?? [];
  const verified = spawnSync(process.execPath, [join(projectRoot(), 'bin', 'minsheng.mjs'), 'verify', '--receipt', file, '--policy', 'policy.txt'], { cwd: folder, encoding: 'utf8' });
  expect(verified.stdout + verified.stderr).toMatch(/holds|成立/);
  expect(verified.status).toBe(0);
  await writeFile(join(folder, file), (await readFile(join(folder, file), 'utf8')).replace(/^extra ./m, 'extra A'));
  expect(spawnSync(process.execPath, [join(projectRoot(), 'bin', 'minsheng.mjs'), 'verify', '--receipt', file, '--policy', 'policy.txt'], { cwd: folder }).status).not.toBe(0);
});

it('on their own page they take what shows that the sealed words are theirs', async () => {
  await press(resident, '打开我的事');
  const { name, bytes } = await keep('下载我自己的话和拆封凭据');
  expect(name).toMatch(/^minsheng-\d{12}-words\.json$/);
  const acts = parseOwnWords(bytes)?.acts ?? [];
  expect(acts.map(({ words }) => words['words']?.text)).toEqual([WORDS]);
  const trusted = await policy();
  expect(acts.map((act) => checkOwnWords(act, trusted).refused)).toEqual([false]);
});

it('says the same in English', async () => {
  await resident.goto('/my?lang=en');
  expect(await wordsOn(resident)).toContain('It proves that your words were sealed into the public record');
});

async function keep(link: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const [download] = await Promise.all([resident.waitForEvent('download'), resident.getByRole('link', { name: link }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Saved as the page advises, and read from what was saved. */
async function policy(): Promise<Policy> {
  const text = await (await fetch(`${stage.app.url}/record/policy`)).text();
  await writeFile(join(folder, 'policy.txt'), text);
  const read = parsePolicy(Buffer.from(text));
  if (read.refused) throw new Error(`line ${read.reason.line}: ${read.reason.problem}`);
  return read.value;
}
