-- Jurisdictions as data: each version of a jurisdiction's files is one document, checked before it comes here. Versions are
-- only ever added: what was dispatched under an old one can be looked up in it for ever (charter promise 3).
create schema units;
grant usage on schema units to app_public, app_actor, app_verdict, worker;

create table units.jurisdictions (
  code text primary key,
  -- The name of its public record: signed into every checkpoint, so it can never change.
  origin text not null unique,
  created_at timestamptz not null
);

create table units.versions (
  jurisdiction text not null references units.jurisdictions (code),
  version integer not null check (version > 0),
  -- SHA-256 of the content's canonical JSON (RFC 8785), as the public record has it: the same files make no new version.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  valid_from timestamptz not null,
  loaded_at timestamptz not null,
  -- Shape of `content`, for the program that reads it.
  format integer not null,
  content jsonb not null,
  primary key (jurisdiction, version)
);

grant select on units.jurisdictions, units.versions to app_public, app_actor, app_verdict, worker;
grant insert on units.jurisdictions, units.versions to worker;
