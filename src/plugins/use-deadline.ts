import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type ExecutionArgs, getOperationAST, GraphQLError, Kind } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { untilRefused } from './end-of-parts.ts';

/** What the context holds for every call to a provider: see `CallContext` in `upstream/call.ts`. */
export interface DeadlineContext {
  /** Ends when the caller goes away, and when the deadline has passed. */
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch. Missing for subscriptions: they last as long as the caller listens. */
  readonly deadline?: number;
}

/** What Yoga's context holds when Node's own server was asked; missing behind `fetch`. */
interface ServedContext {
  readonly res?: ServerResponse;
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
}: DeadlineOptions = {}): Plugin<DeadlineContext & ServedContext> {
  return {
    onExecute({ args, extendContext, context }) {
      const deadline = now() + timeoutMs;
      // Nothing of it waits, so that nothing of it can be ended: what monitors ask every second is spared the rest.
      if (asksSchemaOnly(args)) return extendContext({ deadline });
      // Not `AbortSignal.any`: with Yoga's own signal, which is a Proxy, that takes a tenth of a small query's time.
      const ends = new AbortController();
      const timer = setTimeout(() => ends.abort(deadlineExceeded(timeoutMs)), timeoutMs + graceMs);
      const forget = whenCallerLeaves(context, (reason) => {
        clearTimeout(timer);
        ends.abort(reason);
      });
      const done = (): void => {
        clearTimeout(timer);
        forget();
      };
      const { signal } = ends;
      // Every call to a provider listens: a thousand of them are no leak.
      setMaxListeners(0, signal);
      extendContext({ signal, deadline });
      // The executor's own argument; graphql 16 does not declare it.
      Object.assign(args, { signal });
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result)) {
            setResult(untilRefused(result));
            return { onEnd: done };
          }
          done();
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

/** `{ __typename }` and introspection: answered from the schema, without any resolver of ours. How much that may be is `useCostLimit`'s. */
function asksSchemaOnly({ document, operationName }: ExecutionArgs): boolean {
  const selections = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  return selections.every((each) => each.kind === Kind.FIELD && each.name.value.startsWith('__'));
}

/** Calls `leave` once when the caller's connection ends before the answer; returns what takes that back. */
function whenCallerLeaves(
  { request, res }: { readonly request: Request; readonly res?: ServerResponse },
  leave: (reason?: unknown) => void,
): () => void {
  if (res !== undefined) {
    const onClose = (): void => leave();
    if (res.closed) leave();
    else res.once('close', onClose);
    return () => void res.off('close', onClose);
  }
  const { signal } = request;
  const onAbort = (): void => leave(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}

function deadlineExceeded(timeoutMs: number): GraphQLError {
  return new GraphQLError(`The operation took longer than ${timeoutMs / 1000} s and was ended.`, {
    extensions: { code: 'DEADLINE_EXCEEDED', http: { status: 504 } },
  });
}
