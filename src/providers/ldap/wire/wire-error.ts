import type { NoAnswer } from '../../../upstream/transport.ts';

/** Why no whole answer came; `not-ldap`: something answered that speaks another protocol. */
export type WireReason = Exclude<NoAnswer, 'not-http' | 'body-timeout'> | 'not-ldap';

/** The connection did not carry a request to its answer. */
export class WireError extends Error {
  readonly reason: WireReason;
  /** Whether any byte of the request may have reached the server. */
  readonly sent: boolean;

  constructor(reason: WireReason, sent: boolean, cause?: unknown) {
    super(`no answer: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'WireError';
    this.reason = reason;
    this.sent = sent;
  }
}

/** The server answered with a result code other than 0 (RFC 4511, section 4.1.9). */
export class ResultError extends Error {
  readonly resultCode: number;
  /** What the server says to people. It may name entries; Active Directory puts its own code into it. */
  readonly diagnostic: string;
  /** It was the bind that was refused, and not what was asked after it. */
  readonly duringBind: boolean;

  constructor(resultCode: number, diagnostic: string, duringBind = false) {
    super(`result ${resultCode}`);
    this.name = 'ResultError';
    this.resultCode = resultCode;
    this.diagnostic = diagnostic;
    this.duringBind = duringBind;
  }
}

/** Until when, and for whom, something is waited for. */
export interface Within {
  readonly signal: AbortSignal | undefined;
  /** Monotonic milliseconds; `Infinity` for none. */
  readonly deadline: number;
}
