import { customerList } from '../customers/list.js';
import { Customer, CustomerCreate, CustomerUpdate } from '../customers/schemas.js';
import {
  changeCustomer,
  createCustomer,
  customerCount,
  listCustomers,
  readCustomer,
  removeCustomer,
} from '../customers/service.js';
import { bodyReader } from '../http/validation.js';
import { outcomeList } from '../outcomes/list.js';
import { Outcome, OutcomeCreate, OutcomeUpdate } from '../outcomes/schemas.js';
import {
  changeOutcome,
  createOutcome,
  listOutcomes,
  outcomeCount,
  readOutcome,
  removeOutcome,
} from '../outcomes/service.js';
import { paymentList } from '../payments/list.js';
import { Payment, PaymentCreate, PaymentUpdate } from '../payments/schemas.js';
import {
  changePayment,
  createPayment,
  listPayments,
  paymentCount,
  readPayment,
  removePayment,
} from '../payments/service.js';
import { type GraphCollection, readAccess, writes } from './collection.js';
import { CUSTOMER_OF, CUSTOMER_RELATIONS } from './relations.js';

const customerCreate = bodyReader(CustomerCreate);
const customerUpdate = bodyReader(CustomerUpdate);
const paymentCreate = bodyReader(PaymentCreate);
const paymentUpdate = bodyReader(PaymentUpdate);
const outcomeCreate = bodyReader(OutcomeCreate);
const outcomeUpdate = bodyReader(OutcomeUpdate);

export const CUSTOMERS: GraphCollection = {
  plural: 'customers',
  singular: 'customer',
  record: Customer,
  list: customerList,
  access: readAccess('application.customers'),
  find: ({ context }, list) => listCustomers(context, list),
  count: async ({ context }, list) => (await customerCount(context, list)).count,
  findOne: ({ context }, id) => readCustomer(context, id),
  relations: CUSTOMER_RELATIONS,
  changes: writes('application.customers', {
    create: {
      data: CustomerCreate,
      run: ({ context, actor }, body) => createCustomer(context, actor, customerCreate.read(body)),
    },
    update: {
      data: CustomerUpdate,
      run: ({ context, actor }, id, body) =>
        changeCustomer(context, actor, { name: id, readBody: () => customerUpdate.read(body) }),
    },
    read: ({ context }, id) => readCustomer(context, id),
    remove: ({ context, actor }, id) => removeCustomer(context, actor, id),
  }),
};

export const PAYMENTS: GraphCollection = {
  plural: 'payments',
  singular: 'payment',
  record: Payment,
  list: paymentList,
  access: readAccess('application.payments'),
  find: ({ context }, list) => listPayments(context, list),
  count: async ({ context }, list) => (await paymentCount(context, list)).count,
  findOne: ({ context }, id) => readPayment(context, id),
  relations: [CUSTOMER_OF],
  changes: writes('application.payments', {
    create: {
      data: PaymentCreate,
      run: ({ context, actor }, body) => createPayment(context, actor, paymentCreate.read(body)),
    },
    update: {
      data: PaymentUpdate,
      run: ({ context, actor }, id, body) =>
        changePayment(context, actor, { id, readBody: () => paymentUpdate.read(body) }),
    },
    read: ({ context }, id) => readPayment(context, id),
    remove: ({ context, actor }, id) => removePayment(context, actor, id),
  }),
};

export const OUTCOMES: GraphCollection = {
  plural: 'outcomes',
  singular: 'outcome',
  record: Outcome,
  list: outcomeList,
  access: readAccess('application.outcomes'),
  find: ({ context }, list) => listOutcomes(context, list),
  count: async ({ context }, list) => (await outcomeCount(context, list)).count,
  findOne: ({ context }, id) => readOutcome(context, id),
  relations: [CUSTOMER_OF],
  changes: writes('application.outcomes', {
    create: {
      data: OutcomeCreate,
      run: ({ context, actor }, body) => createOutcome(context, actor, outcomeCreate.read(body)),
    },
    update: {
      data: OutcomeUpdate,
      run: ({ context, actor }, id, body) =>
        changeOutcome(context, actor, { id, readBody: () => outcomeUpdate.read(body) }),
    },
    read: ({ context }, id) => readOutcome(context, id),
    remove: ({ context, actor }, id) => removeOutcome(context, actor, id),
  }),
};
