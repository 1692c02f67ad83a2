import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, callerOf, pathParameter, presentFields, readBody, route } from '../http/route.js';
import { Count, Message } from '../http/schema.js';
import { bodyReader } from '../http/validation.js';
import { listQuery } from '../lists/schema.js';
import { AUTHENTICATED } from '../roles/permissions.js';
import { assertAdministrator, assertMayUpdate } from './field-permission.js';
import { assertMayGiveRole, assertMayTakeOver } from './grants.js';
import { USER_LIST } from './queries.js';
import { User, UserCreate, UserUpdate } from './schemas.js';
import { countListedUsers, createUser, deleteUser, getUser, listUsers } from './service.js';
import { requireAccount, updateUser } from './update.js';
import { viewerOf } from './viewer.js';

const createReader = bodyReader(UserCreate);
const updateReader = bodyReader(UserUpdate);
const tag = 'users';
const params = Type.Object({ id: Type.String({ description: 'User Id' }) });

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
    handler: async (request) => listUsers(context, request.query, viewerOf(callerOf(request))),
  });

  route(app, {
    method: 'GET',
    url: '/users/count',
    access: { permission: 'users-permissions.user.count' },
    tag,
    summary: 'Count users',
    query: listQuery(USER_LIST),
    response: Count,
    handler: async (request) => ({ count: await countListedUsers(context, request.query) }),
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
    access: { permission: 'users-permissions.user.create' },
    tag,
    summary: 'Make a user (administrators)',
    body: UserCreate,
    response: User,
    creates: true,
    handler: async (request) => {
      const caller = callerOf(request);
      assertAdministrator(caller);
      const body = readBody(request, createReader);
      await assertMayGiveRole(context, caller, body.role ?? AUTHENTICATED);
      return createUser(context, actorOf(request), body, viewerOf(caller));
    },
  });

  route(app, {
    method: 'PUT',
    url: '/users/:id',
    // Everyone may change a little of their own record; the rest is decided field by field.
    access: { ownRecordOr: 'users-permissions.user.update' },
    tag,
    summary: 'Update an existing user',
    params,
    body: UserUpdate,
    response: User,
    handler: async (request) => {
      const caller = callerOf(request);
      const id = pathParameter(request, 'id');
      assertMayUpdate(caller, id, presentFields(request));
      const account = await requireAccount(context, id);
      await assertMayTakeOver(context, caller, account);
      const body = readBody(request, updateReader);
      await assertMayGiveRole(context, caller, body.role);
      return updateUser(context, actorOf(request), { account, body }, viewerOf(caller));
    },
  });

  route(app, {
    method: 'DELETE',
    url: '/users/:id',
    access: { permission: 'users-permissions.user.delete' },
    tag,
    summary: 'Delete a user (administrators); the reports stay and belong to nobody',
    params,
    response: Message,
    handler: async (request) => {
      assertAdministrator(callerOf(request));
      await deleteUser(context, actorOf(request), pathParameter(request, 'id'));
      return { code: 200, message: 'OK' };
    },
  });
}
