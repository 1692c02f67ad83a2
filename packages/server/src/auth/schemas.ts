import Type, { type Static } from 'typebox';
import { Password, User } from '../users/schemas.js';

const text = { minLength: 1, maxLength: 256, pattern: '^[^\\u0000]*$' };

export const SignInBody = Type.Object({
  user: Type.Optional(Type.String({ ...text, description: 'username or e-mail address' })),
  identifier: Type.Optional(Type.String({ ...text, description: 'the same, as Strapi names it' })),
  password: Type.String({ ...text, format: 'password' }),
});

export const ResetBody = Type.Object({
  password: Password,
  passwordConfirmation: Type.Optional(Type.String({ maxLength: 256 })),
});

export const ResetByCodeBody = Type.Object({
  code: Type.String({ ...text, description: 'the one-time token' }),
  ...ResetBody.properties,
});

export const Session = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  jwt: Type.String(),
  user: User,
});

export type SignInIn = Static<typeof SignInBody>;
export type ResetIn = Static<typeof ResetBody>;
export type SessionOut = Static<typeof Session>;
