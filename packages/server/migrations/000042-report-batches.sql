-- Scoring of many customers, or of all, by a job.
create table report_batches (
  id uuid primary key,
  user_id uuid references users on delete set null,
  status text not null check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  as_of date not null,
  everyone boolean not null,
  -- Null until the customers of a batch of everyone are written down.
  total integer,
  -- Items up to this position have their report or their error.
  done integer not null default 0,
  failed integer not null default 0,
  -- Runs of the job since it last got on.
  attempts integer not null default 0,
  error text,
  started_at timestamptz,
  ended_at timestamptz,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index report_batches_user on report_batches (user_id);

create table report_batch_items (
  batch_id uuid not null references report_batches on delete cascade,
  position integer not null,
  -- Emptied once there is a report, which knows it for as long as the customer is not erased.
  reference_id text,
  as_of date not null,
  report_id uuid references reports on delete set null,
  primary key (batch_id, position)
);
create index report_batch_items_reference on report_batch_items (reference_id)
  where reference_id is not null;
create index report_batch_items_report on report_batch_items (report_id);
