import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import { withOwner } from '../../src/platform/db/command/with-database.ts';
import { temporaryFolder } from '../support/server.ts';

// The verbs of an administrator, on the demo county after its first days, first beside the serving program, then without it.
const FILL_MS_MAX = 150_000;

let dataDir: string;
let program: ChildProcess;
let output = '';

beforeAll(async () => {
  dataDir = await temporaryFolder('minsheng-verbs-');
  program = spawn('node', [join(projectRoot(), 'bin', 'start.mjs')], { cwd: projectRoot(), stdio: ['ignore', 'pipe', 'pipe'], env: environment({ PORT: '0' }) });
  for (const stream of [program.stdout, program.stderr]) stream?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const deadline = performance.now() + FILL_MS_MAX;
  while (!/demo town \d+\/\d+/.test(output)) {
    if (program.exitCode !== null || performance.now() > deadline) throw new Error(`the demo county did not come to life:\n${output}`);
    await wait(200);
  }
});
afterAll(async () => {
  if (program.exitCode === null) program.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

describe('beside the serving program', () => {
  it('fsck finds the record whole while the county goes on', () => {
    const checked = minsheng(['fsck']);
    expect(checked.text).toContain('linjiang: the record is whole and agrees with the live rows.');
    expect(checked.code).toBe(0);
  });

  it('an administrator who lost the password gets another, once', () => {
    const reset = minsheng(['accounts', 'reset', 'linjiang', 'security']);
    expect(reset.text).toMatch(/([a-z2-9]{4}-){3}[a-z2-9]{4}/);
    expect(reset.code).toBe(0);
    expect(minsheng(['accounts', 'reset', 'linjiang', 'nobody']).code).toBe(1);
  });

  it('a folder of a jurisdiction is looked at and put in force', () => {
    expect(minsheng(['units', 'check', 'jurisdictions/_minimal']).code).toBe(0);
    expect(minsheng(['units', 'load', 'jurisdictions/_minimal']).text).toContain('minimal: version 1');
  });

  it('the terminal has lines for people; the log has its own, without a word, address, number or case of anyone', () => {
    expect(output).not.toContain('{"level"');
    const log = readFileSync(join(dataDir, 'logs', 'minsheng.log'), 'utf8');
    expect(log.split('\n').length).toBeGreaterThan(20);
    for (const line of log.trim().split('\n')) expect(() => { JSON.parse(line); }).not.toThrow();
    expect(log).not.toMatch(/127\.0\.0\.1.*route|"ip"|remoteAddress|user-?agent|cookie|\?|路灯|1390000|\/console\/cases\/[0-9a-f]{8}/i);
  });
});

describe('without it', () => {
  beforeAll(async () => {
    program.kill('SIGTERM');
    await once(program, 'exit');
  });

  it('fsck starts the database meanwhile, and finds the record whole', () => {
    expect(minsheng(['fsck', 'linjiang'])).toMatchObject({ code: 0 });
    expect(minsheng(['fsck', 'atlantis'])).toMatchObject({ code: 2 });
  });

  it('fsck says in plain words, in either language, what the owner of the database has changed by hand', async () => {
    await withOwner({ dataDir, databaseUrl: undefined }, async (owner) => {
      const { rowCount } = await owner.query(`update cases.cases set topic = 'urban.order.stalls' where case_id = (select case_id from cases.cases where stage = 'dispatched' limit 1)`);
      expect(rowCount).toBe(1);
    });
    const [english, chinese] = [minsheng(['fsck', 'linjiang']), minsheng(['fsck', 'linjiang'], { LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' })];
    expect([english.code, chinese.code]).toEqual([1, 1]);
    expect(english.text).toContain('the live row is not what its events amount to');
    expect(chinese.text).toContain('现有数据与事件重放的结果不符');
    expect(english.text).not.toMatch(/^\s+at /m);
  });
});

function minsheng(verb: readonly string[], env: Readonly<Record<string, string>> = {}): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync('node', [join(projectRoot(), 'bin', 'minsheng.mjs'), ...verb], { cwd: projectRoot(), encoding: 'utf8', env: environment(env) });
  return { code: status, text: stdout + stderr };
}

function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, DATA_DIR: dataDir, MINSHENG_DEMO: '1', LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8', ...more };
}
