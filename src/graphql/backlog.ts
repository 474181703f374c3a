import { GraphQLError } from 'graphql';

/** News that came while their listener was busy. */
export interface Backlog<T> {
  /** Whether there was room for it. */
  put(news: T): boolean;
  /** The oldest, which is then gone; null: nothing waits. */
  take(): { readonly news: T } | null;
  clear(): void;
  /** What a listener is told who was too slow for `put` to find room. */
  refusal(): GraphQLError;
}

/** Of a state only the newest is of interest: whoever is slow misses what was in between. */
export function newestOnly<T>(): Backlog<T> {
  return newestOfEach<T>(() => '', 1);
}

/**
 * Of each object the newest, in the order in which they were first told; at most `most` objects. Beyond that nothing is dropped
 * in silence: the listener is sent away with `SUBSCRIPTION_TOO_SLOW`.
 */
export function newestOfEach<T>(keyOf: (news: T) => string, most: number): Backlog<T> {
  const waiting = new Map<string, T>();
  return {
    put: (news) => {
      const key = keyOf(news);
      if (!waiting.has(key) && waiting.size >= most) return false;
      waiting.set(key, news);
      return true;
    },
    take: () => {
      for (const [key, news] of waiting) {
        waiting.delete(key);
        return { news };
      }
      return null;
    },
    clear: () => waiting.clear(),
    refusal: () =>
      new GraphQLError(
        `Expected news to be fetched as they come; ${most} were waiting, and there is room for no more. Subscribe again, and read anew what you follow: something was missed.`,
        { extensions: { code: 'SUBSCRIPTION_TOO_SLOW' } },
      ),
  };
}
