import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { connectOwner } from '../../../test/support/server.ts';
import { appliedMigrations, migrate, type MigrationFile } from './migrate.ts';
import { StartRefusal, type StartProblem } from './start-refusal.ts';

let test: TestDatabase;
beforeAll(async () => { test = await openTestDatabase(); });
afterAll(() => test.close());

const file = (name: string, text: string): MigrationFile => ({ name, text, sha256: createHash('sha256').update(text).digest('hex') });

async function applied(): Promise<MigrationFile[]> {
  return (await appliedMigrations(test.owner)).map((row) => ({ ...row, text: '' }));
}

async function refusalOf(work: Promise<unknown>): Promise<StartProblem | undefined> {
  return work.then(() => undefined, (error: unknown) => { if (error instanceof StartRefusal) return error.problem; throw error; });
}

describe('migrations', () => {
  it('are recorded with their digest, and a second run applies nothing', async () => {
    const before = await applied();
    expect(before.length).toBeGreaterThan(0);
    expect(await migrate(test.owner, before)).toEqual({ applied: [], already: before.length });
  });

  it('refuse a file that was changed after it had been applied', async () => {
    const [first, ...rest] = await applied();
    const changed = file(first?.name ?? '', 'select 1');
    expect(await refusalOf(migrate(test.owner, [changed, ...rest]))).toEqual({ kind: 'migration-changed', file: changed.name });
  });

  it('refuse a database that is newer than the program', async () => {
    const known = await applied();
    expect(await refusalOf(migrate(test.owner, known.slice(0, -1)))).toEqual({ kind: 'migration-missing', file: known.at(-1)?.name });
  });

  it('refuse a file that sorts before one already applied', async () => {
    const known = await applied();
    const early = file('1999-01-01-early.sql', 'select 1');
    expect(await refusalOf(migrate(test.owner, [early, ...known]))).toMatchObject({ kind: 'migration-out-of-order', file: early.name });
  });

  it('keep nothing of a file that fails half-way', async () => {
    const broken = file('2999-01-01-broken.sql', 'create table platform.half (a int); select nonsense');
    expect(await refusalOf(migrate(test.owner, [...(await applied()), broken]))).toMatchObject({ kind: 'migration-failed', file: broken.name, code: '42703' });
    const { rows } = await test.owner.query(`select to_regclass('platform.half') as half`);
    expect(rows[0]).toEqual({ half: null });
  });

  it('give up after two seconds when a table they need is locked', async () => {
    const other = await connectOwner(test.address, test.address.database);
    await other.query('begin; lock table platform.instance in access exclusive mode');
    const waiting = file('2999-01-01-waits.sql', 'alter table platform.instance add column never int');
    expect(await refusalOf(migrate(test.owner, [...(await applied()), waiting]))).toMatchObject({ kind: 'migration-failed', code: '55P03' });
    await other.query('rollback');
    await other.end();
  });

  it('apply once when two starters race', async () => {
    const files = [...(await applied()), file('2999-01-02-once.sql', 'create table platform.once (a int)')];
    const second = await connectOwner(test.address, test.address.database);
    const reports = await Promise.all([migrate(test.owner, files), migrate(second, files)]);
    await second.end();
    expect(reports.map((report) => report.applied.length).sort()).toEqual([0, 1]);
  });
});
