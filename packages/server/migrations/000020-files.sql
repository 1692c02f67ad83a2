-- Uploaded files. Their bytes are here and not on a disk, so that every process that serves the API has them
-- and an acknowledged upload is as durable as any other record.
create table files (
  id uuid primary key,
  filename text not null,
  mime text not null,
  size integer not null,
  sha256 text not null,
  -- Emptied when the user is deleted: then the file is the administrators'.
  owner_id uuid references users on delete set null,
  created_by text not null,
  updated_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index files_owner on files (owner_id, id);

create table file_contents (
  file_id uuid primary key references files on delete cascade,
  content bytea not null
);
-- Files are compressed already, or small.
alter table file_contents alter column content set storage external;
