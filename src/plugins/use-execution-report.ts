import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../graphql/context.ts';

/**
 * Completes an answer: `extensions.cost` shows what it cost (calls by directory, cache hits, calls saved, time in the queue),
 * and lists that could not be read whole stand among the errors.
 */
export function useExecutionReport(): Plugin<GatewayContext> {
  return {
    onExecute() {
      return {
        onExecuteDone({ result, setResult, args }) {
          if (isAsyncIterable(result)) return;
          const { scope, incompleteLists } = args.contextValue as Partial<GatewayContext>;
          if (scope === undefined || incompleteLists === undefined) return;
          const errors = [...(result.errors ?? []), ...incompleteLists.errors];
          setResult({
            ...result,
            ...(errors.length > 0 && { errors }),
            extensions: { ...result.extensions, cost: scope.meter.toJSON() },
          });
        },
      };
    },
  };
}
