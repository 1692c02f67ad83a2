-- The filters and sorts of lists that portfolios of millions of payments are read by. The id ends each index, as it
-- ends each sort, so that a page is read without sorting and a deep one without visiting what lies before it.
create index payments_due_date on payments (due_date, id);
create index payments_date on payments (date, id);
-- New and changed rows lie at the end of the table, so a few pages tell where the rows of some days are; importing
-- pays next to nothing for it.
create index payments_created_at on payments using brin (created_at) with (pages_per_range = 32);
create index payments_updated_at on payments using brin (updated_at) with (pages_per_range = 32);

create index reports_reference on reports (reference_id, id);
create index reports_created_at on reports (created_at, id);
