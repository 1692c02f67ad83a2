-- The audit trail can only grow. The one change that a row may see is its seal, once.
create function logs_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.chain_sequence is null
     and new.chain_sequence is not null and new.chain_mac is not null then
    old.chain_sequence := new.chain_sequence;
    old.chain_mac := new.chain_mac;
    if old is not distinct from new then
      return new;
    end if;
  end if;
  raise exception 'rows of logs are never changed or deleted' using errcode = 'restrict_violation';
end
$$;
create trigger logs_append_only before update or delete on logs
  for each row execute function logs_append_only();
create trigger logs_no_truncate before truncate on logs
  for each statement execute function logs_append_only();

-- Rows lie in the order of time, so that a few pages tell the range of each block.
create index logs_at on logs using brin (at);
create index logs_actor on logs (actor, id);
