-- The original shape: who there is, what they have connected, what is allowed, and the state of MCP
-- sessions as key-value entries. Runs on an empty database only, so its cost does not depend on rows.
--
-- Every tenant-owned row carries tenant_id, and every foreign key between such rows includes it, so
-- that no row can point across organisations.

create table organization (
  id         uuid primary key,
  slug       text not null unique check (slug ~ '^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){1,47}$'),
  name       text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now()
);

create table account (
  id         uuid primary key,
  email      text not null check (length(email) between 1 and 320),
  name       text check (length(name) <= 200),
  -- The person at a configured token issuer (JWT iss and sub); null for accounts that never sign in there.
  issuer     text,
  subject    text,
  created_at timestamptz not null default now(),
  unique (issuer, subject),
  check ((issuer is null) = (subject is null))
);

create table membership (
  id             uuid primary key,
  tenant_id      uuid not null references organization on delete cascade,
  account_id     uuid not null references account on delete cascade,
  role           text not null check (role in ('owner', 'admin', 'member')),
  created_at     timestamptz not null default now(),
  last_active_at timestamptz,
  unique (tenant_id, account_id)
);

create index membership_account on membership (account_id);

-- What grants access is random and only its hash is kept.
create table api_key (
  id           uuid primary key,
  tenant_id    uuid not null,
  account_id   uuid not null,
  kind         text not null check (kind in ('person', 'agent')),
  name         text not null check (length(name) between 1 and 80),
  shown_prefix text not null,
  key_sha256   bytea not null unique check (length(key_sha256) = 32),
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, account_id) references membership (tenant_id, account_id) on delete cascade
);

create index api_key_account on api_key (tenant_id, account_id);

-- A tenant's data keys, each wrapped by the master key named in master_key_id.
create table tenant_key (
  tenant_id     uuid not null references organization on delete cascade,
  id            uuid not null,
  master_key_id text not null,
  wrapped       bytea not null,
  created_at    timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- One sealed value. The associated data of its seal names tenant, table and row, so that a ciphertext
-- can not be moved to another row.
create table secret (
  tenant_id  uuid not null,
  id         uuid not null,
  key_id     uuid not null,
  sealed     bytea not null check (length(sealed) <= 131072),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, key_id) references tenant_key (tenant_id, id)
);

create table integration (
  tenant_id   uuid not null references organization on delete cascade,
  id          uuid not null,
  slug        text not null check (slug ~ '^[a-z0-9_][a-z0-9_-]{0,62}$'),
  kind        text not null,
  name        text not null check (length(name) between 1 and 200),
  description text not null check (length(description) <= 4000),
  -- What the kind needs to call it (base URL, authentication methods, source): opaque here, no secret.
  config      text not null,
  -- Where the description can be read again; null when it was given inline.
  source_url  text,
  revision_id uuid not null,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);

-- The operations of an integration as one reading of its description found them. Kept once however
-- many connections point to the integration. Its operations and definitions never change; that a
-- person has looked at them is said here.
create table integration_revision (
  tenant_id        uuid not null,
  id               uuid not null,
  integration_id   uuid not null,
  source_sha256    bytea not null check (length(source_sha256) = 32),
  operation_count  integer not null,
  -- How many operations are not reviewed, until reviewed_at says that all are.
  unreviewed_count integer not null,
  reviewed_at      timestamptz,
  reviewed_by      uuid references account on delete set null,
  created_at       timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade
);

create index integration_revision_integration on integration_revision (tenant_id, integration_id);

alter table integration
  add foreign key (tenant_id, revision_id) references integration_revision (tenant_id, id)
  deferrable initially deferred;

create table operation (
  tenant_id            uuid not null,
  revision_id          uuid not null,
  name                 text not null check (length(name) between 1 and 255),
  description          text not null,
  effect               text not null check (effect in ('read', 'write')),
  approval_description text,
  -- False for an operation that a refresh brought in and nobody has looked at: it needs approval.
  reviewed             boolean not null,
  input_schema         text,
  output_schema        text,
  -- How the kind invokes it: opaque here.
  binding              text not null,
  primary key (tenant_id, revision_id, name),
  foreign key (tenant_id, revision_id) references integration_revision (tenant_id, id) on delete cascade
);

-- Schemas that the operations of a revision share, referred to as #/$defs/<name>.
create table definition (
  tenant_id   uuid not null,
  revision_id uuid not null,
  name        text not null check (length(name) between 1 and 255),
  schema      text not null,
  primary key (tenant_id, revision_id, name),
  foreign key (tenant_id, revision_id) references integration_revision (tenant_id, id) on delete cascade
);

create table connection (
  tenant_id      uuid not null,
  id             uuid not null,
  integration_id uuid not null,
  owner          text not null check (owner in ('org', 'user')),
  -- Whose it is when owner is 'user'; null when it is the organisation's.
  account_id     uuid,
  name           text not null check (name ~ '^[A-Za-z_$][A-Za-z0-9_$]{0,62}$'),
  template       text not null,
  identity_label text check (length(identity_label) <= 200),
  description    text check (length(description) <= 4000),
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, integration_id, owner, account_id, name),
  check ((owner = 'user') = (account_id is not null)),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade,
  foreign key (tenant_id, account_id) references membership (tenant_id, account_id) on delete cascade
);

-- The sealed values of a connection, by the variable of its authentication method.
create table connection_secret (
  tenant_id     uuid not null,
  connection_id uuid not null,
  variable      text not null check (length(variable) between 1 and 100),
  secret_id     uuid not null,
  primary key (tenant_id, connection_id, variable),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id) on delete cascade,
  foreign key (tenant_id, secret_id) references secret (tenant_id, id)
);

create unique index connection_secret_secret on connection_secret (tenant_id, secret_id);

-- A secret goes with the connection that holds it, however that goes: by name, with its integration,
-- with its owner or with the organisation.
create function remove_held_secret() returns trigger language plpgsql as $$
begin
  delete from secret where tenant_id = old.tenant_id and id = old.secret_id;
  return null;
end
$$;

create trigger connection_secret_removed after delete on connection_secret
  for each row execute function remove_held_secret();

create table policy_rule (
  tenant_id  uuid not null references organization on delete cascade,
  id         uuid not null,
  owner      text not null check (owner in ('org', 'user')),
  account_id uuid,
  pattern    text not null check (length(pattern) between 1 and 500),
  action     text not null check (action in ('approve', 'require_approval', 'block')),
  -- A fractional index: rules of one owner apply in the order of these strings, compared by byte.
  position   text collate "C" not null check (length(position) between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check ((owner = 'user') = (account_id is not null)),
  foreign key (tenant_id, account_id) references membership (tenant_id, account_id) on delete cascade
);

create index policy_rule_order on policy_rule (tenant_id, owner, account_id, position, id);

-- The state of an MCP session, entry by entry: session-meta, initialize-request, props, last-activity,
-- approval-response:<execution id>. The session is named by the SHA-256 of its id.
create table session_entry (
  session_sha256 bytea not null check (length(session_sha256) = 32),
  key            text not null check (length(key) between 1 and 255),
  value          text not null check (length(value) <= 1048576),
  updated_at     timestamptz not null default now(),
  primary key (session_sha256, key)
);

create index session_entry_activity on session_entry (updated_at) where key = 'last-activity';
