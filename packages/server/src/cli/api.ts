/** An answer of the server that says no; the message is the server's own. */
export class ApiError extends Error {
  override name = 'ApiError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** A request with a body is a POST, one without a GET. */
interface Request {
  body?: object;
  /** Lines of a CSV file, sent as they come. */
  csv?: Iterable<string>;
}

const CHUNK_CHARACTERS = 65_536;

async function* inChunks(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield encoder.encode(chunk);
    chunk = '';
  }
  yield encoder.encode(chunk);
}

/** The public API as the commands use it: one base URL and one bearer token. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token: string | null,
  ) {}

  /** Calls the API and returns the parsed answer. Throws ApiError for every status but 2xx. */
  async call<T>(path: string, request: Request = {}): Promise<T> {
    const type = request.csv ? 'text/csv' : request.body ? 'application/json' : null;
    const body = request.csv
      ? ReadableStream.from(inChunks(request.csv))
      : request.body && JSON.stringify(request.body);
    const init: RequestInit & { duplex: 'half' } = {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(type ? { 'content-type': type } : {}),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      body: body ?? null,
      duplex: 'half',
    };
    const response = await fetch(new URL(path, this.url), init);
    const answer = (await response.json()) as T & { message?: string };
    if (!response.ok) throw new ApiError(response.status, answer.message ?? response.statusText);
    return answer;
  }
}
