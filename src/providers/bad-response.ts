import type { HttpMethod } from '../upstream/call.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';

/** Where in a provider's answers something was read, for errors: never a value, which could be a secret. */
export interface Origin {
  readonly directory: string;
  readonly method: HttpMethod;
  readonly route: string;
  readonly transactionId: string;
}

/** An answer that is not what the provider documents. `problem` completes the sentence "The answer to GET ... ". */
export function badResponse(origin: Origin, problem: string): UpstreamError {
  return new UpstreamError({
    code: 'BAD_RESPONSE',
    message:
      `${origin.directory}: the answer to ${origin.method} ${origin.route} ${problem}. ` +
      'Nothing of it was used. If it stays so, the provider may have changed its answers: report it with the transaction id.',
    directory: origin.directory,
    route: `${origin.method} ${origin.route}`,
    transactionId: origin.transactionId,
  });
}

/** What arrived, in one word: to say it without repeating it. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}
