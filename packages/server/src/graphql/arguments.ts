import { type GraphQLFieldConfigArgumentMap, GraphQLInt, GraphQLString } from 'graphql';
import type { ListDefinition } from '../lists/definition.js';
import { parseList } from '../lists/parse.js';
import { LIMIT_DEFAULT, LIMIT_MAX, type ListRequest } from '../lists/request.js';
import type { ListArguments } from './request.js';
import { JsonValue } from './scalars.js';

export const WHERE_ARGUMENT: GraphQLFieldConfigArgumentMap = {
  where: {
    type: JsonValue,
    description:
      'filters as in a list of REST: {field_op: value, _or: [{…}, {…}]}; the same operators and fields',
  },
};

export const LIST_ARGUMENTS: GraphQLFieldConfigArgumentMap = {
  limit: {
    type: GraphQLInt,
    description: `records to answer, ${LIMIT_DEFAULT} unless told; more than ${LIMIT_MAX} is cut to it`,
  },
  start: { type: GraphQLInt, description: 'records to skip' },
  sort: { type: GraphQLString, description: 'field:asc,other:desc' },
  ...WHERE_ARGUMENT,
};

/** What a list is asked for by these arguments. Throws InvalidError (400) naming the first that is wrong. */
export function listOf(definition: ListDefinition, sent: ListArguments): ListRequest {
  return parseList(definition, {
    ...(sent.limit == null ? {} : { _limit: sent.limit }),
    ...(sent.start == null ? {} : { _start: sent.start }),
    ...(sent.sort == null ? {} : { _sort: sent.sort }),
    ...(sent.where == null ? {} : { _where: sent.where }),
  });
}
