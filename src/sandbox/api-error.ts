import { randomUUID } from 'node:crypto';

/** One reason of PingOne's error envelope. */
export interface ApiErrorDetail {
  readonly code: string;
  readonly target?: string;
  readonly message: string;
  readonly innerError?: Readonly<Record<string, unknown>>;
}

/** What an error has that adds no header to its answer. */
export const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** An answer that is not a success, in PingOne's envelope: `id`, `code`, `message`, `details`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly ApiErrorDetail[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    details: readonly ApiErrorDetail[] = [],
    headers: Readonly<Record<string, string>> = NO_HEADERS,
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.details = details;
    this.headers = headers;
  }

  /** The envelope, with a fresh support handle. */
  get envelope(): Record<string, unknown> {
    return { id: randomUUID(), code: this.code, message: this.message, details: this.details };
  }
}

const INCOMPLETE = 'The request could not be completed.';

export function invalidData(...details: ApiErrorDetail[]): ApiError {
  return new ApiError(
    400,
    'INVALID_DATA',
    `${INCOMPLETE} One or more validation errors were in the request.`,
    details,
  );
}

export function invalidRequest(status: number, message: string): ApiError {
  return new ApiError(status, 'INVALID_REQUEST', `${INCOMPLETE} ${message}`);
}

export function notFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', `${INCOMPLETE} The requested resource was not found.`);
}

export function forbidden(): ApiError {
  return new ApiError(403, 'ACCESS_FAILED', `${INCOMPLETE} You do not have access to this resource.`, [
    {
      code: 'INSUFFICIENT_PERMISSIONS',
      message: 'The actor attempting to perform the request is not authorized.',
    },
  ]);
}

export function invalidToken(): ApiError {
  return new ApiError(401, 'ACCESS_FAILED', `${INCOMPLETE} You do not have access to this resource.`, [
    { code: 'INVALID_TOKEN', message: 'The access token is missing, unknown or expired.' },
  ]);
}
