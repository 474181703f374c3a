import {
  type ExecutionArgs,
  getOperationAST,
  type GraphQLError,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type EstimatedCost, type EstimateOptions, type Price, estimateCost } from './estimate-cost.ts';
import { operationTooLarge } from './operation-too-large.ts';

export interface CostLimits extends EstimateOptions {
  /** Calls to providers that one operation may need at most. Default 20,000. */
  readonly upstreamCalls?: number;
  /** The same for each event of a subscription, which is priced once and answered again and again. Default 200. */
  readonly upstreamCallsOfEvent?: number;
  /** Rows of lists in one answer. Default 200,000. */
  readonly rows?: number;
  /** Fields in one answer, those of each row counted. Default 3,000,000. */
  readonly values?: number;
  /** The same below `__schema` and `__type`, which are answered in one go while nobody else is. Default 150,000. */
  readonly introspection?: number;
}

/** What the context holds for those who show or charge for the cost of an operation. */
export interface CostContext {
  readonly estimatedCost?: EstimatedCost;
}

const ADVICE =
  'Ask for fewer rows (first) and page with after, or leave out fields that need a call for each row.';

/**
 * Refuses an operation whose estimate is above what one request may cost, before anything is executed,
 * and leaves the estimate in the context otherwise.
 */
export function useCostLimit(limits: CostLimits = {}): Plugin<CostContext> {
  const allowed = {
    upstreamCalls: limits.upstreamCalls ?? 20_000,
    upstreamCallsOfEvent: limits.upstreamCallsOfEvent ?? 200,
    rows: limits.rows ?? 200_000,
    values: limits.values ?? 3_000_000,
    introspection: limits.introspection ?? 150_000,
  };

  /** Documents are kept by the parser, and so are prices that no variable changes. */
  const fixed = new WeakMap<OperationDefinitionNode, Price>();

  function priceOf({ schema, document, variableValues }: ExecutionArgs, operation: OperationDefinitionNode) {
    const known = fixed.get(operation);
    if (known !== undefined) return known;
    const priced = estimateCost({ schema, document, operation, variables: variableValues ?? {} }, limits);
    if (priced.isFixed) fixed.set(operation, priced);
    return priced;
  }

  function check(args: ExecutionArgs): EstimatedCost | GraphQLError | undefined {
    const operation = getOperationAST(args.document, args.operationName);
    if (!operation) return undefined;
    const { cost, introspected } = priceOf(args, operation);
    const isSubscription = operation.operation === OperationTypeNode.SUBSCRIPTION;
    const calls = isSubscription ? allowed.upstreamCallsOfEvent : allowed.upstreamCalls;
    if (cost.upstreamCalls > calls) {
      return operationTooLarge('cost', {
        what: `the number of calls to providers that ${isSubscription ? 'each of its events' : 'it'} may need`,
        allowed: calls,
        received: cost.upstreamCalls,
        advice: ADVICE,
      });
    }
    if (cost.rows > allowed.rows) {
      const what = 'the number of rows in its answer';
      return operationTooLarge('rows', { what, allowed: allowed.rows, received: cost.rows, advice: ADVICE });
    }
    if (cost.values > allowed.values) {
      const what = 'the number of fields in its answer, those of each row counted,';
      return operationTooLarge('values', {
        what,
        allowed: allowed.values,
        received: cost.values,
        advice: ADVICE,
      });
    }
    if (introspected > allowed.introspection) {
      return operationTooLarge('introspection', {
        what: 'the number of fields in its answer below __schema and __type',
        allowed: allowed.introspection,
        received: introspected,
        advice: 'Ask for the schema once: the introspection that explorers and code generators send fits.',
      });
    }
    return cost;
  }

  return {
    onExecute({ args, extendContext, setResultAndStopExecution }) {
      const outcome = check(args);
      if (outcome instanceof Error) setResultAndStopExecution({ errors: [outcome] });
      else if (outcome !== undefined) extendContext({ estimatedCost: outcome });
    },
    onSubscribe({ args, extendContext, setResultAndStopExecution }) {
      const outcome = check(args);
      if (outcome instanceof Error) setResultAndStopExecution({ errors: [outcome] });
      else if (outcome !== undefined) extendContext({ estimatedCost: outcome });
    },
  };
}
