import Type, { type Static } from 'typebox';
import { Instant, NO_CONTROL_CHARACTERS } from '../http/schema.js';

export const ApiTokenCreate = Type.Object({
  name: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: NO_CONTROL_CHARACTERS,
    examples: ['core banking'],
  }),
  permissions: Type.Array(Type.String({ maxLength: 200, pattern: NO_CONTROL_CHARACTERS }), {
    minItems: 1,
    maxItems: 1000,
    description: 'names, as type.controller.action; each must be yours',
    examples: [['application.reports.create', 'application.reports.findone']],
  }),
  expires: Type.Optional(
    Type.String({ format: 'date-time', description: 'in one year when it is left out' }),
  ),
});

const tokenFields = {
  id: Type.String(),
  name: Type.String(),
  permissions: Type.Array(Type.String()),
  expires: Instant,
};

export const ApiToken = Type.Object({ ...tokenFields, created_at: Instant });

/** The only answer that holds the token itself. */
export const NewApiToken = Type.Object({
  ...ApiToken.properties,
  token: Type.String({ description: 'shown this once' }),
});

export type ApiTokenCreateIn = Static<typeof ApiTokenCreate>;
export type ApiTokenOut = Static<typeof ApiToken>;
export type NewApiTokenOut = Static<typeof NewApiToken>;
