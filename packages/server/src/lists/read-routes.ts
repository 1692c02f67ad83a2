import type { FastifyInstance } from 'fastify';
import Type, { type TObject } from 'typebox';
import { pathParameter, route } from '../http/route.js';
import { Count } from '../http/schema.js';
import type { ListDefinition } from './definition.js';
import { parseListQuery } from './parse.js';
import type { ListRequest } from './request.js';
import { listQuery } from './schema.js';

/** A collection that is read as a list, a count and one record at a time. */
export interface ReadableCollection {
  /** As in the path and in the permissions: `payments`. */
  name: string;
  /** One of them, in words: `payment`. */
  noun: string;
  /** The shape of one. */
  record: TObject;
  /** The path parameter `id`, which may be more than the id. */
  params: TObject;
  list: ListDefinition;
  find: (list: ListRequest) => Promise<unknown>;
  count: (list: ListRequest) => Promise<{ count: number }>;
  findOne: (id: string) => Promise<unknown>;
}

/** Registers the three calls that read a collection: find, count and findone. */
export function readRoutes(app: FastifyInstance, collection: ReadableCollection): void {
  const { name, noun, record, params, list } = collection;
  const shared = { method: 'GET', tag: name } as const;
  const access = (action: string) => ({ permission: `application.${name}.${action}` });
  route(app, {
    ...shared,
    url: `/${name}`,
    access: access('find'),
    summary: `List ${name}`,
    query: listQuery(list),
    response: Type.Array(record),
    handler: (request) => collection.find(parseListQuery(list, request.query)),
  });
  route(app, {
    ...shared,
    url: `/${name}/count`,
    access: access('count'),
    summary: `Count ${name}`,
    query: listQuery(list),
    response: Count,
    handler: (request) => collection.count(parseListQuery(list, request.query)),
  });
  route(app, {
    ...shared,
    url: `/${name}/:id`,
    access: access('findone'),
    summary: `One ${noun}`,
    params,
    response: record,
    handler: (request) => collection.findOne(pathParameter(request, 'id')),
  });
}
