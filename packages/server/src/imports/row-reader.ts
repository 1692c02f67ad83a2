import type { Static, TObject } from 'typebox';
import { Compile } from 'typebox/compile';
import { type FieldError, InvalidError } from '../errors.js';
import { textReader } from '../http/coerce.js';
import { bodyReader } from '../http/validation.js';
import type { ImportColumn } from './header.js';
import type { Rejections } from './rejections.js';
import type { ImportTarget } from './target.js';

/** Makes typed records out of the rows of one file, as its format gives them; null for a row that it rejected. */
export type RowReader<R, T> = (row: number, source: R) => T | null;

/** Says what is wrong with a record that does not have the shape of a row. */
export function shapeChecker<S extends TObject>(
  target: ImportTarget<S>,
): (record: unknown) => FieldError[] {
  const reader = bodyReader(target.row);
  return (record) => {
    try {
      reader.read({ format: 'json', value: record });
    } catch (error) {
      if (!(error instanceof InvalidError) || !error.errors) throw error;
      return error.errors.map(({ field, message }) => ({
        field,
        message: message === 'is required' ? message : (target.advice[field] ?? message),
      }));
    }
    return [];
  };
}

function wrongLength(cells: number, columns: number): FieldError {
  const message = `has ${cells} cells, but the header names ${columns} columns; put quotes around cells with commas`;
  return { field: '', message };
}

/** A reader for files with these columns; what it rejects goes to `rejections`. */
export function rowReader<S extends TObject>(
  target: ImportTarget<S>,
  columns: readonly ImportColumn[],
  rejections: Rejections,
): RowReader<readonly string[], Static<S>> {
  const validator = Compile(target.row);
  const shapeProblems = shapeChecker(target);
  const readers = columns.map(({ kind, name }) =>
    kind === 'attribute'
      ? (text: string) => target.attributes?.read(text)
      : textReader(target.row.properties[name]),
  );

  function recordOf(cells: readonly string[]): unknown {
    const record: Record<string, unknown> = {};
    const attributes: Record<string, unknown> = {};
    for (let i = 0; i < columns.length; i++) {
      if (cells[i] === '') continue;
      const { kind, name } = columns[i];
      (kind === 'field' ? record : attributes)[name] = readers[i](cells[i]);
    }
    if (target.attributes !== null) record.attributes = attributes;
    return record;
  }

  function cellOf(cells: readonly string[], field: string): string | null {
    const at = columns.findIndex(({ kind, name }) => kind === 'field' && name === field);
    return at === -1 || cells[at] === '' ? null : cells[at];
  }

  return (row, cells) => {
    if (cells.length !== columns.length) {
      rejections.reject(row, [wrongLength(cells.length, columns.length)], () => null);
      return null;
    }
    const record = recordOf(cells);
    const problems = validator.Check(record) ? target.problems(record) : shapeProblems(record);
    if (problems.length === 0) return record as Static<S>;
    rejections.reject(row, problems, (field) => cellOf(cells, field));
    return null;
  };
}
