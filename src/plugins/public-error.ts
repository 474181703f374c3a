import { GraphQLError } from 'graphql';
import { withoutValue } from './without-value.ts';

/** An error that callers may read: what a resolver's failure is translated into. */
export interface PublicError {
  readonly code: string;
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface PublicErrorOptions {
  readonly traceId: string;
  /** Whether "Did you mean ...?" stays: explorers need it, strangers would learn the schema by it. */
  readonly suggestions: boolean;
  readonly translate: (cause: unknown) => PublicError | undefined;
  /** Told of every error that callers may not read. */
  readonly onUnexpected: (cause: unknown, error: GraphQLError) => void;
}

/** A name of 200 kB in a document comes back in the message about it. */
const MAX_MESSAGE_LENGTH = 500;

/** The error as a caller gets it: with a code and the trace id, without stack, cause or anything unexpected in it. */
export function publicError(
  error: GraphQLError,
  options: PublicErrorOptions,
  answered: boolean,
): GraphQLError {
  const cause = rootCause(error);
  const translated = options.translate(cause);
  if (translated !== undefined) {
    const { code, message, extensions } = translated;
    return rewritten(error, message, { ...extensions, code }, options);
  }
  const code = isGraphQLError(cause) ? codeOf(error, cause) : undefined;
  if (code !== undefined) {
    const { originalError: _, unexpected: __, ...extensions } = { ...error.extensions };
    const http = httpOf(error, code);
    return rewritten(
      error,
      withoutValue(error),
      { ...extensions, ...(http === undefined ? {} : { http }), code },
      options,
    );
  }
  options.onUnexpected(cause, error);
  const http = answered ? {} : { http: { status: 500 } };
  return rewritten(error, 'Unexpected error.', { ...http, code: 'INTERNAL_SERVER_ERROR' }, options);
}

/** What Yoga makes the HTTP status of. `spec`: 200 for callers that accept `application/json` only, as the specification wants. */
function httpOf(error: GraphQLError, code: string): unknown {
  // A body that is no GraphQL request at all is a 400 for everybody.
  if (code === 'BAD_REQUEST') return { status: 400 };
  return error.extensions['http'] ?? (error.path === undefined ? { spec: true, status: 400 } : undefined);
}

/** The stated code; for the errors that graphql itself makes of a caller's mistake, ours; undefined for anything else. */
function codeOf(error: GraphQLError, cause: GraphQLError): string | undefined {
  if (error.extensions['unexpected'] === true) return undefined;
  const stated = error.extensions['code'] ?? cause.extensions['code'];
  if (typeof stated === 'string') return stated;
  if (error.message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  const isCallersMistake = error.path === undefined || error.message.startsWith('Argument "');
  return isCallersMistake ? 'BAD_USER_INPUT' : undefined;
}

function rootCause(error: Error): Error {
  let cause = error;
  for (let depth = 0; depth < 10; depth += 1) {
    const inner: unknown = 'originalError' in cause ? cause.originalError : undefined;
    if (!(inner instanceof Error)) return cause;
    cause = inner;
  }
  return cause;
}

/** By name as well: two copies of graphql in one process have two classes. */
function isGraphQLError(error: unknown): error is GraphQLError {
  return (
    error instanceof GraphQLError ||
    (error instanceof Error && error.name === 'GraphQLError' && 'extensions' in error)
  );
}

function rewritten(
  { nodes, source, positions, path }: GraphQLError,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
  { traceId, suggestions }: PublicErrorOptions,
): GraphQLError {
  const kept = suggestions ? message : withoutSuggestions(message);
  const short = kept.length > MAX_MESSAGE_LENGTH ? `${kept.slice(0, MAX_MESSAGE_LENGTH)}...` : kept;
  return new GraphQLError(short, {
    ...(nodes === undefined ? {} : { nodes }),
    ...(source === undefined ? {} : { source }),
    ...(positions === undefined ? {} : { positions }),
    ...(path === undefined ? {} : { path }),
    extensions: { ...extensions, traceId },
  });
}

function withoutSuggestions(message: string): string {
  const at = message.indexOf('Did you mean ');
  return at === -1 ? message : message.slice(0, at).trimEnd();
}
