import type { RawBuilder } from 'kysely';
import type { Static, TObject } from 'typebox';
import type { CopyValue } from '../db/copy-text.js';
import type { Transaction } from '../db/transaction.js';
import type { FieldError } from '../errors.js';

/** Whose import it is, and when, for the records that it writes. */
export interface ImportStamp {
  by: string;
  at: Date;
}

/** How columns that are no field become attributes. */
export interface AttributeColumns {
  /** What is wrong with the name; null when it may be used. */
  keyProblem(key: string): string | null;
  read(text: string): unknown;
}

/**
 * What an import must know of a collection. Rows that pass `row` and `problems` go to a temporary table
 * `staged`; set-based SQL does the rest.
 */
export interface ImportTarget<S extends TObject> {
  collection: 'customers' | 'payments' | 'outcomes';
  /** Shape of a row; an empty cell is an absent field. */
  row: S;
  /** Columns without which no row can be read. */
  columnsRequired: readonly string[];
  /** Null where an unknown column is an error. */
  attributes: AttributeColumns | null;
  /** What cells must be, where the schema's words would not say how to write it. */
  advice: Readonly<Record<string, string>>;
  /** What is wrong with a row beyond its shape. */
  problems(record: Static<S>): FieldError[];
  /** Columns of `staged` after `row integer, id uuid`, with their types, in the order of `stage`. */
  stagedColumns: Readonly<Record<string, string>>;
  stage(record: Static<S>): CopyValue[];
  /** Makes the tables `matched` (every staged row, `target_id` where there is such a record) and what `rejections` reads. */
  match(trx: Transaction): Promise<void>;
  /** Queries of (row, field, value, message): rows that cannot be stored beside the others and what is there. */
  rejections: readonly RawBuilder<unknown>[];
  /** Locks what will change and makes the table `changed` of it, with a column `target_id`. */
  findChanges(trx: Transaction): Promise<void>;
  /** Writes the rows of `matched` that are new, and those of `changed`. */
  store(trx: Transaction, stamp: ImportStamp): Promise<void>;
}
