import { bodyReader } from '../http/validation.js';
import { createRole, deleteRole, requireRole, updateRole } from '../roles/changes.js';
import { Role, RoleCreate, RoleUpdate } from '../roles/schemas.js';
import { getRole, listRoles, ROLE_LIST, roleCount } from '../roles/service.js';
import { fileList } from '../uploads/list.js';
import { UploadedFile } from '../uploads/schemas.js';
import { fileCount, listFiles, readFile, removeFile } from '../uploads/service.js';
import { createUserFor, updateUserFor } from '../users/asked-changes.js';
import { User, UserCreate, UserUpdate } from '../users/schemas.js';
import { countUsers, deleteUser, getUser, listUsers, USER_LIST } from '../users/service.js';
import { viewerOf } from '../users/viewer.js';
import { type Change, type GraphCollection, jsonBody, readAccess, writes } from './collection.js';

const userCreate = bodyReader(UserCreate);
const userUpdate = bodyReader(UserUpdate);
const roleCreate = bodyReader(RoleCreate);
const roleUpdate = bodyReader(RoleUpdate);

const USER_CHANGES: readonly Change[] = [
  {
    verb: 'create',
    access: { permission: 'users-permissions.user.create', administratorsOnly: true },
    data: UserCreate,
    ofOne: false,
    run: async (request, { data }) =>
      createUserFor(request.context, request, userCreate.read(jsonBody(data))),
  },
  {
    verb: 'update',
    // Everyone may change a little of their own record; the rest is decided field by field.
    access: { ownRecordOr: 'users-permissions.user.update' },
    data: UserUpdate,
    ofOne: true,
    run: (request, { id, data }) =>
      updateUserFor(request.context, request, {
        id,
        fields: Object.keys(data),
        readBody: () => userUpdate.read(jsonBody(data)),
      }),
  },
  {
    verb: 'delete',
    access: { permission: 'users-permissions.user.delete', administratorsOnly: true },
    shows: { permission: 'users-permissions.user.findone' },
    ofOne: true,
    run: async (request, { id }) => {
      const user = await getUser(request.context, id, viewerOf(request.caller));
      await deleteUser(request.context, request.actor, id);
      return user;
    },
  },
];

export const USERS: GraphCollection = {
  plural: 'users',
  singular: 'user',
  record: User,
  list: USER_LIST,
  access: readAccess('users-permissions.user'),
  find: ({ context, caller }, list) => listUsers(context, list, viewerOf(caller)),
  count: ({ context }, list) => countUsers(context.db.kysely, list),
  findOne: ({ context, caller }, id) => getUser(context, id, viewerOf(caller)),
  relations: [],
  changes: USER_CHANGES,
};

export const ROLES: GraphCollection = {
  plural: 'roles',
  singular: 'role',
  record: Role,
  list: ROLE_LIST,
  // Roles have no permission of their own for counting.
  access: {
    ...readAccess('users-permissions.role'),
    count: { permission: 'users-permissions.role.find' },
  },
  find: ({ context }, list) => listRoles(context, list),
  count: async ({ context }, list) => (await roleCount(context, list)).count,
  findOne: ({ context }, id) => getRole(context, id),
  relations: [],
  changes: writes('users-permissions.role', {
    administratorsOnly: true,
    create: {
      data: RoleCreate,
      run: async (request, body) => createRole(request.context, request, roleCreate.read(body)),
    },
    update: {
      data: RoleUpdate,
      run: async (request, id, body) => {
        await requireRole(request.context, id);
        return updateRole(request.context, request, { name: id, body: roleUpdate.read(body) });
      },
    },
    read: ({ context }, id) => getRole(context, id),
    remove: ({ context, actor }, id) => deleteRole(context, actor, id),
  }),
};

/** Files are uploaded by REST, where they stream. */
export const FILES: GraphCollection = {
  plural: 'files',
  singular: 'file',
  record: UploadedFile,
  list: fileList,
  access: readAccess('upload.upload'),
  find: ({ context, caller }, list) => listFiles(context, caller, list),
  count: async ({ context, caller }, list) => (await fileCount(context, caller, list)).count,
  findOne: ({ context, caller }, id) => readFile(context, caller, id),
  relations: [],
  changes: [
    {
      verb: 'delete',
      access: { permission: 'upload.upload.delete' },
      ofOne: true,
      run: ({ context, caller, actor }, { id }) => removeFile(context, actor, { caller, id }),
    },
  ],
};
