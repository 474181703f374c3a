/** Why a call to a provider did not give an answer. Stable: callers and tests match on it. */
export type UpstreamErrorCode =
  /** The provider answered 401 also to a fresh token, or refused to issue one. */
  | 'UNAUTHORIZED'
  /** The credential lacks the right. */
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  /** The provider, or our own budget, allows no more calls before the deadline. */
  | 'RATE_LIMITED'
  /** No answer before the deadline. */
  | 'TIMED_OUT'
  /** Connection, name or TLS failure, or a 5xx that outlasted the retries. */
  | 'UNREACHABLE'
  /** Too many failures just now: not tried, so that the provider can recover. */
  | 'CIRCUIT_OPEN'
  /** An answer that is not what was documented: broken JSON, wrong shape, too large, HTML. */
  | 'BAD_RESPONSE'
  /** A list whose `next` repeats, leaves the configured origin, or never ends; or that has too many rows to be read. */
  | 'PAGINATION_LOOP'
  /** The provider says that our request is wrong (400, 405, 415). */
  | 'INVALID_REQUEST'
  /** The provider says that the object is in another state or in use (409, 412, 423). */
  | 'CONFLICT'
  /** This kind of provider has no such thing: nothing was asked of it. */
  | 'UNSUPPORTED'
  /** The caller went away. */
  | 'CANCELLED';

/** One entry of the provider's own list of reasons. */
export interface UpstreamErrorDetail {
  readonly code?: string;
  readonly target?: string;
  readonly message?: string;
}

export interface UpstreamErrorFacts {
  readonly code: UpstreamErrorCode;
  readonly message: string;
  readonly directory: string;
  /** The call, with names for its variables: `GET /environments/{environmentId}/users`. */
  readonly route: string;
  readonly status?: number;
  /** The provider's own code, such as PingOne's `ACCESS_FAILED`. */
  readonly providerCode?: string;
  readonly details?: readonly UpstreamErrorDetail[];
  /** The provider's id of this very error: what its support asks for. */
  readonly providerErrorId?: string;
  readonly transactionId?: string;
  /** Milliseconds to wait before asking again, when the provider said so. */
  readonly retryAfterMs?: number;
  /** Whether the provider may have received the request: a write may then have happened. */
  readonly mayHaveBeenApplied?: boolean;
  readonly cause?: unknown;
}

/** The one error class that leaves `upstream` and `providers`. Holds no secret and no answer body. */
export class UpstreamError extends Error {
  readonly code: UpstreamErrorCode;
  readonly facts: UpstreamErrorFacts;

  constructor(facts: UpstreamErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'UpstreamError';
    this.code = facts.code;
    this.facts = facts;
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get retryable(): boolean {
    return (
      this.code === 'RATE_LIMITED' ||
      this.code === 'TIMED_OUT' ||
      this.code === 'UNREACHABLE' ||
      this.code === 'CIRCUIT_OPEN'
    );
  }
}
