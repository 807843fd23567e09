import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/server.ts';
import type { DatabaseUrl } from '../config/index.ts';
import { openDatabase } from './database.ts';
import { startEmbedded, type EmbeddedServer } from './embedded.ts';
import { APP_ROLES } from './roles.ts';
import { ownerClient, startDatabase } from './start-database.ts';
import { StartRefusal } from './start-refusal.ts';

// A server that somebody else runs: ours here, with nothing prepared in it.
let folder: string;
let server: EmbeddedServer;
let given: DatabaseUrl;

beforeAll(async () => {
  folder = await temporaryFolder('minsheng-given-');
  server = await startEmbedded(folder, { durable: false });
  const { host, port, database, credentials } = server.address;
  given = { host, port, database, ssl: false, ...credentials.owner };
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const instance = () => join(folder, 'instance');

async function refusalOf(databaseUrl: DatabaseUrl): Promise<unknown> {
  return startDatabase({ dataDir: instance(), databaseUrl }).then(() => 'started', (error: unknown) => { if (error instanceof StartRefusal) return error.problem.kind; throw error; });
}

describe('DATABASE_URL', () => {
  it('prepares roles and schema, lets every role in, and leaves the server running', async () => {
    const running = await startDatabase({ dataDir: instance(), databaseUrl: given });
    expect(running.embedded).toBeUndefined();
    expect(running.migrations.applied.length).toBeGreaterThan(0);
    const database = openDatabase(running.address);
    for (const role of APP_ROLES) await (await database.connect(role)).end();
    await database.close();
    await running.stop();
    const again = await startDatabase({ dataDir: instance(), databaseUrl: given });
    expect(again.migrations).toEqual({ applied: [], already: running.migrations.applied.length });
  });

  it('warns of settings that would write residents’ words into that server’s log, and only of those', async () => {
    const warned: string[] = [];
    const onStep = (step: { kind: string; name?: string }): void => { if (step.kind === 'loose-log-setting') warned.push(step.name ?? ''); };
    await startDatabase({ dataDir: instance(), databaseUrl: given }, { onStep });
    expect(warned).toEqual([]);
    const owner = ownerClient(server.address);
    await owner.connect();
    await owner.query(`alter database ${given.database} set log_min_error_statement = 'error'`);
    await startDatabase({ dataDir: instance(), databaseUrl: given }, { onStep });
    await owner.query(`alter database ${given.database} reset log_min_error_statement`);
    expect(warned).toEqual(['log_min_error_statement']);
    await owner.query(`alter database ${given.database} set log_statement = 'all'`);
    expect(await refusalOf(given)).toBe('started'); // Without values it holds no word of anybody.
    await owner.query(`alter database ${given.database} set log_parameter_max_length = -1`);
    expect(await refusalOf(given)).toBe('log-keeps-words');
    await owner.query(`alter database ${given.database} reset all`);
    expect(await refusalOf(given)).toBe('started');
    await owner.end();
  });

  it('is never spoken to in clear where encryption was asked for, and said so where it was not', async () => {
    expect(await refusalOf({ ...given, ssl: true })).toBe('no-tls');
    const steps: string[] = [];
    const onStep = ({ kind }: { kind: string }): void => { steps.push(kind); };
    await startDatabase({ dataDir: instance(), databaseUrl: given }, { onStep });
    expect(steps).not.toContain('database-in-clear');
    // An address of documentation, which nobody answers: it is said before anything is sent there.
    await startDatabase({ dataDir: instance(), databaseUrl: { ...given, host: 'no-such-host.invalid' } }, { onStep }).catch(() => undefined);
    expect(steps).toContain('database-in-clear');
  });

  it('is refused plainly when nobody answers, the password is wrong, or the encoding is not UTF-8', async () => {
    expect(await refusalOf({ ...given, host: '127.0.0.1', port: 1 })).toBe('unreachable');
    expect(await refusalOf({ ...given, password: 'wrong' })).toBe('unreachable');
    const owner = ownerClient(server.address);
    await owner.connect();
    await owner.query(`create database latin encoding 'LATIN1' template template0 locale_provider libc locale 'C'`);
    await owner.end();
    expect(await refusalOf({ ...given, database: 'latin' })).toBe('wrong-encoding');
  });

  it('is refused to a user who may not make roles', async () => {
    const owner = ownerClient(server.address);
    await owner.connect();
    await owner.query(`create role weak login password 'weak'; grant connect, create on database ${given.database} to weak`);
    await owner.end();
    expect(await refusalOf({ ...given, user: 'weak', password: 'weak' })).toBe('role-not-manageable');
  });
});
