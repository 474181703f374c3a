import { sayable } from '../model/sayable.ts';
import type { CallContext, UpstreamCall } from './call.ts';
import type { NoTurnError } from './scheduler.ts';
import type { ProviderError } from './settings.ts';
import type { HttpAnswer, HttpFailure, NoAnswer } from './transport.ts';
import { UpstreamError, type UpstreamErrorCode, type UpstreamErrorFacts } from './upstream-error.ts';

/** A failed try: the error that ends the call, and what decides whether it ends it. */
export interface Failure {
  readonly error: UpstreamError;
  /** Whether another try may go better. */
  readonly transient: boolean;
  /** Whether the provider may have carried it out; then only an idempotent call is tried again. */
  readonly perhapsApplied: boolean;
  /** Milliseconds that the provider asked to wait. */
  readonly retryAfterMs: number | undefined;
}

/** Makes the errors of one call: all of them name the call and its transaction. */
export class FailureMaker {
  readonly #directory: string;
  readonly #call: UpstreamCall;
  readonly #context: CallContext;

  constructor(directory: string, call: UpstreamCall, context: CallContext) {
    this.#directory = directory;
    this.#call = call;
    this.#context = context;
  }

  error(code: UpstreamErrorCode, said: string, facts: Optional<UpstreamErrorFacts> = {}): UpstreamError {
    const route = `${this.#call.method} ${this.#call.route}`;
    return new UpstreamError({
      ...withoutUndefined(facts),
      code,
      message: `${this.#directory}: ${route}: ${said}`,
      directory: this.#directory,
      route,
      transactionId: this.#context.transactionId,
    });
  }

  /** Another part's error (the token's), told as this call's. */
  retold(error: UpstreamError): UpstreamError {
    return new UpstreamError({ ...error.facts, transactionId: this.#context.transactionId });
  }

  /** An answer that is not 2xx. */
  ofStatus(answer: HttpAnswer, told: ProviderError, retryAfterMs: number | undefined): Failure {
    const { status } = answer;
    const provider = withSayableCodes(told);
    const { code, advice } = meaningOf(provider.throttled === true ? 429 : status);
    const codes = [provider.providerCode, ...new Set(provider.details?.map((detail) => detail.code))];
    const reasons = codes.filter((each) => each !== undefined).join(', ');
    const perhapsApplied = status >= 500 || status === 408;
    return {
      error: this.error(
        code,
        `expected 2xx, received ${status}${reasons === '' ? '' : ` (${reasons})`}: ${advice}`,
        {
          status,
          providerCode: provider.providerCode,
          details: provider.details,
          providerErrorId: provider.providerErrorId,
          retryAfterMs,
          mayHaveBeenApplied: this.#applied(perhapsApplied),
        },
      ),
      transient: status === 408 || (status >= 500 && status !== 501 && status !== 505),
      perhapsApplied,
      retryAfterMs,
    };
  }

  /** A 2xx answer that cannot be read. */
  ofBody(status: number, received: string, transient: boolean): Failure {
    return {
      error: this.error(
        'BAD_RESPONSE',
        `expected JSON with status ${status}, received ${received}: is the base address right, and no proxy in between?`,
        {
          status,
          mayHaveBeenApplied: this.#applied(true),
        },
      ),
      transient,
      perhapsApplied: true,
      retryAfterMs: undefined,
    };
  }

  /** No whole answer. */
  ofNetwork(failure: HttpFailure): Failure {
    const { code, said, transient } = meaningOfFailure(failure);
    return {
      error: this.error(code, said, {
        status: failure.status,
        mayHaveBeenApplied: this.#applied(failure.sent),
        cause: failure.error,
      }),
      transient,
      perhapsApplied: failure.sent,
      retryAfterMs: undefined,
    };
  }

  /** No leave to make it. */
  ofNoTurn(refusal: NoTurnError): UpstreamError {
    const waited = `after ${Math.round(refusal.waitedMs)} ms in our queue`;
    const { retryAfterMs } = refusal;
    if (refusal.reason === 'cancelled') {
      return this.error('CANCELLED', `the caller went away ${waited}: not sent`);
    }
    if (refusal.reason === 'deadline') {
      return this.error(
        'TIMED_OUT',
        `expected a free connection before the deadline, received none ${waited}: ask for less at once, or allow more concurrency`,
      );
    }
    if (refusal.reason === 'throttled') {
      const asked =
        retryAfterMs === undefined ? '' : `: it asked to wait ${Math.ceil(retryAfterMs / 1_000)} s more`;
      return this.error(
        'RATE_LIMITED',
        `expected a turn before the deadline, received none ${waited}, because the provider's rate allows no more${asked}; ask again later`,
        { retryAfterMs },
      );
    }
    return this.error(
      'CIRCUIT_OPEN',
      'the provider only failed just now, so it is left alone for some seconds; ask again later',
    );
  }

  /** Told for writes only: a read is never "applied". */
  #applied(perhaps: boolean): boolean | undefined {
    return this.#call.method === 'GET' ? undefined : perhaps;
  }
}

function meaningOf(status: number): { code: UpstreamErrorCode; advice: string } {
  if (status >= 500) return { code: 'UNREACHABLE', advice: 'the provider failed; ask again later' };
  if (status < 400)
    return {
      code: 'BAD_RESPONSE',
      advice: 'redirects are not followed; set the base address to the final one',
    };
  switch (status) {
    case 401:
      return {
        code: 'UNAUTHORIZED',
        advice: 'a fresh token was not accepted either; check the credential and its environment',
      };
    case 403:
      return {
        code: 'FORBIDDEN',
        advice: 'the credential lacks the right; give it the role that this route needs',
      };
    case 404:
    case 410:
      return { code: 'NOT_FOUND', advice: 'no such object, or it is not visible to the credential' };
    case 408:
      return { code: 'TIMED_OUT', advice: 'the provider gave up waiting; ask again' };
    case 409:
    case 412:
    case 423:
      return {
        code: 'CONFLICT',
        advice: 'the object is in another state or in use; read it again before the next try',
      };
    case 429:
      return {
        code: 'RATE_LIMITED',
        advice: 'the provider allows no more calls before the deadline; ask again later',
      };
    default:
      return {
        code: 'INVALID_REQUEST',
        advice: 'the provider does not accept our request; its details say which part',
      };
  }
}

const said: Readonly<Record<NoAnswer, { code: UpstreamErrorCode; said: string; transient: boolean }>> = {
  connect: {
    code: 'UNREACHABLE',
    said: 'expected a connection, received none: check the address, the name resolution and the network',
    transient: true,
  },
  tls: {
    code: 'UNREACHABLE',
    said: 'expected a TLS connection with a valid certificate, received none: check the host name, and the authorities that Node trusts (NODE_EXTRA_CA_CERTS)',
    transient: false,
  },
  'headers-timeout': { code: 'TIMED_OUT', said: 'sent, but no answer began in time', transient: true },
  broken: { code: 'UNREACHABLE', said: 'sent, but the connection broke before an answer', transient: true },
  'body-timeout': { code: 'TIMED_OUT', said: 'the answer began but did not end in time', transient: true },
  'too-large': {
    code: 'BAD_RESPONSE',
    said: 'expected an answer within the size limit, received a longer one and cut it: ask for smaller pages',
    transient: false,
  },
  'not-http': {
    code: 'BAD_RESPONSE',
    said: 'expected HTTP/1.1, received something else: check the address and its port',
    transient: false,
  },
  deadline: { code: 'TIMED_OUT', said: 'no whole answer before the deadline', transient: false },
  cancelled: { code: 'CANCELLED', said: 'the caller went away', transient: false },
};

function meaningOfFailure(failure: HttpFailure): {
  code: UpstreamErrorCode;
  said: string;
  transient: boolean;
} {
  if (failure.reason === 'broken' && failure.status !== undefined) {
    return {
      code: 'BAD_RESPONSE',
      said: 'expected a whole answer, received the beginning of one',
      transient: true,
    };
  }
  return said[failure.reason];
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };
type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** What a provider calls a code goes into messages and onto terminals: a text of another form is none. */
const CODE = /^[\w.:@ -]{1,80}$/;

/** Of a provider's own words no more than a person reads; code units. */
const LONGEST_WORDS = 500;

function withSayableCodes(told: ProviderError): ProviderError {
  const { providerCode, details, providerErrorId } = told;
  return {
    ...told,
    providerCode: codeIn(providerCode),
    providerErrorId: codeIn(providerErrorId),
    details: details?.map(({ code, target, message }) => ({
      ...(codeIn(code) === undefined ? {} : { code: code ?? '' }),
      ...(target === undefined ? {} : { target: plain(target) }),
      ...(message === undefined ? {} : { message: plain(message) }),
    })),
  };
}

function codeIn(text: string | undefined): string | undefined {
  return text !== undefined && CODE.test(text) ? text : undefined;
}

function plain(text: string): string {
  return sayable(text, { longest: LONGEST_WORDS });
}
