/** A model file is not what this version writes. `path` says where. */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';

  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`model${path}: ${problem}`);
  }
}

/** Checks an unknown JSON value and gives it its type, or throws ModelFormatError. */
export type Reader<T> = (value: unknown, path: string) => T;

export const finiteNumber: Reader<number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new ModelFormatError(path, 'a finite number was expected');
};

export const wholeNumber: Reader<number> = (value, path) => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new ModelFormatError(path, 'a whole number was expected');
};

export const text: Reader<string> = (value, path) => {
  if (typeof value === 'string') return value;
  throw new ModelFormatError(path, 'a text was expected');
};

export const truth: Reader<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw new ModelFormatError(path, 'true or false was expected');
};

export function oneOf<const T extends string>(...allowed: readonly T[]): Reader<T> {
  return (value, path) => {
    const found = allowed.find((each) => each === value);
    if (found !== undefined) return found;
    throw new ModelFormatError(path, `one of ${allowed.join(', ')} was expected`);
  };
}

export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return (value, path) => (value === null ? null : reader(value, path));
}

export function listOf<T>(reader: Reader<T>): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ModelFormatError(path, 'a list was expected');
    return value.map((each, index) => reader(each, `${path}[${index}]`));
  };
}

export function recordOf<T>(reader: Reader<T>): Reader<Record<string, T>> {
  return (value, path) => {
    const entries = Object.entries(plainObject(value, path));
    return Object.fromEntries(
      entries.map(([key, each]) => [key, reader(each, `${path}.${key}`)] as const),
    );
  };
}

type Fields<T> = { readonly [Key in keyof T]-?: Reader<Exclude<T[Key], undefined>> };

/** An object with exactly these fields; those named as optional may be absent. */
export function shapeOf<T extends object>(
  fields: Fields<T>,
  optional: readonly (keyof T & string)[] = [],
): Reader<T> {
  const known = new Set<string>(Object.keys(fields));
  return (value, path) => {
    const given = plainObject(value, path);
    const unknown = Object.keys(given).find((key) => !known.has(key));
    if (unknown !== undefined) throw new ModelFormatError(path, `unknown field ${unknown}`);
    const read: Partial<T> = {};
    for (const key in fields) {
      if (Object.hasOwn(given, key)) read[key] = fields[key](given[key], `${path}.${key}`);
      else if (!optional.includes(key)) throw new ModelFormatError(path, `field ${key} is missing`);
    }
    // Every field that is not optional was read above.
    return read as T;
  };
}

/** A union told apart by one field. */
export function choiceBy<T>(
  field: string,
  readers: Readonly<Record<string, Reader<T>>>,
): Reader<T> {
  return (value, path) => {
    const tag = text(plainObject(value, path)[field], `${path}.${field}`);
    if (Object.hasOwn(readers, tag)) return readers[tag](value, path);
    throw new ModelFormatError(`${path}.${field}`, `unknown value ${tag}`);
  };
}

function plainObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value));
  }
  throw new ModelFormatError(path, 'an object was expected');
}

/**
 * JSON with sorted keys and the shortest numbers that read back to the same bits, so that equal values are equal
 * texts. Throws ModelFormatError on what JSON cannot hold.
 */
export function canonicalJson(value: unknown, path = ''): string {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    throw new ModelFormatError(path, `${Object.is(value, -0) ? '-0' : value} cannot be stored`);
  }
  if (Array.isArray(value)) {
    return `[${value.map((each, index) => canonicalJson(each, `${path}[${index}]`)).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) {
    const written = JSON.stringify(value);
    if (written === undefined) throw new ModelFormatError(path, 'it cannot be stored');
    return written;
  }
  const keys = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const members = keys.map(([key, each]) => {
    return `${JSON.stringify(key)}:${canonicalJson(each, `${path}.${key}`)}`;
  });
  return `{${members.join(',')}}`;
}
