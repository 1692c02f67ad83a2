import type { FieldError } from '../errors.js';
import type { RowErrorOut } from './schemas.js';

export const ERRORS_MAX = 100;
const VALUE_LENGTH_MAX = 100;

/** A file that cannot be read on: what is wrong, and in which data row where that is known. */
export class UnreadableFileError extends Error {
  override name = 'UnreadableFileError';
  readonly row: number | null;
  readonly field: string | null;

  constructor(message: string, place: { row?: number; field?: string } = {}) {
    super(message);
    this.row = place.row ?? null;
    this.field = place.field ?? null;
  }
}

/** Collects what is wrong with rows: counts all rejected, keeps the first errors. */
export class Rejections {
  #rows = 0;
  #errors: RowErrorOut[] = [];

  get rows(): number {
    return this.#rows;
  }

  /** One row and everything wrong with it. */
  reject(row: number, problems: readonly FieldError[], cellOf: (field: string) => string | null) {
    this.#rows += 1;
    for (const { field, message } of problems) {
      if (this.#errors.length >= ERRORS_MAX) return;
      const value = cellOf(field)?.slice(0, VALUE_LENGTH_MAX) ?? null;
      this.#errors.push({ row, field: field === '' ? null : field, value, message });
    }
  }

  /** Errors that were found elsewhere, of rows that are not counted here. */
  add(rows: number, errors: readonly RowErrorOut[]): void {
    this.#rows += rows;
    this.#errors.push(...errors);
  }

  /** The first errors in the order of the file. */
  first(): RowErrorOut[] {
    return this.#errors.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)).slice(0, ERRORS_MAX);
  }
}
