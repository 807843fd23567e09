import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { projectRoot } from '../../src/platform/config/project-root.ts';
import type { DatabaseAddress } from '../../src/platform/db/database.ts';
import { startEmbedded, type EmbeddedServer } from '../../src/platform/db/embedded.ts';
import { migrate, readMigrations } from '../../src/platform/db/migrate.ts';
import { ensureRoles } from '../../src/platform/db/roles.ts';

/** Migrated once a run; each test file gets a copy of it. */
export const TEMPLATE_DATABASE = 'template_minsheng';
/** Test files run side by side, each with pools of its own. */
const CONNECTIONS_MAX = 300;

export type TestServer = { readonly address: DatabaseAddress; stop(): Promise<void> };

/** The server of one test run: in a folder of its own, without fsync, removed at the end. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = await temporaryFolder('minsheng-test-');
  let server: EmbeddedServer | undefined;
  try {
    server = await startEmbedded(dataDir, { durable: false, connectionsMax: CONNECTIONS_MAX });
    const running = server;
    await makeTemplate(running.address);
    return {
      address: { ...running.address, database: TEMPLATE_DATABASE },
      async stop() {
        await running.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await server?.stop();
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** A folder that PostgreSQL's user may enter too, under the system's temporary folder. The caller removes it. */
export async function temporaryFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await chmod(folder, 0o755);
  return folder;
}

/** A client of the owner, connected to one database of the server. The caller ends it. */
export async function connectOwner(address: DatabaseAddress, database: string): Promise<Client> {
  const { host, port, credentials: { owner } } = address;
  const client = new Client({ host, port, database, user: owner.user, password: owner.password, application_name: 'minsheng test' });
  await client.connect();
  return client;
}

async function makeTemplate(address: DatabaseAddress): Promise<void> {
  const admin = await connectOwner(address, 'postgres');
  await admin.query(`create database ${TEMPLATE_DATABASE} encoding 'UTF8'`);
  await admin.end();
  const owner = await connectOwner(address, TEMPLATE_DATABASE);
  try {
    await ensureRoles(owner, address);
    await migrate(owner, await readMigrations(join(projectRoot(), 'migrations')));
  } finally {
    await owner.end();
  }
}
