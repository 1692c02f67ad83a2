import type { Access } from '../http/caller.js';
import { outcomeList } from '../outcomes/list.js';
import { listOutcomes } from '../outcomes/service.js';
import { paymentList } from '../payments/list.js';
import { listPayments } from '../payments/service.js';
import { REPORT_LIST, readReportsOfCustomers } from '../reports/service.js';
import type { Pages } from './loaders.js';
import type { GraphRequest } from './request.js';

/** A field of a record that leads to records of another collection, which asks for that collection's permission. */
export type Relation = { field: string; access: Access } & (
  | { many: Pages; to: string }
  | { one: (request: GraphRequest, record: never) => Promise<object | null>; to: string }
);

const find = (collection: string): Access => ({ permission: `application.${collection}.find` });
const oneCustomer: Access = { permission: 'application.customers.findone' };

/** What a customer leads to. */
export const CUSTOMER_RELATIONS: readonly Relation[] = [
  {
    field: 'payments',
    to: 'payment',
    access: find('payments'),
    many: {
      name: 'Customer.payments',
      list: paymentList,
      column: 'payments.customer_id',
      read: async ({ context }, list) =>
        (await listPayments(context, list)).map((record) => ({
          parent: record.customer?.id ?? null,
          record,
        })),
    },
  },
  {
    field: 'outcomes',
    to: 'outcome',
    access: find('outcomes'),
    many: {
      name: 'Customer.outcomes',
      list: outcomeList,
      column: 'outcomes.customer_id',
      read: async ({ context }, list) =>
        (await listOutcomes(context, list)).map((record) => ({
          parent: record.customer.id,
          record,
        })),
    },
  },
  {
    field: 'reports',
    to: 'report',
    access: find('reports'),
    many: {
      name: 'Customer.reports',
      list: REPORT_LIST,
      column: 'reports.customer_id',
      read: async ({ context, language }, list) =>
        (await readReportsOfCustomers(context, list, await language())).map(
          ({ customerId, report }) => ({ parent: customerId, record: report }),
        ),
    },
  },
];

/** The customer of a payment or an outcome. */
export const CUSTOMER_OF: Relation = {
  field: 'customer',
  to: 'customer',
  access: oneCustomer,
  one: async (request, record: { customer: { id: string } | null }) =>
    record.customer && request.loaders.customer(request, 'id', record.customer.id),
};

/** The customer whom a report names. */
export const CUSTOMER_OF_REPORT: Relation = {
  field: 'customer',
  to: 'customer',
  access: oneCustomer,
  one: async (request, record: { referenceId: string | null }) =>
    record.referenceId === null
      ? null
      : request.loaders.customer(request, 'referenceId', record.referenceId),
};
