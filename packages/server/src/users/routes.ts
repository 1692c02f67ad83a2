import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, callerOf, pathParameter, presentFields, readBody, route } from '../http/route.js';
import { Count, Message } from '../http/schema.js';
import { bodyReader } from '../http/validation.js';
import { parseListQuery } from '../lists/parse.js';
import { listQuery } from '../lists/schema.js';
import { type Asker, createUserFor, updateUserFor } from './asked-changes.js';
import { USER_LIST } from './queries.js';
import { User, UserCreate, UserUpdate } from './schemas.js';
import { countUsers, deleteUser, getUser, listUsers } from './service.js';
import { viewerOf } from './viewer.js';

const createReader = bodyReader(UserCreate);
const updateReader = bodyReader(UserUpdate);
const tag = 'users';
const params = Type.Object({ id: Type.String({ description: 'User Id' }) });

function askerOf(request: FastifyRequest): Asker {
  return { caller: callerOf(request), actor: actorOf(request) };
}

export function usersRoutes(app: FastifyInstance, context: Context): void {
  readRoutes(app, context);
  writeRoutes(app, context);
}

function readRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/users',
    access: { permission: 'users-permissions.user.find' },
    tag,
    summary: 'List users',
    query: listQuery(USER_LIST),
    response: Type.Array(User),
    handler: async (request) =>
      listUsers(context, parseListQuery(USER_LIST, request.query), viewerOf(callerOf(request))),
  });

  route(app, {
    method: 'GET',
    url: '/users/count',
    access: { permission: 'users-permissions.user.count' },
    tag,
    summary: 'Count users',
    query: listQuery(USER_LIST),
    response: Count,
    handler: async (request) => ({
      count: await countUsers(context.db.kysely, parseListQuery(USER_LIST, request.query)),
    }),
  });

  route(app, {
    method: 'GET',
    url: '/users/me',
    access: { permission: 'users-permissions.user.me' },
    tag,
    summary: 'The caller',
    response: User,
    handler: async (request) => {
      const caller = callerOf(request);
      return getUser(context, caller.userId, viewerOf(caller));
    },
  });

  route(app, {
    method: 'GET',
    url: '/users/:id',
    access: { permission: 'users-permissions.user.findone' },
    tag,
    summary: 'One user',
    params,
    response: User,
    handler: async (request) =>
      getUser(context, pathParameter(request, 'id'), viewerOf(callerOf(request))),
  });
}

function writeRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'POST',
    url: '/users',
    access: { permission: 'users-permissions.user.create', administratorsOnly: true },
    tag,
    summary: 'Make a user (administrators)',
    body: UserCreate,
    response: User,
    creates: true,
    handler: async (request) =>
      createUserFor(context, askerOf(request), readBody(request, createReader)),
  });

  route(app, {
    method: 'PUT',
    url: '/users/:id',
    refusals: [409],
    // Everyone may change a little of their own record; the rest is decided field by field.
    access: { ownRecordOr: 'users-permissions.user.update' },
    tag,
    summary: 'Update an existing user',
    params,
    body: UserUpdate,
    response: User,
    handler: (request) =>
      updateUserFor(context, askerOf(request), {
        id: pathParameter(request, 'id'),
        fields: presentFields(request),
        readBody: () => readBody(request, updateReader),
      }),
  });

  route(app, {
    method: 'DELETE',
    url: '/users/:id',
    refusals: [409],
    access: { permission: 'users-permissions.user.delete', administratorsOnly: true },
    tag,
    summary: 'Delete a user (administrators); the reports stay and belong to nobody',
    params,
    response: Message,
    handler: async (request) => {
      await deleteUser(context, actorOf(request), pathParameter(request, 'id'));
      return { code: 200, message: 'OK' };
    },
  });
}
