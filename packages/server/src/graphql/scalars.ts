import { GraphQLScalarType } from 'graphql';

// Values pass as they are: the schemas that REST uses check what comes in.

export const JsonValue = new GraphQLScalarType({ name: 'JSON', description: 'any JSON value' });

export const Day = new GraphQLScalarType({
  name: 'Date',
  description: 'a calendar day, YYYY-MM-DD',
});

export const Moment = new GraphQLScalarType({
  name: 'DateTime',
  description: 'an instant, ISO 8601 in UTC',
  serialize: (value) => (value instanceof Date ? value.toISOString() : value),
});
