import { join } from 'node:path';
import { Client } from 'pg';
import { instanceSecret, projectRoot, type Config } from '../config/index.ts';
import type { DatabaseAddress } from './database.ts';
import { startEmbedded, type EmbeddedServer } from './embedded.ts';
import { checkGivenServer } from './given-server.ts';
import { appliedMigrations, migrate, readMigrations, type MigrationReport } from './migrate.ts';
import { migrationsFor, partOf, requireOwnDatabase, rolesOf, type Part } from './part.ts';
import { addressOf, ensureRoles, onlyOwn } from './roles.ts';
import type { StartStep } from './start-step.ts';

export type RunningDatabase = {
  readonly address: DatabaseAddress;
  /** Undefined when DATABASE_URL names a server of somebody else's. */
  readonly embedded: EmbeddedServer | undefined;
  readonly migrations: MigrationReport;
  /** Ends the embedded server; a given one is left alone. Close the pools first. */
  stop(): Promise<void>;
};

/** `vault` says that who people are is kept by a process apart, wherever that is. */
export type DatabaseConfig = Pick<Config, 'dataDir' | 'databaseUrl'> & Partial<Pick<Config, 'vault'>>;

export type StartOptions = { readonly onStep?: (step: StartStep) => void; readonly migrate?: boolean };

/**
 * Everything between a folder (or a URL) and a migrated database: the server, the roles, the migrations. Throws
 * StartRefusal; `describeProblem` has the sentence for the reader.
 */
export async function startDatabase(config: DatabaseConfig, options: StartOptions = {}): Promise<RunningDatabase> {
  const onStep = options.onStep ?? (() => undefined);
  const embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataDir, { onStep });
  const stop = async (): Promise<void> => { await embedded?.stop(); };
  try {
    const part = await partOf(config);
    const address = onlyOwn(embedded?.address ?? (await givenAddress(config, onStep)), rolesOf(part));
    const migrations = await prepareDatabase(address, options.migrate ?? true, part);
    return { address, embedded, migrations, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Roles and migrations of one database. */
export async function prepareDatabase(address: DatabaseAddress, withMigrations = true, part: Part = 'whole'): Promise<MigrationReport> {
  const owner = ownerClient(address);
  await owner.connect();
  try {
    requireOwnDatabase(part, await appliedMigrations(owner).catch(noneSeen));
    await ensureRoles(owner, address, rolesOf(part));
    return withMigrations ? await migrate(owner, migrationsFor(part, await readMigrations(join(projectRoot(), 'migrations')))) : { applied: [], already: 0 };
  } finally {
    await owner.end();
  }
}

/** Whoever may not look at the schema may make no roles either, and is told so in the next step. */
function noneSeen(error: { readonly code?: string }): [] {
  if (error.code === '42501') return [];
  throw error as Error;
}

/** A client for the administrator of this database. The caller connects and ends it. */
export function ownerClient(address: DatabaseAddress): Client {
  const { host, port, database, ssl = false, credentials: { owner } } = address;
  return new Client({ host, port, database, ssl, user: owner.user, password: owner.password, application_name: 'minsheng owner' });
}

async function givenAddress(config: Pick<Config, 'dataDir' | 'databaseUrl'>, onStep: (step: StartStep) => void): Promise<DatabaseAddress> {
  const given = config.databaseUrl;
  if (!given) throw new Error('no DATABASE_URL');
  await checkGivenServer(given, onStep);
  const { host, port, database, ssl, user, password } = given;
  return addressOf({ host, port, database, ssl }, { user, password }, await instanceSecret(config.dataDir));
}
