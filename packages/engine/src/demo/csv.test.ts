import { describe, expect, it } from 'vitest';
import { dayFromIso, isoFromDay } from '../features/calendar.js';
import { customersCsv, outcomesCsv, paymentsCsv } from './csv.js';
import { outcomeAfter } from './outcome.js';
import { generatePortfolio } from './portfolio.js';

const asOf = dayFromIso('2026-06-30');
const { customers } = generatePortfolio({ seed: 3, asOf, historyMonthsMax: 24, customers: 300 });

/** Rows as records; the demo's own values need no quotes, which is part of what is tested. */
function parse(lines: Iterable<string>): Record<string, string>[] {
  const [header, ...rows] = [...lines].map((line) => {
    expect(line).toMatch(/^[^"\r\n]*\n$/);
    return line.slice(0, -1).split(',');
  });
  return rows.map((cells) => {
    expect(cells).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, cells[index]]));
  });
}

describe('demo files', () => {
  it('name the fields of the contract', () => {
    const [customer] = parse(customersCsv(customers));
    expect(Object.keys(customer).slice(0, 9)).toEqual([
      ...['referenceId', 'dateOfBirth', 'gender', 'maritalStatus', 'addressStreet'],
      ...['addressNeighborhood', 'addressCity', 'addressState', 'addressCountry'],
    ]);
    expect(Object.keys(customer).slice(9)).toEqual(
      expect.arrayContaining(
        Object.keys(customers[0].attributes).map((key) => `attributes.${key}`),
      ),
    );
    expect(Object.keys(parse(paymentsCsv(customers, asOf))[0])).toEqual([
      ...['customer', 'externalId', 'loan', 'openedOn', 'amountDue', 'amountPaid'],
      ...['dueDate', 'date', 'restructured', 'currency'],
    ]);
    expect(Object.keys(parse(outcomesCsv(customers, asOf))[0])).toEqual([
      'customer',
      'asOf',
      'bad',
    ]);
  });

  it('hold one row for each customer, instalment and known outcome', () => {
    expect(parse(customersCsv(customers))).toHaveLength(300);
    const payments = parse(paymentsCsv(customers, asOf));
    expect(new Set(payments.map(({ externalId }) => externalId)).size).toBe(payments.length);
    const known = customers.filter((customer) => outcomeAfter(customer, asOf) !== null);
    expect(parse(outcomesCsv(customers, asOf)).map(({ customer }) => customer)).toEqual(
      known.map(({ referenceId }) => referenceId),
    );
  });

  it('know nothing of what came after the day', () => {
    for (const row of parse(paymentsCsv(customers, asOf))) {
      expect(row.openedOn <= isoFromDay(asOf)).toBe(true);
      expect(row.date <= isoFromDay(asOf)).toBe(true);
      expect(row.date === '').toBe(row.amountPaid === '0');
      expect(row.amountDue).toMatch(/^\d+(\.\d{1,2})?$/);
      expect(row.amountPaid).toMatch(/^\d+(\.\d{1,2})?$/);
    }
  });

  it('read a year later agree with the outcomes', () => {
    const later = parse(paymentsCsv(customers, asOf + 365));
    const badLater = new Set<string>();
    for (const row of later) {
      const badOn = dayFromIso(row.dueDate) + 90;
      const settled = Number(row.amountPaid) >= Number(row.amountDue) ? dayFromIso(row.date) : 1e9;
      if (badOn > asOf && badOn <= asOf + 365 && settled > badOn) badLater.add(row.customer);
    }
    for (const { customer, bad } of parse(outcomesCsv(customers, asOf))) {
      expect(badLater.has(customer)).toBe(bad === 'true');
    }
  });
});
