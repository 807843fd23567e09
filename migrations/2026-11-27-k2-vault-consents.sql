-- "You may phone me until …": what a resident lets the unit that has the case see of their contact, field by field and until a moment.
-- Behind the vault's wall, since that somebody left a contact is nobody else's business; gone with the deposit, and with a revocation.
create table vault.consents (
  jurisdiction text not null,
  person_ref text not null,
  fields text[] not null check (cardinality(fields) between 1 and 4),
  until timestamptz not null,
  primary key (jurisdiction, person_ref),
  foreign key (jurisdiction, person_ref) references vault.deposits (jurisdiction, person_ref) on delete cascade
);
grant select, insert, update, delete on vault.consents to vault_svc;
