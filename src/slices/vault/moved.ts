import type { Client } from 'pg';
import { parseJurisdictionCode, parsePersonRef } from '../../kernel/ids.ts';
import type { Reader } from '../../platform/db/reader.ts';
import { StartRefusal } from '../../platform/db/start-refusal.ts';
import { statement } from '../../platform/db/statement.ts';
import { MoveRefusal } from './move.ts';
import { REFS_MAX, type Vault } from './vault.ts';

const selectApart = statement<{ part: string }>('app_public', 'vault.select_apart', "select part from platform.apart where part = 'vault'");

/** Whether this instance's contacts are kept by a process apart. */
export async function isApart(reader: Reader): Promise<boolean> {
  return await reader.row(selectApart) !== undefined;
}

/**
 * At a start of the pages, as the owner: with a vault named and nothing kept here, it is noted that contacts are apart. Throws
 * StartRefusal where the environment and what is kept contradict each other: contacts would be looked for where they are not.
 */
export async function settleApart(owner: Client, isNamed: boolean): Promise<void> {
  const { rows: [found] } = await owner.query<{ noted: boolean; kept: boolean }>(
    `select exists (select from platform.apart where part = 'vault') as noted, exists (select from vault.deposits) or exists (select from vault.reads) as kept`);
  if (found?.noted === isNamed) return;
  if (!isNamed) throw new StartRefusal({ kind: 'vault-forgotten' });
  if (found?.kept) throw new StartRefusal({ kind: 'vault-not-moved' });
  await owner.query(`insert into platform.apart (part) values ('vault') on conflict do nothing`);
}

/**
 * Ends a move: empties the vault's tables in the database of the pages, once the vault apart has said of every contact that it keeps it,
 * and notes that contacts are apart. How many. Throws MoveRefusal, having changed nothing, while some are not there. A crash before the
 * commit leaves everything; the files of the database keep old bytes until PostgreSQL uses their space again.
 */
export async function forgetMoved(owner: Client, apart: Pick<Vault, 'missing'>): Promise<number> {
  await owner.query('begin isolation level repeatable read');
  try {
    // Nobody deposits beside us: a contact that came meanwhile would be forgotten unseen.
    await owner.query('lock table vault.deposits in access exclusive mode');
    const { rows } = await owner.query<{ jurisdiction: string; refs: string[] }>('select jurisdiction, array_agg(person_ref) as refs from vault.deposits group by jurisdiction');
    let [kept, missing] = [0, 0];
    for (const row of rows) {
      const jurisdiction = parseJurisdictionCode(row.jurisdiction);
      const refs = row.refs.map(parsePersonRef).filter((ref) => ref !== undefined);
      if (!jurisdiction || refs.length !== row.refs.length) throw new Error('a malformed reference in the vault');
      for (let from = 0; from < refs.length; from += REFS_MAX) missing += (await apart.missing(jurisdiction, refs.slice(from, from + REFS_MAX))).length;
      kept += refs.length;
    }
    if (missing > 0) throw new MoveRefusal('not-all-there', missing);
    await owner.query('truncate vault.deposits, vault.reads, vault.consents, vault.tellings, vault.budgets, vault.asked, vault.replies');
    await owner.query(`insert into platform.apart (part) values ('vault') on conflict do nothing`);
    await owner.query('commit');
    return kept;
  } catch (error) {
    await owner.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Contacts are in this database again. */
export async function noteReturn(owner: Client): Promise<void> {
  await owner.query(`delete from platform.apart where part = 'vault'`);
}
