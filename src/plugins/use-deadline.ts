import { setMaxListeners } from 'node:events';
import { GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

/** What the context holds for every call to a provider: see `CallContext` in `upstream/call.ts`. */
export interface DeadlineContext {
  /** Ends when the caller goes away, and when the deadline has passed. */
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch. Missing for subscriptions: they last as long as the caller listens. */
  readonly deadline?: number;
}

export interface DeadlineOptions {
  /** For a query or mutation, from the start of its execution. Default 60 s. */
  readonly timeoutMs?: number;
  /**
   * How long after the deadline execution itself is cut. Until then calls to providers have ended by the deadline, and what
   * they leave unknown is answered beside what is known. Default 250 ms.
   */
  readonly graceMs?: number;
  readonly now?: () => number;
}

/**
 * Gives each operation a deadline and a signal, and stops executing when the caller goes away.
 * Takes the place of Yoga's `useExecutionCancellation`, which must not be used beside it.
 */
export function useDeadline({
  timeoutMs = 60_000,
  graceMs = 250,
  now = Date.now,
}: DeadlineOptions = {}): Plugin<DeadlineContext> {
  return {
    onExecute({ args, extendContext, context }) {
      const ends = new AbortController();
      const timer = setTimeout(() => ends.abort(deadlineExceeded(timeoutMs)), timeoutMs + graceMs);
      const signal = AbortSignal.any([context.request.signal, ends.signal]);
      // Every call to a provider listens: a thousand of them are no leak.
      setMaxListeners(0, signal);
      extendContext({ signal, deadline: now() + timeoutMs });
      // The executor's own argument; graphql 16 does not declare it.
      Object.assign(args, { signal });
      signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
      return {
        onExecuteDone({ result }) {
          if (isAsyncIterable(result)) return { onEnd: () => clearTimeout(timer) };
          clearTimeout(timer);
          return undefined;
        },
      };
    },
    onSubscribe({ args, extendContext, context }) {
      const { signal } = context.request;
      extendContext({ signal });
      Object.assign(args, { signal });
    },
  };
}

function deadlineExceeded(timeoutMs: number): GraphQLError {
  return new GraphQLError(`The operation took longer than ${timeoutMs / 1000} s and was ended.`, {
    extensions: { code: 'DEADLINE_EXCEEDED', http: { status: 504 } },
  });
}
