/**
 * A request whose caller is not known: it is answered 401 (or 503 where we cannot find out), and never goes on as somebody else.
 * The message says what was expected, and holds nothing of what came.
 */
export class AuthenticationError extends Error {
  /** `AUTH_UNAVAILABLE`: the credential may be good, but what it is checked against cannot be read now. */
  readonly code: 'UNAUTHENTICATED' | 'AUTH_UNAVAILABLE';
  /** Whether a credential came at all. */
  readonly presented: boolean;

  constructor(
    message: string,
    options: {
      readonly code?: AuthenticationError['code'];
      readonly presented?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AuthenticationError';
    this.code = options.code ?? 'UNAUTHENTICATED';
    this.presented = options.presented ?? true;
  }

  /** 401, or 503 for what may be good in a moment. */
  get status(): 401 | 503 {
    return this.code === 'UNAUTHENTICATED' ? 401 : 503;
  }
}
