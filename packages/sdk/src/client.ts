import type { AnswerOf, Arguments, ListPath, Method, PathOf, Request } from './call-types.js';
import type { paths } from './generated/schema.js';
import { records } from './records.js';
import { type Call, type PlainRequest, type Sender, send } from './send.js';

const TIMEOUT_MS = 60_000;
const RETRIES_MAX = 2;

export interface MaiaClientOptions {
  /** Where the server answers, with or without a slash at the end. */
  baseUrl: string;
  /** The bearer token, or a function that is asked for it at every attempt; null sends none. */
  token?: string | null | (() => string | null);
  /** How long one attempt may take; a minute unless set. */
  timeoutMs?: number;
  /** Further attempts of a call that can be repeated; 2 unless set, 0 for none. */
  retriesMax?: number;
}

type Caller<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...request: Arguments<paths[P][M]>
) => Promise<AnswerOf<paths[P][M]>>;

type RecordOf<P extends ListPath> =
  AnswerOf<paths[P]['get']> extends readonly (infer Item)[] ? Item : never;

/** One method per HTTP method, typed by the API's description. */
export interface MaiaClient {
  GET: Caller<'get'>;
  POST: Caller<'post'>;
  PUT: Caller<'put'>;
  DELETE: Caller<'delete'>;
  /** Every record of a list, fetched page by page as they are asked for. */
  records<P extends ListPath>(
    path: P,
    request?: Request<paths[P]['get']>,
  ): AsyncGenerator<RecordOf<P>>;
}

function callOf(method: Method, path: PropertyKey, [request]: readonly unknown[]): Call {
  // The callers' types have checked it against the description.
  const plain = (request ?? {}) as PlainRequest;
  return { method: method.toUpperCase(), path: String(path), request: plain };
}

/**
 * A client of one Maia server. An unsuccessful answer throws a `MaiaError`, late ones a `MaiaTimeoutError`; an
 * unreachable server throws what `fetch` throws. Calls that cannot do work twice are tried again.
 *
 * @example
 * const maia = createMaiaClient({ baseUrl: 'http://127.0.0.1:1337', token });
 * const report = await maia.GET('/reports/{id}', { params: { path: { id: 'maia-0123456789ab' } } });
 */
export function createMaiaClient(options: MaiaClientOptions): MaiaClient {
  const { baseUrl, token = null, timeoutMs = TIMEOUT_MS, retriesMax = RETRIES_MAX } = options;
  const sender: Sender = {
    baseUrl,
    token: () => (typeof token === 'function' ? token() : token),
    timeoutMs,
    retriesMax,
  };
  const caller =
    <M extends Method>(method: M): Caller<M> =>
    (path, ...request) =>
      send(sender, callOf(method, path, request));
  return {
    GET: caller('get'),
    POST: caller('post'),
    PUT: caller('put'),
    DELETE: caller('delete'),
    records: (path, ...request) => records(sender, callOf('get', path, request)),
  };
}
