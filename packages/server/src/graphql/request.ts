import type { Context } from '../context.js';
import type { Actor, Caller } from '../http/caller.js';
import type { ListRequest } from '../lists/request.js';
import type { Language } from '../scoring/report-texts.js';
import type { Loaders } from './loaders.js';

/** What the resolvers of one request share. */
export interface GraphRequest {
  context: Context;
  caller: Caller;
  actor: Actor;
  /** The reader's language, for the texts of reports. */
  language: () => Promise<Language>;
  loaders: Loaders;
}

/** Arguments of a list, in the names of Strapi v3. */
export interface ListArguments {
  limit?: number | null;
  start?: number | null;
  sort?: string | null;
  where?: unknown;
}

/** How to read the pages that several records have of other records. */
export type PagesReader = (
  request: GraphRequest,
  list: ListRequest,
) => Promise<readonly { parent: string | null; record: object }[]>;
