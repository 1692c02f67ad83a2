import type { RawBuilder } from 'kysely';

/** What a value of a field looks like in a query string. */
export type ListFieldType = 'id' | 'text' | 'number' | 'boolean' | 'date' | 'instant';

/** One field of a collection that callers may filter and sort by. */
export interface ListField {
  /** The column as SQL knows it, with its table where the query joins: `payments.due_date`. */
  column: string;
  type: ListFieldType;
  /** The only values there are, for a field that holds one of a few words. */
  values?: readonly string[];
  /** What the column is compared with, where callers name a record by another of its names. */
  resolve?: (value: string) => RawBuilder<unknown>;
}

/**
 * What callers may filter and sort a collection by, each field under its name in the API. A field that is
 * not here does not exist for them, so private columns are left out. A relation's field is a field with a
 * dot in its name (`customer.referenceId`), where the query joins the relation.
 */
export interface ListDefinition {
  /** The column of the id, the last sort key of every list. */
  id: string;
  fields: Readonly<Record<string, ListField>>;
}
