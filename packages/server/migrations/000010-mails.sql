-- Mails that were promised, until they are sent. What they say is encrypted, because it may hold a one-time link,
-- and is emptied when the mail has gone.
create table mails (
  id uuid primary key,
  -- Null when the server itself writes.
  sender_id uuid references users on delete cascade,
  recipient_id uuid not null references users on delete cascade,
  kind text not null check (kind in ('message', 'reset-password', 'confirm-email')),
  sealed bytea,
  -- Why it can never be sent, in the words of the mail server.
  refusal text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index mails_sender on mails (sender_id, created_at) where sender_id is not null;
create index mails_recipient on mails (recipient_id, kind, created_at);
