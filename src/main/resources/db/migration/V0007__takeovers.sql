-- What whoever takes a run over has to know. How often in a row nodes died with it: so that one that
-- takes every node down with it ends at some point. And in which header a call's idempotency key went:
-- in another one the other side does not look for it, and the same call would count as a new one. Only
-- adds: older nodes go on as before, count nothing, and say of no header.
--
-- Costs no look at any row, only a moment without others on each of the two tables.

-- Deaths of nodes, and defects, since the run last got any further.
alter table run add column setbacks integer not null default 0;

-- Null where no key went, and in what older builds wrote.
alter table run_call add column key_header text;

insert into schema_compatibility (version, oldest, release) values (7, 5, '0.1.0');
