import { isAsyncIterable } from '@graphql-tools/utils';
import type { Complete } from './plan.ts';
import { isPromise, type Path, type Run } from './run.ts';
import type { GraphQLResolveInfo } from 'graphql';

/** @param isNonNull whether an item may not be null. */
export function list(item: Complete, isNonNull: boolean): Complete {
  /** An item, or null in the place of one that failed. */
  const completed = (run: Run, value: unknown, path: Path, info: GraphQLResolveInfo): unknown => {
    try {
      if (isPromise(value)) return later(run, value, path, info);
      const done = item(run, value, path, info);
      return isPromise(done) ? settled(run, done, path, info) : done;
    } catch (error) {
      return run.failed(error, { nodes: info.fieldNodes, isNonNull, path });
    }
  };
  const later = async (
    run: Run,
    value: Promise<unknown>,
    path: Path,
    info: GraphQLResolveInfo,
  ): Promise<unknown> => {
    try {
      return await item(run, await value, path, info);
    } catch (error) {
      return run.failed(error, { nodes: info.fieldNodes, isNonNull, path });
    }
  };
  const settled = async (
    run: Run,
    done: Promise<unknown>,
    path: Path,
    info: GraphQLResolveInfo,
  ): Promise<unknown> => {
    try {
      return await done;
    } catch (error) {
      return run.failed(error, { nodes: info.fieldNodes, isNonNull, path });
    }
  };
  const asTheyCome = async (
    run: Run,
    values: AsyncIterable<unknown>,
    path: Path,
    info: GraphQLResolveInfo,
  ): Promise<unknown> => {
    const items: unknown[] = [];
    const at = (): Path => ({ prev: path, key: items.length, typename: undefined });
    try {
      for await (const value of values) {
        if (run.isEnded) return null;
        items.push(handled(completed(run, value, at(), info)));
      }
    } catch (error) {
      items.push(run.failed(error, { nodes: info.fieldNodes, isNonNull, path: at() }));
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
        const done = completed(run, each, { prev: path, key: items.length, typename: undefined }, info);
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

function isIterableObject(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
