import { isoFromDay } from '../features/calendar.js';
import type { AttributeValue, Day } from '../features/history.js';
import type { DemoCustomer } from './customer.js';
import { outcomeAfter } from './outcome.js';
import { viewOn } from './view.js';

const ATTRIBUTE_KEYS = [
  'employment',
  'income',
  'monthsInJob',
  'housing',
  'dependants',
  'bankAccount',
  'channel',
  'region',
  'product',
  'requestedAmount',
  'paymentFrequency',
  'termInstalments',
] as const;

/** Lines, each with its line end, for `POST /customers/import`. */
export function* customersCsv(customers: Iterable<DemoCustomer>): Generator<string> {
  const personal = [
    ...['referenceId', 'dateOfBirth', 'gender', 'maritalStatus', 'addressStreet'],
    ...['addressNeighborhood', 'addressCity', 'addressState', 'addressCountry'],
  ];
  yield line([...personal, ...ATTRIBUTE_KEYS.map((key) => `attributes.${key}`)]);
  for (const { referenceId, person, attributes } of customers) {
    yield line([
      referenceId,
      isoFromDay(person.dateOfBirth),
      person.gender,
      person.maritalStatus,
      person.addressStreet,
      person.addressNeighborhood,
      person.addressCity,
      person.addressState,
      person.addressCountry,
      ...ATTRIBUTE_KEYS.map((key) => attributes[key]),
    ]);
  }
}

/**
 * Lines for `POST /payments/import`, as the lender knew them at the end of a day: a later receipt, a
 * later loan and a later restructuring are not there; instalments that are still to come are.
 */
export function* paymentsCsv(customers: Iterable<DemoCustomer>, knownOn: Day): Generator<string> {
  yield line([
    ...['customer', 'externalId', 'loan', 'openedOn', 'amountDue', 'amountPaid'],
    ...['dueDate', 'date', 'restructured', 'currency'],
  ]);
  for (const customer of customers) {
    for (const loan of viewOn(customer, knownOn).loans) {
      if (loan.openedOn > knownOn) continue;
      for (const payment of loan.payments) {
        yield line([
          customer.referenceId,
          payment.externalId,
          loan.id,
          isoFromDay(loan.openedOn),
          payment.amountDueMinor / 100,
          payment.amountPaidMinor / 100,
          isoFromDay(payment.dueDate),
          payment.date === null ? null : isoFromDay(payment.date),
          payment.restructured,
          loan.currency,
        ]);
      }
    }
  }
}

/** Lines for `POST /outcomes/import`; customers who were already bad on `asOf` have none. */
export function* outcomesCsv(customers: Iterable<DemoCustomer>, asOf: Day): Generator<string> {
  yield line(['customer', 'asOf', 'bad']);
  for (const customer of customers) {
    const bad = outcomeAfter(customer, asOf);
    if (bad !== null) yield line([customer.referenceId, isoFromDay(asOf), bad]);
  }
}

function line(cells: readonly AttributeValue[]): string {
  return `${cells.map(cellText).join(',')}\n`;
}

/** Quoted where RFC 4180 asks for it. */
function cellText(cell: AttributeValue): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
