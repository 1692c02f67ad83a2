-- What was asked under an Idempotency-Key, and the first answer. Kept 24 hours.
create table idempotency_keys (
  -- HMAC of caller, method, route and key.
  id bytea primary key,
  request_hash bytea not null,
  -- Which attempt may commit; another takes over when the first one's server died.
  attempt uuid not null,
  attempt_ends_at timestamptz not null,
  -- Set in the transaction of the change.
  done_at timestamptz,
  status integer,
  -- Encrypted: it may hold a customer's data.
  answer bytea,
  expires_at timestamptz not null
);
create index idempotency_keys_expiry on idempotency_keys (expires_at);
