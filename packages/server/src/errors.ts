/** One problem with one field of a request: which, what is wrong, and how to mend it. */
export interface FieldError {
  field: string;
  message: string;
}

interface RefusalDetails {
  errors?: readonly FieldError[];
  headers?: Readonly<Record<string, string>>;
}

/** A request that is refused for a reason that the caller may know. Anything else that is thrown becomes a 500. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, details: RefusalDetails = {}) {
    super(message);
    this.name = new.target.name;
    this.status = status;
    this.errors = details.errors;
    this.headers = details.headers ?? {};
  }
}

/** 400: the body, query or a field value is not acceptable. */
export class InvalidError extends Refusal {
  constructor(message: string, errors?: readonly FieldError[]) {
    super(400, message, errors ? { errors } : {});
  }

  /** The error of one field. */
  static field(field: string, message: string): InvalidError {
    return new InvalidError(`${field}: ${message}`, [{ field, message }]);
  }

  static fields(errors: readonly FieldError[]): InvalidError {
    return new InvalidError(errors.map((e) => `${e.field}: ${e.message}`).join('; '), errors);
  }
}

/** 403 because of the token: missing, unreadable, expired, revoked, or of a blocked user. */
export class AuthenticationError extends Refusal {
  constructor(message = 'This operation requires authentication: send a valid bearer token.') {
    super(403, message, { headers: { 'WWW-Authenticate': 'Bearer' } });
  }
}

/** 403: the caller is known and lacks the permission. */
export class ForbiddenError extends Refusal {
  constructor(message: string, errors?: readonly FieldError[]) {
    super(403, message, errors ? { errors } : {});
  }
}

/** 404: no such record or route. */
export class NotFoundError extends Refusal {
  constructor(message: string) {
    super(404, message);
  }
}

/** 409: the record exists already or is in another state. */
export class ConflictError extends Refusal {
  constructor(message: string, errors?: readonly FieldError[]) {
    super(409, message, errors ? { errors } : {});
  }
}

/** 413: the body is larger than this route takes. */
export class TooLargeError extends Refusal {
  constructor(message: string) {
    super(413, message);
  }
}

/** 415: the body is of a type that this route does not read. */
export class UnsupportedTypeError extends Refusal {
  constructor(message: string) {
    super(415, message);
  }
}

/** 422: the idempotency key was used with another body. */
export class IdempotencyKeyError extends Refusal {
  constructor(message: string) {
    super(422, message);
  }
}

/** 429: too many requests. */
export class TooManyRequestsError extends Refusal {
  constructor(message: string, retryAfterSeconds: number) {
    super(429, message, { headers: { 'Retry-After': String(Math.ceil(retryAfterSeconds)) } });
  }
}
