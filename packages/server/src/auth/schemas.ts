import Type, { type Static } from 'typebox';
import { PLAIN } from '../http/schema.js';
import { NewAccountFields, Password, User } from '../users/schemas.js';

const text = { minLength: 1, maxLength: 256, pattern: PLAIN };

export const SignInBody = Type.Object({
  user: Type.Optional(Type.String({ ...text, description: 'username or e-mail address' })),
  identifier: Type.Optional(Type.String({ ...text, description: 'the same, as Strapi names it' })),
  password: Type.String({ ...text, format: 'password' }),
});

export const RegisterBody = Type.Object(NewAccountFields);

/** Whom a mail is for; both names are optional for the schema, because Strapi clients send the second. */
export const AccountNameBody = Type.Object({
  id: Type.Optional(
    Type.String({ ...text, description: 'id, username or e-mail address of the account' }),
  ),
  email: Type.Optional(Type.String({ ...text, description: 'the same, as Strapi names it' })),
});

export const ResetBody = Type.Object({
  password: Password,
  passwordConfirmation: Type.Optional(Type.String({ maxLength: 256 })),
});

export const ResetByCodeBody = Type.Object({
  code: Type.String({ ...text, description: 'the one-time token' }),
  ...ResetBody.properties,
});

export const ChangePasswordBody = Type.Object({
  currentPassword: Type.String({ ...text, format: 'password' }),
  ...ResetBody.properties,
});

export const Session = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  jwt: Type.String(),
  user: User,
});

const withheldJwt = Type.Optional(
  Type.String({ description: 'left out while the e-mail address has to be confirmed first' }),
);

/** A session, unless the address has to be confirmed before there is one. */
export const SessionOrNotice = Type.Object({ ...Session.properties, jwt: withheldJwt });

/** The same with the user's fields beside it, as the original API answers a registration. */
export const Registered = Type.Object({ ...User.properties, ...SessionOrNotice.properties });

export type SignInIn = Static<typeof SignInBody>;
export type RegisterIn = Static<typeof RegisterBody>;
export type AccountNameIn = Static<typeof AccountNameBody>;
export type ResetIn = Static<typeof ResetBody>;
export type ChangePasswordIn = Static<typeof ChangePasswordBody>;
export type SessionOut = Static<typeof Session>;
export type SessionOrNoticeOut = Static<typeof SessionOrNotice>;
export type RegisteredOut = Static<typeof Registered>;
