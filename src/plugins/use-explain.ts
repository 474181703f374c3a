import { type ExecutionArgs, getOperationAST, getVariableValues } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../graphql/context.ts';
import { explainOperation } from './explain/explain-operation.ts';

/** What Yoga puts into the context of what came. */
interface Sent {
  readonly params?: { readonly extensions?: unknown };
  readonly request?: Request;
}

/**
 * Answers a request that has `extensions: { explain: true }`, or the header `x-explain: true`, with the plan of its operation, in `extensions.plan`, and runs
 * nothing. Stands after `useGatewayContext`; limits and permissions hold as if it were run.
 */
export function useExplain(): Plugin<GatewayContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const answer = explained(args);
      if (answer !== null) setResultAndStopExecution(answer);
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const answer = explained(args);
      if (answer !== null) setResultAndStopExecution(answer);
    },
  };
}

/** The answer to a request that asks for it; null: the operation is to be run. */
function explained(args: ExecutionArgs): object | null {
  const context = args.contextValue as GatewayContext & Sent;
  const asked =
    context.request?.headers.get('x-explain') === 'true' || asksToExplain(context.params?.extensions);
  if (!asked) return null;
  const { schema, document } = args;
  const operation = getOperationAST(document, args.operationName);
  if (!operation) return null;
  const { coerced, errors } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    args.variableValues ?? {},
  );
  // Execution says what is wrong with them.
  if (errors !== undefined) return null;
  const plan = explainOperation({ schema, document, operation, variables: coerced, context });
  return { data: null, extensions: { plan } };
}

function asksToExplain(extensions: unknown): boolean {
  return (
    typeof extensions === 'object' &&
    extensions !== null &&
    'explain' in extensions &&
    extensions.explain === true
  );
}
