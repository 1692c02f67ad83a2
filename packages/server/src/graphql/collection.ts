import type { TObject } from 'typebox';
import type { Access } from '../http/caller.js';
import type { ParsedBody } from '../http/validation.js';
import type { ListDefinition } from '../lists/definition.js';
import type { ListRequest } from '../lists/request.js';
import type { Relation } from './relations.js';
import type { GraphRequest } from './request.js';

/** The data of a write as it was sent; its reader is the one of REST. */
export type SentData = Readonly<Record<string, unknown>>;

/** A mutation: `createPayment`, `cancelTraining`. */
export interface Change {
  verb: string;
  access: Access;
  /** The shape of `input.data`; without it the mutation takes none. */
  data?: TObject;
  /** Who may see the record in the answer, where REST does not answer with it. */
  shows?: Access;
  /** Whether `input.where.id` names the record that is changed. */
  ofOne: boolean;
  /** Makes the change and gives the record as it is now, or, deleted, as it was. */
  run: (request: GraphRequest, change: { id: string; data: SentData }) => Promise<object>;
}

/** A collection of the API as the graph shows it. */
export interface GraphCollection {
  /** The field of the list: `payments`. */
  plural: string;
  /** The field of one record, and in the names of mutations: `payment`. */
  singular: string;
  /** The shape of one. */
  record: TObject;
  list: ListDefinition;
  access: { find: Access; findOne: Access; count: Access };
  find: (request: GraphRequest, list: ListRequest) => Promise<readonly object[]>;
  count: (request: GraphRequest, list: ListRequest) => Promise<number>;
  findOne: (request: GraphRequest, id: string) => Promise<object>;
  relations: readonly Relation[];
  changes: readonly Change[];
}

/** The permissions that the reading calls of a collection ask for. */
export function readAccess(controller: string): GraphCollection['access'] {
  return {
    find: { permission: `${controller}.find` },
    findOne: { permission: `${controller}.findone` },
    count: { permission: `${controller}.count` },
  };
}

/** The data as its reader takes it: like a JSON body, already of the right types. */
export function jsonBody(data: SentData): ParsedBody {
  return { format: 'json', value: data };
}

/** The three changes of a record that its collection allows to whoever has the permission. */
export function writes(controller: string, each: Writes): Change[] {
  const access = (action: string): Access => ({
    permission: `${controller}.${action}`,
    ...(each.administratorsOnly ? { administratorsOnly: true } : {}),
  });
  return [
    {
      verb: 'create',
      access: access('create'),
      data: each.create.data,
      ofOne: false,
      run: (request, { data }) => each.create.run(request, jsonBody(data)),
    },
    {
      verb: 'update',
      access: access('update'),
      data: each.update.data,
      ofOne: true,
      run: (request, { id, data }) => each.update.run(request, id, jsonBody(data)),
    },
    {
      verb: 'delete',
      access: access('delete'),
      shows: { permission: `${controller}.findone` },
      ofOne: true,
      run: async (request, { id }) => {
        const record = await each.read(request, id);
        await each.remove(request, id);
        return record;
      },
    },
  ];
}

/** How a collection makes, changes, reads and removes one record. */
interface Writes {
  /** Whether custom roles may not, whatever permissions they list. */
  administratorsOnly?: true;
  create: { data: TObject; run: (request: GraphRequest, body: ParsedBody) => Promise<object> };
  update: {
    data: TObject;
    run: (request: GraphRequest, id: string, body: ParsedBody) => Promise<object>;
  };
  read: (request: GraphRequest, id: string) => Promise<object>;
  remove: (request: GraphRequest, id: string) => Promise<unknown>;
}
