import type { HealthCheck } from '../model/directory.ts';
import { UpstreamError, type UpstreamErrorCode } from '../upstream/upstream-error.ts';

/** What a check says, and what to do about it. */
export type Explanation = Pick<HealthCheck, 'message' | 'hint'>;

/** What to do about a failure, by what failed. */
export type Hints = Readonly<Partial<Record<UpstreamErrorCode, string>>>;

/**
 * Why a read failed, and what to do.
 * @param what begins a sentence: "Users".
 * @param otherwise what to do about a failure that `hints` does not name.
 */
export function explainFailedRead(
  error: unknown,
  what: string,
  hints: Hints,
  otherwise: string,
): Explanation {
  const message = sentence(
    `${what} could not be read: ${error instanceof Error ? error.message : 'an unknown error'}`,
  );
  return { message, hint: error instanceof UpstreamError ? (hints[error.code] ?? otherwise) : null };
}

/** Whether the failure came of asking for a token. */
export function isOfTokenEndpoint({ facts }: UpstreamError): boolean {
  return facts.route.includes('token endpoint');
}

/** Whether the failure came of asking for a token, or from the token itself. */
export function concernsToken(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && (isOfTokenEndpoint(error) || error.code === 'UNAUTHORIZED');
}

/** What a provider or a library says may end without a full stop, and more is said after it. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
