import fc from 'fast-check';
import { escaped, hostileText } from './values.js';

const OPERATORS = [
  '',
  '_ne',
  '_lt',
  '_lte',
  '_gt',
  '_gte',
  '_contains',
  '_containss',
  '_in',
  '_nin',
  '_null',
  '_or',
  '_regex',
  '_',
  '__',
];

const number = fc.constantFrom(
  '0',
  '1',
  '-1',
  '-2',
  '1001',
  '9007199254740993',
  '999999999999999',
  '9999999999999999',
  '1e3',
  '1.5',
  'NaN',
  '',
);

/** Brackets around a name, as `_where` and forms write them, right and wrong. */
function bracketed(name: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    name,
    `[${name}]`,
    `[${name}`,
    `${name}]`,
    `${name}[]`,
    `${name}[0]`,
    `${name}[999]`,
    `${name}[a]`,
    `_where[${name}]`,
    `_where[0][${name}]`,
    `_where[_or][0][${name}]`,
    `_where[_or][0][0][${name}]`,
    `_where[_or][_or][${name}]`,
    `_where[__proto__][${name}]`,
    `_where${'[_or][0]'.repeat(6)}[${name}]`,
    `_where${'[0]'.repeat(40)}[${name}]`,
    `_where[${name}][${name}]`,
    `_where[${name}][constructor]`,
    `${name}.${name}`,
    `${name}.__proto__`,
  );
}

function hostilePart(names: readonly string[]): fc.Arbitrary<string> {
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('id', ...names) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('password', 'password_hash', 'customer.customer.id', 'customer.'),
    },
    { weight: 1, arbitrary: hostileText },
  );
  const key = fc
    .tuple(name, fc.constantFrom(...OPERATORS))
    .chain(([field, operator]) => bracketed(field + operator));
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(key, hostileText).map(([k, v]) => `${escaped(k)}=${escaped(v)}`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(key, hostileText)
        .map(([k, v]) => `${escaped(k)}=${escaped(v)}&${escaped(k)}=2`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('_limit', '_start'), number).map(([k, v]) => `${k}=${v}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(name, fc.constantFrom('', ':ASC', ':desc', ':x', ':ASC:ASC', ',', ',,'), fc.nat(3))
        .map(
          ([field, way, times]) =>
            `_sort=${escaped(
              Array(times + 1)
                .fill(field + way)
                .join(),
            )}`,
        ),
    },
    { weight: 1, arbitrary: hostileText.map((text) => `_q=${escaped(text)}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '%',
        '%zz',
        'a=%ff',
        'id=%c0%80',
        '&',
        '=',
        '?',
        '__proto__=1',
        '__proto__[x]=1',
        'constructor[prototype][x]=1',
        '_where',
        '_where=1',
        '_where[]=',
        '_where[_or]=1',
        '_where[_or][]=',
        '_limit=1&_limit=2',
        '_q=a&_q=b',
        '_sort[]=id',
        '_sort[a]=id',
        '_limit[$gt]=1',
        Array(1500).fill('id_in=a').join('&'),
        Array(150).fill('_where[_or][][id]=a').join('&'),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.string({ maxLength: 30 }).map((text) => text.replace(/[\s#]/g, '')),
    },
  );
}

/** A query string for a call that takes these parameters; long ones stay under what a request line may have. */
export function hostileQuery(names: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(hostilePart(names), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('&').slice(0, 14_000));
}
