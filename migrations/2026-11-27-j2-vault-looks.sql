-- The vault's own list of looks names the event of the record that each stands under: one opening for one look.
alter table vault.reads add column view_id uuid, add column purpose text not null default 'agreed';
create unique index reads_once on vault.reads (jurisdiction, view_id) where view_id is not null;
