import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Origin } from '../bad-response.ts';

/** A list that cannot be read to its end. */
export function brokenList({ directory, method, route, transactionId }: Origin, why: string): UpstreamError {
  return new UpstreamError({
    code: 'PAGINATION_LOOP',
    message:
      `${directory}: ${method} ${route}: expected a list that can be read to its end, but ${why}. What was read so far is not ` +
      'the whole list. The fault is in how the service pages: report it there.',
    directory,
    route: `${method} ${route}`,
    transactionId,
  });
}

/** The service cannot filter, and has too many rows for us to do it. */
export function tooManyToFilter(
  { directory, method, route, transactionId }: Origin,
  limit: number,
  total: number | null,
): UpstreamError {
  return new UpstreamError({
    code: 'UNSUPPORTED',
    message:
      `${directory}: ${method} ${route}: the service does not apply this filter, and ${total ?? `more than ${limit}`} rows are too many to ` +
      `be read and filtered here (listLimit ${limit}). Raise listLimit of this directory, or ask in another way.`,
    directory,
    route: `${method} ${route}`,
    transactionId,
  });
}

/** @param what completes "there is no such ...". */
export function notFound({ directory, method, route, transactionId }: Origin, what: string): UpstreamError {
  return new UpstreamError({
    code: 'NOT_FOUND',
    message: `${directory}: ${method} ${route}: there is no such ${what}.`,
    directory,
    route: `${method} ${route}`,
    transactionId,
  });
}

/** Whether an error says that the filter is not one that the service takes; `tooMany` is another matter. */
export function isFilterRefusal(error: unknown): error is UpstreamError {
  if (!(error instanceof UpstreamError)) return false;
  const { status, providerCode } = error.facts;
  if (status === 501) return true;
  return (
    status === 400 &&
    (providerCode === undefined || providerCode === 'invalidFilter' || providerCode === 'invalidPath')
  );
}
