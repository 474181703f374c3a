/**
 * The words in which a provider asks for an HTTP call, and in which it is told how the call went.
 * Nothing here knows a vendor: providers build calls, `create-upstream.ts` carries them out.
 */
import type { UpstreamError } from './upstream-error.ts';

/** Whom a call serves. When a directory's budget is short, earlier lanes go first. */
export type Lane = 'interactive' | 'automation' | 'bulk';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface UpstreamCall {
  readonly method: HttpMethod;
  /** The path with names for its variables, such as `/environments/{environmentId}/users`: for counters and errors, never with ids in it. */
  readonly route: string;
  /** A path under the directory's base address (`/environments/1b2c.../users`), or a whole address on the same origin (a `next` link). */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it stands, in place of `body`: what is no JSON, such as a form. `contentType` says what it is. */
  readonly rawBody?: string;
  /** Sent with this call besides the directory's own, in lower case: `if-match`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `application/json` when there is a body. Some vendors choose the operation by it. */
  readonly contentType?: string;
  /** Whether sending it twice equals sending it once. Default: true for GET, PUT and DELETE. Only such calls are retried once bytes were sent. */
  readonly idempotent?: boolean;
  /** A rate bucket of its own besides the directory's (`analytics`, `audit`); see `SchedulerLimits.buckets`. */
  readonly bucket?: string;
  /** Which of the credential's tokens it takes, where there is one for each set of scopes; see `TokenWait.scope`. */
  readonly scope?: string;
  /** Higher leaves first among the waiting calls of its lane; default 0. Lists are asked with 1, those that show the objects of others' lists with 2: the calls per row wait for them anyway. */
  readonly priority?: number;
  /** Makes a good answer smaller before it is read, for one who needs little of it; what it cannot, it answers as it came. */
  readonly thin?: (body: Uint8Array) => Uint8Array;
  /** Told of a good answer as soon as it has come, before it is read and before its turn to be: for what can begin without the rest of it. */
  readonly early?: (body: Uint8Array) => void;
  /** An answer longer than this is cut and is an error; default the directory's (10 MB). */
  readonly maxBodyBytes?: number;
}

/** Why and for whom a call is made; carried unchanged from the GraphQL request down to the socket. */
export interface CallContext {
  readonly lane: Lane;
  /** Ends the call (queued, waiting to retry, or on the wire) when the caller goes away. */
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch after which the answer is worth nothing. */
  readonly deadline?: number;
  /** Sent to the provider as its correlation id, and repeated in our errors. */
  readonly transactionId: string;
  /** Calls that can only be made when this one is answered, about: added to its priority, so that the longest chain goes on first. Default 0. */
  readonly urgency?: number;
  /** Told once for every HTTP exchange (retries included): the cost of a request is made of these. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** One HTTP exchange that left this process. */
export interface Exchange {
  readonly directory: string;
  readonly method: HttpMethod;
  readonly route: string;
  /** Missing when no answer came. */
  readonly status?: number;
  readonly attempt: number;
  /** Milliseconds in our queue before it was sent. */
  readonly waitedMs: number;
  readonly durationMs: number;
}

export interface UpstreamAnswer {
  readonly status: number;
  /** Parsed JSON; `undefined` for an answer without a body (204). */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  /** When the answer arrived. */
  readonly observedAt: Date;
}

/** What the scheduler of a directory knows of its own state; shown as `Directory.rateLimit`. */
export interface RateLimitState {
  /**
   * The rate in force now, calls a second: lower than the configured one after a refusal.
   * `null` while nothing limits it: none was configured, and the provider has refused nothing so far.
   */
  readonly requestsPerSecond: number | null;
  readonly inFlight: number;
  readonly queued: number;
  /** When calls start again after a refusal that named a time. */
  readonly throttledUntil: Date | null;
  readonly circuit: 'closed' | 'open' | 'half-open';
  /** Since when the provider has been asked and has answered nothing at all; null or left out: it answers, or nobody asks. */
  readonly silentSince?: Date | null;
  /** Milliseconds for which such a silence is no more than a slow answer. */
  readonly patienceMs?: number;
  /** Why the last try of a call that is under way came to nothing; null or left out: it did not. */
  readonly lastFailure?: UpstreamError | null;
}
