-- Which attributes customers have or had, and of which types: the company's settings list them without reading
-- every customer. A null says nothing of a type.
create table customer_attributes (
  key text not null,
  type text not null check (type in ('number', 'string', 'boolean')),
  primary key (key, type)
);

create function note_customer_attributes() returns trigger language plpgsql as $$
begin
  -- In one order, so that two imports that bring the same new keys do not wait for each other.
  insert into customer_attributes (key, type)
  select distinct attribute.key, jsonb_typeof(attribute.value)
  from stored, jsonb_each(stored.attributes) as attribute
  where jsonb_typeof(attribute.value) in ('number', 'string', 'boolean')
    and not exists (
      select from customer_attributes as known
      where known.key = attribute.key and known.type = jsonb_typeof(attribute.value)
    )
  order by 1, 2
  on conflict do nothing;
  return null;
end $$;

create trigger customers_inserted after insert on customers
  referencing new table as stored
  for each statement execute function note_customer_attributes();
create trigger customers_updated after update on customers
  referencing new table as stored
  for each statement execute function note_customer_attributes();

insert into customer_attributes (key, type)
select distinct attribute.key, jsonb_typeof(attribute.value)
from customers, jsonb_each(customers.attributes) as attribute
where jsonb_typeof(attribute.value) in ('number', 'string', 'boolean');
