-- Sessions as rows of their own, with the events their clients have not taken yet. Until now a session
-- was a handful of key-value entries; all of them become rows here, whichever build wrote them. What
-- can not become a session is copied to session_quarantine with the reason, and stops nothing.
--
-- The entries stay, for the build before this one to read: while both shapes are there, triggers keep
-- them in step both ways. A later migration drops the entries, once no build reads them any more.
--
-- Costs less than 1 ms a session: 65 s for 100,000 of them, on two cores busy with other work. Nobody
-- waits for that: the bulk is converted while others write, and only what they wrote meanwhile is
-- converted under a lock. Whoever begins, ends or uses a session in that last moment waits for one look
-- at each entry, 1 s for 100,000 sessions.
set local statement_timeout = 0;

create table mcp_session (
  -- Of the id, which nobody stores: 256 random bits.
  session_sha256   bytea primary key check (length(session_sha256) = 32),
  -- Whose it is. Forgotten, like all that follows, when the session ends.
  tenant_id        uuid,
  account_id       uuid,
  -- What part of the catalog it sees, by the resource's stable name.
  resource         text check (length(resource) between 1 and 200),
  -- As negotiated; empty when the client named none and nobody noted one down.
  protocol_version text check (length(protocol_version) <= 32),
  -- How questions are to be put; null when the client did not say.
  elicitation_mode text check (length(elicitation_mode) between 1 and 32),
  -- The client's whole request, JSON. It has at most 131072 bytes as UTF-8, and up to three times the
  -- characters when all that is not ASCII is escaped.
  initialize       text check (length(initialize) <= 393216),
  -- The least severe log message the client asked for; null before it did.
  log_level        text check (length(log_level) between 1 and 32),
  created_at       timestamptz not null,
  last_used_at     timestamptz not null,
  -- Once it is set, the row only says that there was a session.
  ended_at         timestamptz,
  -- The node at which it is at home, for as long as that node's lease lasts. Whoever takes it over
  -- raises the epoch, and what is written for the session names the epoch it was written under.
  home_node        uuid,
  home_epoch       bigint not null default 0,
  check (ended_at is not null or num_nulls(tenant_id, account_id, resource, protocol_version, initialize) = 0),
  check ((tenant_id is null) = (account_id is null))
);

create index mcp_session_owner on mcp_session (tenant_id, account_id);
create index mcp_session_used on mcp_session (last_used_at);

-- A stream of messages to a session's client, there from its first event on.
create table mcp_stream (
  session_sha256 bytea not null references mcp_session on delete cascade,
  stream_id      bigint not null,
  -- The number of its newest event; they count from 1, and none is given twice.
  last_seq       bigint not null default 0 check (last_seq >= 0),
  created_at     timestamptz not null,
  primary key (session_sha256, stream_id)
);

create index mcp_stream_age on mcp_stream (created_at);

-- A message to a client, kept until it is known to have arrived or there are too many.
create table mcp_event (
  session_sha256 bytea not null,
  stream_id      bigint not null,
  seq            bigint not null check (seq > 0),
  -- Sealed: the data key's id, then ciphertext bound to organisation, session, stream and number.
  sealed         bytea not null,
  -- How large the message is for its client.
  bytes          integer not null check (bytes >= 0),
  created_at     timestamptz not null,
  primary key (session_sha256, stream_id, seq),
  foreign key (session_sha256, stream_id) references mcp_stream on delete cascade
);

-- Entries of sessions that could not be carried over, as they were.
create table session_quarantine (
  session_sha256 bytea not null check (length(session_sha256) = 32),
  key            text not null,
  value          text not null,
  reason         text not null check (length(reason) between 1 and 100),
  quarantined_at timestamptz not null default now(),
  primary key (session_sha256, key)
);

create index session_quarantine_age on session_quarantine (quarantined_at);

-- The id of a kind as it goes over the wire: the UUID in Crockford's base 32 (TypeID 0.3.0).
create function type_id(prefix text, id uuid) returns text language sql immutable strict parallel safe as $$
  select prefix || '_' || string_agg(
           substr('0123456789abcdefghjkmnpqrstvwxyz', substring(bits from 5 * i + 1 for 5)::integer + 1, 1), '' order by i)
    from (select b'00' || ('x' || replace(id::text, '-', ''))::bit(128) as bits), generate_series(0, 25) i
$$;

-- The UUID of such an id; null when it is none of that kind.
create function type_id_uuid(prefix text, id text) returns uuid language sql immutable strict parallel safe as $$
  select (lpad(to_hex(substring(bits from 3 for 64)::bit(64)::bigint), 16, '0')
          || lpad(to_hex(substring(bits from 67 for 64)::bit(64)::bigint), 16, '0'))::uuid
    from (select string_agg(
                   (strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(id, length(prefix) + 1 + i, 1)) - 1)::bit(5)::text,
                   '' order by i)::varbit as bits
            from generate_series(1, 26) i
           where id ~ ('^' || prefix || '_[0-7][0-9a-hjkmnp-tv-z]{25}$')) digits
   where bits is not null
$$;

-- An entry as an object; null when it is none. Half characters and NULs, which JSON may spell and text
-- can not hold, are left out, and an object that still can not be read is an empty one. Never fails:
-- what is nested too deeply even to be looked at is no object.
create function session_entry_object(entry text) returns jsonb language plpgsql immutable as $$
declare
  object boolean := false;
begin
  object := coalesce(entry is json object, false);
  if not object then
    return null;
  end if;
  if pg_input_is_valid(entry, 'jsonb') then
    return entry::jsonb;
  end if;
  return regexp_replace(entry, '(\\\\)|\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\1', 'g')::jsonb;
exception when others then
  return case when object then jsonb '{}' end;
end
$$;

-- What the entries of each session say, and the reason if they make none. An ended session has
-- forgotten all but that.
create view session_entry_reading as
  select session_sha256,
         case when ended_at is null then tenant_id end as tenant_id,
         case when ended_at is null then account_id end as account_id,
         case when ended_at is null then resource end as resource,
         case when ended_at is not null then null
              when length(meta ->> 'protocolVersion') <= 32 then meta ->> 'protocolVersion'
              when length(asked) <= 32 then asked
              else '' end as protocol_version,
         case when ended_at is null and meta ->> 'elicitationMode' in ('browser', 'model', 'native')
              then meta ->> 'elicitationMode' end as elicitation_mode,
         case when ended_at is null then initialize end as initialize,
         created_at, last_used_at, ended_at,
         case when ended_at is not null then null
              when meta_text is null then 'no session-meta'
              when meta is null then 'session-meta is not an object'
              when tenant_id is null then 'organizationId is not an organisation''s id'
              when account_id is null then 'userId is not an account''s id'
              when not exists (select from organization o where o.id = tenant_id) then 'no such organisation'
              when not exists (select from account a where a.id = account_id) then 'no such account'
              when not exists (select from membership m
                                where m.tenant_id = typed.tenant_id and m.account_id = typed.account_id)
              then 'the account is not a member of the organisation'
              when resource is null then 'resource is not understood'
              when initialize is null then 'no initialize-request'
              when request is null then 'initialize-request is not an object'
              when length(initialize) > 393216 then 'initialize-request is too long'
         end as reason
    from (select entries.*, meta, request,
                 type_id_uuid('org', meta ->> 'organizationId') as tenant_id,
                 type_id_uuid('account', meta ->> 'userId') as account_id,
                 -- Written before there were several resources, it has none and means the whole.
                 case when coalesce(meta -> 'resource', 'null') = 'null' then 'default'
                      when jsonb_typeof(meta -> 'resource') = 'object' and meta #>> '{resource,slug}' is null
                           and coalesce(meta #>> '{resource,kind}', 'default') = 'default' then 'default'
                      when jsonb_typeof(meta #> '{resource,slug}') = 'string'
                           and length(meta #>> '{resource,slug}') between 1 and 190
                      then 'toolkit:' || (meta #>> '{resource,slug}')
                 end as resource,
                 -- A build that did not note the revision down spoke what its client asked for.
                 case when jsonb_typeof(request #> '{params,protocolVersion}') = 'string'
                      then request #>> '{params,protocolVersion}' end as asked
            from (select session_sha256,
                         max(value) filter (where key = 'session-meta') as meta_text,
                         max(value) filter (where key = 'initialize-request') as initialize,
                         coalesce(max(updated_at) filter (where key = 'session-meta'), min(updated_at)) as created_at,
                         coalesce(max(updated_at) filter (where key = 'last-activity'), max(updated_at)) as last_used_at,
                         max(updated_at) filter (where key = 'ended') as ended_at
                    from session_entry
                   group by session_sha256) entries
                 -- The offset keeps each from being read once for every use.
                 cross join lateral (select session_entry_object(meta_text) as meta,
                                            session_entry_object(initialize) as request
                                     offset 0) objects) typed;

-- Makes sessions of the entries of those named, as far as they can be and are none yet.
create function adopt_session_entries(named bytea[]) returns void language sql as $$
  insert into mcp_session (session_sha256, tenant_id, account_id, resource, protocol_version,
                           elicitation_mode, initialize, created_at, last_used_at, ended_at)
  select session_sha256, tenant_id, account_id, resource, protocol_version,
         elicitation_mode, initialize, created_at, last_used_at, ended_at
    from session_entry_reading
   where session_sha256 = any (named) and reason is null
      on conflict (session_sha256) do nothing
$$;

select adopt_session_entries(array(select distinct session_sha256 from session_entry));

-- From here on whoever writes what is locked waits. First what was written in the meantime.
lock table session_entry, membership in share row exclusive mode;

select adopt_session_entries(array(
  select distinct session_sha256 from session_entry e
   where not exists (select from mcp_session s where s.session_sha256 = e.session_sha256)));

update mcp_session s set last_used_at = e.updated_at
  from session_entry e
 where e.session_sha256 = s.session_sha256 and e.key = 'last-activity' and e.updated_at > s.last_used_at;

update mcp_session s
   set ended_at = e.updated_at, tenant_id = null, account_id = null, resource = null,
       protocol_version = null, elicitation_mode = null, initialize = null
  from session_entry e
 where e.session_sha256 = s.session_sha256 and e.key = 'ended' and s.ended_at is null;

delete from mcp_session s
 where tenant_id is not null
   and not exists (select from membership m where m.tenant_id = s.tenant_id and m.account_id = s.account_id);

insert into session_quarantine (session_sha256, key, value, reason)
select session_sha256, e.key, e.value, r.reason
  from session_entry_reading r join session_entry e using (session_sha256)
 where r.reason is not null
   and r.session_sha256 = any (array(
         select distinct session_sha256 from session_entry e
          where not exists (select from mcp_session s where s.session_sha256 = e.session_sha256)));

insert into session_quarantine (session_sha256, key, value, reason)
select session_sha256, key, value, 'no session has an entry of this name'
  from session_entry join mcp_session using (session_sha256)
 where key not in ('session-meta', 'initialize-request', 'props', 'last-activity', 'ended');

alter table mcp_session
  add foreign key (tenant_id, account_id) references membership (tenant_id, account_id) on delete cascade;

-- What the build before this one writes, in the new shape. Each trigger heeds statements of a build
-- only, and not what the other triggers do.
create function session_entry_inserted() returns trigger language plpgsql as $$
begin
  update mcp_session s
     set ended_at = e.updated_at, tenant_id = null, account_id = null, resource = null,
         protocol_version = null, elicitation_mode = null, initialize = null
    from written e
   where e.session_sha256 = s.session_sha256 and e.key = 'ended' and s.ended_at is null;
  perform adopt_session_entries(array(select distinct session_sha256 from written));
  return null;
end
$$;

create trigger session_entry_inserted after insert on session_entry
  referencing new table as written
  for each statement when (pg_trigger_depth() = 0) execute function session_entry_inserted();

-- A session that a node of the new build is writing at this moment is in use as it is: waiting for it
-- could be waiting for each other.
create function session_entry_used() returns trigger language plpgsql as $$
begin
  update mcp_session set last_used_at = new.updated_at
   where session_sha256 in (
     select session_sha256 from mcp_session
      where session_sha256 = new.session_sha256 and ended_at is null for no key update skip locked);
  return null;
end
$$;

create trigger session_entry_used after update on session_entry
  for each row when (pg_trigger_depth() = 0 and new.key = 'last-activity')
  execute function session_entry_used();

create function session_entry_purged() returns trigger language plpgsql as $$
begin
  delete from mcp_session where session_sha256 = old.session_sha256;
  return null;
end
$$;

create trigger session_entry_purged after delete on session_entry
  for each row when (pg_trigger_depth() = 0 and old.key = 'last-activity')
  execute function session_entry_purged();

-- What this build writes, in the old shape.
create function mcp_session_inserted() returns trigger language plpgsql as $$
begin
  insert into session_entry (session_sha256, key, value, updated_at)
  values (new.session_sha256, 'session-meta', json_build_object(
            'organizationId', type_id('org', new.tenant_id),
            'userId', type_id('account', new.account_id),
            'resource', case when new.resource = 'default' then json_build_object('kind', 'default')
                             else json_build_object('kind', 'toolkit', 'slug', substr(new.resource, strpos(new.resource, ':') + 1)) end,
            'elicitationMode', new.elicitation_mode,
            'protocolVersion', new.protocol_version)::text, new.created_at),
         (new.session_sha256, 'initialize-request', new.initialize, new.created_at),
         (new.session_sha256, 'props', '{}', new.created_at),
         (new.session_sha256, 'last-activity', (extract(epoch from new.last_used_at) * 1000)::bigint::text, new.last_used_at)
      on conflict (session_sha256, key) do nothing;
  return null;
end
$$;

create trigger mcp_session_inserted after insert on mcp_session
  for each row when (pg_trigger_depth() = 0 and new.ended_at is null)
  execute function mcp_session_inserted();

create function mcp_session_used() returns trigger language plpgsql as $$
begin
  update session_entry
     set value = (extract(epoch from new.last_used_at) * 1000)::bigint::text, updated_at = new.last_used_at
   where session_sha256 = new.session_sha256 and key = 'last-activity';
  return null;
end
$$;

create trigger mcp_session_used after update of last_used_at on mcp_session
  for each row when (pg_trigger_depth() = 0 and new.last_used_at <> old.last_used_at)
  execute function mcp_session_used();

create function mcp_session_ended() returns trigger language plpgsql as $$
begin
  delete from session_entry where session_sha256 = new.session_sha256 and key <> 'last-activity';
  insert into session_entry (session_sha256, key, value, updated_at)
  values (new.session_sha256, 'ended', (extract(epoch from new.ended_at) * 1000)::bigint::text, new.ended_at);
  return null;
end
$$;

create trigger mcp_session_ended after update of ended_at on mcp_session
  for each row when (pg_trigger_depth() = 0 and old.ended_at is null and new.ended_at is not null)
  execute function mcp_session_ended();

-- However it goes, with its owner or with the organisation too.
create function mcp_session_removed() returns trigger language plpgsql as $$
begin
  delete from session_entry where session_sha256 = old.session_sha256;
  return null;
end
$$;

create trigger mcp_session_removed after delete on mcp_session
  for each row execute function mcp_session_removed();

-- Where the other nodes reach it; null when they can not.
alter table node add column url text check (length(url) between 1 and 500);

insert into schema_compatibility (version, oldest, release) values (4, 1, '0.1.0');
