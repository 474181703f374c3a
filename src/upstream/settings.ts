import type { Exchange } from './call.ts';
import type { Clock } from './clock.ts';
import type { SchedulerLimits } from './scheduler.ts';
import type { TokenSource } from './token-source.ts';
import type { Transport, TransportTimeouts } from './transport.ts';
import type { UpstreamErrorDetail } from './upstream-error.ts';

/** What a provider's error answer says, in our words. */
export interface ProviderError {
  readonly providerCode?: string | undefined;
  readonly details?: readonly UpstreamErrorDetail[] | undefined;
  readonly providerErrorId?: string | undefined;
  /** Where the body says it too; the longer of it and the `Retry-After` header counts. */
  readonly retryAfterMs?: number | undefined;
  /** The answer is a refusal for too many calls although its status is not 429 (Google says 403). */
  readonly throttled?: boolean | undefined;
}

/** What the headers of an answer say of the quota that it was counted against. */
export interface Quota {
  /** Calls that a window allows. */
  readonly limit: number;
  /** Calls that are left of it. */
  readonly remaining: number;
  /** Milliseconds until the next window. */
  readonly resetsInMs: number;
}

/** Reads a quota off the headers; undefined: they say nothing. `now`: milliseconds since the epoch. */
export type ReadQuota = (headers: Readonly<Record<string, string>>, now: number) => Quota | undefined;

/** Reads an error answer. `body` is parsed JSON, or `undefined` when it was none. What it throws counts as "says nothing". */
export type ParseError = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>>,
) => ProviderError;

export interface UpstreamTimeouts extends TransportTimeouts {
  /**
   * Milliseconds from its first exchange within which a call must be answered, retries and waits included; its context's deadline
   * may be earlier. Default 60,000. Waiting for the first turn doesn't count: a sweep may stand in line for an hour.
   */
  readonly callMs?: number;
}

export interface UpstreamSettings {
  /** The directory's key: names it in errors and counters. */
  readonly directory: string;
  /** Base address, version included: `https://api.pingone.eu/v1`. No call and no token goes to another origin. */
  readonly baseUrl: string;
  readonly tokens: TokenSource;
  readonly limits?: SchedulerLimits;
  readonly timeouts?: UpstreamTimeouts;
  /** An answer longer than this is cut. Default 10 MB; a call may set its own. */
  readonly maxBodyBytes?: number;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The header that carries the transaction id, such as `X-Ping-External-Transaction-ID`. */
  readonly transactionHeader?: string;
  readonly parseError?: ParseError;
  readonly readQuota?: ReadQuota;
  /** How the token is said in the `Authorization` header; default `Bearer`. */
  readonly authorizationScheme?: string;
  /** What answers may be written in; default `application/json`. */
  readonly accept?: string;
  /** Told of every exchange of this directory, besides the call's own listener: for counters of the process. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** For tests: time, chance and the wire. */
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly transport?: Transport;
}
