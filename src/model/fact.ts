/**
 * A value that may be unknown. A failed read is never "no", "none" or an empty list: it is an `Unknown` with its reason.
 */

/** Why a fact could not be read. */
export type UnknownReason =
  /** The gateway's credential lacks the right. */
  | 'FORBIDDEN'
  /** The provider refuses the gateway's credential. */
  | 'UNAUTHORIZED'
  | 'RATE_LIMITED'
  | 'TIMED_OUT'
  /** No answer, or the provider answered with a fault of its own. */
  | 'UNREACHABLE'
  /** An answer that is not what the provider documents. */
  | 'BAD_RESPONSE'
  /** The directory's licence does not give it. */
  | 'NOT_LICENSED'
  /** This provider cannot say. */
  | 'UNSUPPORTED'
  /** The provider keeps this elsewhere, where the gateway does not look (PingID devices, an external identity provider). */
  | 'EXTERNAL'
  /** The answer lacks the member. */
  | 'MISSING'
  /** The provider answered with a value that the gateway does not know. */
  | 'INVALID_VALUE'
  /** Only a part of a list could be read. */
  | 'PARTIAL'
  /** Nobody asked for it, and reading it would cost calls. */
  | 'NOT_REQUESTED'
  /** The object does not exist any more. */
  | 'NOT_FOUND'
  | 'CANCELLED';

/** Where a known value came from. */
export type FactSource =
  /** It came with a row of a list that was read anyway. */
  | 'LIST'
  /** A call for this very object. */
  | 'DIRECT'
  /** A report over the whole directory, as old as its `observedAt` says. */
  | 'REPORT'
  /** The gateway's own snapshot of the directory, for a caller who said how old an answer may be. */
  | 'SNAPSHOT';

export interface Known<T> {
  readonly state: 'KNOWN';
  readonly value: T;
  readonly observedAt: Date;
  readonly source: FactSource;
}

export interface Unknown {
  readonly state: 'UNKNOWN';
  readonly reason: UnknownReason;
  /** For people: what was tried and what to do. Holds no secret and no answer body. */
  readonly message?: string;
}

export type Fact<T> = Known<T> | Unknown;

export function known<T>(value: T, observedAt: Date, source: FactSource = 'LIST'): Known<T> {
  return { state: 'KNOWN', value, observedAt, source };
}

export function unknown(reason: UnknownReason, message?: string): Unknown {
  return message === undefined ? { state: 'UNKNOWN', reason } : { state: 'UNKNOWN', reason, message };
}
