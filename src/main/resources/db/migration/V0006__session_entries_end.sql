-- The end of sessions as key-value entries: the table goes, and with it the triggers that kept it in
-- step for builds up to V0003. Nothing is lost by that: V0004 made rows of all that was in it or set it
-- aside in session_quarantine, which stays, and the triggers took over what older nodes wrote since.
--
-- At a node of such a build each request of a session would fail from now on. Builds before V0005 do not
-- say which they are, so nothing is done while a node of any of them lives.
--
-- Costs no look at any row. Whoever uses a session waits for those who are using one at this moment, and
-- for two files to be deleted.
do $$
declare
  older text;
begin
  select string_agg(name, ', ' order by name) into older
    from (select name from node
           where lease_until > now() and coalesce(schema_known, 0) < 5
           order by name limit 20) nodes;
  if older is not null then
    raise exception 'V0006 is not applied: nodes of builds before V0005 are running, which may fail beside it (%). Deploy the build of V0005 to all of them first, or stop them, and try again; one that was killed counts for the rest of its lease, a few seconds.', older;
  end if;
end
$$;

-- In the order in which nodes lock them, or each could wait for the other.
lock table mcp_session, session_entry in access exclusive mode;

drop trigger mcp_session_inserted on mcp_session;
drop trigger mcp_session_used on mcp_session;
drop trigger mcp_session_ended on mcp_session;
drop trigger mcp_session_removed on mcp_session;
drop function mcp_session_inserted();
drop function mcp_session_used();
drop function mcp_session_ended();
drop function mcp_session_removed();

drop function adopt_session_entries(bytea[]);
drop view session_entry_reading;
drop table session_entry;
drop function session_entry_inserted();
drop function session_entry_used();
drop function session_entry_purged();
drop function session_entry_object(text);
drop function type_id(text, uuid);
drop function type_id_uuid(text, text);

insert into schema_compatibility (version, oldest, release) values (6, 5, '0.1.0');
