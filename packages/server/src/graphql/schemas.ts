import Type, { type Static } from 'typebox';
import { Nullable } from '../http/schema.js';

const AnyObject = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
});

export const GraphQueryBody = Type.Object({
  query: Type.String({
    examples: ['{ customers(limit: 2) { referenceId payments { amountDue } } }'],
  }),
  variables: Type.Optional(Nullable(AnyObject)),
  operationName: Type.Optional(Nullable(Type.String())),
});

export type GraphQuery = Static<typeof GraphQueryBody>;

const GraphError = Type.Object({
  message: Type.String(),
  locations: Type.Optional(Type.Array(AnyObject)),
  path: Type.Optional(Type.Array(Type.Unsafe<string | number>({ type: ['string', 'integer'] }))),
  extensions: Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: true,
    description:
      'code (FORBIDDEN, NOT_FOUND, BAD_USER_INPUT, CONFLICT, …), and what REST would answer: status, message, errors, requestId',
  }),
});

const FORBIDDEN_EXAMPLE = {
  data: null,
  errors: [
    {
      message: 'You do not have the permission for everything that this query asks for.',
      extensions: { code: 'FORBIDDEN', status: 403 },
    },
  ],
};

const DATA_EXAMPLE = {
  data: { customers: [{ referenceId: '92442', payments: [{ amountDue: 150.5 }] }] },
};

export const GraphAnswerBody = Type.Object(
  { data: Nullable(AnyObject), errors: Type.Optional(Type.Array(GraphError)) },
  { examples: [DATA_EXAMPLE] },
);

export const GraphRefusalBody = Type.Object(
  { data: Nullable(AnyObject), errors: Type.Array(GraphError) },
  { examples: [FORBIDDEN_EXAMPLE] },
);
