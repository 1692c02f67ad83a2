-- Who a user is at the providers through which they sign in. One user may have several.
create table identities (
  provider text not null,
  subject text not null,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null,
  primary key (provider, subject)
);
create index identities_user on identities (user_id);

alter table users drop column provider_subject;
-- Set when a user took another address themselves and nothing has shown since that it is theirs.
alter table users add column address_unproven boolean not null default false;
