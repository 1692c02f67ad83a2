import type { paths } from './generated/schema.js';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** Paths that can be called with a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: object } ? P : never;
}[keyof paths];

type Scalar = string | number | boolean;
type Operator =
  | 'ne'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'contains'
  | 'containss'
  | 'in'
  | 'nin'
  | 'null';

/** Conditions of a list beside `field=value`, which the description lists by name. */
type Conditions = { [Key in `${string}_${Operator}`]?: Scalar | readonly Scalar[] };

export type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } }
  ? Query & Conditions
  : never;

type Parameters<Operation> = Operation extends { parameters: { path: infer Path } }
  ? { params: { path: Path; query?: QueryOf<Operation> } }
  : { params?: { query?: QueryOf<Operation> } };

/** The content of a file for an import: a text, a Blob, or a stream, which is sent as it comes. */
export type FileBody = string | Blob | ReadableStream<Uint8Array>;

type Body<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? Content extends { 'application/json': infer Json }
    ? { body: Json }
    : { body: FileBody; contentType?: keyof Content }
  : object;

/** How one call is made, beside what is sent. */
export interface CallOptions {
  /** Ends the call, also while it waits before trying again. */
  signal?: AbortSignal;
  /** How long one attempt may take, instead of the client's own limit. */
  timeoutMs?: number;
  /** Makes a POST repeatable: the server does the work once for each key. */
  idempotencyKey?: string;
  headers?: Readonly<Record<string, string>>;
}

export type Request<Operation> = Parameters<Operation> & Body<Operation> & CallOptions;

/** What a call answers with: 200, or 202 where the work is done later. */
export type AnswerOf<Operation> = Operation extends { responses: infer Responses }
  ? {
      [Status in keyof Responses & (200 | 202)]: Responses[Status] extends {
        content: { 'application/json': infer Answer };
      }
        ? Answer
        : string;
    }[keyof Responses & (200 | 202)]
  : never;

/** A request may be left out where nothing in it is required. */
export type Arguments<Operation> =
  object extends Request<Operation>
    ? [request?: Request<Operation>]
    : [request: Request<Operation>];

/** Paths of lists that can be read page by page. */
export type ListPath = {
  [P in PathOf<'get'>]: paths[P]['get'] extends { parameters: { query?: { _limit?: number } } }
    ? AnswerOf<paths[P]['get']> extends readonly { id: string }[]
      ? P
      : never
    : never;
}[PathOf<'get'>];
