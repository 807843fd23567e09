import { parseJurisdictionCode, parsePersonRef, type JurisdictionCode, type PersonRef } from '../../kernel/ids.ts';
import { seal, unseal, type KeyProvider } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Tx } from '../../platform/db/reader.ts';
import { statement } from '../../platform/db/statement.ts';
import type { Contact } from './contact.ts';
import { openDeposit, sealDeposit } from './deposit.ts';

/**
 * Everything that a vault keeps, as lines that only a key made for this one move opens. Contacts are opened here and sealed anew there:
 * the two vaults share no key, whatever suite or root each has. Counts of messages stay behind; they are of a day.
 */
export type Moved = { readonly persons: number };
type Line = { readonly kept: readonly Kept[] } | { readonly end: number };
type Kept = { readonly table: 'deposits' | 'reads' | 'consents' | 'tellings'; readonly row: Readonly<Record<string, unknown>>; readonly contact?: Contact };

/** The file is not what this key sealed, or not all of it; or something is kept here already. */
export class MoveRefusal extends Error {
  readonly kind: 'not-with-this-key' | 'cut-short' | 'not-empty' | 'not-all-there';
  readonly count: number;

  constructor(kind: MoveRefusal['kind'], count = 0) {
    super(kind);
    this.name = 'MoveRefusal';
    this.kind = kind;
    this.count = count;
  }
}

const PERSONS_PER_LINE = 200;

/** Hands on one line at a time, in the order in which they must come back. Stop whoever deposits first: what comes meanwhile may be missed. */
export async function exportVault(database: Database, keys: KeyProvider, moveKey: Uint8Array, write: (line: string) => Promise<void>): Promise<Moved> {
  let [persons, at] = [0, 0];
  let after: PersonRow = { jurisdiction: '', person_ref: '' };
  const put = async (line: Line): Promise<void> => {
    await write(seal(moveKey, contextOf(at), Buffer.from(JSON.stringify(line))).toString('base64'));
    at += 1;
  };
  for (;;) {
    const page = await inVault(database, async (tx) => {
      const found = await tx.rows(selectPersons, [after.jurisdiction, after.person_ref, PERSONS_PER_LINE]);
      return { found, rows: found.length === 0 ? [] : await tx.rows(selectAllOf, [found.map((one) => one.jurisdiction), found.map((one) => one.person_ref)]) };
    });
    const last = page.found.at(-1);
    if (!last) break;
    await put({ kept: await Promise.all(page.rows.map((one) => opened(keys, one))) });
    [persons, after] = [persons + page.found.length, last];
  }
  await put({ end: at });
  return { persons };
}

/** All of it in one transaction, or nothing. Throws MoveRefusal. */
export async function importVault(database: Database, keys: KeyProvider, moveKey: Uint8Array, lines: AsyncIterable<string>): Promise<Moved> {
  return inVault(database, async (tx) => {
    if (await tx.row(selectAny)) throw new MoveRefusal('not-empty');
    const persons = new Set<string>();
    let at = 0;
    for await (const text of lines) {
      const plain = unseal(moveKey, contextOf(at), Buffer.from(text, 'base64'));
      if (!plain) throw new MoveRefusal('not-with-this-key');
      // What this key opens was written by exportVault.
      const line = JSON.parse(plain.toString()) as Line;
      if ('end' in line) return { persons: persons.size };
      for (const { row } of line.kept) persons.add(`${String(row['jurisdiction'])} ${String(row['person_ref'])}`);
      await keep(tx, keys, line.kept);
      at += 1;
    }
    throw new MoveRefusal('cut-short');
  });
}

/** Where a deposit is kept, the rest may refer to it: deposits first. */
async function keep(tx: Tx, keys: KeyProvider, kept: readonly Kept[]): Promise<void> {
  const rowsOf = async (table: Kept['table']): Promise<string> => JSON.stringify(await Promise.all(kept.filter((one) => one.table === table).map((one) => sealed(keys, one))));
  await tx.run(insertMovedDeposits, [await rowsOf('deposits')]);
  await tx.run(insertMovedReads, [await rowsOf('reads')]);
  await tx.run(insertMovedConsents, [await rowsOf('consents')]);
  await tx.run(insertMovedTellings, [await rowsOf('tellings')]);
}

async function opened(keys: KeyProvider, { kept, row }: { readonly kept: string; readonly row: Readonly<Record<string, unknown>> }): Promise<Kept> {
  if (kept !== 'deposits') return { table: kept as Kept['table'], row };
  const { sealed: contact, wrapped_key: wrapped, ...rest } = row;
  const { jurisdiction, person } = whoIn(row);
  return { table: 'deposits', row: rest, contact: await openDeposit(keys, jurisdiction, person, { sealed: bytesIn(contact), wrapped_key: bytesIn(wrapped) }) };
}

async function sealed(keys: KeyProvider, { row, contact }: Kept): Promise<Readonly<Record<string, unknown>>> {
  if (!contact) return row;
  const { jurisdiction, person } = whoIn(row);
  const made = await sealDeposit(keys, jurisdiction, person, contact);
  return { ...row, sealed: hexOf(made.sealed), wrapped_key: hexOf(made.wrapped) };
}

function whoIn(row: Readonly<Record<string, unknown>>): { readonly jurisdiction: JurisdictionCode; readonly person: PersonRef } {
  const [jurisdiction, person] = [parseJurisdictionCode(row['jurisdiction']), parsePersonRef(row['person_ref'])];
  if (!jurisdiction || !person) throw new Error('a malformed reference in the vault');
  return { jurisdiction, person };
}

/** As PostgreSQL writes bytea into JSON. */
function hexOf(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`;
}

function bytesIn(text: unknown): Buffer {
  return Buffer.from(String(text).slice(2), 'hex');
}

function contextOf(at: number): string {
  return `vault move v1\n${String(at)}`;
}

/** Nothing in the vault is walled by jurisdiction: an actor is only needed because every transaction has one. */
function inVault<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const jurisdiction = parseJurisdictionCode('vault');
  if (!jurisdiction) throw new Error('a malformed constant');
  return database.inTransaction({ kind: 'system', jurisdiction, job: 'move' }, work, 'vault_svc');
}

type PersonRow = { readonly jurisdiction: string; readonly person_ref: string };

const selectAny = statement<{ found: number }>('vault_svc', 'vault.select_any', `
  select 1 as found where exists (select from vault.deposits) or exists (select from vault.reads)`);

/** Whoever is kept, or was and was looked at. */
const selectPersons = statement<PersonRow>('vault_svc', 'vault.select_persons', `
  select jurisdiction, person_ref from (select jurisdiction, person_ref from vault.deposits union select jurisdiction, person_ref from vault.reads) as one
  where (jurisdiction, person_ref) > ($1, $2) order by jurisdiction, person_ref limit $3`);

const selectAllOf = statement<{ kept: string; row: Record<string, unknown> }>('vault_svc', 'vault.select_all_of', `
  with wanted as (select * from unnest($1::text[], $2::text[]) as one (jurisdiction, person_ref))
  select 'deposits' as kept, to_jsonb(d) as row from vault.deposits d join wanted using (jurisdiction, person_ref)
  union all select 'reads', to_jsonb(r) from vault.reads r join wanted using (jurisdiction, person_ref)
  union all select 'consents', to_jsonb(c) from vault.consents c join wanted using (jurisdiction, person_ref)
  union all select 'tellings', to_jsonb(t) from vault.tellings t join wanted using (jurisdiction, person_ref)`);

const insertMovedDeposits = statement<never>('vault_svc', 'vault.insert_moved_deposits', `
  insert into vault.deposits select * from jsonb_populate_recordset(null::vault.deposits, $1::jsonb)`);

const insertMovedReads = statement<never>('vault_svc', 'vault.insert_moved_reads', `
  insert into vault.reads select * from jsonb_populate_recordset(null::vault.reads, $1::jsonb)`);

const insertMovedConsents = statement<never>('vault_svc', 'vault.insert_moved_consents', `
  insert into vault.consents select * from jsonb_populate_recordset(null::vault.consents, $1::jsonb)`);

const insertMovedTellings = statement<never>('vault_svc', 'vault.insert_moved_tellings', `
  insert into vault.tellings select * from jsonb_populate_recordset(null::vault.tellings, $1::jsonb)`);
