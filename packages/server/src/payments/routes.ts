import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, pathParameter, readBody, route } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { importRoute } from '../imports/import-route.js';
import { readRoutes } from '../lists/read-routes.js';
import { paymentsImport } from './import.js';
import { paymentList } from './list.js';
import { Payment, PaymentCreate, PaymentUpdate } from './schemas.js';
import {
  changePayment,
  createPayment,
  listPayments,
  paymentCount,
  readPayment,
  removePayment,
} from './service.js';

const createReader = bodyReader(PaymentCreate);
const updateReader = bodyReader(PaymentUpdate);
const tag = 'payments';
const params = Type.Object({ id: Type.String() });

function writeRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'POST',
    url: '/payments',
    access: { permission: 'application.payments.create' },
    tag,
    summary: 'Create a payment: one instalment, owed and perhaps paid',
    body: PaymentCreate,
    response: Payment,
    creates: true,
    handler: async (request) =>
      createPayment(context, actorOf(request), readBody(request, createReader)),
  });
  route(app, {
    method: 'PUT',
    url: '/payments/:id',
    refusals: [409],
    access: { permission: 'application.payments.update' },
    tag,
    summary: 'Change a payment; another amountPaid adds a receipt',
    params,
    body: PaymentUpdate,
    response: Payment,
    handler: (request) =>
      changePayment(context, actorOf(request), {
        id: pathParameter(request, 'id'),
        readBody: () => readBody(request, updateReader),
      }),
  });
  route(app, {
    method: 'DELETE',
    url: '/payments/:id',
    access: { permission: 'application.payments.delete' },
    tag,
    summary: 'Delete a payment and its receipts',
    params,
    response: Type.Integer({ description: 'number of payments removed' }),
    handler: (request) => removePayment(context, actorOf(request), pathParameter(request, 'id')),
  });
}

/** What customers owed and paid. */
export function paymentRoutes(app: FastifyInstance, context: Context): void {
  readRoutes(app, {
    name: 'payments',
    noun: 'payment',
    record: Payment,
    params,
    list: paymentList,
    find: (list) => listPayments(context, list),
    count: (list) => paymentCount(context, list),
    findOne: (id) => readPayment(context, id),
  });
  writeRoutes(app, context);
  importRoute(app, context, paymentsImport);
}
