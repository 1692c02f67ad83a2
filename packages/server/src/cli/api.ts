import { parseServerAccess, readEnvironment } from '../config.js';
import { CommandError } from './command.js';

/** An answer of the server that says no; the message is the server's own. */
export class ApiError extends Error {
  override name = 'ApiError';

  constructor(
    readonly status: number,
    message: string,
    /** What was wrong with which row, where a file was refused. */
    readonly rowErrors: readonly RowError[] = [],
  ) {
    super(message);
  }
}

/** One wrong row of a file. */
interface RowError {
  row?: number | null;
  field?: string | null;
  message: string;
}

/** A request with a body is a POST, one without a GET. */
interface Request {
  body?: object;
  /** Lines of a CSV file, sent as they come. */
  csv?: Iterable<string>;
  /** A file, sent as it is read. */
  file?: { content: AsyncIterable<Uint8Array>; type: string; isGzip: boolean };
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

  async #send(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(path, this.url), init);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new CommandError(
        `No Maia server answers at ${this.url}: start one with "maia start", or set MAIA_URL to where it is.`,
      );
    }
  }

  /** Calls the API and returns the parsed answer. Throws ApiError for every status but 2xx, CommandError when no server is there. */
  async call<T>(path: string, request: Request = {}): Promise<T> {
    const { file } = request;
    const type =
      file?.type ?? (request.csv ? 'text/csv' : request.body ? 'application/json' : null);
    const stream = file?.content ?? (request.csv && inChunks(request.csv));
    const body = stream
      ? ReadableStream.from(stream)
      : request.body && JSON.stringify(request.body);
    const init: RequestInit & { duplex: 'half' } = {
      method: body ? 'POST' : 'GET',
      headers: {
        ...(type ? { 'content-type': type } : {}),
        ...(file?.isGzip ? { 'content-encoding': 'gzip' } : {}),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      body: body ?? null,
      duplex: 'half',
    };
    const response = await this.#send(path, init);
    const answer = (await response.json()) as T & { message?: string; errors?: RowError[] };
    if (response.ok) return answer;
    const advice =
      response.status === 403 && this.token === null ? ' Set MAIA_TOKEN to a bearer token.' : '';
    const message = answer.message ?? response.statusText;
    throw new ApiError(response.status, message + advice, answer.errors);
  }
}

/** The API of the server that MAIA_URL names, with the token in MAIA_TOKEN. */
export function runningServer(): Api {
  const { url, token } = parseServerAccess(readEnvironment());
  return new Api(url, token);
}
