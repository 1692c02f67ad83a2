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
  retryAfterSeconds?: number | null;
}

/**
 * An answer of the server that is not a success. A server that cannot be reached is not one of these:
 * then `fetch` throws its own `TypeError`.
 */
export class MaiaError extends Error {
  override readonly name: string = 'MaiaError';
  /** The HTTP status. */
  readonly status: number;
  /** Empty unless the request had wrong fields. */
  readonly errors: readonly MaiaFieldError[];
  /** What the operator finds in the log; null when the answer did not come from Maia itself. */
  readonly requestId: string | null;
  /** The token is missing, expired or revoked, in contrast to one that lacks the permission. */
  readonly tokenRefused: boolean;
  /** How long the server asks to wait; null when it does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(message: string, details: MaiaErrorDetails) {
    super(message);
    this.status = details.status;
    this.errors = details.errors ?? [];
    this.requestId = details.requestId ?? null;
    this.tokenRefused = details.tokenRefused ?? false;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}

/** 400: the body, the query or a field value is not acceptable; `errors` names each. */
export class InvalidRequestError extends MaiaError {
  override readonly name = 'InvalidRequestError';
}

/** 403 because of the token: missing, unreadable, expired or revoked. */
export class AuthenticationError extends MaiaError {
  override readonly name = 'AuthenticationError';
}

/** 403: the token is good and lacks the permission. */
export class ForbiddenError extends MaiaError {
  override readonly name = 'ForbiddenError';
}

/** 404: no such record. */
export class NotFoundError extends MaiaError {
  override readonly name = 'NotFoundError';
}

/** 409: the record exists already or has changed. */
export class ConflictError extends MaiaError {
  override readonly name = 'ConflictError';
}

/** 413: the body is too large. */
export class TooLargeError extends MaiaError {
  override readonly name = 'TooLargeError';
}

/** 415: the body is of a type that the call does not read. */
export class UnsupportedTypeError extends MaiaError {
  override readonly name = 'UnsupportedTypeError';
}

/** 422: the idempotency key was used with another body. */
export class IdempotencyKeyReusedError extends MaiaError {
  override readonly name = 'IdempotencyKeyReusedError';
}

/** 429: wait for `retryAfterSeconds`. */
export class TooManyRequestsError extends MaiaError {
  override readonly name = 'TooManyRequestsError';
}

/** 5xx: the fault is the server's. */
export class ServerError extends MaiaError {
  override readonly name = 'ServerError';
}

/** An attempt that took longer than its time limit; nobody knows whether the server did the work. */
export class MaiaTimeoutError extends Error {
  override readonly name = 'MaiaTimeoutError';
}

const BY_STATUS: Readonly<Record<number, typeof MaiaError>> = {
  400: InvalidRequestError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  413: TooLargeError,
  415: UnsupportedTypeError,
  422: IdempotencyKeyReusedError,
  429: TooManyRequestsError,
};

function classOf(status: number, tokenRefused: boolean): typeof MaiaError {
  if (tokenRefused) return AuthenticationError;
  if (status >= 500) return ServerError;
  return BY_STATUS[status] ?? MaiaError;
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

function retryAfterOf(response: Response): number | null {
  const text = response.headers.get('retry-after');
  if (text === null) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

/** The error that an unsuccessful response stands for; reads its body. */
export async function errorFrom(response: Response): Promise<MaiaError> {
  const { status } = response;
  const tokenRefused = status === 403 && response.headers.has('www-authenticate');
  const details = { status, tokenRefused, retryAfterSeconds: retryAfterOf(response) };
  const ErrorClass = classOf(status, tokenRefused);
  const body = await readJson(response);
  if (!isErrorAnswer(body))
    return new ErrorClass(`The server answered with status ${status} and no explanation.`, details);
  const { message, errors = [], requestId = null } = body;
  return new ErrorClass(message, { ...details, errors, requestId });
}
