import createClient, { type Client } from 'openapi-fetch';
import { errorFrom } from './errors.js';
import type { paths } from './generated/schema.js';

export interface MaiaClientOptions {
  /** Where the server answers, with or without a slash at the end. */
  baseUrl: string;
  /** The bearer token, or a function that is asked for it at every request; null sends none. */
  token?: string | null | (() => string | null);
}

/** One method per HTTP method, typed by the API's description. */
export type MaiaClient = Client<paths>;

/**
 * A client of one Maia server. An unsuccessful answer throws a `MaiaError`; an unreachable server
 * throws what `fetch` throws.
 *
 * @example
 * const maia = createMaiaClient({ baseUrl: 'http://127.0.0.1:1337', token });
 * const report = await dataOf(maia.GET('/reports/{id}', { params: { path: { id: 'maia-0123456789ab' } } }));
 */
export function createMaiaClient({ baseUrl, token = null }: MaiaClientOptions): MaiaClient {
  const client = createClient<paths>({ baseUrl });
  client.use({
    onRequest({ request }) {
      const current = typeof token === 'function' ? token() : token;
      if (current !== null) request.headers.set('Authorization', `Bearer ${current}`);
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok) throw await errorFrom(response);
    },
  });
  return client;
}

/** The data of a call made with a client of `createMaiaClient`, which has thrown if there is none. */
export async function dataOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  if (data === undefined) throw new TypeError('The answer holds no data.');
  return data;
}
