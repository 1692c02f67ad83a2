import DataLoader from 'dataloader';
import { customerList } from '../customers/list.js';
import type { CustomerOut } from '../customers/schemas.js';
import { listCustomers } from '../customers/service.js';
import type { ListDefinition } from '../lists/definition.js';
import { parseWhere } from '../lists/where.js';
import { listOf } from './arguments.js';
import type { GraphRequest, ListArguments, PagesReader } from './request.js';

const BATCH_MAX = 1000;

/** The many records that one record leads to. */
export interface Pages {
  /** Names the relation among the loaders: `Customer.payments`. */
  name: string;
  list: ListDefinition;
  /** The column that holds the id of the record that leads here. */
  column: string;
  read: PagesReader;
}

async function customersBy(
  request: GraphRequest,
  field: 'id' | 'referenceId',
  values: readonly string[],
): Promise<(CustomerOut | null)[]> {
  const found = await listCustomers(request.context, {
    where: parseWhere(customerList, { [`${field}_in`]: values }),
    sort: [{ column: customerList.id, direction: 'asc' }],
    limit: BATCH_MAX,
    start: 0,
  });
  const byValue = new Map(found.map((customer) => [customer[field], customer]));
  return values.map((value) => byValue.get(value) ?? null);
}

/** Gathers what the records of one request lead to, so that each relation takes one query, however many records. */
export class Loaders {
  readonly #customers = new Map<string, DataLoader<string, CustomerOut | null>>();
  readonly #pages = new Map<string, DataLoader<string, readonly object[]>>();

  customer(
    request: GraphRequest,
    field: 'id' | 'referenceId',
    value: string,
  ): Promise<CustomerOut | null> {
    let loader = this.#customers.get(field);
    if (loader === undefined) {
      loader = new DataLoader((values) => customersBy(request, field, values), {
        maxBatchSize: BATCH_MAX,
      });
      this.#customers.set(field, loader);
    }
    return loader.load(value);
  }

  page(
    request: GraphRequest,
    pages: Pages,
    { parent, sent }: { parent: string; sent: ListArguments },
  ): Promise<readonly object[]> {
    const key = `${pages.name} ${JSON.stringify(sent)}`;
    let loader = this.#pages.get(key);
    if (loader === undefined) {
      const list = listOf(pages.list, sent);
      loader = new DataLoader(
        async (ids) => {
          const pagesById = new Map<string | null, object[]>(ids.map((id) => [id, []]));
          const each = { column: pages.column, ids };
          for (const { parent, record } of await pages.read(request, { ...list, each }))
            pagesById.get(parent)?.push(record);
          return ids.map((id) => pagesById.get(id) ?? []);
        },
        { maxBatchSize: BATCH_MAX },
      );
      this.#pages.set(key, loader);
    }
    return loader.load(parent);
  }
}
