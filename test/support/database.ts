import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { inject } from 'vitest';
import { openDatabase, type Database, type DatabaseAddress } from '../../src/platform/db/database.ts';
import { connectOwner, TEMPLATE_DATABASE } from './server.ts';

export type TestDatabase = {
  readonly database: Database;
  /** A connected client of the owner, past every row policy: to look and to arrange. */
  readonly owner: Client;
  readonly address: DatabaseAddress;
  /** Drops the database. Throws, and so fails the test, when a connection to it was left open. */
  close(): Promise<void>;
};

/** Connections end a moment after their clients say so. */
const LEAK_MS_MAX = 2_000;

/**
 * A fresh database with every migration applied: a copy of the template. One per test file (`beforeAll`), closed in
 * `afterAll`; on the server of the run, or on one that a test started for itself. Copied file by file: 19 ms here without fsync, where writing it to the log took 26.
 */
export async function openTestDatabase(server = JSON.parse(inject('databaseAddress')) as DatabaseAddress): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, (admin) => admin.query(`create database ${name} template ${TEMPLATE_DATABASE} strategy file_copy`));
  const address = { ...server, database: name };
  const owner = await connectOwner(server, name);
  const database = openDatabase(address);
  return {
    database, owner, address,
    async close() {
      await Promise.all([database.close(), owner.end()]);
      await asAdmin(server, async (admin) => {
        const leaked = await leakedConnections(admin, name);
        await admin.query(`drop database ${name} with (force)`);
        if (leaked.length > 0) throw new Error(`connections left open: ${leaked.join('; ')}`);
      });
    },
  };
}

async function leakedConnections(admin: Client, name: string): Promise<string[]> {
  const deadline = performance.now() + LEAK_MS_MAX;
  for (;;) {
    const { rows } = await admin.query<{ what: string }>(
      `select application_name || ': ' || left(query, 80) as what from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [name],
    );
    if (rows.length === 0 || performance.now() > deadline) return rows.map(({ what }) => what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function asAdmin<T>(server: DatabaseAddress, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = await connectOwner(server, 'postgres');
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
