-- Where a session began, for whoever wakes it later to link to; and which schema each node's build
-- knows, for later migrations to see whom they would break. Only adds: older nodes go on as before,
-- and what they write says neither.
--
-- Costs one look at each session for the check, under a lock that holds up who uses one: less than
-- 0.1 s for 100,000 of them.

-- The span of its beginning by W3C Trace Context (version 00): ids and a flag, nothing else. Null when
-- that was not traced. Forgotten when the session ends.
alter table mcp_session add column traceparent text check (length(traceparent) = 55);

-- The newest migration its build knows; null in builds before this one.
alter table node add column schema_known integer check (schema_known > 0);

insert into schema_compatibility (version, oldest, release) values (5, 1, '0.1.0');
