-- Reports that still say whom they are about, for the retention that the lender sets.
create index reports_about_somebody on reports (created_at)
  where processed and (customer_id is not null or reference_id is not null or vector is not null);
