import type { HttpMethod } from './call.ts';

/** One HTTP exchange as it goes on the wire. */
export interface HttpRequest {
  readonly method: HttpMethod;
  /** Path and query on the configured origin. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal | undefined;
  /** Monotonic milliseconds; `Infinity` for none. */
  readonly deadline: number;
}

export interface HttpAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Only for error answers, of which the beginning is enough: whether more was to come. */
  readonly cut: boolean;
}

/** Why no whole answer came. */
export type NoAnswer =
  /** No connection: name, route, refused, or not in time. */
  | 'connect'
  /** The certificate or the protocol was not accepted; trying again changes nothing. */
  | 'tls'
  /** Sent, but no answer began in time. */
  | 'headers-timeout'
  /** The connection broke, before or within the answer. */
  | 'broken'
  /** The answer was not complete in time. */
  | 'body-timeout'
  | 'too-large'
  | 'not-http'
  /** The call's own deadline. */
  | 'deadline'
  /** The caller went away, or the directory is being closed. */
  | 'cancelled';

export interface HttpFailure {
  readonly kind: 'failure';
  readonly reason: NoAnswer;
  /** Whether any byte of the request may have reached the provider. */
  readonly sent: boolean;
  /** Where the answer had begun. */
  readonly status?: number;
  readonly error?: unknown;
}

export type HttpResult = HttpAnswer | HttpFailure;

/** What carries exchanges to one origin. Never rejects: a failure is a result. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResult>;
  /** Breaks what is under way. */
  close(): Promise<void>;
}

/** Limits of time for one exchange, in milliseconds. */
export interface TransportTimeouts {
  /** Until the connection stands. Default 3,000. */
  readonly connectMs?: number;
  /** From the request until the answer begins. Default 10,000. */
  readonly headersMs?: number;
  /** From the beginning of the answer until its end: an answer of one byte a second ends here. Default 30,000. */
  readonly bodyMs?: number;
}
