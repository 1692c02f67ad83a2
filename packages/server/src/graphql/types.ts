import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfigMap,
  GraphQLFloat,
  GraphQLID,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import type { TObject, TSchema } from 'typebox';
import type { GraphRequest } from './request.js';
import { Day, JsonValue, Moment } from './scalars.js';

const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;
/** The greatest Int of GraphQL; numbers that may be greater are Floats. */
const INT_MAX = 2 ** 31 - 1;

export type OutputFields = GraphQLFieldConfigMap<unknown, GraphRequest>;

/** What the types are made from: the keywords that the API's schemas use. */
interface Shape {
  type?: string | readonly string[];
  format?: string;
  enum?: readonly (string | null)[];
  properties?: Readonly<Record<string, TSchema>>;
  additionalProperties?: boolean;
  required?: readonly string[];
  items?: TSchema;
  anyOf?: readonly TSchema[];
  maximum?: number;
  description?: string;
}

/** A schema without its null, and whether it had one; null as the shape means that it has several types. */
function withoutNull(schema: TSchema): { shape: Shape | null; nullable: boolean } {
  // Schemas are JSON Schema, of which `Shape` names the keywords in use.
  const { anyOf, ...own } = schema as Shape;
  const types = [own.type ?? []].flat();
  if (anyOf) {
    const others = anyOf.filter((part) => (part as Shape).type !== 'null');
    const [only] = others;
    const nullable = others.length < anyOf.length;
    return { shape: only && others.length === 1 ? withoutNull(only).shape : null, nullable };
  }
  const plain = types.filter((type) => type !== 'null');
  const [type] = plain;
  return {
    shape: type !== undefined && plain.length === 1 ? { ...own, type } : null,
    nullable: types.length === 0 || plain.length < types.length,
  };
}

/** The name of a type that is named after a field. */
export function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** An object that may have properties beyond the described ones is JSON, because the graph would hide those. */
function hasFields(shape: Shape): shape is Shape & { properties: Record<string, TSchema> } {
  if (shape.additionalProperties === true) return false;
  const names = Object.keys(shape.properties ?? {});
  return shape.type === 'object' && names.length > 0 && names.every((name) => NAME.test(name));
}

function scalarOf(field: string, shape: Shape | null): GraphQLScalarType {
  if (shape?.type === 'boolean') return GraphQLBoolean;
  if (shape?.type === 'number') return GraphQLFloat;
  if (shape?.type === 'integer')
    return (shape.maximum ?? Number.POSITIVE_INFINITY) <= INT_MAX ? GraphQLInt : GraphQLFloat;
  if (shape?.type !== 'string') return JsonValue;
  if (shape.format === 'date') return Day;
  if (shape.format === 'date-time') return Moment;
  return field === 'id' ? GraphQLID : GraphQLString;
}

/** Makes the types of the graph out of the schemas of the API, so that a field is written once. */
export class TypeMaker {
  readonly #made = new Map<string, GraphQLNamedType>();

  #once<T extends GraphQLNamedType>(name: string, kind: new (config: never) => T, make: () => T) {
    const made = this.#made.get(name);
    if (made instanceof kind) return made;
    const type = make();
    this.#made.set(name, type);
    return type;
  }

  #leaf(owner: string, field: string, shape: Shape | null): GraphQLScalarType | GraphQLEnumType {
    const words = shape?.enum?.filter((word) => word !== null) ?? [];
    if (words.length === 0 || !words.every((word) => NAME.test(word)))
      return scalarOf(field, shape);
    const name = `ENUM_${owner}_${field}`.toUpperCase();
    return this.#once(name, GraphQLEnumType, () => {
      const values = Object.fromEntries(words.map((word) => [word, {}]));
      return new GraphQLEnumType({ name, values });
    });
  }

  #outputOf(owner: string, field: string, schema: TSchema): GraphQLOutputType {
    const { shape, nullable } = withoutNull(schema);
    const type = ((): Exclude<GraphQLOutputType, GraphQLNonNull<never>> => {
      if (shape?.type === 'array' && shape.items)
        return new GraphQLList(this.#outputOf(owner, field, shape.items));
      if (shape && hasFields(shape))
        return this.#object(`${owner}${capitalised(field)}`, shape, () => ({}));
      return this.#leaf(owner, field, shape);
    })();
    return nullable ? type : new GraphQLNonNull(type);
  }

  #object(name: string, shape: Shape, others: () => OutputFields): GraphQLObjectType {
    return this.#once(name, GraphQLObjectType, () => {
      const fields = Object.entries(shape.properties ?? {}).map(([field, schema]) => {
        const type = this.#outputOf(name, field, schema);
        const { description } = schema as Shape;
        const optional = type instanceof GraphQLNonNull && !shape.required?.includes(field);
        return [
          field,
          { type: optional ? type.ofType : type, description: description ?? null },
        ] as const;
      });
      return new GraphQLObjectType({
        name,
        fields: () => ({ ...Object.fromEntries(fields), ...others() }),
      });
    });
  }

  /** The type of a record as the API answers it, with fields that lead to other records. */
  record(name: string, schema: TObject, relations: () => OutputFields): GraphQLObjectType {
    return this.#object(name, schema as Shape, relations);
  }

  #inputOf(owner: string, field: string, schema: TSchema): GraphQLInputType {
    const { shape, nullable } = withoutNull(schema);
    const type = ((): Exclude<GraphQLInputType, GraphQLNonNull<never>> => {
      if (shape?.type === 'array' && shape.items)
        return new GraphQLList(this.#inputOf(owner, field, shape.items));
      if (shape && hasFields(shape))
        return this.#inputObject(
          `${owner}${capitalised(field)}`,
          `edit${owner}${capitalised(field)}Input`,
          shape,
        );
      return this.#leaf(owner, field, shape);
    })();
    return nullable ? type : new GraphQLNonNull(type);
  }

  #inputObject(owner: string, name: string, shape: Shape): GraphQLInputObjectType {
    return this.#once(name, GraphQLInputObjectType, () => {
      const fields: GraphQLInputFieldConfigMap = {};
      for (const [field, schema] of Object.entries(shape.properties ?? {})) {
        const type = this.#inputOf(owner, field, schema);
        const { description } = schema as Shape;
        const optional = type instanceof GraphQLNonNull && !shape.required?.includes(field);
        fields[field] = {
          type: optional ? type.ofType : type,
          description: description ?? null,
        };
      }
      return new GraphQLInputObjectType({ name, fields });
    });
  }

  /** The type of the data of a write, whose enums are those of the record `owner`. */
  input(owner: string, name: string, schema: TObject): GraphQLInputObjectType {
    return this.#inputObject(owner, name, schema as Shape);
  }
}
