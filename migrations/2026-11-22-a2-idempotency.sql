-- One row for each write that a form or program sent with its own key: the second arrival finds the first one's result.
-- Neither key, body nor answer is kept, only HMACs and a reference (protection, receipts and keys).
create table platform.idempotency (
  jurisdiction text not null,
  key_hmac bytea not null check (length(key_hmac) = 32),
  request_hmac bytea not null check (length(request_hmac) = 32),
  -- Null while the work runs, and for good where the work was refused: such a key may be used again.
  result_ref text check (length(result_ref) <= 200),
  expires_at timestamptz not null,
  primary key (jurisdiction, key_hmac)
);
create index idempotency_expiry on platform.idempotency (expires_at);

-- Not forced: the purge below runs as the table's owner, across jurisdictions.
alter table platform.idempotency enable row level security;
create policy idempotency_of_jurisdiction on platform.idempotency
  using (jurisdiction = current_setting('minsheng.jurisdiction', true));
grant select, insert, update on platform.idempotency to app_actor, app_verdict;

-- Deletes what is older than its 72 hours, a batch at a time; how many rows went.
create function platform.purge_idempotency(batch integer) returns integer
language sql security definer set search_path = platform, pg_temp as $$
  with expired as (
    select jurisdiction, key_hmac from platform.idempotency where expires_at < platform.now()
    order by expires_at limit least(batch, 10000) for update skip locked
  ), gone as (
    delete from platform.idempotency i using expired e
    where i.jurisdiction = e.jurisdiction and i.key_hmac = e.key_hmac returning 1
  )
  select count(*)::integer from gone
$$;
revoke all on function platform.purge_idempotency(integer) from public;
grant execute on function platform.purge_idempotency(integer) to worker;
