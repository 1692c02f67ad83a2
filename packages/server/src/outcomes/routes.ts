import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, pathParameter, readBody, route } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { importRoute } from '../imports/import-route.js';
import { readRoutes } from '../lists/read-routes.js';
import { outcomesImport } from './import.js';
import { outcomeList } from './list.js';
import { Outcome, OutcomeCreate, OutcomeUpdate } from './schemas.js';
import {
  changeOutcome,
  createOutcome,
  listOutcomes,
  outcomeCount,
  readOutcome,
  removeOutcome,
} from './service.js';

const createReader = bodyReader(OutcomeCreate);
const updateReader = bodyReader(OutcomeUpdate);
const tag = 'outcomes';
const params = Type.Object({ id: Type.String() });

function writeRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'POST',
    url: '/outcomes',
    access: { permission: 'application.outcomes.create' },
    tag,
    summary: 'Create an outcome: how a customer, as seen on a day, turned out',
    body: OutcomeCreate,
    response: Outcome,
    creates: true,
    handler: async (request) =>
      createOutcome(context, actorOf(request), readBody(request, createReader)),
  });
  route(app, {
    method: 'PUT',
    url: '/outcomes/:id',
    refusals: [409],
    access: { permission: 'application.outcomes.update' },
    tag,
    summary: 'Change an outcome',
    params,
    body: OutcomeUpdate,
    response: Outcome,
    handler: (request) =>
      changeOutcome(context, actorOf(request), {
        id: pathParameter(request, 'id'),
        readBody: () => readBody(request, updateReader),
      }),
  });
  route(app, {
    method: 'DELETE',
    url: '/outcomes/:id',
    access: { permission: 'application.outcomes.delete' },
    tag,
    summary: 'Delete an outcome',
    params,
    response: Type.Integer({ description: 'number of outcomes removed' }),
    handler: (request) => removeOutcome(context, actorOf(request), pathParameter(request, 'id')),
  });
}

/** The lender's verdicts on how customers turned out. */
export function outcomeRoutes(app: FastifyInstance, context: Context): void {
  readRoutes(app, {
    name: 'outcomes',
    noun: 'outcome',
    record: Outcome,
    params,
    list: outcomeList,
    find: (list) => listOutcomes(context, list),
    count: (list) => outcomeCount(context, list),
    findOne: (id) => readOutcome(context, id),
  });
  writeRoutes(app, context);
  importRoute(app, context, outcomesImport);
}
