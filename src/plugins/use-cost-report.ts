import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../graphql/context.ts';

/** Shows in `extensions.cost` what an operation cost: calls by directory, cache hits, calls saved, time in the queue. */
export function useCostReport(): Plugin<GatewayContext> {
  return {
    onExecute() {
      return {
        onExecuteDone({ result, setResult, args }) {
          if (isAsyncIterable(result)) return;
          const { scope } = args.contextValue as Partial<GatewayContext>;
          if (scope === undefined) return;
          setResult({ ...result, extensions: { ...result.extensions, cost: scope.meter.toJSON() } });
        },
      };
    },
  };
}
