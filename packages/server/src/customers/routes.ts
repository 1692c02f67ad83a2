import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, bodyFormat, pathParameter, readBody, route } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { importRoute } from '../imports/import-route.js';
import { readRoutes } from '../lists/read-routes.js';
import { attributesFromTexts } from './attributes.js';
import { customersImport } from './import.js';
import { customerList } from './list.js';
import { Customer, CustomerCreate, CustomerUpdate, type CustomerUpdateIn } from './schemas.js';
import {
  changeCustomer,
  createCustomer,
  customerCount,
  listCustomers,
  readCustomer,
  removeCustomer,
} from './service.js';

const createReader = bodyReader(CustomerCreate);
const updateReader = bodyReader(CustomerUpdate);
const tag = 'customers';
const params = Type.Object({ id: Type.String({ description: 'the id or the referenceId' }) });

/** JSON carries types; the texts of the other formats are read as numbers and booleans where they are. */
function typed<T extends CustomerUpdateIn>(body: T, format: string): T {
  if (format === 'json' || !body.attributes) return body;
  return { ...body, attributes: attributesFromTexts(body.attributes) };
}

function writeRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'POST',
    url: '/customers',
    access: { permission: 'application.customers.create' },
    tag,
    summary: 'Create a customer',
    body: CustomerCreate,
    response: Customer,
    creates: true,
    handler: async (request) =>
      createCustomer(
        context,
        actorOf(request),
        typed(readBody(request, createReader), bodyFormat(request)),
      ),
  });
  route(app, {
    method: 'PUT',
    url: '/customers/:id',
    refusals: [409],
    access: { permission: 'application.customers.update' },
    tag,
    summary: 'Change a customer; only the fields present change, attributes key by key',
    params,
    body: CustomerUpdate,
    response: Customer,
    handler: (request) =>
      changeCustomer(context, actorOf(request), {
        name: pathParameter(request, 'id'),
        readBody: () => typed(readBody(request, updateReader), bodyFormat(request)),
      }),
  });
  route(app, {
    method: 'DELETE',
    url: '/customers/:id',
    access: { permission: 'application.customers.delete' },
    tag,
    summary: 'Erase a customer with payments and outcomes; reports become anonymous',
    params,
    response: Type.Integer({ description: 'number of customers removed' }),
    handler: (request) => removeCustomer(context, actorOf(request), pathParameter(request, 'id')),
  });
}

/** The customers of the lender. */
export function customerRoutes(app: FastifyInstance, context: Context): void {
  readRoutes(app, {
    name: 'customers',
    noun: 'customer',
    record: Customer,
    params,
    list: customerList,
    find: (list) => listCustomers(context, list),
    count: (list) => customerCount(context, list),
    findOne: (id) => readCustomer(context, id),
  });
  writeRoutes(app, context);
  importRoute(app, context, customersImport);
}
