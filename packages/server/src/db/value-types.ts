import { TypeOverrides, types } from 'pg';

/** A bigint does not fit into a JavaScript number. */
export class UnsafeIntegerError extends Error {
  override name = 'UnsafeIntegerError';
}

function parseSafeInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number))
    throw new UnsafeIntegerError(
      `The database sent ${text}, too large for a number; select it as text.`,
    );
  return number;
}

/**
 * How values come out of the database: dates as YYYY-MM-DD, because a `Date` would move the day by
 * the time zone of the process; bigint as number, UnsafeIntegerError when it does not fit; numeric as
 * text; timestamptz as `Date`.
 */
export function valueTypes(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.DATE, (text: string) => text);
  overrides.setTypeParser(types.builtins.INT8, parseSafeInteger);
  return overrides;
}
