import { sql } from 'kysely';
import { isUuid } from '../lists/value.js';

/** Parts of a query over `staged`, whose `customer` names a customer by id or referenceId. */
export const stagedCustomer = {
  /** What `stage` writes for the name: the name, and the id that it may be. */
  values: (name: string | null | undefined): [string | null, string | null] => [
    name ?? null,
    name && isUuid(name) ? name : null,
  ],
  columns: { customer: 'text', customer_uuid: 'uuid' },
  joins: sql`
    left join customers named_by_id on named_by_id.id = s.customer_uuid
    left join customers named_by_reference on named_by_reference.reference_id = s.customer`,
  id: sql`coalesce(named_by_id.id, named_by_reference.id)`,
  /** Rows of `matched` whose name is nobody's. */
  rejection: sql`select "row", 'customer' as field, customer as value,
      'is not the id or referenceId of a customer; import customers first' as message
    from matched where customer is not null and customer_id is null`,
};
