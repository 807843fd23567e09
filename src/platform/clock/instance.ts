import type { Client } from 'pg';
import { DAY_MS } from '../../kernel/instant.ts';

export type Instance = { readonly isDemo: boolean; readonly isNew: boolean };

/**
 * What kind of instance this database is, decided once when it is created: a demo stays one for ever, and only a demo
 * has a clock that can be moved. Its clock begins `demoDays` in the past, so that its town can live up to today.
 * `owner` is a connected client of the administrator.
 */
export async function ensureInstance(owner: Client, wanted: { readonly demo: boolean; readonly demoDays: number }): Promise<Instance> {
  const offsetMs = wanted.demo ? -wanted.demoDays * DAY_MS : 0;
  const made = await owner.query(
    `insert into platform.instance (is_demo, clock_offset) values ($1, $2 * interval '1 millisecond') on conflict (only_row) do nothing`,
    [wanted.demo, offsetMs],
  );
  const { rows } = await owner.query<{ is_demo: boolean }>('select is_demo from platform.instance');
  return { isDemo: rows[0]?.is_demo ?? false, isNew: made.rowCount === 1 };
}
