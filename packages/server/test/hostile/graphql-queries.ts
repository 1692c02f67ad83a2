import fc from 'fast-check';
import { buildGraph } from '../../src/graphql/graph.js';
import { hostileJson, hostileText } from './values.js';

const graph = buildGraph();
const READS = Object.values(graph.schema.getQueryType()?.getFields() ?? {});
const CHANGES = Object.keys(graph.schema.getMutationType()?.getFields() ?? {});

const literal = fc.oneof(
  hostileText.map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '1',
    '-1',
    '1e400',
    '99999999999',
    'null',
    'true',
    'X',
    '[]',
    '{}',
    '$v',
    '"""a"""',
    '{a:{b:{c:1}}}',
    '{__proto__:{a:1}}',
    '{_or:[{id:"a"}]}',
    '{_or:[]}',
    '{_or:{}}',
    '{id_in:[]}',
    '{id:null}',
  ),
);

const selection = fc.constantFrom(
  '{ id }',
  '{ __typename }',
  '',
  '{ }',
  '{ id id id }',
  '{ ...f }',
  '{ ... on Customer { id } }',
  '{ nothing }',
  '{ id @skip(if: $v) }',
  '{ id @include(if: true) @include(if: false) }',
  '{ id @nothing }',
  '{ id customer { payments { customer { payments { customer { payments { customer { id } } } } } } } }',
  '{ id payments(limit: 1000) { id } reports { id } }',
  '{ aggregate { count } values { id } }',
);

const FRAGMENTS = [
  '',
  ' fragment f on Customer { id }',
  ' fragment f on Customer { ...f }',
  ' fragment f on Customer { ...g } fragment g on Customer { ...f }',
  ' fragment f on Nothing { id }',
  ' fragment f on Query { __schema { types { name } } }',
];

const VARIABLES = [
  '',
  '($v: JSON)',
  '($v: Int = 1)',
  '($v: String!)',
  '($v: Nothing)',
  '($v: Int, $v: Int)',
  '($v: [ID!]!)',
];

const read = fc
  .tuple(
    fc.constantFrom(...READS),
    fc.constantFrom('limit', 'start', 'sort', 'where', 'id', 'nothing'),
    literal,
    selection,
  )
  .map(([{ name, args }, argument, value, set]) => {
    const given = args.some((one) => one.name === 'id') ? 'id' : argument;
    return `${name}${args.length === 0 ? '' : `(${given}: ${value})`} ${set}`;
  });

const question = fc
  .tuple(
    fc.constantFrom(...VARIABLES),
    fc.array(read, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(...FRAGMENTS),
  )
  .map(
    ([variables, reads, fragments]) =>
      `query q${variables} { ${reads.map((one, index) => `a${index}: ${one}`).join(' ')} }${fragments}`,
  );

const change = fc
  .tuple(
    fc.constantFrom(...CHANGES),
    literal,
    literal,
    fc.constantFrom(
      'referenceId',
      'amountDue',
      'name',
      'type',
      'customer',
      'attributes',
      'nothing',
    ),
  )
  .map(([name, id, value, field]) => {
    const where = name.startsWith('create') ? '' : `where: { id: ${id} }, `;
    return `mutation m($v: JSON) { ${name}(input: { ${where}data: { ${field}: ${value} } }) { __typename } }`;
  });

const oddity = fc.constantFrom(
  '',
  '{',
  '{}',
  '{ a }',
  'query',
  'subscription { a }',
  '{ __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } }',
  '{ __type(name: "Query") { name } }',
  'type A { a: Int }',
  'query a { me { id } } query b { me { id } }',
  `{ ${'me { '.repeat(60)} id ${'}'.repeat(61)}`,
  `{ ${Array.from({ length: 500 }, (_, index) => `a${index}: me { id }`).join(' ')} }`,
  `{ ${'a '.repeat(20_000)} }`,
  '#'.repeat(50_000),
  '{'.repeat(20_000),
  '['.repeat(900),
  `{ users(where: ${'['.repeat(400)}1${']'.repeat(400)}) { id } }`,
  `query (${Array.from({ length: 200 }, (_, index) => `$a${index}: Int`).join()}) { me { id } }`,
  '{ me { id } } \0',
  '\ufeff{ me { id } }',
  '{ me { id } @skip(if: true) }',
  '{ users(where: "\\uD800") { id } }',
);

/** The text of a body of `POST /graphql`. */
export const hostileGraphql: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: question },
      { weight: 3, arbitrary: change },
      { weight: 2, arbitrary: oddity },
      { weight: 1, arbitrary: hostileText },
    ),
    fc.oneof(
      { weight: 3, arbitrary: hostileJson.map((text) => `{"v":${text}}`) },
      { weight: 1, arbitrary: hostileJson },
    ),
    fc.constantFrom(
      '',
      ',"operationName":null',
      ',"operationName":"b"',
      ',"operationName":1',
      ',"operationName":"__proto__"',
    ),
  )
  .map(
    ([query, variables, name]) =>
      `{"query":${JSON.stringify(query)},"variables":${variables}${name}}`,
  );
