import qs from 'qs';
import { InvalidError } from '../errors.js';

const DEPTH_MAX = 10;
const LIST_LENGTH_MAX = 100;
const POLLUTING = /(^|[[\].])(__proto__|constructor|prototype)([[\].]|$)/;

/**
 * The parameters of a query string with their brackets understood: `_where[_or][0][a]=1` becomes
 * `{ _where: { _or: [{ a: '1' }] } }`, and `[a]=1` the same as `a=1`. Throws InvalidError (400).
 */
export function nestedParameters(query: unknown): Readonly<Record<string, unknown>> {
  const flat = query as Readonly<Record<string, string | string[]>>;
  const polluting = Object.keys(flat).find((name) => POLLUTING.test(name));
  if (polluting !== undefined)
    throw InvalidError.field(polluting.slice(0, 100), 'is not allowed as a name; remove it');
  try {
    // The parser takes parameters that are split already, which its types do not say.
    return qs.parse(flat as Record<string, string>, {
      depth: DEPTH_MAX,
      strictDepth: true,
      arrayLimit: LIST_LENGTH_MAX,
      plainObjects: true,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw InvalidError.field(
      '_where',
      `is nested more than ${DEPTH_MAX} levels deep, or has a list of more than ${LIST_LENGTH_MAX}`,
    );
  }
}
