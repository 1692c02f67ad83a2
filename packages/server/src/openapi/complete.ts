import { Count, ErrorBody, Message } from '../http/schema.js';
import { completeAnswers } from './answers.js';
import { describeOperation } from './describe-operation.js';
import {
  answersList,
  type Content,
  type Description,
  type JsonSchema,
  type MediaType,
  type Operation,
  operationsOf,
  type PlacedOperation,
} from './document.js';
import { BODY_EXAMPLES, FILE_EXAMPLES, TEXT_EXAMPLES } from './example-values.js';
import { exampleOf } from './examples.js';
import { nameSchemas } from './named-schemas.js';
import { operationIdOf } from './operation-id.js';
import { xmlItem } from './xml-item.js';

/** A schema as JSON has it, without what TypeBox keeps beside. */
function plain({ $id: _, ...schema }: object & { $id?: string }): JsonSchema {
  return JSON.parse(JSON.stringify(schema));
}

const ERROR = plain(ErrorBody);

/** XML carries no nested structure but attributes; what needs JSON is left out of its example. */
function withoutNested(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const isFlat = ([name, value]: [string, unknown]) =>
    name === 'attributes' || typeof value !== 'object' || value === null || Array.isArray(value);
  return Object.fromEntries(Object.entries(body).filter(isFlat));
}

const FILE: JsonSchema = { type: 'string', format: 'binary' };

/** The fields of a form that holds files. */
function formMedia(files: Operation['x-form-files'], content: unknown): MediaType {
  if (files === 'many')
    return {
      schema: { type: 'object', properties: { files: { type: 'array', items: FILE } } },
      example: { files: [content] },
    };
  return { schema: { type: 'object', properties: { file: FILE } }, example: { file: content } };
}

/** The example of a call's body in one of its types. */
function bodyMedia(type: string, media: MediaType, operation: Operation): MediaType {
  const { operationId } = operation;
  if (type === 'multipart/form-data')
    return formMedia(operation['x-form-files'], FILE_EXAMPLES[operationId]?.['text/csv']);
  const body =
    FILE_EXAMPLES[operationId]?.[type] ?? BODY_EXAMPLES[operationId] ?? exampleOf(media.schema);
  return { ...media, example: type === 'application/xml' ? xmlItem(withoutNested(body)) : body };
}

function bodyContent(content: Content, operation: Operation): Content {
  return Object.fromEntries(
    Object.entries(content).map(([type, media]) => [type, bodyMedia(type, media, operation)]),
  );
}

/** Only JSON has the fields of the schema; every other type is a text or bytes. */
function answerMedia(type: string, { schema, example }: MediaType): MediaType {
  if (type === 'application/json') return { schema, example: example ?? exampleOf(schema) };
  const { description = '' } = schema;
  const text: JsonSchema = { type: 'string', ...(description && { description }) };
  return { schema: text, example: TEXT_EXAMPLES[type] ?? exampleOf(text) };
}

function answerContent(content: Content): Content {
  return Object.fromEntries(
    Object.entries(content).map(([type, media]) => [type, answerMedia(type, media)]),
  );
}

function completeOperation({ method, path, operation }: PlacedOperation): Operation {
  const operationId = operationIdOf({ method, path, answersList: answersList(operation) });
  const { requestBody, parameters } = operation;
  const answers = completeAnswers(operation, method, ERROR);
  return {
    operationId,
    tags: operation.tags,
    summary: operation.summary,
    description: describeOperation(operation, method),
    ...(operation['x-permissions'] && { 'x-permissions': operation['x-permissions'] }),
    ...(operation['x-administrators-only'] && { 'x-administrators-only': true }),
    ...(operation['x-any-token'] && { 'x-any-token': true }),
    ...(operation['x-own-record-or'] && { 'x-own-record-or': operation['x-own-record-or'] }),
    ...(operation.security && { security: operation.security }),
    ...(parameters && {
      parameters: parameters.map((parameter) => ({
        ...parameter,
        ...(parameter.required && { example: exampleOf(parameter.schema, parameter.name) }),
      })),
    }),
    ...(requestBody && {
      requestBody: {
        ...requestBody,
        content: bodyContent(requestBody.content, { ...operation, operationId }),
      },
    }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, { description, content }]) => [
        status,
        { description, ...(content && { content: answerContent(content) }) },
      ]),
    ),
  };
}

/**
 * The description that the routes gave, made whole: names of calls and shapes, words, refusals and
 * examples, all derived, so that a new route has them without saying so.
 */
export function completeDescription(generated: object): Description {
  const description: Description = JSON.parse(JSON.stringify(generated));
  for (const placed of operationsOf(description)) {
    const methods = description.paths[placed.path];
    if (methods) methods[placed.method] = completeOperation(placed);
  }
  const used = new Set(operationsOf(description).flatMap(({ operation }) => operation.tags));
  const known = new Map(description.tags.map((tag) => [tag.name, tag]));
  const tags = [...used].map(
    (name) => known.get(name) ?? { name, description: `Calls on ${name}` },
  );
  const fixed = { Error: ERROR, Message: plain(Message), Count: plain(Count) };
  return nameSchemas({ ...description, tags }, fixed);
}
