import type { ExecutionResult, GraphQLError } from 'graphql';
import { publicError, type PublicError } from './public-error.ts';

/** The part of a logger that this needs; pino has it. */
export interface ErrorLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ErrorMaskingOptions {
  readonly log: ErrorLog;
  /** Keep "Did you mean ...?" in messages. Right on loopback only. Default: no. */
  readonly suggestions?: boolean;
  /** Makes a known failure readable for callers; what it does not know stays masked. */
  readonly translate?: (cause: unknown) => PublicError | undefined;
  /** Errors answered when nothing was executed, such as one for every wrong variable. Default 5. */
  readonly requestErrors?: number;
}

interface MaskedResult extends Pick<ExecutionResult, 'errors'> {
  readonly incremental?: readonly MaskedResult[];
}

/** The same result with errors that callers may read: see `publicError`. What was not meant for them is logged. */
export function maskResult<Result extends MaskedResult>(
  result: Result,
  traceId: string,
  options: ErrorMaskingOptions,
): Result {
  const incremental = result.incremental?.map((part) => maskResult(part, traceId, options));
  const parts = incremental === undefined ? result : { ...result, incremental };
  if (result.errors === undefined) return parts;
  const { log, suggestions = false, translate, requestErrors = 5 } = options;
  const answered = 'data' in result || 'items' in result;
  const shown = answered ? result.errors : result.errors.slice(0, requestErrors);
  const each = {
    traceId,
    suggestions,
    translate: translate ?? (() => undefined),
    onUnexpected: (cause: unknown, error: GraphQLError) => {
      const stack = cause instanceof Error ? cause.stack : String(cause);
      log.error({ traceId, path: error.path?.join('.'), stack }, 'Unexpected error');
    },
  };
  return { ...parts, errors: shown.map((error) => publicError(error, each, answered)) };
}
