import fc from 'fast-check';
import qs from 'qs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './server.js';

/** What the test knows of a payment: the values that lists may be narrowed by. */
interface Row {
  amountDue: number;
  dueDate: string;
  loan: string | null;
  currency: string | null;
  restructured: boolean;
  'customer.referenceId': string | null;
}
type Value = string | number | boolean;
type Where = { [name: string]: Value | Value[] | Where[] };

const TEXTS = ['Señal', 'señal', 'SEÑAL', 'são', 'SÃO', '100%', 'a_b', 'a\\b', 'ab', ''];
const CURRENCIES = ['BRL', 'MXN', 'COP'];
const REFERENCES = ['ana', 'Ñandú', 'JOÃO'];
const DAYS = ['2026-01-01', '2026-01-31', '2026-02-01', '2027-01-01'];
const AMOUNTS = [0, 0.01, 9.5, 10, 100];
const ORDERED = {
  lt: (a: Value, b: Value) => a < b,
  lte: (a: Value, b: Value) => a <= b,
  gt: (a: Value, b: Value) => a > b,
  gte: (a: Value, b: Value) => a >= b,
};

let server: TestServer;
let rows: Row[];

const rowOf = fc.record<Row>({
  amountDue: fc.constantFrom(...AMOUNTS),
  dueDate: fc.constantFrom(...DAYS),
  loan: fc.constantFrom(null, ...TEXTS.slice(0, -1)),
  currency: fc.constantFrom(null, ...CURRENCIES),
  restructured: fc.boolean(),
  'customer.referenceId': fc.constantFrom(null, ...REFERENCES),
});

beforeAll(async () => {
  server = await startTestServer();
  const post = (path: string, body: object) =>
    server.call('POST', path, { token: server.analyst.token, body });
  for (const referenceId of REFERENCES) await post('/customers', { referenceId });
  rows = fc.sample(rowOf, { numRuns: 60, seed: 7 });
  for (const { 'customer.referenceId': customer, ...row } of rows) {
    const { status } = await post('/payments', { ...row, customer });
    expect(status).toBe(200);
  }
});

afterAll(() => server.close());

/** Whether a record's value meets one comparison: written for clarity alone. */
function meets(value: Value | null, operator: string, operand: Value | Value[]): boolean {
  const operands = [operand].flat();
  if (operator === 'null') return (value === null) === operand;
  if (operator === 'ne') return value !== operand;
  if (operator === 'in') return value !== null && operands.includes(value);
  if (operator === 'nin') return value === null || !operands.includes(value);
  if (value === null) return false;
  if (operator === 'contains')
    return String(value).toLowerCase().includes(String(operand).toLowerCase());
  if (operator === 'containss') return String(value).includes(String(operand));
  if (operator in ORDERED) return ORDERED[operator as keyof typeof ORDERED](value, operands[0]);
  return value === operand;
}

function matches(row: Row, where: Where | Where[]): boolean {
  if (Array.isArray(where)) return where.every((part) => matches(row, part));
  return Object.entries(where).every(([name, operand]) => {
    if (name === '_or') return (operand as Where[]).some((part) => matches(row, part));
    const [field, operator = 'eq'] = name.split('_');
    return meets(row[field as keyof Row], operator, operand as Value | Value[]);
  });
}

function comparisonsOf(field: keyof Row, values: Value[], operators: string[]) {
  const one = fc.constantFrom(...values);
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...operators), one)
      .map(([operator, value]): Where => ({ [field + operator]: value })),
    fc
      .tuple(fc.constantFrom('_in', '_nin'), fc.array(one, { minLength: 1, maxLength: 3 }))
      .map(([operator, list]): Where => ({ [field + operator]: list })),
    fc.boolean().map((isNull): Where => ({ [`${field}_null`]: isNull })),
  );
}

const equality = ['', '_ne'];
const ordered = [...equality, '_lt', '_lte', '_gt', '_gte'];
const textual = [...ordered, '_contains', '_containss'];
const comparison = fc.oneof(
  comparisonsOf('amountDue', AMOUNTS, ordered),
  comparisonsOf('dueDate', DAYS, ordered),
  comparisonsOf('loan', [...TEXTS, 'ñ', 'Ã', '%', '_', '\\'], textual),
  comparisonsOf('currency', CURRENCIES, textual),
  comparisonsOf('restructured', [true, false], equality),
  comparisonsOf('customer.referenceId', [...REFERENCES, 'ñ'], textual),
);
const { where: anyWhere } = fc.letrec<{ where: Where }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    comparison,
    fc.array(tie('where'), { minLength: 1, maxLength: 3 }).map((parts): Where => ({ _or: parts })),
    fc.tuple(comparison, tie('where')).map(([a, b]): Where => ({ ...a, ...b })),
  ),
}));

it('finds what a slow filter in memory finds, whatever is asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(anyWhere, fc.array(anyWhere, { minLength: 1, maxLength: 3 })),
      async (where) => {
        const query = qs.stringify({ _where: where }, { allowDots: false });
        const path = `/payments?_limit=1000&${query}`;
        const { status, body } = await server.call('GET', path, { token: server.analyst.token });
        expect(status).toBe(200);
        const found = body.map((payment: Row & { customer: { referenceId: string } | null }) => [
          payment.amountDue,
          payment.dueDate,
          payment.loan,
          payment.currency,
          payment.restructured,
          payment.customer?.referenceId ?? null,
        ]);
        const expected = rows.filter((row) => matches(row, where));
        expect(found).toEqual(
          expected.map((row) => [
            row.amountDue,
            row.dueDate,
            row.loan,
            row.currency,
            row.restructured,
            row['customer.referenceId'],
          ]),
        );
      },
    ),
    { numRuns: 200 },
  );
});
