import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, callerOf, pathParameter, readBody, route } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { listQuery } from '../lists/schema.js';
import { assertAdministrator } from '../users/field-permission.js';
import { Permission, Role, RoleCreate } from './schemas.js';
import { createRole, getRole, listPermissions, listRoles, ROLE_LIST } from './service.js';

const createReader = bodyReader(RoleCreate);
const tag = 'roles';

export function rolesRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/users-permissions/permissions',
    access: { permission: 'users-permissions.role.find' },
    tag,
    summary: 'Every permission there is',
    response: Type.Array(Permission),
    handler: async () => listPermissions(),
  });

  route(app, {
    method: 'GET',
    url: '/users-permissions/roles',
    access: { permission: 'users-permissions.role.find' },
    tag,
    summary: 'List roles',
    query: listQuery(ROLE_LIST),
    response: Type.Array(Role),
    handler: async (request) => listRoles(context, request.query),
  });

  route(app, {
    method: 'GET',
    url: '/users-permissions/roles/:id',
    access: { permission: 'users-permissions.role.findone' },
    tag,
    summary: 'One role',
    params: Type.Object({ id: Type.String() }),
    response: Role,
    handler: async (request) => getRole(context, pathParameter(request, 'id')),
  });

  route(app, {
    method: 'POST',
    url: '/users-permissions/roles',
    access: { permission: 'users-permissions.role.create' },
    tag,
    summary: 'Make a role (administrators)',
    body: RoleCreate,
    response: Role,
    handler: async (request) => {
      assertAdministrator(callerOf(request));
      return createRole(context, actorOf(request), readBody(request, createReader));
    },
  });
}
