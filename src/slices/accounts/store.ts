import { statement } from '../../platform/db/statement.ts';

export type SessionRow = {
  account_id: string; username: string; name: string; unit: string; must_change_password: boolean; roles: string[]; proven_ms_ago: number;
  has_factor: boolean; factor_given: boolean; begun_by: string; is_demo: boolean;
};

/**
 * Who holds a session, if it is still alive, and what they may do now. Sessions run on the server's own clock, not on
 * platform.now(): moving a demo's clock must not sign everybody out. `last_seen_at` moves at most once a minute, so a
 * page view is a read. $3 and $4 are the absolute and the idle limit in milliseconds, $5 how long a one-time password opens anything.
 */
export const seeSession = statement<SessionRow>('accounts_svc', 'accounts.see_session', `
  with live as (
    select s.id, s.last_seen_at, s.proven_at, s.factor_at, s.begun_by, p.id as account_id, p.username, p.name, p.unit, p.must_change_password
    from accounts.sessions s join accounts.staff p on p.id = s.account_id
    where s.id = $1 and p.jurisdiction = $2 and p.disabled_at is null
      and s.created_at > clock_timestamp() - $3 * interval '1 millisecond'
      and s.last_seen_at > clock_timestamp() - $4 * interval '1 millisecond'
      and not (p.must_change_password and s.begun_by = 'password' and exists (select from accounts.credentials c
        where c.account_id = p.id and c.provider = 'credential' and c.updated_at <= clock_timestamp() - $5 * interval '1 millisecond'))
  ), seen as (
    update accounts.sessions s set last_seen_at = clock_timestamp() from live
    where s.id = live.id and live.last_seen_at < clock_timestamp() - interval '1 minute'
  )
  select account_id, username, name, unit, must_change_password,
    extract(epoch from clock_timestamp() - proven_at)::float8 * 1000 as proven_ms_ago,
    exists (select from accounts.authenticators f where f.jurisdiction = $2 and f.account_id = live.account_id) as has_factor,
    factor_at is not null as factor_given, begun_by, coalesce((select i.is_demo from platform.instance i), false) as is_demo, array(
    select g.role from accounts.grants g
    where g.jurisdiction = $2 and g.account_id = live.account_id and g.unit = live.unit
      and g.valid_from <= platform.now() and (g.valid_to is null or g.valid_to > platform.now())
    order by g.role) as roles
  from live`);

/** How a session began that is no password's; $3: with two factors in one. */
export const beginSession = statement<never>('accounts_svc', 'accounts.begin_session', `
  update accounts.sessions set begun_by = $2, factor_at = case when $3 then clock_timestamp() end
  where id = $1`);

/** Whoever holds this session has just proved who they are. */
export const proveSession = statement<never>('accounts_svc', 'accounts.prove_session',
  'update accounts.sessions set proven_at = clock_timestamp() where id = $1');

/** The second factor was given, which is a proof as well. */
export const proveFactor = statement<never>('accounts_svc', 'accounts.prove_factor',
  'update accounts.sessions set factor_at = clock_timestamp(), proven_at = clock_timestamp() where id = $1');

/** The living ones of an account, newest first, for its owner alone. $2 and $3 are the absolute and the idle limit in milliseconds. */
export const listSessions = statement<{ id: string; created_at: Date; last_seen_at: Date }>('accounts_svc', 'accounts.list_sessions', `
  select id, created_at, last_seen_at from accounts.sessions
  where account_id = $1
    and created_at > clock_timestamp() - $2 * interval '1 millisecond'
    and last_seen_at > clock_timestamp() - $3 * interval '1 millisecond'
  order by created_at desc, id limit 20`);

export const endOtherSessions = statement<never>('accounts_svc', 'accounts.end_other_sessions',
  'delete from accounts.sessions where account_id = $1 and id <> $2');

export const endSession = statement<never>('accounts_svc', 'accounts.end_session',
  'delete from accounts.sessions where id = $1');

export const endSessionsOf = statement<never>('accounts_svc', 'accounts.end_sessions_of',
  'delete from accounts.sessions where account_id = $1');

/** Leftovers of browsers that were simply closed. $1 and $2 are the absolute and the idle limit in milliseconds. */
export const purgeSessions = statement<never>('accounts_svc', 'accounts.purge_sessions', `
  delete from accounts.sessions
  where created_at <= clock_timestamp() - $1 * interval '1 millisecond'
     or last_seen_at <= clock_timestamp() - $2 * interval '1 millisecond'`);

/** No row is touched when the username is taken, in whichever jurisdiction. */
export const insertStaff = statement<never>('accounts_svc', 'accounts.insert_staff', `
  insert into accounts.staff (jurisdiction, id, unit, username, name, email, must_change_password, created_at, updated_at)
  values ($1, $2, $3, $4, $5, $4 || '@staff.invalid', $6, clock_timestamp(), clock_timestamp())
  on conflict do nothing`);

/** One row per account and provider; `credential` is the library's word for a password. */
export const insertPassword = statement<never>('accounts_svc', 'accounts.insert_password', `
  insert into accounts.credentials (id, account_id, provider, provider_account_id, password, created_at, updated_at)
  values (gen_random_uuid()::text, $1, 'credential', $1, $2, clock_timestamp(), clock_timestamp())`);

export const readPassword = statement<{ password: string }>('accounts_svc', 'accounts.read_password',
  `select password from accounts.credentials where account_id = $1 and provider = 'credential'`);

export const updatePassword = statement<never>('accounts_svc', 'accounts.update_password', `
  update accounts.credentials set password = $2, updated_at = clock_timestamp()
  where account_id = $1 and provider = 'credential'`);

export const setMustChange = statement<never>('accounts_svc', 'accounts.set_must_change', `
  update accounts.staff set must_change_password = $3, updated_at = clock_timestamp()
  where jurisdiction = $1 and id = $2`);

/** $3: true disables, false lets in again. No row when it already is so. */
export const setDisabled = statement<never>('accounts_svc', 'accounts.set_disabled', `
  update accounts.staff set disabled_at = case when $3 then clock_timestamp() end, updated_at = clock_timestamp()
  where jurisdiction = $1 and id = $2 and (disabled_at is not null) <> $3`);

/** No row when the role is already held. */
export const insertGrant = statement<never>('accounts_svc', 'accounts.insert_grant', `
  insert into accounts.grants (jurisdiction, account_id, role, unit, valid_from, granted_by)
  values ($1, $2, $3, $4, platform.now(), $5)
  on conflict do nothing`);

export const endGrant = statement<never>('accounts_svc', 'accounts.end_grant', `
  update accounts.grants set valid_to = platform.now()
  where jurisdiction = $1 and account_id = $2 and role = $3 and unit = $4 and valid_to is null`);

export const insertAct = statement<never>('accounts_svc', 'accounts.insert_act', `
  insert into accounts.acts (jurisdiction, id, account_id, kind, detail, acted_by, at)
  values ($1, gen_random_uuid()::text, $2, $3, $4, $5, platform.now())`);

export type StaffRow = {
  id: string; username: string; name: string; unit: string; disabled: boolean; must_change_password: boolean; roles: string[];
};

const STAFF_COLUMNS = `
  p.id, p.username, p.name, p.unit, p.disabled_at is not null as disabled, p.must_change_password, array(
    select g.role from accounts.grants g
    where g.jurisdiction = $1 and g.account_id = p.id and g.unit = p.unit
      and g.valid_from <= platform.now() and (g.valid_to is null or g.valid_to > platform.now())
    order by g.role) as roles`;

/** A page by username, after that of account $2 (null: from the first); $3 is looked for in usernames and names, '' finds all. */
export const listStaff = statement<StaffRow>('accounts_svc', 'accounts.list_staff', `
  select ${STAFF_COLUMNS}
  from accounts.staff p
  where p.jurisdiction = $1
    and p.username > coalesce((select a.username from accounts.staff a where a.jurisdiction = $1 and a.id = $2), '')
    and ($3 = '' or strpos(p.username, lower($3)) > 0 or strpos(lower(p.name), lower($3)) > 0)
  order by p.username
  limit $4`);

export const readStaff = statement<StaffRow>('accounts_svc', 'accounts.read_staff', `
  select ${STAFF_COLUMNS}
  from accounts.staff p
  where p.jurisdiction = $1 and p.id = $2`);

export const findStaff = statement<{ id: string }>('accounts_svc', 'accounts.find_staff',
  'select id from accounts.staff where jurisdiction = $1 and username = $2');

export const anyStaff = statement<{ found: boolean }>('accounts_svc', 'accounts.any_staff',
  'select exists (select from accounts.staff where jurisdiction = $1) as found');

export type ActRow = { kind: string; detail: string; acted_by: string; acted_by_name: string | null; at: Date };

export const listActs = statement<ActRow>('accounts_svc', 'accounts.list_acts', `
  select a.kind, a.detail, a.acted_by, p.name as acted_by_name, a.at
  from accounts.acts a left join accounts.staff p on p.jurisdiction = a.jurisdiction and p.id = a.acted_by
  where a.jurisdiction = $1 and a.account_id = $2
  order by a.at desc, a.id
  limit 50`);

/** Acts on administrators of one jurisdiction happen one after the other, so that two cannot remove each other. */
export const lockAdministrators = statement<never>('accounts_svc', 'accounts.lock_administrators',
  `select pg_advisory_xact_lock(hashtextextended('accounts ' || $1, 0))`);

/** Whether anyone but $2 can still sign in with one of the roles $3. */
export const othersHoldRole = statement<{ found: boolean }>('accounts_svc', 'accounts.others_hold_role', `
  select exists (
    select from accounts.staff p join accounts.grants g
      on g.jurisdiction = p.jurisdiction and g.account_id = p.id and g.unit = p.unit
    where p.jurisdiction = $1 and p.id <> $2 and p.disabled_at is null and g.role = any($3)
      and g.valid_from <= platform.now() and (g.valid_to is null or g.valid_to > platform.now())) as found`);

export const readInstance = statement<{ is_demo: boolean }>('accounts_svc', 'accounts.read_instance',
  'select is_demo from platform.instance');
