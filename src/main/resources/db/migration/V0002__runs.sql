-- Runs that outlive the process that began them: each run, the calls that may change the world, and
-- the questions to people. Only adds, so the build before this one may run beside it.

-- A process that holds runs. What it holds may be taken over once lease_until, on the database's own
-- clock, is past.
create table node (
  id          uuid primary key,
  name        text not null check (length(name) between 1 and 255),
  started_at  timestamptz not null default now(),
  lease_until timestamptz not null
);

create table run (
  tenant_id    uuid not null references organization on delete cascade,
  id           uuid not null,
  account_id   uuid not null references account,
  -- What kind of key the run was begun with.
  credential   text not null check (credential in ('person', 'agent')),
  -- What part of the catalog it sees, by the resource's stable name.
  resource     text not null check (length(resource) between 1 and 200),
  auto_approve boolean not null,
  state        text not null
               check (state in ('running', 'waiting', 'completed', 'failed', 'cancelled', 'engine_retired')),
  -- Who drives it while it is running. Every takeover raises the epoch, and every write of a run
  -- names the epoch it was made under: what a node that lost the run writes finds no row.
  node_id      uuid,
  epoch        bigint not null,
  -- How many answers were recorded: a node that puts the run to rest says how many it has seen.
  answers      integer not null default 0,
  cancel_wish  text check (length(cancel_wish) <= 500),
  -- Sealed, like the three below: the data key's id, then ciphertext bound to tenant, column and row.
  code         bytea not null,
  -- The sandbox and what belongs to it as it last waited; null before the first effect or question.
  snapshot     bytea,
  engine       text,
  outcome      bytea,
  journal      bytea,
  calls        integer not null default 0,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  ended_at     timestamptz,
  primary key (tenant_id, id),
  check ((state = 'running') = (node_id is not null)),
  check ((ended_at is null) = (state in ('running', 'waiting')))
);

create index run_held on run (node_id) where state = 'running';
create index run_list on run (tenant_id, created_at desc, id desc);
create index run_ended on run (ended_at) where ended_at is not null;

-- A call that was written down before it left the house: one that may change something, or one that
-- waits for a person. Reads leave no row; they are in the journal of the run when it ends.
create table run_call (
  tenant_id       uuid not null,
  run_id          uuid not null,
  call_id         integer not null check (call_id > 0),
  path            text not null check (length(path) <= 1000),
  state           text not null
                  check (state in ('intended', 'waiting', 'done', 'failed', 'declined', 'in_doubt')),
  -- Whether it may be sent again when nobody knows if it arrived: never, always, or with its key.
  repeat          text not null check (repeat in ('never', 'always', 'key')),
  -- What the script is to be told, sealed; null while nobody knows.
  result          bytea,
  created_at      timestamptz not null,
  ended_at        timestamptz,
  primary key (tenant_id, run_id, call_id),
  foreign key (tenant_id, run_id) references run on delete cascade
);

-- One question to a person about one call.
create table interaction (
  tenant_id    uuid not null,
  id           uuid not null,
  run_id       uuid not null,
  call_id      integer not null,
  kind         text not null check (kind in ('approval', 'in_doubt', 'form', 'url')),
  state        text not null check (state in ('pending', 'accepted', 'declined', 'cancelled', 'expired')),
  -- Whether only a person at the console may answer, and no client on a person's behalf.
  console_only boolean not null,
  -- What is asked, sealed: message, tool, arguments, schema of the answer.
  request      bytea not null,
  created_at   timestamptz not null,
  deadline     timestamptz not null,
  -- Who answered, when and by what door; no account where a deadline or the run's own end did.
  answered_by  uuid references account,
  answered_at  timestamptz,
  answered_via text check (answered_via in ('native', 'model', 'rest', 'page', 'deadline', 'run_ended')),
  -- What was answered beside yes or no, sealed.
  answer       bytea,
  primary key (tenant_id, id),
  foreign key (tenant_id, run_id, call_id) references run_call on delete cascade,
  check ((state = 'pending') = (answered_at is null)),
  check ((state = 'pending') = (answered_via is null))
);

create index interaction_run on interaction (tenant_id, run_id);
create index interaction_pending on interaction (tenant_id, created_at) where state = 'pending';
create index interaction_deadline on interaction (deadline) where state = 'pending';

-- What an organisation lets answer its questions, and for how long they stand.
alter table organization
  add column answer_seconds integer not null default 604800 check (answer_seconds between 60 and 31536000),
  -- Whether the answer of a person's client counts as the person's.
  add column native_answers boolean not null default true,
  -- Whether an agent may answer its own questions.
  add column model_answers boolean not null default false;

-- Whether calls this rule asks about may be approved at the console only.
alter table policy_rule add column console_only boolean not null default false;
