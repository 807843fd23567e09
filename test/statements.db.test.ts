import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../src/platform/config/project-root.ts';
import { allStatements, type DatabaseRole, type Statement } from '../src/platform/db/statement.ts';
import { openTestDatabase, type TestDatabase } from './support/database.ts';

// Every statement of the program is made while its module loads, so loading them all registers them all.
const source = join(projectRoot(), 'src');
const modules = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|[.-]fixture\.ts$/.test(path))
  .filter((path) => /\bstatement[<(]/.test(readFileSync(join(source, path), 'utf8')));
await Promise.all(modules.map((path) => import(join(source, path))));

let test: TestDatabase;
const clients = new Map<DatabaseRole, Client>();
beforeAll(async () => { test = await openTestDatabase(); });
afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await test.close();
});

async function clientOf(role: DatabaseRole): Promise<Client> {
  const known = clients.get(role);
  if (known) return known;
  const client = await test.database.connect(role);
  clients.set(role, client);
  return client;
}

const CONTROL = /^(begin|commit|rollback)$/i;

/** What the server says against the statement: syntax, names, types when it is prepared; rights when it is planned. */
async function faultOf({ role, text }: Statement<unknown>): Promise<string | undefined> {
  const client = await clientOf(role);
  await client.query('begin');
  try {
    await client.query(`prepare checked as ${text}`);
    const { rows: [prepared] } = await client.query<{ count: number }>(`select cardinality(parameter_types) as count from pg_prepared_statements where name = 'checked'`);
    const nulls = Array.from({ length: prepared?.count ?? 0 }, () => 'null').join(', ');
    // Planning checks the role's rights on every table and column; nothing is carried out.
    await client.query(`explain (generic_plan false) execute checked${nulls === '' ? '' : `(${nulls})`}`);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.query('rollback');
    await client.query('deallocate all');
  }
}

const statements = allStatements().filter(({ text }) => !CONTROL.test(text.trim()));

describe('every statement fits the schema under the role that runs it', () => {
  it('finds them', () => { expect(statements.length).toBeGreaterThan(30); });
  it.each(statements.map((made) => [made.name, made] as const))('%s', async (_name, made) => {
    expect(await faultOf(made)).toBeUndefined();
  });
});

describe('the check itself', () => {
  const made = (role: DatabaseRole, text: string): Statement<unknown> => ({ name: 'control', role, text });

  it('catches a column that is not there', async () => {
    expect(await faultOf(made('owner', 'select missing from platform.instance'))).toContain('missing');
  });
  it('catches a role that may not', async () => {
    expect(await faultOf(made('app_public', 'update platform.instance set is_demo = $1'))).toContain('permission denied');
  });
  it('lets pass what fits', async () => {
    expect(await faultOf(made('app_public', 'select is_demo from platform.instance where is_demo = $1'))).toBeUndefined();
  });
});
