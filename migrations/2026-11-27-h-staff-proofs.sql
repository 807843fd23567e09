-- When the person at this browser last proved who they are: a sensitive act asks for a proof that is fresh (ASVS 5.0 7.5.3).
-- Signing in is such a proof.
alter table accounts.sessions add column proven_at timestamptz not null default clock_timestamp();
