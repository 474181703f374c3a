import type { GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../graphql/context.ts';

/** One of the payloads in which an answer comes that is given in parts. */
interface Part {
  readonly errors?: readonly GraphQLError[];
  readonly hasNext?: boolean;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Completes an answer: `extensions.cost` shows what it cost (calls by directory, cache hits, calls saved, time in the queue), and
 * lists that could not be read whole stand among the errors. Of an answer in parts the last one has the cost, and each the lists
 * that were found incomplete since the one before.
 */
export function useExecutionReport(): Plugin<GatewayContext> {
  return {
    onExecute() {
      return {
        onExecuteDone({ result, setResult, args }) {
          const { scope, incompleteLists } = args.contextValue as Partial<GatewayContext>;
          if (scope === undefined || incompleteLists === undefined) return undefined;
          let told = 0;
          const complete = <Result extends Part>(part: Result, isLast: boolean): Result => {
            const errors = [...(part.errors ?? []), ...incompleteLists.errors.slice(told)];
            told = incompleteLists.errors.length;
            return {
              ...part,
              ...(errors.length > 0 && { errors }),
              ...(isLast && { extensions: { ...part.extensions, cost: scope.meter.toJSON() } }),
            };
          };
          if (isAsyncIterable(result)) {
            return {
              onNext: ({ result: part, setResult: setPart }) =>
                setPart(complete(part, (part as Part).hasNext !== true)),
            };
          }
          setResult(complete(result, true));
          return undefined;
        },
      };
    },
  };
}
