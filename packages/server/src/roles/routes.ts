import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, callerOf, pathParameter, readBody, route } from '../http/route.js';
import { Message } from '../http/schema.js';
import { bodyReader } from '../http/validation.js';
import { parseListQuery } from '../lists/parse.js';
import { listQuery } from '../lists/schema.js';
import { createRole, deleteRole, type RoleEditor, requireRole, updateRole } from './changes.js';
import { Permission, Role, RoleCreate, RoleUpdate, RoleUser } from './schemas.js';
import { findUsers, getRole, listPermissions, listRoles, ROLE_LIST } from './service.js';

const createReader = bodyReader(RoleCreate);
const updateReader = bodyReader(RoleUpdate);
const tag = 'roles';
const params = Type.Object({ id: Type.String({ description: 'id or type' }) });

function editorOf(request: FastifyRequest): RoleEditor {
  return { actor: actorOf(request), caller: callerOf(request) };
}

export function rolesRoutes(app: FastifyInstance, context: Context): void {
  readRoutes(app, context);
  writeRoutes(app, context);
}

function readRoutes(app: FastifyInstance, context: Context): void {
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
    handler: async (request) => listRoles(context, parseListQuery(ROLE_LIST, request.query)),
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
    method: 'GET',
    url: '/users-permissions/search/:id',
    access: { permission: 'users-permissions.role.search' },
    tag,
    summary: 'Users to give a role: by id, or by a part of their name or address',
    params: Type.Object({ id: Type.String({ description: 'what to look for' }) }),
    response: Type.Array(RoleUser, { description: 'the first 100' }),
    handler: async (request) => findUsers(context, pathParameter(request, 'id')),
  });
}

function writeRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'POST',
    url: '/users-permissions/roles',
    access: { permission: 'users-permissions.role.create', administratorsOnly: true },
    tag,
    summary: 'Make a role (administrators)',
    body: RoleCreate,
    response: Role,
    creates: true,
    handler: async (request) =>
      createRole(context, editorOf(request), readBody(request, createReader)),
  });

  route(app, {
    method: 'PUT',
    url: '/users-permissions/roles/:id',
    refusals: [409],
    access: { permission: 'users-permissions.role.update', administratorsOnly: true },
    tag,
    summary: 'Change a role (administrators)',
    params,
    body: RoleUpdate,
    response: Role,
    handler: async (request) => {
      const editor = editorOf(request);
      const name = pathParameter(request, 'id');
      await requireRole(context, name);
      return updateRole(context, editor, { name, body: readBody(request, updateReader) });
    },
  });

  route(app, {
    method: 'DELETE',
    url: '/users-permissions/roles/:id',
    refusals: [409],
    access: { permission: 'users-permissions.role.delete', administratorsOnly: true },
    tag,
    summary: 'Delete a role (administrators); its users become authenticated',
    params,
    response: Message,
    handler: async (request) => {
      await deleteRole(context, actorOf(request), pathParameter(request, 'id'));
      return { code: 200, message: 'OK' };
    },
  });
}
