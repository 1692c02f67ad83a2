import { XMLParser, XMLValidator } from 'fast-xml-parser';
import qs from 'qs';
import { InvalidError } from '../errors.js';

/** How a body came; JSON is validated as it is, text formats are coerced to the schema first. */
export type BodyFormat = 'json' | 'xml' | 'form';

const DEPTH_MAX = 32;
const POLLUTING_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const FORM_PARAMETERS_MAX = 10_000;

const tooDeep = (): InvalidError =>
  new InvalidError(`The body is nested deeper than ${DEPTH_MAX} levels; flatten it.`);

/** Refuses keys that could reach an object's prototype, and nesting that nobody writes by hand. */
function assertHarmless(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= DEPTH_MAX) throw tooDeep();
  for (const key of Object.keys(value)) {
    if (POLLUTING_KEYS.has(key))
      throw new InvalidError(`The field name "${key}" is not allowed; remove it.`);
    assertHarmless((value as Record<string, unknown>)[key], depth + 1);
  }
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw new InvalidError('The body is empty; send a JSON object.');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InvalidError(`The body is not valid JSON: ${error.message}.`);
  }
}

const xmlParser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: true,
  processEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** The parser itself refuses deep nesting and the names of prototypes, by plain errors. */
function readXml(text: string): Record<string, unknown> {
  try {
    return xmlParser.parse(text);
  } catch {
    throw new InvalidError(
      'The XML is nested too deeply or has an element name that is not allowed.',
    );
  }
}

function parseXml(text: string): unknown {
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw new InvalidError('The XML has a DOCTYPE or an entity declaration; remove it.');
  const verdict = XMLValidator.validate(text);
  if (verdict !== true)
    throw new InvalidError(
      `The body is not valid XML: ${verdict.err.msg} (line ${verdict.err.line}).`,
    );
  const roots = Object.entries(readXml(text));
  const [root] = roots;
  if (roots.length !== 1 || root === undefined || root[0] !== 'item' || Array.isArray(root[1]))
    throw new InvalidError('The XML must have one root element named <item>.');
  return root[1] === '' ? {} : root[1];
}

function parseForm(text: string): unknown {
  if (text.trimStart().startsWith('{')) return parseJson(text);
  return readForm(formParameters(text));
}

/** The values of each name; the parser below would copy all of them for each that is repeated. */
function formParameters(text: string): Record<string, string | string[] | undefined> {
  const pairs = text.split('&').filter((pair) => pair !== '');
  if (pairs.length > FORM_PARAMETERS_MAX)
    throw new InvalidError(
      `The form has more than ${FORM_PARAMETERS_MAX} fields; send fewer, or send JSON.`,
    );
  const parameters = new Map<string, string[]>();
  for (const pair of pairs) {
    const [written = ''] = pair.split('=', 1);
    const name = decodeFormKey(written);
    for (const part of name.split(/[[\].]/))
      if (POLLUTING_KEYS.has(part))
        throw new InvalidError(`The field name "${part}" is not allowed; remove it.`);
    const value = decodeFormValue(pair.slice(written.length + 1));
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(
    [...parameters].map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
}

/** What is badly escaped is meant as it stands. */
function decodeFormValue(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** The parser refuses deep nesting by a plain error. */
function readForm(parameters: Record<string, string | string[] | undefined>): unknown {
  try {
    // It takes parameters that are split already, which its types do not say.
    return qs.parse(parameters as Record<string, string>, {
      depth: DEPTH_MAX,
      strictDepth: true,
      arrayLimit: FORM_PARAMETERS_MAX,
      allowDots: false,
      plainObjects: false,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooDeep();
  }
}

function decodeFormKey(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new InvalidError(`The form has a badly escaped name "${text}"; percent-encode it.`);
  }
}

/** Format of a content type, or null when no documented write takes it. */
export function formatOf(contentType: string): BodyFormat | null {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/json') return 'json';
  if (type === 'application/xml' || type === 'text/xml') return 'xml';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  return null;
}

/**
 * Reads a request body. A form body whose first character is `{` is JSON: the documented clients send that.
 * Throws InvalidError (400) when the text does not parse, is nested too deeply, or has polluting keys.
 */
export function parseBody(
  format: BodyFormat,
  text: string,
): { format: BodyFormat; value: unknown } {
  const parsers = { json: parseJson, xml: parseXml, form: parseForm };
  const isJson = format === 'json' || (format === 'form' && text.trimStart().startsWith('{'));
  const value = parsers[format](text);
  assertHarmless(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidError('The body must be an object with fields.');
  return { format: isJson ? 'json' : format, value };
}
