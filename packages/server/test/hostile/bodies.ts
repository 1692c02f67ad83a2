import fc from 'fast-check';
import type { Json, Operation } from './operations.js';
import { escaped, hostileJson, hostileText } from './values.js';

/** A body and what it says that it is. */
export interface SentBody {
  type: string;
  body: Buffer;
}

const FORM_TYPE = 'application/x-www-form-urlencoded';
const HOLE = '@hole@';

type Fields = { [name: string]: Json };

function placesIn(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([name, item]) => placesIn(item, [...path, name]));
  return path.length === 0 ? inside : [path, ...inside];
}

function withHole(value: Json, path: readonly string[]): Json {
  const [name, ...rest] = path;
  if (name === undefined) return HOLE;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? withHole(item, rest) : item));
  if (typeof value !== 'object' || value === null) return HOLE;
  return { ...value, [name]: withHole(value[name] ?? null, rest) };
}

const withoutNulls = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** JSON that is right but for one place, at any depth. */
function spoiltJson(fields: Fields): fc.Arbitrary<string> {
  const right = withoutNulls(fields);
  const places = placesIn(fields);
  const place = places.length === 0 ? fc.constant([HOLE]) : fc.constantFrom(...places);
  return fc
    .tuple(place, hostileJson)
    .map(([path, text]) =>
      JSON.stringify(withHole(right, path)).replace(JSON.stringify(HOLE), () => text),
    );
}

/** JSON that no mutation of a value makes: cut off, doubled, with names that reach prototypes. */
function brokenJson(fields: Fields): fc.Arbitrary<string> {
  const right = JSON.stringify(withoutNulls(fields));
  return fc.oneof(
    fc.nat(right.length).map((length) => right.slice(0, length)),
    fc.tuple(hostileText, hostileJson).map(([name, text]) => {
      const field = `${JSON.stringify(name)}:${text}`;
      return right === '{}' ? `{${field}}` : right.replace(/\}$/, () => `,${field}}`);
    }),
    fc.constantFrom(`\ufeff${right}`, `${right}${right}`, `[${right}]`, `${right}\0`, ' ', ''),
    hostileJson,
  );
}

const xmlEntities = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function element(name: string, value: Json): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, item]) => element(key, item))
      : [xmlEntities(String(value ?? ''))];
  return `<${name}>${inner.join('')}</${name}>`;
}

const hostileXml: fc.Arbitrary<string> = fc.oneof(
  hostileText.map(xmlEntities),
  hostileText,
  fc.constantFrom(
    '<![CDATA[a]]>',
    '<![CDATA[<!DOCTYPE x>]]>',
    '<!-- -- -->',
    '<?pi x?>',
    '&lt;',
    '&#0;',
    '&#xD800;',
    '&#x110000;',
    '&#99999999999;',
    '&nbsp;',
    '&x;',
    '&amp;amp;',
    '<a/>',
    '<a b="c">1</a>',
    '<n:a xmlns:n="urn:x">1</n:a>',
    '<a>1</a><a>2</a>',
    '<__proto__>1</__proto__>',
    '<constructor><prototype>1</prototype></constructor>',
    '<toString/>',
    '<hasOwnProperty>1</hasOwnProperty>',
    '<#text>1</#text>',
    '<1>1</1>',
    '<a',
    '</a>',
  ),
  fc.constantFrom(30, 100, 3000).map((depth) => '<a>'.repeat(depth) + '</a>'.repeat(depth)),
);

const XML_FRAMES = [
  (inner: string) => `<item>${inner}</item>`,
  (inner: string) => `<?xml version="1.0" encoding="utf-8"?>\n<item>${inner}</item>`,
  (inner: string) => `<?xml version="1.0" encoding="utf-16"?><item>${inner}</item>`,
  (inner: string) => `\ufeff<item>${inner}</item>`,
  (inner: string) => `<item>${inner}`,
  (inner: string) => `<item>${inner}</item><item/>`,
  (inner: string) => `<items>${inner}</items>`,
  (inner: string) => `<item xmlns="urn:x" a="1">${inner}</item>`,
  (inner: string) => `<!DOCTYPE item [<!ENTITY x "y">]><item>${inner}&x;</item>`,
  (inner: string) =>
    `<!DOCTYPE item [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;&a;">]><item>${inner}&c;</item>`,
  (inner: string) => `<!DOCTYPE item SYSTEM "file:///x"><item>${inner}</item>`,
];

function spoiltXml(fields: Fields): fc.Arbitrary<string> {
  const right = withoutNulls(fields);
  const names = Object.keys(fields);
  const name = names.length === 0 ? fc.constant('a') : fc.constantFrom(...names);
  return fc
    .tuple(name, hostileXml, fc.nat(XML_FRAMES.length * 3), fc.boolean())
    .map(([field, inner, frame, keeps]) => {
      const others = Object.entries(right).filter(([key]) => keeps || key !== field);
      const elements = others.map(([key, value]) => element(key, value)).join('');
      const wrap = XML_FRAMES[frame] ?? XML_FRAMES[0];
      return wrap?.(`${elements}<${field}>${inner}</${field}>`) ?? inner;
    });
}

function pairs(name: string, value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pairs(`${name}[]`, item));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => pairs(`${name}[${key}]`, item));
  return [`${encodeURIComponent(name)}=${encodeURIComponent(String(value ?? ''))}`];
}

const hostilePair = (names: readonly string[]): fc.Arbitrary<string> => {
  const name = fc.oneof(fc.constantFrom('a', ...names), hostileText);
  const ending = fc.constantFrom(
    '',
    '[]',
    '[0]',
    '[-1]',
    '[99999999]',
    '[1e9]',
    '[a]',
    '[__proto__][x]',
    '[constructor][prototype][x]',
    '[',
    ']',
    '[[]]',
    '.a',
    '[a]'.repeat(40),
    '[]'.repeat(40),
  );
  return fc.oneof(
    fc
      .tuple(name, ending, hostileText)
      .map(([key, end, text]) => `${escaped(key)}${end}=${escaped(text)}`),
    fc.tuple(name, ending, hostileText).map(([key, end, text]) => `${escaped(key + end)}=${text}`),
    fc.constantFrom(
      '%',
      '%zz=1',
      'a=%ff%fe',
      'a=%c0%80',
      '&&&',
      '=',
      '=1',
      'a',
      'a=%00',
      'a=%ud800',
    ),
    fc.constantFrom(100, 20_000).map((count) => Array(count).fill('a=1').join('&')),
  );
};

function spoiltForm(fields: Fields): fc.Arbitrary<string> {
  const right = withoutNulls(fields);
  const names = Object.keys(fields);
  return fc
    .tuple(fc.array(hostilePair(names), { minLength: 1, maxLength: 3 }), fc.nat(9))
    .map(([added, kept]) => {
      const all = Object.entries(right).flatMap(([name, value]) => pairs(name, value));
      return [...all.slice(0, kept === 0 ? 0 : all.length), ...added].join('&');
    });
}

const typed =
  (type: string) =>
  (text: string): SentBody => ({ type, body: Buffer.from(text) });

/** Bytes that are no text, and texts under a type that is not theirs. */
function wrongBytes(fields: Fields): fc.Arbitrary<SentBody> {
  const right = Buffer.from(JSON.stringify(withoutNulls(fields)));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
    fc.constantFrom(
      Buffer.from('{"a":"\xff\xfe"}', 'latin1'),
      Buffer.from(right.toString(), 'utf16le'),
      Buffer.concat([right, Buffer.from([0xc3])]),
      Buffer.alloc(2_000_000, 0x20),
      right,
    ),
  );
  const type = fc.constantFrom(
    'application/json',
    'application/xml',
    FORM_TYPE,
    'application/json; charset=utf-16',
    'application/json; charset="',
    'application/json;charset=latin1',
    'APPLICATION/JSON',
    'application/json, text/xml',
    'application/json\t;',
    'application/graphql',
    'text/plain',
    'text/html',
    'application/octet-stream',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'application/vnd.api+json',
    '*/*',
    '/',
    '',
    'a'.repeat(5000),
  );
  return fc.record({ type, body: bytes });
}

/** A body for a documented write: right but for something, in each of the formats that it takes. */
export function hostileBody({ body }: Operation): fc.Arbitrary<SentBody> {
  const fields = body ?? {};
  const json = fc.oneof(
    { weight: 3, arbitrary: spoiltJson(fields) },
    { weight: 1, arbitrary: brokenJson(fields) },
  );
  return fc.oneof(
    { weight: 5, arbitrary: json.map(typed('application/json')) },
    { weight: 2, arbitrary: json.map(typed(FORM_TYPE)) },
    { weight: 3, arbitrary: spoiltForm(fields).map(typed(FORM_TYPE)) },
    { weight: 4, arbitrary: spoiltXml(fields).map(typed('application/xml')) },
    { weight: 1, arbitrary: wrongBytes(fields) },
  );
}
