import Type, { type Static } from 'typebox';
import { authorship, NO_CONTROL_CHARACTERS, Nullable, OneOf, PLAIN } from '../http/schema.js';

const REPORTS_MAX = 10_000;

const Username = Type.String({
  minLength: 3,
  maxLength: 64,
  pattern: NO_CONTROL_CHARACTERS,
  description: 'unique regardless of case; no @, and nothing that looks like an id',
});
export const Email = Type.String({
  minLength: 6,
  maxLength: 254,
  format: 'email',
  pattern: '^[\\x21-\\x7e]*$',
  description: 'unique; kept in lower case',
});
/** Its length and the rest of its rules are in auth/password-rules. */
export const Password = Type.String({
  minLength: 1,
  maxLength: 256,
  pattern: PLAIN,
  format: 'password',
});
const Provider = Type.String({
  minLength: 1,
  maxLength: 32,
  pattern: NO_CONTROL_CHARACTERS,
  description: 'local, or a provider that the server is configured with',
  examples: ['local'],
});
const oneTimeToken = (example: string) =>
  Nullable(
    Type.String({
      minLength: 32,
      maxLength: 256,
      pattern: NO_CONTROL_CHARACTERS,
      description: 'kept only as a hash; lives one hour, works once',
      examples: [example],
    }),
  );

/** The account of someone who may sign in: what every way to make one asks for. */
export const NewAccountFields = { username: Username, email: Email, password: Password };

const settableFields = {
  resetPasswordToken: Type.Optional(oneTimeToken('26f425d6-9269-442b-89ed-e35ba63bf9c0')),
  confirmationToken: Type.Optional(oneTimeToken('eddc394a-8664-406e-852f-7a35d84a7fb7')),
  confirmed: Type.Optional(Type.Boolean({ examples: [false] })),
  blocked: Type.Optional(Type.Boolean()),
  role: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: NO_CONTROL_CHARACTERS,
      description: 'id, type or name of a role',
      examples: ['string'],
    }),
  ),
  reports: Type.Optional(
    Nullable(
      Type.Array(Type.String({ minLength: 1, maxLength: 64, pattern: NO_CONTROL_CHARACTERS }), {
        maxItems: REPORTS_MAX,
        examples: [['maia-c6cbaa76ba8f', 'maia-3b5a054c593d', 'maia-f95a8582aea5']],
        description:
          'uuids: each named report becomes this user’s, those left out belong to nobody',
      }),
    ),
  ),
};

export const UserCreate = Type.Object({
  ...NewAccountFields,
  provider: Type.Optional(Provider),
  ...settableFields,
});

export const UserUpdate = Type.Object({
  username: Type.Optional(Username),
  email: Type.Optional(Email),
  provider: Type.Optional(Provider),
  password: Type.Optional(
    Type.String({
      ...Password,
      description: 'nothing but asterisks keeps it',
      examples: ['********'],
    }),
  ),
  ...settableFields,
});

const UserRole = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  type: Type.String(),
  permissions: Type.Array(Type.String()),
  users: Type.Array(Type.String(), {
    description: 'usernames: the first 100 for a caller who may read roles, else the caller alone',
  }),
});

const UserReport = Type.Object({
  id: Type.String(),
  uuid: Type.String({ examples: ['maia-8439cc39b63b'] }),
  referenceId: Nullable(Type.String()),
  type: OneOf(['reference', 'vector']),
  processed: Type.Boolean(),
  users_permissions_user: Type.String({ description: 'the username' }),
  score: Nullable(Type.Number()),
  scoreProbability: Nullable(Type.Number()),
  scoreConfidence: Nullable(Type.Number()),
  scoreVersion: Nullable(Type.String()),
});

export const User = Type.Object({
  id: Type.String(),
  username: Type.String(),
  email: Type.String(),
  provider: Type.String(),
  confirmed: Type.Boolean(),
  blocked: Type.Boolean(),
  role: UserRole,
  reports: Type.Array(UserReport, { description: 'the newest 100' }),
  ...authorship,
});

export type UserCreateIn = Static<typeof UserCreate>;
export type UserUpdateIn = Static<typeof UserUpdate>;
export type UserOut = Static<typeof User>;
