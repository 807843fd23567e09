import type { Client } from 'pg';
import type { Reader } from '../../platform/db/reader.ts';
import { StartRefusal } from '../../platform/db/start-refusal.ts';
import { statement } from '../../platform/db/statement.ts';

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
