import {
  type GraphQLFieldConfigArgumentMap,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { Company, CompanyUpdate } from '../company/schemas.js';
import { changeCompany, readCompany } from '../company/service.js';
import type { Access } from '../http/caller.js';
import { bodyReader } from '../http/validation.js';
import { USERS } from './account-collections.js';
import { LIST_ARGUMENTS, listOf } from './arguments.js';
import { type Change, type GraphCollection, jsonBody, type SentData } from './collection.js';
import { COLLECTIONS } from './collections.js';
import type { Relation } from './relations.js';
import type { ListArguments } from './request.js';
import { capitalised, type OutputFields, TypeMaker } from './types.js';

/** The schema, and what must be known of its fields before any of them is resolved. */
export interface Graph {
  schema: GraphQLSchema;
  /** Who may ask for a field, by `Type.field`; a field that is not here comes with its record. */
  access: ReadonlyMap<string, Access>;
  /** Lists whose length is an argument of the field around them. */
  pages: ReadonlySet<string>;
}

const companyUpdate = bodyReader(CompanyUpdate);
const ID_ARGUMENT: GraphQLFieldConfigArgumentMap = { id: { type: new GraphQLNonNull(GraphQLID) } };
const InputId = new GraphQLInputObjectType({ name: 'InputID', fields: { ...ID_ARGUMENT } });
const Aggregate = new GraphQLObjectType<() => Promise<number>>({
  name: 'Aggregate',
  fields: { count: { type: new GraphQLNonNull(GraphQLInt), resolve: (count) => count() } },
});

function listType(record: GraphQLObjectType): GraphQLList<GraphQLNonNull<GraphQLObjectType>> {
  return new GraphQLList(new GraphQLNonNull(record));
}

/** Puts the graph together, collection by collection. */
class GraphMaker {
  readonly #types = new TypeMaker();
  readonly #access = new Map<string, Access>();
  readonly #pages = new Set<string>();

  #recordType(singular: string): GraphQLObjectType {
    const collection = COLLECTIONS.find((one) => one.singular === singular);
    if (collection === undefined) throw new Error(`There is no collection of a "${singular}".`);
    const name = capitalised(singular);
    return this.#types.record(name, collection.record, () =>
      Object.fromEntries(
        collection.relations.map((relation) => [relation.field, this.#relation(name, relation)]),
      ),
    );
  }

  #relation(owner: string, relation: Relation): OutputFields[string] {
    this.#access.set(`${owner}.${relation.field}`, relation.access);
    const type = this.#recordType(relation.to);
    if ('one' in relation)
      return {
        type,
        // A relation reads the records of the collection that it belongs to.
        resolve: (record, _, request) => relation.one(request, record as never),
      };
    return {
      type: listType(type),
      args: LIST_ARGUMENTS,
      resolve: (record, sent: ListArguments, request) =>
        request.loaders.page(request, relation.many, {
          // Every record that has such a relation has an id.
          parent: (record as { id: string }).id,
          sent,
        }),
    };
  }

  #connectionType(collection: GraphCollection, record: GraphQLObjectType): GraphQLObjectType {
    const name = `${record.name}Connection`;
    this.#access.set(`${name}.values`, collection.access.find);
    this.#access.set(`${name}.aggregate`, collection.access.count);
    this.#pages.add(`${name}.values`);
    const fields: OutputFields = {
      values: {
        type: listType(record),
        resolve: (sent, _, request) =>
          // The source of a connection is what it was asked for.
          collection.find(request, listOf(collection.list, sent as ListArguments)),
      },
      aggregate: {
        type: Aggregate,
        resolve: (sent, _, request) => {
          const list = listOf(collection.list, { where: (sent as ListArguments).where });
          return () => collection.count(request, list);
        },
      },
    };
    return new GraphQLObjectType({ name, fields });
  }

  #reads(collection: GraphCollection): OutputFields {
    const { plural, singular, list, access } = collection;
    const type = this.#recordType(singular);
    this.#access.set(`Query.${plural}`, access.find);
    this.#access.set(`Query.${singular}`, access.findOne);
    return {
      [plural]: {
        type: listType(type),
        args: LIST_ARGUMENTS,
        resolve: (_, sent: ListArguments, request) => collection.find(request, listOf(list, sent)),
      },
      [singular]: {
        type,
        args: ID_ARGUMENT,
        resolve: (_, { id }: { id: string }, request) => collection.findOne(request, id),
      },
      [`${plural}Connection`]: {
        type: new GraphQLNonNull(this.#connectionType(collection, type)),
        args: LIST_ARGUMENTS,
        resolve: (_, sent: ListArguments) => sent,
      },
    };
  }

  #inputType(record: string, { verb, data, ofOne }: Omit<Change, 'run'>): GraphQLInputObjectType {
    const names: Readonly<Record<string, string>> = {
      create: `${record}Input`,
      update: `edit${record}Input`,
    };
    const dataName = names[verb] ?? `${verb}${record}DataInput`;
    const dataType = data && this.#types.input(record, dataName, data);
    return new GraphQLInputObjectType({
      name: `${verb}${record}Input`,
      fields: {
        ...(ofOne ? { where: { type: new GraphQLNonNull(InputId) } } : {}),
        ...(dataType ? { data: { type: new GraphQLNonNull(dataType) } } : {}),
      },
    });
  }

  #change(singular: string, type: GraphQLObjectType, change: Change): OutputFields {
    const name = `${change.verb}${type.name}`;
    this.#access.set(`Mutation.${name}`, change.access);
    if (change.shows) this.#access.set(`${name}Payload.${singular}`, change.shows);
    return {
      [name]: {
        type: new GraphQLObjectType({ name: `${name}Payload`, fields: { [singular]: { type } } }),
        args: { input: { type: new GraphQLNonNull(this.#inputType(type.name, change)) } },
        resolve: async (
          _,
          { input }: { input: { where?: { id: string }; data?: SentData } },
          request,
        ) => {
          const sent = { id: input.where?.id ?? '', data: input.data ?? {} };
          return { [singular]: await change.run(request, sent) };
        },
      },
    };
  }

  #company(): { type: GraphQLObjectType; change: Change } {
    this.#access.set('Query.company', { permission: 'application.company.find' });
    return {
      type: this.#types.record('Company', Company, () => ({})),
      change: {
        verb: 'update',
        access: { permission: 'application.company.update' },
        data: CompanyUpdate,
        ofOne: false,
        run: ({ context, actor }, { data }) =>
          changeCompany(context, actor, companyUpdate.read(jsonBody(data))),
      },
    };
  }

  #queries(company: GraphQLObjectType): OutputFields {
    this.#access.set('Query.me', { permission: 'users-permissions.user.me' });
    return {
      me: {
        type: this.#recordType(USERS.singular),
        resolve: (_, __, request) => USERS.findOne(request, request.caller.userId),
      },
      company: { type: company, resolve: (_, __, { context }) => readCompany(context) },
      ...Object.assign({}, ...COLLECTIONS.map((collection) => this.#reads(collection))),
    };
  }

  #mutations(company: { type: GraphQLObjectType; change: Change }): OutputFields {
    const changes = COLLECTIONS.flatMap(({ singular, changes }) =>
      changes.map((change) => this.#change(singular, this.#recordType(singular), change)),
    );
    const ofCompany = this.#change('company', company.type, company.change);
    return Object.assign({}, ...changes, ofCompany);
  }

  make(): Graph {
    const company = this.#company();
    const schema = new GraphQLSchema({
      query: new GraphQLObjectType({ name: 'Query', fields: this.#queries(company.type) }),
      mutation: new GraphQLObjectType({ name: 'Mutation', fields: this.#mutations(company) }),
    });
    return { schema, access: this.#access, pages: this.#pages };
  }
}

/** The whole graph of the API, made from the schemas and lists that REST has. */
export function buildGraph(): Graph {
  return new GraphMaker().make();
}
