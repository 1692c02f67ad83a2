import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { queryChoice } from '../http/query-choice.js';
import { actorOf, callerOf, pathParameter, readBody, route } from '../http/route.js';
import { Count, Message } from '../http/schema.js';
import { bodyReader } from '../http/validation.js';
import { parseListQuery } from '../lists/parse.js';
import { listQuery } from '../lists/schema.js';
import { CARD_FORMATS } from '../scoring/card.js';
import { ACTIVATION_LIST, TRAINING_LIST } from './queries.js';
import {
  ActivatedTraining,
  Activation,
  ActivationCreate,
  Card,
  CardQuery,
  Training,
  TrainingCreate,
} from './schemas.js';
import {
  activateTraining,
  cancelTraining,
  countTrainings,
  createTraining,
  readActivations,
  readCard,
  readTraining,
  readTrainings,
} from './service.js';

const createReader = bodyReader(TrainingCreate);
const activationReader = bodyReader(ActivationCreate);
const params = Type.Object({ id: Type.String({ description: 'id or uuid' }) });
const tag = 'trainings';

export function trainingRoutes(app: FastifyInstance, context: Context): void {
  readRoutes(app, context);
  cardRoute(app, context);
  route(app, {
    method: 'POST',
    url: '/trainings',
    access: { permission: 'application.trainings.create' },
    tag,
    summary: 'Queue a training; a worker runs it at once, or when its schedule says',
    body: TrainingCreate,
    response: Training,
    creates: true,
    handler: async (request) =>
      createTraining(context, actorOf(request), readBody(request, createReader)),
  });
  route(app, {
    method: 'POST',
    url: '/trainings/cancel/:id',
    refusals: [409],
    access: { permission: 'application.trainings.cancel' },
    tag,
    summary: 'Stop a queued or running training',
    params,
    response: Message,
    handler: async (request) => {
      await cancelTraining(context, actorOf(request), pathParameter(request, 'id'));
      return { code: 200, message: 'OK' };
    },
  });
  route(app, {
    method: 'POST',
    url: '/trainings/:id/activate',
    refusals: [409],
    access: { permission: 'application.trainings.activate' },
    tag,
    summary: "Let the training's model score from now on, or again",
    params,
    body: ActivationCreate,
    response: ActivatedTraining,
    handler: async (request) => {
      const name = pathParameter(request, 'id');
      await readTraining(context, name);
      const body = request.body === undefined ? {} : readBody(request, activationReader);
      const who = { caller: callerOf(request), actor: actorOf(request) };
      return activateTraining(context, who, { name, reason: body.reason ?? '' });
    },
  });
}

function readRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/trainings/activations',
    access: { permission: 'application.trainings.find' },
    tag,
    summary: 'Which model was live when, and why',
    query: listQuery(ACTIVATION_LIST),
    response: Type.Array(Activation),
    handler: async (request) =>
      readActivations(context, parseListQuery(ACTIVATION_LIST, request.query)),
  });
  route(app, {
    method: 'GET',
    url: '/trainings',
    access: { permission: 'application.trainings.find' },
    tag,
    summary: 'Trainings',
    query: listQuery(TRAINING_LIST),
    response: Type.Array(Training),
    handler: async (request) =>
      readTrainings(context, parseListQuery(TRAINING_LIST, request.query)),
  });
  route(app, {
    method: 'GET',
    url: '/trainings/count',
    access: { permission: 'application.trainings.count' },
    tag,
    summary: 'Number of trainings',
    query: listQuery(TRAINING_LIST),
    response: Count,
    handler: async (request) => ({
      count: await countTrainings(context.db.kysely, parseListQuery(TRAINING_LIST, request.query)),
    }),
  });
  route(app, {
    method: 'GET',
    url: '/trainings/:id',
    access: { permission: 'application.trainings.findone' },
    tag,
    summary: 'One training',
    params,
    response: Training,
    handler: async (request) => readTraining(context, pathParameter(request, 'id')),
  });
}

const CARD_TYPES = { csv: 'text/csv; charset=utf-8', sql: 'application/sql; charset=utf-8' };

function cardRoute(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/trainings/:id/card',
    access: { permission: 'application.trainings.findone' },
    tag,
    summary: "The training's scorecard as a table, or as SQL that gives the same points",
    description:
      'The SQL is one query over a table `features` with a row per customer (`reference`) and a column per characteristic, named as in `column`. A model of boosted trees has no card: 404.',
    params,
    query: CardQuery,
    response: Card,
    produces: ['application/json', 'text/csv', 'application/sql'],
    handler: async (request, reply) => {
      const format = queryChoice(request, 'format', CARD_FORMATS) ?? 'json';
      const card = await readCard(context, pathParameter(request, 'id'));
      if (format === 'json') return card.json();
      reply.type(CARD_TYPES[format]);
      // Bytes pass the serializer of the JSON answer untouched.
      return reply.send(Buffer.from(card[format]()));
    },
  });
}
