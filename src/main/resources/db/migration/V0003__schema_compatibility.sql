-- Which builds may run beside which schema: a build that the schema no longer suits refuses to start
-- instead of damaging what it does not understand. Only adds; costs nothing, however many rows there are.
--
-- Each migration from here on ends by adding its row, in exactly the form of the last line below.
create table schema_compatibility (
  -- The migration.
  version integer primary key,
  -- A build must know at least this migration to run once the one of this row is applied.
  oldest  integer not null references schema_compatibility check (oldest <= version),
  -- The first release that brings the migration.
  release text not null check (release ~ '^[0-9]+\.[0-9]+\.[0-9]+$')
);

insert into schema_compatibility (version, oldest, release) values (1, 1, '0.1.0');
insert into schema_compatibility (version, oldest, release) values (2, 1, '0.1.0');
insert into schema_compatibility (version, oldest, release) values (3, 1, '0.1.0');
