import { GraphQLError } from 'graphql';
import type { Listing } from '../model/coverage.ts';

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
