import { type Call, type Sender, send } from './send.js';

const PAGE_MAX = 1000;

function idOf(record: unknown): string {
  if (typeof record === 'object' && record !== null && 'id' in record) return String(record.id);
  throw new TypeError('A record of the list has no id.');
}

/**
 * Every record of a list, page by page. Goes by id, so that deep pages are as fast as the first and records
 * made meanwhile shift nothing; by position only where the caller sorts in another way.
 */
export async function* records<Item>(sender: Sender, call: Call): AsyncGenerator<Item> {
  const query: Record<string, unknown> = { _limit: PAGE_MAX, ...call.request.params?.query };
  const isById = query._sort === undefined && query._start === undefined;
  const limit = Number(query._limit);
  let position: object = isById ? { _sort: 'id' } : {};
  for (let seen = Number(query._start ?? 0); ; ) {
    const request = { ...call.request, params: { query: { ...query, ...position } } };
    const page = await send<Item[]>(sender, { ...call, request });
    yield* page;
    const last = page.at(-1);
    seen += page.length;
    if (last === undefined || page.length < Math.min(limit, PAGE_MAX)) return;
    position = isById ? { _sort: 'id', id_gt: idOf(last) } : { _start: seen };
  }
}
