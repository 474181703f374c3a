import { parseRetryAfter } from '../../upstream/retry-after.ts';
import { UpstreamError, type UpstreamErrorCode } from '../../upstream/upstream-error.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { type Members, object, objects, text, whole } from '../rows.ts';
import { parseGraphError } from './api-error.ts';

/** What one part of a `$batch` was answered. */
export interface PartAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterMs: number | undefined;
}

/**
 * The answers of a batch by the ids of their parts, in whatever order they came.
 * @throws {UpstreamError} `BAD_RESPONSE` when answers cannot be told apart.
 */
export function readParts(batch: Members, origin: Origin, now: number): ReadonlyMap<string, PartAnswer> {
  const responses: unknown = batch['responses'];
  const rows = objects(batch, 'responses');
  if (!Array.isArray(responses) || rows.length !== responses.length)
    throw badResponse(origin, 'is a batch without a list of responses');
  const answers = new Map<string, PartAnswer>();
  for (const row of rows) {
    const id = text(row, 'id');
    const status = whole(row, 'status');
    if (id === null || status === null || answers.has(id))
      throw badResponse(origin, 'has responses that cannot be told apart by their ids');
    answers.set(id, { status, body: row['body'], retryAfterMs: retryAfter(row, now) });
  }
  return answers;
}

function retryAfter(part: Members, now: number): number | undefined {
  const headers = Object.entries(object(part, 'headers') ?? {});
  const value = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  return parseRetryAfter(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '',
    now,
  );
}

/** A part that was not answered with 2xx, as the call alone would have failed. */
export function refusalOf(origin: Origin, { status, body, retryAfterMs }: PartAnswer): UpstreamError {
  const { providerCode, providerErrorId } = parseGraphError(status, body);
  const said = providerCode === undefined ? `${status}` : `${status} (${providerCode})`;
  const route = `${origin.method} ${origin.route}`;
  return new UpstreamError({
    code: codeOf(status),
    message: `${origin.directory}: ${route}: expected 2xx within the batch, received ${said}`,
    directory: origin.directory,
    route,
    status,
    ...(providerCode === undefined ? {} : { providerCode }),
    ...(providerErrorId === undefined ? {} : { providerErrorId }),
    transactionId: origin.transactionId,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function codeOf(status: number): UpstreamErrorCode {
  if (status === 429) return 'RATE_LIMITED';
  if (status >= 500) return 'UNREACHABLE';
  if (status === 401) return 'UNAUTHORIZED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 404 || status === 410) return 'NOT_FOUND';
  return status >= 400 ? 'INVALID_REQUEST' : 'BAD_RESPONSE';
}
