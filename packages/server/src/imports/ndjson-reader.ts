import type { Static, TObject } from 'typebox';
import { Compile } from 'typebox/compile';
import type { FieldError } from '../errors.js';
import { columnOf, type ImportColumn } from './header.js';
import { type Rejections, UnreadableFileError } from './rejections.js';
import { type RowReader, shapeChecker } from './row-reader.js';
import type { ImportTarget } from './target.js';

/** Names that are remembered, so that a file with ever new ones does not fill the memory. */
const NAMES_MAX = 10_000;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What a name in an object is, or what is wrong with it; each name is looked at once. */
function nameReader<S extends TObject>(target: ImportTarget<S>) {
  const known = new Map<string, ImportColumn | FieldError>();
  return (name: string): ImportColumn | FieldError => {
    const seen = known.get(name);
    if (seen) return seen;
    let column: ImportColumn | FieldError;
    try {
      column = columnOf(target, name);
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      column = { field: name.slice(0, 80), message: error.message };
    }
    if (known.size < NAMES_MAX) known.set(name, column);
    return column;
  };
}

/** A reader of lines that are JSON objects, typed as strictly as a JSON body; null is an empty cell. */
export function ndjsonReader<S extends TObject>(
  target: ImportTarget<S>,
  rejections: Rejections,
): RowReader<string, Static<S>> {
  const validator = Compile(target.row);
  const shapeProblems = shapeChecker(target);
  const read = nameReader(target);

  function recordOf(fields: Fields): { record: Record<string, unknown>; problems: FieldError[] } {
    const record: Record<string, unknown> = {};
    const problems: FieldError[] = [];
    const attributes: Record<string, unknown> = {};
    const take = (name: string, value: unknown): void => {
      if (value === null) return;
      const column = read(name);
      if (!('kind' in column)) problems.push(column);
      else if (column.kind === 'field') record[column.name] = value;
      else if (Object.hasOwn(attributes, column.name))
        problems.push({ field: column.name, message: 'is there twice; remove one' });
      else attributes[column.name] = value;
    };
    for (const [name, value] of Object.entries(fields)) {
      if (name !== 'attributes' || target.attributes === null) take(name, value);
      else if (isFields(value))
        for (const [key, item] of Object.entries(value)) take(`attributes.${key}`, item);
      else if (value !== null) problems.push({ field: name, message: 'must be an object' });
    }
    if (target.attributes !== null) record.attributes = attributes;
    return { record, problems };
  }

  return (row, line) => {
    const fields = objectOf(line);
    if (fields === null) {
      const problem = { field: '', message: 'is not a JSON object on one line' };
      rejections.reject(row, [problem], () => line);
      return null;
    }
    const { record, problems } = recordOf(fields);
    if (problems.length === 0)
      problems.push(...(validator.Check(record) ? target.problems(record) : shapeProblems(record)));
    if (problems.length === 0) return record as Static<S>;
    rejections.reject(row, problems, (field) =>
      Object.hasOwn(fields, field) ? textOf(fields[field]) : null,
    );
    return null;
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
