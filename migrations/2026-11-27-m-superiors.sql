-- Who answers for the units that a case is about is kept from it, too (protection T2). In `about` a unit stands for itself and
-- all beneath it; one with `^` before it for its own people alone: superiors, whose other offices are no party.
create or replace function cases.actor_units() returns text[] language sql stable as $$
  select array(select jsonb_array_elements_text(coalesce(actor -> 'above', '[]'))) || array[actor ->> 'unitId', '^' || (actor ->> 'unitId')]
  from (select nullif(current_setting('minsheng.actor', true), '')::jsonb as actor) as who
$$;
