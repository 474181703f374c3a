import { type ExecutionResult, GraphQLError } from 'graphql';

/** The last thing that is said of an answer in parts that cannot go on. */
interface LastPart extends ExecutionResult {
  readonly hasNext: false;
}

/**
 * The same parts, to their end or to the first that cannot be had: that one says why, with `hasNext: false`, and none comes after
 * it. The executor's own parts never end once execution was cut off: each time the next is asked for it is refused again.
 */
export function untilRefused(
  parts: AsyncIterable<ExecutionResult>,
): AsyncIterableIterator<ExecutionResult, undefined> {
  const iterator = parts[Symbol.asyncIterator]();
  let isOver = false;
  const leave = (): void => {
    isOver = true;
    // Not waited for: a list of a stream may be in the middle of a step that takes long.
    iterator.return?.().catch(() => undefined);
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (isOver) return { done: true, value: undefined };
      try {
        const turn = await iterator.next();
        if (turn.done !== true) return { done: false, value: turn.value };
        isOver = true;
        return { done: true, value: undefined };
      } catch (error) {
        leave();
        return { done: false, value: lastPart(error) };
      }
    },
    async return() {
      leave();
      return { done: true, value: undefined };
    },
  };
}

function lastPart(cause: unknown): LastPart {
  const known = cause instanceof GraphQLError;
  const error = known ? cause : new GraphQLError('Unexpected error.', { originalError: asError(cause) });
  return { errors: [error], hasNext: false };
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
