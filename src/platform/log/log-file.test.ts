import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'minsheng-log-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

describe('the log file', () => {
  it('takes every line in order, and has them all when it is closed', () => {
    const log = openLogFile(join(folder, 'logs'));
    for (let n = 0; n < 1_000; n += 1) log.write(`${n}\n`);
    log.close();
    expect(readFileSync(log.path, 'utf8')).toBe(Array.from({ length: 1_000 }, (_, n) => `${n}\n`).join(''));
    expect(statSync(log.path).mode & 0o077).toBe(0);
  });

  it('closes its own folder to others and not the one above, where PostgreSQL lives under an account of its own', () => {
    openLogFile(join(folder, 'data', 'logs')).close();
    expect(statSync(join(folder, 'data', 'logs')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0o077 & ~process.umask());
  });

  it('has an error on the disk at once, for what comes next may be the end', () => {
    const log = openLogFile(folder);
    log.write('{"level":30}\n');
    log.write('{"level":50}\n');
    expect(readFileSync(log.path, 'utf8')).toBe('{"level":30}\n{"level":50}\n');
  });

  it('never grows beyond its bound, and keeps the newest', () => {
    const log = openLogFile(folder, { bytesMax: 100, filesMax: 3 });
    for (let n = 0; n < 50; n += 1) {
      log.write(`${String(n).padStart(19, '0')}\n`);
      log.close();
    }
    const files = readdirSync(folder).sort();
    expect(files).toEqual(['minsheng.log', 'minsheng.log.1', 'minsheng.log.2']);
    for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(100);
    expect(readFileSync(log.path, 'utf8').trimEnd().endsWith('49')).toBe(true);
  });

  it('costs lines and nothing else where it cannot write', () => {
    writeFileSync(join(folder, 'taken'), '');
    const log = openLogFile(join(folder, 'taken'));
    expect(() => { log.write('{"level":50}\n'); log.close(); }).not.toThrow();
  });
});
