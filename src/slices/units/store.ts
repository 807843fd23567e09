import { statement } from '../../platform/db/statement.ts';
import type { JurisdictionContent } from './content.ts';

/** Two loaders of one jurisdiction wait for each other; the lock ends with the transaction. */
export const lockJurisdiction = statement<never>(
  'worker', 'units.lock_jurisdiction',
  `select pg_advisory_xact_lock(hashtextextended('units.load ' || $1, 0))`,
);

export const insertJurisdiction = statement<never>(
  'worker', 'units.insert_jurisdiction',
  `insert into units.jurisdictions (code, origin, created_at) values ($1, $2, $3) on conflict (code) do nothing`,
);

export const selectOrigin = statement<{ code: string; origin: string }>(
  'worker', 'units.select_origin',
  `select code, origin from units.jurisdictions where code = $1 or origin = $2 order by code = $1 desc`,
);

export type VersionRow = {
  readonly jurisdiction: string;
  readonly version: number;
  readonly digest: string;
  readonly format: number;
  readonly content: JurisdictionContent;
};

export const selectLatestVersion = statement<VersionRow>(
  'app_public', 'units.select_latest_version',
  `select jurisdiction, version, digest, format, content from units.versions
   where jurisdiction = $1 order by version desc limit 1`,
);

export const selectVersion = statement<VersionRow>(
  'app_public', 'units.select_version',
  `select jurisdiction, version, digest, format, content from units.versions where jurisdiction = $1 and version = $2`,
);

export const insertVersion = statement<never>(
  'worker', 'units.insert_version',
  `insert into units.versions (jurisdiction, version, digest, valid_from, loaded_at, format, content)
   values ($1, $2, $3, $4, $4, $5, $6::jsonb)`,
);

/** A few rows, by the primary key alone: cheap enough to ask every few seconds. */
export const selectVersionNumbers = statement<{ jurisdiction: string; version: number }>(
  'app_public', 'units.select_version_numbers',
  `select jurisdiction, max(version) as version from units.versions group by jurisdiction order by jurisdiction`,
);

/** All versions of one jurisdiction with their contents, for fsck. */
export const selectContents = statement<{ version: number; content: JurisdictionContent }>(
  'app_actor', 'units.select_contents',
  `select version, content from units.versions where jurisdiction = $1 order by version`,
);

export const selectLoadedJurisdictions = statement<{ code: string }>(
  'app_actor', 'units.select_loaded_jurisdictions',
  `select distinct jurisdiction as code from units.versions where jurisdiction = $1`,
);
