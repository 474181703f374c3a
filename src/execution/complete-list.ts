import { isAsyncIterable, isIterableObject, isPromise } from '@graphql-tools/utils';
import type { GraphQLResolveInfo } from 'graphql';
import { completeInPlace, type Place } from './complete-in-place.ts';
import type { Complete } from './plan.ts';
import type { Path, Run } from './run.ts';

/** @param isNonNull whether an item may not be null. */
export function list(item: Complete, isNonNull: boolean): Complete {
  const at = (key: number, prev: Path, info: GraphQLResolveInfo): Place => ({
    path: { prev, key, typename: undefined },
    info,
    isNonNull,
  });
  const asTheyCome = async (
    run: Run,
    values: AsyncIterable<unknown>,
    path: Path,
    info: GraphQLResolveInfo,
  ): Promise<unknown> => {
    const items: unknown[] = [];
    try {
      for await (const value of values) {
        if (run.isEnded) return null;
        items.push(handled(completeInPlace(run, item, value, at(items.length, path, info))));
      }
    } catch (error) {
      items.push(run.failed(error, at(items.length, path, info)));
    }
    return await Promise.all(items);
  };
  return (run, value, path, info) => {
    if (isAsyncIterable(value)) return asTheyCome(run, value, path, info);
    if (!isIterableObject(value)) {
      throw new Error(
        `Expected Iterable, but did not find one for field "${info.parentType.name}.${info.fieldName}".`,
      );
    }
    const items: unknown[] = [];
    let isWaiting = false;
    try {
      for (const each of value) {
        const done = completeInPlace(run, item, each, at(items.length, path, info));
        if (isPromise(done)) isWaiting = true;
        items.push(done);
      }
    } catch (error) {
      items.forEach(handled);
      throw error;
    }
    return isWaiting ? Promise.all(items) : items;
  };
}

/** An item that may fail while nobody waits for it: another one, or the list itself, failed first. */
function handled(item: unknown): unknown {
  if (isPromise(item)) item.catch(() => {});
  return item;
}
