import { GraphQLError } from 'graphql';
import { byExternalId } from '../directory/by-external-id.ts';
import type { Listing } from '../model/coverage.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';

/**
 * The rows of a list that has no coverage of its own in the graph. A list that could not be read whole is an error at its
 * path, and null: never an empty or a shortened list.
 */
export async function wholeRows<T>(read: Promise<Listing<T>>): Promise<readonly T[]> {
  const list = await read;
  if (list.complete) return list.rows;
  throw new GraphQLError(list.message ?? 'The list could not be read to its end.', {
    extensions: { code: list.reason ?? 'PARTIAL' },
  });
}

/** What was read, or null when the provider says that there is no such object (any more). */
export async function nullWhenGone<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/** One row of a list by the provider's id. Null when the whole list lacks it: that a part of one does says nothing. */
export async function rowById<T extends { readonly externalId: string }>(
  read: Promise<Listing<T>>,
  externalId: string,
): Promise<T | null> {
  const found = byExternalId((await read).rows).get(externalId);
  if (found !== undefined) return found;
  await wholeRows(read);
  return null;
}
