import Type, { type Static } from 'typebox';
import { authorship, NO_CONTROL_CHARACTERS, PlainText } from '../http/schema.js';

const USERS_MAX = 1000;

const Name = Type.String({ minLength: 3, maxLength: 100, pattern: NO_CONTROL_CHARACTERS });

const settableFields = {
  description: Type.Optional(PlainText(1000)),
  type: Type.Optional(
    Type.String({
      pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
      description: 'unique; made from the name when it is left out',
    }),
  ),
  permissions: Type.Optional(
    Type.Array(Type.String({ maxLength: 200, pattern: NO_CONTROL_CHARACTERS }), {
      description: 'names, as type.controller.action',
    }),
  ),
  users: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 254, pattern: NO_CONTROL_CHARACTERS }), {
      maxItems: USERS_MAX,
      description:
        'ids or usernames of those who have this role; in an update, those left out become authenticated',
    }),
  ),
};

export const RoleCreate = Type.Object({ name: Name, ...settableFields });

export const RoleUpdate = Type.Object({ name: Type.Optional(Name), ...settableFields });

export const Permission = Type.Object({
  id: Type.String({ description: 'its name, type.controller.action' }),
  type: Type.String(),
  controller: Type.String(),
  action: Type.String(),
});

const RolePermission = Type.Object({
  ...Permission.properties,
  enabled: Type.Boolean(),
  policy: Type.String(),
  role: Type.String({ description: 'id of the role' }),
});

export const RoleUser = Type.Object({
  id: Type.String(),
  username: Type.String(),
  email: Type.String(),
  provider: Type.String(),
  confirmed: Type.Boolean(),
  blocked: Type.Boolean(),
  ...authorship,
});

export const Role = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  type: Type.String(),
  permissions: Type.Array(RolePermission, {
    description: 'every permission there is, enabled or not',
  }),
  users: Type.Array(RoleUser, { description: 'the first 100' }),
  ...authorship,
});

export type RoleCreateIn = Static<typeof RoleCreate>;
export type RoleUpdateIn = Static<typeof RoleUpdate>;
export type RoleOut = Static<typeof Role>;
export type PermissionOut = Static<typeof Permission>;
