-- Bearer tokens of the lender's own systems, kept only as hashes. They die with their owner.
create table api_tokens (
  id uuid primary key,
  owner_id uuid not null references users on delete cascade,
  name text not null,
  permissions text[] not null,
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  created_at timestamptz not null
);
create index api_tokens_owner on api_tokens (owner_id, id);
