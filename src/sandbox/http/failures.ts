import { ApiError, NO_HEADERS } from '../api-error.ts';
import type { Answer } from '../resources/resource.ts';
import type { Fault } from './faults.ts';

/** The answer of a fault that is a status. */
export function statusFault(fault: Extract<Fault, { kind: 'status' }>): Answer {
  const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  if (fault.withBody === false) return { status: fault.status, headers };
  const code = fault.code ?? (fault.status === 429 ? 'REQUEST_LIMITED' : 'UNEXPECTED_ERROR');
  const error = new ApiError(fault.status, code, 'The request could not be completed.', [], headers);
  return { status: error.status, headers, body: error.envelope };
}

/** The answer to a request that was refused; 500 for an error that nobody meant. */
export function failureOf(error: unknown): Answer {
  if (!(error instanceof ApiError)) {
    const unexpected = new ApiError(
      500,
      'UNEXPECTED_ERROR',
      `An unexpected error occurred: ${String(error)}`,
    );
    return { status: 500, body: unexpected.envelope };
  }
  const { status, envelope: body, headers } = error;
  return headers === NO_HEADERS ? { status, body } : { status, body, headers };
}
