/** The part of JSON Schema that the schemas of this API use. */
export interface JsonSchema {
  $ref?: string;
  type?: string | readonly string[];
  title?: string;
  description?: string;
  format?: string;
  pattern?: string;
  default?: unknown;
  examples?: readonly unknown[];
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minLength?: number;
  minItems?: number;
  minimum?: number;
}

export interface MediaType {
  schema: JsonSchema;
  example?: unknown;
}

export type Content = Record<string, MediaType>;

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema: JsonSchema;
  example?: unknown;
}

export interface Answer {
  description: string;
  content?: Content;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, Answer>;
  security?: readonly Record<string, readonly string[]>[];
  /** Permissions that the caller needs, all of them; absent where none is asked for. */
  'x-permissions'?: readonly string[];
  'x-administrators-only'?: boolean;
  /** The permission that an API token needs where people need none for their own record. */
  'x-own-record-or'?: string;
  /** Statuses of refusals that calls of its kind do not have; gone from the description that is served. */
  'x-refusals'?: readonly number[];
  /** How many files a form has; gone from the description that is served. */
  'x-form-files'?: 'one' | 'many';
  /** Whoever has a valid token may call it. */
  'x-any-token'?: boolean;
}

export type Paths = Record<string, Record<string, Operation>>;

/** An OpenAPI 3.1 description, as far as this API uses the format. */
export interface Description {
  openapi: string;
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Paths;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, object> };
  security: readonly Record<string, readonly string[]>[];
}

/** One call with where it is. */
export interface PlacedOperation {
  method: string;
  path: string;
  operation: Operation;
}

/** Whether the success of a call is an array. */
export function answersList({ responses }: Operation): boolean {
  return responses['200']?.content?.['application/json']?.schema.type === 'array';
}

/** Every call of a description, in its order. */
export function operationsOf({ paths }: Pick<Description, 'paths'>): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
}
