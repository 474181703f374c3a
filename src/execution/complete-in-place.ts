import { isPromise } from '@graphql-tools/utils';
import type { GraphQLResolveInfo } from 'graphql';
import type { Complete } from './plan.ts';
import type { Path, Run } from './run.ts';

/** A place in the answer that fails by itself: a field, or an item of a list. */
export interface Place {
  readonly path: Path;
  readonly info: GraphQLResolveInfo;
  readonly isNonNull: boolean;
}

/** A value that may come late, completed; null in the place of one that failed. @throws where it may not be null. */
export function completeInPlace(run: Run, complete: Complete, value: unknown, place: Place): unknown {
  const { path, info } = place;
  try {
    if (isPromise(value)) return late(run, value, place, (came) => complete(run, came, path, info));
    const done = complete(run, value, path, info);
    return isPromise(done) ? late(run, done, place) : done;
  } catch (error) {
    return run.failed(error, place);
  }
}

async function late(
  run: Run,
  value: Promise<unknown>,
  place: Place,
  complete?: (came: unknown) => unknown,
): Promise<unknown> {
  try {
    const came = await value;
    return complete === undefined ? came : await complete(came);
  } catch (error) {
    return run.failed(error, place);
  }
}
