import fc from 'fast-check';
import { hostileBody, type SentBody } from './bodies.js';
import { hostileFile } from './files.js';
import { hostileGraphql } from './graphql-queries.js';
import type { Operation } from './operations.js';
import { hostileQuery } from './queries.js';
import type { HostileCase } from './request.js';
import { escaped, hostileText, wellFormed } from './values.js';

/** Names of records that exist, by the first part of their path: `customers`. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

type Header = readonly [string, string];

/** What ends the caller's own session is sent by one who may lose it. */
const ENDS_SESSIONS = /^\/auth\/(logout-everywhere|change-password)$/;

const RAW_PARTS = [
  '%',
  '%zz',
  '%ff',
  '%c0%80',
  '%00',
  '..',
  '.',
  '%2e%2e',
  '%2f',
  ';',
  ':id',
  '*',
  '',
  'é',
  '%F0%9F%8F%B3',
  'a'.repeat(301),
  'a'.repeat(5000),
];

function hostilePath(operation: Operation, known: KnownIds): fc.Arbitrary<string> {
  const parts = operation.path.split('/').slice(1);
  const ids = known[parts[0] ?? ''] ?? [];
  const isKept =
    operation.method === 'GET' || operation.method === 'PUT' || operation.method === 'POST';
  const parameter = fc.oneof(
    { weight: isKept ? 6 : 1, arbitrary: fc.constantFrom('me', ...ids) },
    {
      weight: 3,
      arbitrary: hostileText.map((text) => escaped(text).slice(0, 4000)),
    },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.constantFrom(...RAW_PARTS) },
  );
  return fc
    .tuple(...parts.map((part) => (part.includes('{') ? parameter : fc.constant(part))))
    .map((written) => `/${written.join('/')}`);
}

const latin = (text: string): string => wellFormed(text.replace(/[\r\n\0]/g, '')).slice(0, 9000);

const hostileHeader: fc.Arbitrary<Header> = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      'Authorization',
      'Idempotency-Key',
      'Accept-Language',
      'Accept',
      'X-Forwarded-For',
      'Content-Type',
      'Cookie',
      'Origin',
      'If-None-Match',
      'Range',
      'Content-Encoding',
      'Accept-Encoding',
      'X-Request-Id',
    ),
    hostileText.map(latin),
  ),
  fc.constantFrom<Header>(
    ['Authorization', 'Bearer'],
    ['Authorization', 'Bearer a.b.c'],
    ['Authorization', 'Basic YTpi'],
    ['Authorization', `Bearer ${'a'.repeat(8000)}`],
    ['Authorization', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIiwidmVyIjowfQ.'],
    ['Authorization', 'Bearer maia_x'],
    ['Accept-Language', 'es;q=x, *;q=0, --, pt-BR;q=1e9'],
    ['Accept-Language', 'a,'.repeat(4000)],
    ['Idempotency-Key', 'k'.repeat(256)],
    ['Accept', 'text/csv;q=0, */*;q=9'],
    ['Transfer-Encoding', 'gzip'],
    ['Expect', '100-continue'],
    ['Expect', 'x'],
    ['Connection', 'Upgrade'],
    ['X-Big', 'a'.repeat(20_000)],
    ['Host', ''],
    ['X\tY', '1'],
    ['X-HTTP-Method-Override', 'DELETE'],
  ),
);

/** One in so many times; nothing otherwise. */
function sometimes<T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { weight: 1, arbitrary },
    { weight: oneIn - 1, arbitrary: fc.constant(undefined) },
  );
}

interface Wrapping {
  operation: Operation;
  target: fc.Arbitrary<string>;
  sent: fc.Arbitrary<SentBody & { encoding?: string }>;
}

const LENGTHS = ['0', '1', '-1', '99999999999999999999', 'x', '1, 2', ''];

function wrapped({ operation, target, sent }: Wrapping): fc.Arbitrary<HostileCase> {
  const { name, method, isPublic, path } = operation;
  const caller = ENDS_SESSIONS.test(path) ? 'disposable' : 'administrator';
  return fc
    .record({
      target,
      sent,
      header: sometimes(hostileHeader, 8),
      contentLength: sometimes(fc.constantFrom(...LENGTHS), 40),
      isNobody: fc.nat(30).map((number) => number === 0),
      network: fc.ipV4(),
      method: fc.nat(60).map((number) => (number === 0 ? 'PATCH' : method)),
    })
    .map(
      ({ sent: { type, body, encoding }, header, contentLength, isNobody, network, ...rest }) => ({
        operation: name,
        ...rest,
        headers: [
          ...(body.length === 0 && method === 'GET'
            ? []
            : [['Content-Type', latin(type)] as const]),
          ...(encoding === undefined ? [] : [['Content-Encoding', encoding] as const]),
          // Calls for everyone are counted by address.
          ...(isPublic ? [['X-Forwarded-For', network] as const] : []),
          ...(header ? [header] : []),
        ],
        body,
        ...(contentLength === undefined ? {} : { contentLength }),
        caller: isNobody ? 'nobody' : caller,
      }),
    );
}

const NOTHING: SentBody = { type: 'application/json', body: Buffer.alloc(0) };

function sentTo(operation: Operation): fc.Arbitrary<SentBody & { encoding?: string }> {
  if (operation.types.length === 0)
    return fc.oneof(
      { weight: 5, arbitrary: fc.constant(NOTHING) },
      { weight: 1, arbitrary: hostileBody(operation) },
    );
  if (operation.path === '/graphql')
    return fc.oneof(
      {
        weight: 9,
        arbitrary: hostileGraphql.map((text) => ({
          type: 'application/json',
          body: Buffer.from(text),
        })),
      },
      { weight: 1, arbitrary: hostileBody(operation) },
    );
  const isFile = operation.types.includes('multipart/form-data');
  const file = hostileFile(operation.path.split('/')[1] ?? '');
  if (!isFile) return hostileBody(operation);
  return operation.body === null ? file : fc.oneof(file, hostileBody(operation));
}

function weightOf({ path, types, query, isPublic }: Operation): number {
  if (path === '/graphql') return 60;
  if (types.includes('multipart/form-data')) return 25;
  if (isPublic) return 5;
  if (types.length > 0) return 14;
  return query.length > 1 ? 10 : 5;
}

/** A request that no honest client sends, aimed at one of the documented calls. */
export function hostileCase(
  operations: readonly Operation[],
  known: KnownIds,
): fc.Arbitrary<HostileCase> {
  return fc.oneof(
    ...operations.map((operation) => {
      const path = hostilePath(operation, known);
      const query = hostileQuery(operation.query);
      const isList = operation.query.length > 1;
      const target = fc
        .tuple(path, isList ? query : sometimes(query, 8))
        .map(([before, after]) => (after === undefined ? before : `${before}?${after}`))
        .map((text) => text.replace(/[\s\0]/g, '+'));
      return {
        weight: weightOf(operation),
        arbitrary: wrapped({ operation, target, sent: sentTo(operation) }),
      };
    }),
  );
}
