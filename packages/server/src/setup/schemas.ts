import Type, { type Static } from 'typebox';
import { NewAccountFields } from '../users/schemas.js';

export const SetupBody = Type.Object({
  token: Type.String({
    minLength: 1,
    maxLength: 256,
    description: 'the one-time token that the server printed when it started',
  }),
  ...NewAccountFields,
});

export type SetupIn = Static<typeof SetupBody>;
