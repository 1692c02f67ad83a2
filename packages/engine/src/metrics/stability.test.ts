import { describe, expect, it } from 'vitest';
import { dayFromIso } from '../features/calendar.js';
import { createRandom, type Random } from '../random.js';
import { predictionsOf } from './predictions.js';
import { stabilityByMonth } from './stability.js';

const DAYS = ['2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30'].map(dayFromIso);

interface Row {
  customer: number;
  day: number;
  logOdds: number;
  label: number;
}

function tabulate(rows: readonly Row[]) {
  const customerOf = Int32Array.from(rows, ({ customer }) => customer);
  const rowsOf = new Map<number, number>();
  for (const customer of customerOf) rowsOf.set(customer, (rowsOf.get(customer) ?? 0) + 1);
  const sample = {
    labels: Uint8Array.from(rows, ({ label }) => label),
    weights: Float64Array.from(customerOf, (customer) => 1 / (rowsOf.get(customer) ?? 1)),
    customerOf,
  };
  const logOdds = Float64Array.from(rows, (row) => row.logOdds);
  const asOf = Int32Array.from(rows, ({ day }) => day);
  return { ...predictionsOf(logOdds, sample), asOf };
}

/** Customers who are seen on most of the days, with scores that belong to them and move a little. */
function steady(random: Random, customers: number, shift = 0): Row[] {
  return Array.from({ length: customers }, (_, customer) => {
    const own = random.normal();
    return DAYS.filter(() => random.uniform() < 0.7).map((day) => {
      const logOdds = own + 0.5 * random.normal() + (day === DAYS[3] ? shift : 0);
      return { customer, day, logOdds, label: Number(random.uniform() < 0.2) };
    });
  }).flat();
}

/** Everyone is seen once. */
function strangers(random: Random, customers: number): Row[] {
  return Array.from({ length: customers }, (_, customer) => ({
    customer,
    day: DAYS[customer % 4],
    logOdds: random.normal(),
    label: Number(random.uniform() < 0.2),
  }));
}

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function newest(rows: readonly Row[]) {
  const { psi } = stabilityByMonth(tabulate(rows)).months[3];
  if (psi === null) throw new Error('there is nothing to compare');
  return psi;
}

describe('stabilityByMonth', () => {
  it('counts each customer once in a month, whatever the number of days', () => {
    const rows = steady(createRandom(1), 300);
    const again = rows.map((row) => (row.day === DAYS[1] ? { ...row, day: DAYS[1] - 3 } : row));
    const double = [...rows, ...again.filter(({ day }) => day === DAYS[1] - 3)];
    const [once, twice] = [rows, double].map((each) => stabilityByMonth(tabulate(each)).months);
    expect(once.map(({ month }) => month)).toEqual(['2025-01', '2025-02', '2025-03', '2025-04']);
    const february = rows.filter(({ day }) => day === DAYS[1]);
    expect(twice[1]).toMatchObject({ month: '2025-02', customers: february.length });
    expect(twice[1].badRate).toBeCloseTo(meanOf(february.map(({ label }) => label)), 12);
    expect(once[1].expectedBadRate).toBeCloseTo(
      meanOf(february.map(({ logOdds }) => 1 / (1 + Math.exp(logOdds)))),
      12,
    );
  });

  it('gives the index that its definition gives, bin by bin', () => {
    const rows = strangers(createRandom(2), 2000);
    const sorted = rows.map(({ logOdds }) => logOdds).sort((a, b) => a - b);
    const binOf = ({ logOdds }: Row) => Math.floor(sorted.indexOf(logOdds) / 200);
    const share = (some: readonly Row[], bin: number) =>
      (some.filter((row) => binOf(row) === bin).length + 0.5) / (some.length + 5);
    const month = rows.filter(({ day }) => day === DAYS[3]);
    const others = rows.filter(({ day }) => day !== DAYS[3]);
    let index = 0;
    for (let bin = 0; bin < 10; bin++) {
      const [left, right] = [share(month, bin), share(others, bin)];
      index += (left - right) * Math.log(left / right);
    }
    expect(newest(rows).value).toBeCloseTo(index, 12);
  });

  it('expects of strangers what the usual formula does', () => {
    const psi = newest(strangers(createRandom(3), 4000));
    expect(psi.expectedByChance / (9 * (1 / 1000 + 1 / 3000))).toBeCloseTo(1, 1);
    expect(psi.limitByChance / psi.expectedByChance / (16.919 / 9)).toBeCloseTo(1, 1);
  });

  it.each([
    ['strangers', strangers],
    ['the same customers again and again', steady],
  ])('knows what chance makes of the index with %s', (_, draw) => {
    const random = createRandom(4);
    const runs = Array.from({ length: 400 }, () => newest(draw(random, 600)));
    const ratio =
      meanOf(runs.map(({ value }) => value)) /
      meanOf(runs.map(({ expectedByChance }) => expectedByChance));
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
    const above = runs.filter(({ value, limitByChance }) => value > limitByChance).length;
    expect(above).toBeGreaterThanOrEqual(6);
    expect(above).toBeLessThanOrEqual(36);
  });

  it('finds a shift beyond chance', () => {
    const psi = newest(steady(createRandom(5), 600, -0.6));
    expect(psi.value).toBeGreaterThan(2 * psi.limitByChance);
  });

  it('says so where there is one month, and where a month is too small', () => {
    const rows = steady(createRandom(6), 200);
    const january = rows.filter(({ day }) => day === DAYS[0]);
    expect(stabilityByMonth(tabulate(january))).toEqual({ absent: 'oneMonth', months: [] });
    const few = [...january, ...rows.filter(({ day }) => day === DAYS[1]).slice(0, 49)];
    const { months } = stabilityByMonth(tabulate(few));
    expect(months.map(({ psi }) => psi)).toEqual([null, null]);
    expect(months[1].customers).toBe(49);
  });

  it('does not divide by nothing where all scores are the same', () => {
    const rows = steady(createRandom(7), 200).map((row) => ({ ...row, logOdds: 1 }));
    expect(newest(rows)).toEqual({ value: 0, expectedByChance: 0, limitByChance: 0 });
  });
});
