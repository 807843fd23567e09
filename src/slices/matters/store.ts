import { statement } from '../../platform/db/statement.ts';

export type MatterRow = { readonly matter_id: string; readonly version: number };

export const insertMatter = statement<never>('app_actor', 'matters.insert_matter', `
  insert into matters.matters (jurisdiction, matter_id, version, kind, unit, stage, topics, divisions, since, declared_at)
  values ($1, $2::uuid, $3, $4, $5, $6, $7::text[], $8::text[], $9::timestamptz, $10::timestamptz)`);

export const updateMatter = statement<never>('app_actor', 'matters.update_matter', `
  update matters.matters set version = $3, unit = $4, stage = $5, ended_at = $6::timestamptz where jurisdiction = $1 and matter_id = $2::uuid`);

/** Everyone who says something of a matter passes here: one after another. */
export const lockMatter = statement<MatterRow>('app_actor', 'matters.lock_matter', `
  select matter_id, version from matters.matters where jurisdiction = $1 and matter_id = $2::uuid for update`);

export const seeMatter = statement<MatterRow>('app_actor', 'matters.see_matter', `
  select matter_id, version from matters.matters where jurisdiction = $1 and matter_id = $2::uuid`);

export const selectNewest = statement<MatterRow>('app_actor', 'matters.select_newest', `
  select matter_id, version from matters.matters where jurisdiction = $1 order by ended_at is not null, declared_at desc, matter_id limit $2`);

/** Incidents that go on and that a case may belong to. */
export const selectMatching = statement<MatterRow>('app_actor', 'matters.select_matching', `
  select matter_id, version from matters.matters
  where jurisdiction = $1 and kind = 'incident' and ended_at is null and topics && $2::text[] and (divisions = '{}' or divisions && $3::text[]) and since <= $4::timestamptz
  order by declared_at desc, matter_id limit 5`);

export const selectOfCase = statement<MatterRow & { readonly state: string }>('app_actor', 'matters.select_of_case', `
  select m.matter_id, m.version, c.state from matters.members c
  join matters.matters m on m.jurisdiction = c.jurisdiction and m.matter_id = c.matter_id
  where c.jurisdiction = $1 and c.case_id = $2::uuid and c.state in ('member', 'leaving') limit 1`);

export const insertPayload = statement<never>('app_actor', 'matters.insert_payload', `
  insert into matters.payloads (jurisdiction, matter_id, seq, sealed) values ($1, $2::uuid, $3, $4::jsonb)`);

export const selectPayloads = statement<{ seq: number; sealed: Record<string, string> }>('app_actor', 'matters.select_payloads', `
  select seq, sealed from matters.payloads where jurisdiction = $1 and matter_id = $2::uuid order by seq`);

/** One statement for thousands; a case that left or was refused may be asked for again. */
export const wantMembers = statement<never>('app_actor', 'matters.want_members', `
  insert into matters.members (jurisdiction, matter_id, case_id, number, state, asked)
  select $1, $2::uuid, one.case_id, one.number, 'wanted', $5 from unnest($3::uuid[], $4::text[]) as one (case_id, number)
  on conflict (jurisdiction, matter_id, case_id) do update set state = 'wanted', asked = excluded.asked, refusal = null
  where matters.members.state in ('left', 'refused')`);

export const askToLeave = statement<{ case_id: string }>('app_actor', 'matters.ask_to_leave', `
  update matters.members set state = 'leaving', asked = $4 where jurisdiction = $1 and matter_id = $2::uuid and case_id = $3::uuid and state = 'member' returning case_id`);

export const selectMember = statement<{ case_id: string }>('app_actor', 'matters.select_member', `
  select case_id from matters.members where jurisdiction = $1 and matter_id = $2::uuid and number = $3 and state = 'member'`);

/** Those of these cases that stand in a matter, or are about to. */
export const selectTaken = statement<{ case_id: string }>('app_actor', 'matters.select_taken', `
  select case_id from matters.members where jurisdiction = $1 and case_id = any ($2::uuid[]) and state in ('wanted', 'member', 'leaving')`);

export type WorkRow = { readonly case_id: string; readonly state: string; readonly asked: number; readonly told: number };

/** The next batch that something must be carried to; what another hand is at is skipped. $3: the last event that is carried. */
export const lockWork = statement<WorkRow>('app_actor', 'matters.lock_work', `
  select case_id, state, asked, told from matters.members
  where jurisdiction = $1 and matter_id = $2::uuid and (state in ('wanted', 'leaving') or (state = 'member' and told < $3))
  order by case_id limit $4 for update skip locked`);

export const settleWork = statement<never>('app_actor', 'matters.settle_work', `
  update matters.members m set state = one.state, told = one.told, refusal = one.refusal
  from unnest($3::uuid[], $4::text[], $5::integer[], $6::text[]) as one (case_id, state, told, refusal)
  where m.jurisdiction = $1 and m.matter_id = $2::uuid and m.case_id = one.case_id`);

export type CountRow = { readonly wanted: number; readonly members: number; readonly left: number; readonly refused: number; readonly behind: number };

/** $3: the last event that is carried; `behind` has not had it yet. */
export const countMembers = statement<CountRow>('app_actor', 'matters.count_members', `
  select count(*) filter (where state = 'wanted')::integer as wanted, count(*) filter (where state in ('member', 'leaving'))::integer as members,
    count(*) filter (where state = 'left')::integer as left, count(*) filter (where state = 'refused')::integer as refused,
    count(*) filter (where state = 'member' and told < $3)::integer as behind
  from matters.members where jurisdiction = $1 and matter_id = $2::uuid`);

export type MemberRow = { readonly case_id: string; readonly number: string; readonly state: string; readonly refusal: string | null };

export const selectMembers = statement<MemberRow>('app_actor', 'matters.select_members', `
  select case_id, number, state, refusal from matters.members
  where jurisdiction = $1 and matter_id = $2::uuid and state in ('member', 'leaving', 'wanted', 'refused') order by state = 'refused', number limit $3`);

export const upsertIncident = statement<never>('app_actor', 'matters.upsert_incident', `
  insert into matters.incidents (jurisdiction, matter_id, name, topics, divisions, unit, words, words_at, next_word_at, due_at, due_reason, due_role, since, declared_at, ended_at, joined)
  values ($1, $2::uuid, $3, $4::text[], $5::text[], $6, $7, $8::timestamptz, $9::timestamptz, $10::timestamptz, $11, $12, $13::timestamptz, $14::timestamptz, $15::timestamptz, $16)
  on conflict (jurisdiction, matter_id) do update set unit = excluded.unit, words = excluded.words, words_at = excluded.words_at, next_word_at = excluded.next_word_at,
    due_at = excluded.due_at, due_reason = excluded.due_reason, due_role = excluded.due_role, ended_at = excluded.ended_at, joined = excluded.joined`);

export type IncidentRow = {
  readonly matter_id: string; readonly name: string; readonly topics: string[]; readonly divisions: string[]; readonly unit: string; readonly words: string | null;
  readonly words_at: Date | null; readonly next_word_at: Date | null; readonly due_at: Date | null; readonly due_reason: string | null; readonly due_role: string | null;
  readonly since: Date; readonly declared_at: Date; readonly ended_at: Date | null; readonly joined: number;
};

export const selectIncidents = statement<IncidentRow>('app_public', 'matters.select_incidents', `
  select matter_id, name, topics, divisions, unit, words, words_at, next_word_at, due_at, due_reason, due_role, since, declared_at, ended_at, joined
  from matters.incidents where jurisdiction = $1 and (ended_at is null or $3) order by ended_at desc nulls first, declared_at desc, matter_id limit $2`);

/** In the transaction that erases a case (role `worker`): with which others it stood goes as well. */
export const forgetMember = statement<never>('worker', 'matters.forget_member', `delete from matters.members where jurisdiction = $1 and case_id = $2::uuid`);
