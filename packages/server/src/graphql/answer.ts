import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { ForbiddenError, InvalidError } from '../errors.js';
import { isAllowed } from '../http/caller.js';
import { isUnexpected, shownError } from './errors.js';
import type { Graph } from './graph.js';
import type { GraphRequest } from './request.js';
import type { GraphQuery } from './schemas.js';
import { surveyQuestion } from './survey.js';

/** Words and signs of a query, which bound what reading and validating it can take. */
const TOKENS_MAX = 1000;
const ERRORS_MAX = 20;

/** What is answered: without data where nothing was run. */
export interface GraphAnswer {
  status: 200 | 400;
  body: { data: unknown; errors?: readonly object[] };
}

function operationOf(
  document: DocumentNode,
  name: string | null | undefined,
): OperationDefinitionNode {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const named = name ? operations.filter((one) => one.name?.value === name) : operations;
  const [operation] = named;
  if (operation === undefined || named.length > 1)
    throw InvalidError.field('operationName', 'must name one of the operations of the query');
  if (operation.operation === 'subscription')
    throw InvalidError.field('query', 'must be a query or a mutation; there are no subscriptions');
  return operation;
}

/** Whether what was sent runs a mutation; false for what cannot be run. */
export function isChange(sent: GraphQuery): boolean {
  // Says what words there are without reading most queries twice.
  if (!sent.query.includes('mutation')) return false;
  try {
    const document = parse(sent.query, { maxTokens: TOKENS_MAX });
    return operationOf(document, sent.operationName).operation === 'mutation';
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof InvalidError) return false;
    throw error;
  }
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** Throws ForbiddenError (403) unless the caller may ask for everything that the operation names. */
function assertAllowed(
  graph: Graph,
  request: GraphRequest,
  {
    document,
    operation,
    sent,
  }: { document: DocumentNode; operation: OperationDefinitionNode; sent: GraphQuery },
): void {
  const accesses = surveyQuestion(graph, {
    operation,
    fragments: fragmentsOf(document),
    variables: sent.variables ?? {},
  });
  if (!accesses.every((access) => isAllowed(request.caller, access)))
    throw new ForbiddenError(
      'You do not have the permission for everything that this query asks for.',
    );
}

function hasNoData(data: unknown): boolean {
  return (
    data === null || data === undefined || Object.values(data).every((value) => value === null)
  );
}

/** Checks and runs one operation: bounds first, then permissions, then the query itself. Throws Refusal. */
async function run(graph: Graph, sent: GraphQuery, request: GraphRequest) {
  const document = parse(sent.query, { maxTokens: TOKENS_MAX });
  const operation = operationOf(document, sent.operationName);
  assertAllowed(graph, request, { document, operation, sent });
  const problems = validate(graph.schema, document, undefined, { maxErrors: ERRORS_MAX });
  if (problems.length > 0) return { errors: problems };
  return execute({
    schema: graph.schema,
    document,
    contextValue: request,
    variableValues: sent.variables ?? {},
    operationName: sent.operationName ?? null,
  });
}

/**
 * Answers a query. What cannot be run at all is a 400; what was refused on the way is an error beside the data, and
 * there is no data when nothing was given.
 */
export async function answerQuery(
  graph: Graph,
  sent: GraphQuery,
  request: GraphRequest,
): Promise<GraphAnswer> {
  const requestId = request.actor.requestId ?? '';
  try {
    const { data, errors } = await run(graph, sent, request);
    for (const error of errors ?? [])
      if (isUnexpected(error))
        request.context.log.error({ err: error.originalError, requestId }, 'request failed');
    const shown = errors?.map((error) => shownError(error, requestId));
    return {
      status: data === undefined ? 400 : 200,
      body: { data: shown && hasNoData(data) ? null : data, ...(shown ? { errors: shown } : {}) },
    };
  } catch (error) {
    if (error instanceof ForbiddenError)
      return { status: 200, body: { data: null, errors: [shownError(error, requestId)] } };
    if (error instanceof GraphQLError || error instanceof InvalidError)
      return { status: 400, body: { data: null, errors: [shownError(error, requestId)] } };
    throw error;
  }
}
