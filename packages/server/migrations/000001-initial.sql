-- Ids are UUID v7 made by the server, so that they sort by time. Money is numeric(14,2), days are date,
-- instants timestamptz. Tables that grow with the portfolio have an index that begins with customer_id,
-- so that they can be distributed by it.

create table company (
  id uuid primary key,
  name text not null,
  slug text not null,
  settings jsonb not null default '{}',
  published_at timestamptz not null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index company_singleton on company ((true));

create table roles (
  id uuid primary key,
  name text not null,
  description text not null default '',
  type text not null unique,
  permissions text[] not null default '{}',
  built_in boolean not null default false,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index roles_name_key on roles (lower(name));

create table users (
  id uuid primary key,
  username text not null,
  email text not null unique check (email = lower(email)),
  provider text not null default 'local',
  provider_subject text,
  password_hash text,
  confirmed boolean not null default false,
  blocked boolean not null default false,
  role_id uuid not null references roles,
  -- Part of every signed token; raising it revokes all of them.
  token_version integer not null default 0,
  reset_token_hash bytea unique,
  reset_token_expires_at timestamptz,
  confirmation_token_hash bytea unique,
  confirmation_token_expires_at timestamptz,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index users_username_key on users (lower(username));
create unique index users_provider_subject_key on users (provider, provider_subject);
create index users_role on users (role_id, id);

-- The one-time token of the first run, kept only as a hash.
create table setup_tokens (
  token_hash bytea primary key,
  created_at timestamptz not null
);

create table customers (
  id uuid primary key,
  uuid text not null unique,
  reference_id text not null unique,
  date_of_birth date,
  address_street text,
  address_neighborhood text,
  address_city text,
  address_state text,
  address_country text,
  gender text check (gender in ('male', 'female')),
  marital_status text check (marital_status in ('single', 'married', 'separated', 'widowed')),
  attributes jsonb not null default '{}',
  published_at timestamptz not null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Personal values in the log are encrypted with the person's key; deleting the row makes them unreadable.
create table customer_keys (
  customer_id uuid primary key,
  wrapped_key bytea not null
);

create table payments (
  id uuid primary key,
  customer_id uuid references customers on delete cascade,
  external_id text,
  loan text,
  amount_due numeric(14,2) not null check (amount_due >= 0),
  amount_paid numeric(14,2) not null default 0 check (amount_paid >= 0),
  due_date date not null,
  date date,
  opened_on date,
  restructured boolean not null default false,
  currency text,
  published_at timestamptz not null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (amount_paid = 0 or date is not null)
);
create index payments_customer on payments (customer_id, due_date);
create unique index payments_external_id_key on payments (external_id) where external_id is not null;

-- Append-only. Their sum is the payment's amount_paid; the first is written with the payment, also when it is 0.
create table receipts (
  payment_id uuid not null references payments on delete cascade,
  sequence integer not null,
  amount numeric(14,2) not null,
  received_on date,
  recorded_at timestamptz not null,
  primary key (payment_id, sequence),
  check (amount = 0 or received_on is not null)
);
-- Counting the receipts of a day, which scoring does to see how far they are complete, reads this alone.
create index receipts_received_on on receipts (received_on) where amount <> 0;

create table outcomes (
  id uuid primary key,
  customer_id uuid not null references customers on delete cascade,
  as_of date not null,
  bad boolean not null,
  observed_until date,
  published_at timestamptz not null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (customer_id, as_of)
);

-- A model is the canonical text of its file; its id is the SHA-256 of that text.
create table models (
  content_id text primary key,
  score_version text not null unique,
  body text not null,
  created_at timestamptz not null
);

create table trainings (
  id uuid primary key,
  uuid text not null unique,
  status text not null check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  progress real not null default 0,
  stage text,
  error text,
  options jsonb not null default '{}',
  meta text,
  schedule text,
  metrics jsonb,
  accuracy double precision,
  precission double precision,
  mae double precision,
  rmse double precision,
  model_id text references models,
  attempts integer not null default 0,
  heartbeat_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  published_at timestamptz not null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Which model was live when: a row begins a reign, ended_at closes it.
create table activations (
  id uuid primary key,
  training_id uuid not null references trainings,
  model_id text not null references models,
  reason text not null,
  activated_by text not null,
  activated_at timestamptz not null,
  ended_at timestamptz
);
create unique index activations_live on activations ((true)) where ended_at is null;

create table reports (
  id uuid primary key,
  uuid text not null unique,
  -- Emptied when the customer is erased: the report stays, anonymous.
  customer_id uuid references customers on delete set null,
  reference_id text,
  type text not null check (type in ('reference', 'vector')),
  user_id uuid references users on delete set null,
  as_of date not null,
  processed boolean not null default false,
  -- What was asked, so that the uuid works as the idempotency key.
  request_hash bytea not null,
  vector jsonb,
  score double precision,
  score_probability double precision,
  score_confidence double precision,
  score_version text,
  model_id text references models,
  -- Everything else that was computed: pd, interval, features, contributions, reasons.
  result jsonb,
  processed_at timestamptz,
  published_at timestamptz not null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index reports_customer on reports (customer_id, id);
create index reports_user on reports (user_id, id desc);
create index reports_waiting on reports (id) where not processed;

-- The audit trail. Rows are written in the transaction of the change and never changed by it;
-- the sealer later numbers committed rows and chains them.
create table logs (
  id uuid primary key,
  at timestamptz not null,
  actor text not null,
  actor_id uuid,
  address text,
  request_id text,
  action text not null,
  resource text not null,
  resource_id text,
  customer_id uuid,
  -- Old and new values without secrets; personal ones are in personal, encrypted with the customer's key.
  changes jsonb not null default '{}',
  personal bytea,
  chain_sequence bigint unique,
  chain_mac bytea
);
create index logs_unsealed on logs (id) where chain_sequence is null;
create index logs_customer on logs (customer_id, id);
create index logs_resource on logs (resource, resource_id, id);
