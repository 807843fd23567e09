import type { Writable } from 'node:stream';
import { Client, Pool, types, type PoolClient, type PoolConfig } from 'pg';
import { instantOf } from '../../kernel/instant.ts';
import type { Actor } from './actor.ts';
import { RolledBack } from './together.ts';
import { PublicReader } from './public-reader.ts';
import type { Reader, SqlValue, Tx } from './reader.ts';
import { statement, type DatabaseRole, type Statement } from './statement.ts';

/** Where the server is and how to enter it; roles other than the owner have passwords derived from the instance secret. */
export type DatabaseAddress = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly ssl?: boolean;
  readonly credentials: Readonly<Record<DatabaseRole, { readonly user: string; readonly password: string }>>;
};

/** All that a process needs which only reads what is public: no other role's password. */
export type PublicAddress = Omit<DatabaseAddress, 'credentials'> & { readonly credentials: Pick<DatabaseAddress['credentials'], 'app_public'> };

/** Roles under which the program opens transactions. `owner` only migrates and is not among them. */
export type TransactionRole = 'app_actor' | 'app_verdict' | 'vault_svc' | 'accounts_svc' | 'sealed_svc' | 'worker';

/** A county server has few cores: more connections than this only queue inside PostgreSQL. */
const CONNECTIONS_MAX: Readonly<Record<TransactionRole, number>> = { app_actor: 16, app_verdict: 4, vault_svc: 8, accounts_svc: 4, sealed_svc: 4, worker: 4 };
/** Longer than any statement we send on a request path; a stuck one must not hold a connection for ever. */
const STATEMENT_MS_MAX = 15_000;
const CONNECT_MS_MAX = 5_000;

export interface Database {
  /** Reads of public projections: a few pipelined connections shared by all requests. */
  readonly public: Reader;
  /**
   * The one transaction of a use case: begins, sets the actor, runs `work`, commits. A throw rolls back. A crash before
   * the commit leaves nothing; after it, everything.
   */
  inTransaction<T>(actor: Actor, work: (tx: Tx) => Promise<T>, role?: TransactionRole): Promise<T>;
  /** A connection of its own, for COPY, LISTEN and the sequencer. The caller ends it. */
  connect(role: DatabaseRole): Promise<Client>;
  poolOf(role: TransactionRole): Pool;
  readonly address: DatabaseAddress;
  close(): Promise<void>;
}

// bigint stays text (2^53 is reachable by log indexes in theory, and text never rounds).
types.setTypeParser(types.builtins.INT8, (text) => text);

export function openDatabase(address: DatabaseAddress): Database {
  const pools = new Map<TransactionRole, Pool>();
  const publicReader = new PublicReader(() => newClient(address, 'app_public', { pipeline: true }));
  const poolOf = (role: TransactionRole): Pool => {
    const known = pools.get(role);
    if (known) return known;
    const pool = new Pool({ ...clientConfig(address, role), pipeline: true, max: CONNECTIONS_MAX[role] } as PoolConfig);
    // An idle client may lose its server at any time; the next query meets the error itself.
    pool.on('error', () => undefined);
    // So may one that is checked out, between two queries of a transaction: unheard, its error would end the process.
    pool.on('connect', (client) => { client.on('error', () => undefined); });
    pools.set(role, pool);
    return pool;
  };
  return {
    public: publicReader,
    address,
    poolOf,
    inTransaction: (actor, work, role = 'app_actor') => transact(poolOf(role), actor, work),
    async connect(role) {
      const client = newClient(address, role, {});
      await client.connect();
      return client;
    },
    async close() {
      await Promise.all([publicReader.close(), ...[...pools.values()].map((pool) => pool.end())]);
    },
  };
}

/** The reader alone, for a process that must not be able to do more. The caller closes it. */
export function openPublicReader(address: PublicAddress): Reader & { close(): Promise<void> } {
  return new PublicReader(() => new Client({ ...clientConfig(address, 'app_public'), pipeline: true } as ConstructorParameters<typeof Client>[0]));
}

const begin = statement<never>('app_actor', 'platform.begin', 'begin');
const commit = statement<never>('app_actor', 'platform.commit', 'commit');
const rollback = statement<never>('app_actor', 'platform.rollback', 'rollback');
// Generic plans: our statements in transactions are by key, and planning an insert of several tables anew each time costs
// more than running it (0.6 → 0.43 ms of the server for a submission).
const setActor = statement<{ at: Date }>(
  'app_actor',
  'platform.set_actor',
  `select set_config('minsheng.actor', $1, true), set_config('minsheng.jurisdiction', $2, true),
     set_config('plan_cache_mode', 'force_generic_plan', true), platform.now() as at`,
);

async function transact<T>(pool: Pool, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // Both travel in one packet. A crash here leaves an empty transaction, which the server rolls back.
    oneWritePerTurn(client);
    const [, set] = await Promise.all([client.query(begin), ask(client, setActor, [JSON.stringify(actor), actor.jurisdiction])]);
    const { tx, committed } = transactionOn(client, actor, set.rows[0]?.at ?? missingClock());
    const result = await work(tx);
    await (committed() ?? tx.commit());
    return result;
  } catch (error) {
    await client.query(rollback).catch((lost: unknown) => { broken = lost as Error; });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** `committed` is what became of the COMMIT that the work itself has sent; undefined when it has sent none. */
function transactionOn(client: PoolClient, actor: Actor, at: Date): { readonly tx: Tx; readonly committed: () => Promise<void> | undefined } {
  let committing: Promise<void> | undefined;
  const asked = (made: Statement<unknown>, values: readonly SqlValue[]) => {
    if (committing) throw new Error(`${made.name} was sent behind the commit of its transaction`);
    return ask(client, made, values);
  };
  const tx = {
    actor,
    at: instantOf(at),
    commit: () => (committing ??= sendCommit(client)),
    rows: async (made: Statement<unknown>, values: readonly SqlValue[] = []) => (await asked(made, values)).rows as never,
    row: async (made: Statement<unknown>, values: readonly SqlValue[] = []) => (await asked(made, values)).rows[0] as never,
    run: async (made: Statement<unknown>, values: readonly SqlValue[] = []) => (await asked(made, values)).rowCount ?? 0,
  } as unknown as Tx;
  return { tx, committed: () => committing };
}

async function sendCommit(client: PoolClient): Promise<void> {
  oneWritePerTurn(client);
  const done = await client.query(commit);
  // An aborted transaction answers COMMIT with ROLLBACK and no error: a caller that swallowed one must not pass.
  if (done.command !== 'COMMIT') throw new RolledBack('the transaction was rolled back: a statement in it had failed');
}

/** Transactions whose statements of this turn of the event loop are being gathered. */
const gathering = new WeakSet<PoolClient>();

/**
 * Statements sent without waiting for each other leave in one write: five of them cost one system call instead of five
 * (a submission took 500 µs of this process with a write for each, of which 220 µs were the writes).
 */
function oneWritePerTurn(client: PoolClient): void {
  if (gathering.has(client)) return;
  const { stream } = (client as PoolClient & { connection: { stream: Writable } }).connection;
  gathering.add(client);
  stream.cork();
  // After the microtasks of this turn, so that whoever awaits something that is ready still joins.
  process.nextTick(() => {
    gathering.delete(client);
    stream.uncork();
  });
}

function ask<Row>(client: PoolClient, made: Statement<Row>, values: readonly SqlValue[]) {
  oneWritePerTurn(client);
  return client.query<Row & Record<string, unknown>>({ name: made.name, text: made.text, values: values as unknown[] });
}

function newClient(address: DatabaseAddress, role: DatabaseRole, extra: { pipeline?: boolean }): Client {
  return new Client({ ...clientConfig(address, role), ...extra } as ConstructorParameters<typeof Client>[0]);
}

function clientConfig<Role extends DatabaseRole>(address: Omit<DatabaseAddress, 'credentials'> & { readonly credentials: Pick<DatabaseAddress['credentials'], Role> }, role: Role) {
  const { user, password } = address.credentials[role];
  return {
    host: address.host, port: address.port, database: address.database, user, password,
    ssl: address.ssl ?? false,
    application_name: `minsheng ${role}`,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    statement_timeout: role === 'owner' || role === 'worker' ? 0 : STATEMENT_MS_MAX,
  };
}

function missingClock(): never {
  throw new Error('platform.now() answered nothing');
}
