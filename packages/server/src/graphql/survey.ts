import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isIntrospectionType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { InvalidError } from '../errors.js';
import type { Access } from '../http/caller.js';
import { LIMIT_DEFAULT, LIMIT_MAX } from '../lists/request.js';
import type { Graph } from './graph.js';

export const DEPTH_MAX = 10;
/** Values that an answer may hold, as far as the question tells. */
export const COST_MAX = 100_000;
/** What one mutation counts, so that a request makes a hundred changes at most. */
const MUTATION_COST = 1000;
/** Levels with fragments and what describes the schema; keeps cyclic fragments, which validation refuses, finite. */
const NESTING_MAX = 50;
/** How many elements a list counts whose length nobody says: reasons of a report, receipts of a payment. */
const EMBEDDED_LENGTH = 10;

/** Fields that no type lists. */
const META_FIELDS = new Map<string, GraphQLField<unknown, unknown>>([
  ['__schema', SchemaMetaFieldDef],
  ['__type', TypeMetaFieldDef],
]);

/** One operation of a document, before anything of it runs. */
export interface Question {
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
}

interface Place {
  type: GraphQLNamedType | undefined;
  depth: number;
  nesting: number;
  /** How often what stands here may be answered. */
  times: number;
}

/** Walks through everything that a question asks for, under every alias and in every fragment. */
class Survey {
  readonly asked = new Set<string>();
  #cost = 0;

  constructor(
    readonly graph: Graph,
    readonly question: Question,
  ) {}

  #spend(cost: number): void {
    this.#cost += cost;
    if (this.#cost > COST_MAX)
      throw new InvalidError(
        `The query may answer more than ${COST_MAX} values; ask for fewer fields, or fewer records by "limit".`,
      );
  }

  #limitOf(field: FieldNode): number {
    const value = field.arguments?.find(({ name }) => name.value === 'limit')?.value;
    const { variableDefinitions } = this.question.operation;
    const sent =
      value?.kind === 'Variable'
        ? (this.question.variables[value.name.value] ??
          variableDefinitions?.find((one) => one.variable.name.value === value.name.value)
            ?.defaultValue)
        : value;
    const isNode = typeof sent === 'object' && sent !== null && 'value' in sent;
    const given = (isNode ? sent.value : sent) ?? LIMIT_DEFAULT;
    // An object may bring a toString of its own.
    const limit = typeof given === 'object' ? Number.NaN : Number(given);
    // A negative one asks for as many as there may be; what is no number is refused when the list is read.
    return limit >= 0 ? Math.min(limit, LIMIT_MAX) : LIMIT_MAX;
  }

  #lengthOf(node: FieldNode, field: GraphQLField<unknown, unknown>, coordinate: string): number {
    if (field.args.some(({ name }) => name === 'limit')) return this.#limitOf(node);
    const isList = isListType(getNullableType(field.type));
    return isList && !this.graph.pages.has(coordinate) ? EMBEDDED_LENGTH : 1;
  }

  #field(node: FieldNode, { type, depth, nesting, times }: Place): void {
    const name = node.name.value;
    const field =
      META_FIELDS.get(name) ?? (isObjectType(type) ? type.getFields()[name] : undefined);
    const coordinate = `${type?.name}.${name}`;
    const isChange = type === this.graph.schema.getMutationType();
    this.asked.add(coordinate);
    this.#spend(isChange ? MUTATION_COST : Math.max(times, 1));
    if (node.selectionSet === undefined) return;
    this.walk(node.selectionSet, {
      type: field && getNamedType(field.type),
      depth: depth + 1,
      nesting,
      times: field ? times * this.#lengthOf(node, field, coordinate) : times,
    });
  }

  walk(set: SelectionSetNode, around: Place): void {
    const place = { ...around, nesting: around.nesting + 1 };
    const { type } = place;
    // What describes the schema itself nests deeper.
    const isTooDeep = place.depth > DEPTH_MAX && type !== undefined && !isIntrospectionType(type);
    if (isTooDeep || place.nesting > NESTING_MAX)
      throw new InvalidError(
        `The query is nested more than ${DEPTH_MAX} levels deep; ask in several queries.`,
      );
    for (const node of set.selections) {
      this.#spend(1);
      if (node.kind === 'Field') this.#field(node, place);
      else if (node.kind === 'InlineFragment') this.walk(node.selectionSet, place);
      else {
        const fragment = this.question.fragments.get(node.name.value);
        if (fragment) this.walk(fragment.selectionSet, place);
      }
    }
  }
}

/**
 * Looks a question through before anything of it is checked or run: throws InvalidError (400) when it is nested too
 * deeply or may answer too much, and gives what each field that it names asks of the caller. Unknown names are left
 * to validation.
 */
export function surveyQuestion(graph: Graph, question: Question): Access[] {
  const survey = new Survey(graph, question);
  survey.walk(question.operation.selectionSet, {
    type: graph.schema.getRootType(question.operation.operation) ?? undefined,
    depth: 1,
    nesting: 0,
    times: 1,
  });
  return [...survey.asked].flatMap((coordinate) => graph.access.get(coordinate) ?? []);
}
