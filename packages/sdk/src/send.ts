import type { CallOptions } from './call-types.js';
import { errorFrom, MaiaTimeoutError } from './errors.js';
import { IDEMPOTENT_POSTS } from './generated/idempotent-posts.js';
import { withRetries } from './retries.js';

/** A call without its types, as every method makes it. */
export interface PlainRequest extends CallOptions {
  params?: { path?: object; query?: object };
  body?: unknown;
  contentType?: string;
}

export interface Sender {
  baseUrl: string;
  token: () => string | null;
  timeoutMs: number;
  retriesMax: number;
}

export interface Call {
  method: string;
  path: string;
  request: PlainRequest;
}

function addressOf(sender: Sender, { path, request }: Call): string {
  const values = new Map<string, unknown>(Object.entries(request.params?.path ?? {}));
  const filled = path.replace(/\{([^}]+)\}/g, (_whole, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new TypeError(`${path}: the parameter "${name}" is missing.`);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.params?.query ?? {}))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null) query.append(name, String(one));
  const text = query.toString();
  return `${sender.baseUrl.replace(/\/$/, '')}${filled}${text === '' ? '' : `?${text}`}`;
}

const isFile = (body: unknown): body is string | Blob | ReadableStream<Uint8Array> =>
  typeof body === 'string' || body instanceof Blob || body instanceof ReadableStream;

function keyOf({ method, path, request }: Call): string | null {
  if (request.idempotencyKey !== undefined) return request.idempotencyKey;
  return method === 'POST' && IDEMPOTENT_POSTS.has(path) ? crypto.randomUUID() : null;
}

function requestInit(sender: Sender, call: Call, key: string | null): RequestInit {
  const { body, contentType, headers } = call.request;
  const token = sender.token();
  const type =
    body === undefined ? null : (contentType ?? (isFile(body) ? 'text/csv' : 'application/json'));
  const init: RequestInit & { duplex?: 'half' } = {
    method: call.method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(type === null ? {} : { 'Content-Type': type }),
      ...(key === null ? {} : { 'Idempotency-Key': key }),
      ...headers,
    },
  };
  if (body !== undefined) init.body = isFile(body) ? body : JSON.stringify(body);
  // A streamed body needs it, and browsers want it nowhere else.
  if (body instanceof ReadableStream) init.duplex = 'half';
  return init;
}

async function attempt(
  url: string,
  init: RequestInit,
  limits: { timeoutMs: number; signal?: AbortSignal | undefined },
) {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = limits.signal ? AbortSignal.any([limits.signal, timeout]) : timeout;
  try {
    const response = await fetch(url, { ...init, signal });
    if (!response.ok) throw await errorFrom(response);
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return await (isJson ? response.json() : response.text());
  } catch (error) {
    if (!timeout.aborted || limits.signal?.aborted) throw error;
    throw new MaiaTimeoutError(`${init.method} ${url} took longer than ${limits.timeoutMs} ms.`);
  }
}

/** Sends a call, again where that cannot do the work twice, and returns the parsed answer, of the described type. */
export function send<Answer>(sender: Sender, call: Call): Promise<Answer> {
  const { signal, timeoutMs = sender.timeoutMs, body } = call.request;
  const url = addressOf(sender, call);
  const key = keyOf(call);
  const isRepeatable =
    (call.method !== 'POST' || key !== null) && !(body instanceof ReadableStream);
  return withRetries(() => attempt(url, requestInit(sender, call, key), { timeoutMs, signal }), {
    retriesMax: isRepeatable ? sender.retriesMax : 0,
    signal,
  });
}
