/** One problem with one field of a request: which, what is wrong, and how to mend it. */
export interface MaiaFieldError {
  field: string;
  message: string;
}

interface MaiaErrorDetails {
  status: number;
  errors?: readonly MaiaFieldError[];
  requestId?: string | null;
  tokenRefused?: boolean;
}

/**
 * An answer of the server that is not a success. A server that cannot be reached is not one of these:
 * then `fetch` throws its own `TypeError`.
 */
export class MaiaError extends Error {
  override readonly name = 'MaiaError';
  /** The HTTP status. */
  readonly status: number;
  /** Empty unless the request had wrong fields. */
  readonly errors: readonly MaiaFieldError[];
  /** What the operator finds in the log; null when the answer did not come from Maia itself. */
  readonly requestId: string | null;
  /** The token is missing, expired or revoked, in contrast to one that lacks the permission. */
  readonly tokenRefused: boolean;

  constructor(message: string, details: MaiaErrorDetails) {
    super(message);
    this.status = details.status;
    this.errors = details.errors ?? [];
    this.requestId = details.requestId ?? null;
    this.tokenRefused = details.tokenRefused ?? false;
  }
}

interface ErrorAnswer {
  message: string;
  errors?: MaiaFieldError[];
  requestId?: string;
}

/** Whether a body is an error of this API rather than, say, the page of a proxy in front of it. */
function isErrorAnswer(body: unknown): body is ErrorAnswer {
  return (
    typeof body === 'object' &&
    body !== null &&
    'message' in body &&
    typeof body.message === 'string'
  );
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** The error that an unsuccessful response stands for; reads its body. */
export async function errorFrom(response: Response): Promise<MaiaError> {
  const status = response.status;
  const tokenRefused = status === 403 && response.headers.has('www-authenticate');
  const body = await readJson(response);
  if (!isErrorAnswer(body))
    return new MaiaError(`The server answered with status ${status} and no explanation.`, {
      status,
      tokenRefused,
    });
  return new MaiaError(body.message, {
    status,
    tokenRefused,
    errors: body.errors ?? [],
    requestId: body.requestId ?? null,
  });
}
