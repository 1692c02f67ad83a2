import {
  type Description,
  type JsonSchema,
  type Operation,
  operationsOf,
  type PlacedOperation,
} from './document.js';

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Schemas that get a name, by their text: equal shapes are one shape. */
class Names {
  readonly #byText = new Map<string, string>();
  readonly #taken = new Map<string, JsonSchema>();

  /** Takes the first of the names that is free, unless the shape has one or is too plain for one. */
  give(schema: JsonSchema | undefined, ...names: readonly string[]): void {
    if (schema?.properties === undefined) return;
    const text = JSON.stringify(schema);
    const free = names.find((name) => !this.#taken.has(name));
    if (this.#byText.has(text) || free === undefined) return;
    this.#byText.set(text, free);
    this.#taken.set(free, schema);
  }

  /** The same value with every named shape, at any depth, replaced by a reference. */
  replace(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const name = this.#byText.get(JSON.stringify(value));
    return name === undefined
      ? this.#replaceInside(value)
      : { $ref: `#/components/schemas/${name}` };
  }

  #replaceInside(value: object): unknown {
    if (Array.isArray(value)) return value.map((item) => this.replace(item));
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, this.replace(part)]),
    );
  }

  schemas(): Record<string, JsonSchema> {
    const named = [...this.#taken].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      named.map(([name, schema]) => [name, this.#replaceInside(schema) as JsonSchema]),
    );
  }
}

function nameAnswers(names: Names, { operationId, responses }: Operation): void {
  for (const [status, answer] of Object.entries(responses)) {
    const schema = answer.content?.['application/json']?.schema;
    const noun = /^(?:get|list|create|update)([A-Z].*)$/.exec(operationId)?.[1];
    const suffix = status.startsWith('2') ? 'Answer' : `Refusal${status}`;
    const own = capital(operationId) + suffix;
    const item = operationId.startsWith('list')
      ? noun?.replace(/ies$/, 'y').replace(/s$/, '')
      : noun;
    const first = status.startsWith('2') && item !== undefined ? [item, own] : [own];
    names.give(
      schema?.items ?? schema,
      ...(schema?.items && item === undefined ? [`${own}Item`] : first),
    );
  }
}

function nameBodies(names: Names, { operationId, requestBody }: Operation): void {
  const [, verb, noun] = /^(create|update)([A-Z].*)$/.exec(operationId) ?? [];
  const name = verb && noun ? noun + capital(verb) : `${capital(operationId)}Body`;
  for (const { schema } of Object.values(requestBody?.content ?? {})) names.give(schema, name);
}

/** Moves the shapes of bodies and answers into components, so that each is written once and has a name. */
export function nameSchemas(
  description: Description,
  fixed: Readonly<Record<string, JsonSchema>>,
): Description {
  const names = new Names();
  for (const [name, schema] of Object.entries(fixed)) names.give(schema, name);
  const placed = operationsOf(description);
  const operations = placed.map(({ operation }) => operation);
  // The call that answers one record by its id gives the shape its name; lists and changes come after.
  const isOfOne = ({ method, path }: PlacedOperation) => method === 'get' && path.endsWith('}');
  for (const { operation } of [
    ...placed.filter(isOfOne),
    ...placed.filter((call) => !isOfOne(call)),
  ])
    nameAnswers(names, operation);
  for (const operation of operations) nameBodies(names, operation);
  const paths = names.replace(description.paths) as Description['paths'];
  return {
    ...description,
    paths,
    components: { ...description.components, schemas: names.schemas() },
  };
}
