-- What of this instance is kept by a process apart, in a database of its own: a program that is not told where that is must not go on
-- as if nothing were there. Written by the owner, at a start or when the rows have been moved.
create table platform.apart (
  part text primary key check (part = 'vault'),
  since timestamptz not null default clock_timestamp()
);
grant select on platform.apart to app_public;
