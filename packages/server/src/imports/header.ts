import type { TObject } from 'typebox';
import { UnreadableFileError } from './rejections.js';
import type { ImportTarget } from './target.js';

/** What a column of the file is. */
export type ImportColumn = { kind: 'field'; name: string } | { kind: 'attribute'; name: string };

const ATTRIBUTE_PREFIX = 'attributes.';

/** Fields that the server makes; a file that brings them means something else. */
const SERVER_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'receipts',
  'published_at',
  'created_by',
  'updated_by',
  'created_at',
  'updated_at',
]);

function unknownColumn(name: string, fields: readonly string[]): UnreadableFileError {
  return new UnreadableFileError(
    `The column "${name.slice(0, 80)}" is unknown; the columns are ${fields.join(', ')}, separated by commas.`,
    { field: name.slice(0, 80) },
  );
}

/** What a name in the header is. Throws UnreadableFileError naming it. */
export function columnOf<S extends TObject>(target: ImportTarget<S>, name: string): ImportColumn {
  const fields = Object.keys(target.row.properties).filter((field) => field !== 'attributes');
  if (fields.includes(name)) return { kind: 'field', name };
  if (SERVER_FIELDS.has(name))
    throw new UnreadableFileError(
      `The column "${name}" is made by the server; remove it or give it another name.`,
      { field: name },
    );
  if (target.attributes === null) throw unknownColumn(name, fields);
  const key = name.startsWith(ATTRIBUTE_PREFIX) ? name.slice(ATTRIBUTE_PREFIX.length) : name;
  const problem = target.attributes.keyProblem(key);
  if (problem !== null)
    throw new UnreadableFileError(
      `The column "${name.slice(0, 80)}" is no field, and ${problem}. Columns are separated by commas.`,
      { field: name.slice(0, 80) },
    );
  return { kind: 'attribute', name: key.normalize() };
}

/** Understands the first line of a file. Throws UnreadableFileError naming the column. */
export function readHeader<S extends TObject>(
  target: ImportTarget<S>,
  names: readonly string[],
): ImportColumn[] {
  const columns = names.map((name) => columnOf(target, name.trim()));
  const seen = new Set<string>();
  for (const { kind, name } of columns) {
    if (seen.has(`${kind} ${name}`))
      throw new UnreadableFileError(`The column "${name}" is there twice; remove one.`, {
        field: name,
      });
    seen.add(`${kind} ${name}`);
  }
  for (const name of target.columnsRequired)
    if (!seen.has(`field ${name}`))
      throw new UnreadableFileError(
        `The column "${name}" is missing; the first line must name it.`,
        { field: name },
      );
  return columns;
}
