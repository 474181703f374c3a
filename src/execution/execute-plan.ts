import { normalizedExecutor } from '@graphql-tools/executor';
import { isPromise } from '@graphql-tools/utils';
import { type ExecutionArgs, type ExecutionResult, type GraphQLError, getVariableValues } from 'graphql';
import { executeFields } from './execute-fields.ts';
import type { OperationPlan } from './plan.ts';
import { Run } from './run.ts';

/** What an executor is given; the signal is the deadline's and the caller's. */
export interface SignalledArgs extends ExecutionArgs {
  readonly signal?: AbortSignal;
}

/**
 * Executes an operation by its plan.
 *
 * @returns the answer; where variables are wrong that of the executor of @graphql-tools, which says so.
 * @throws the signal's reason when it fires first.
 */
export function executePlan(plan: OperationPlan, args: SignalledArgs): ReturnType<typeof normalizedExecutor> {
  const { signal } = args;
  signal?.throwIfAborted();
  const { coerced } = getVariableValues(
    plan.schema,
    plan.operation.variableDefinitions ?? [],
    args.variableValues ?? {},
    { maxErrors: 50 },
  );
  if (coerced === undefined) return normalizedExecutor(args as Parameters<typeof normalizedExecutor>[0]);
  const run = new Run(plan, args.contextValue, coerced);
  try {
    const data = executeFields(run, plan.fields, undefined, undefined);
    return isPromise(data) ? untilEnded(run, data, signal) : answer(run, data);
  } catch (error) {
    return failed(run, error);
  }
}

/** The data, unless the signal fires before it is whole. */
function untilEnded(run: Run, data: Promise<unknown>, signal?: AbortSignal): Promise<ExecutionResult> {
  const whole = data.then(
    (value) => answer(run, value),
    (error: unknown) => failed(run, error),
  );
  if (signal === undefined) return whole;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      run.isEnded = true;
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', end, { once: true });
    void whole.finally(() => signal.removeEventListener('abort', end)).then(resolve, reject);
  });
}

function answer({ errors }: Run, data: unknown): ExecutionResult {
  const value = data as NonNullable<ExecutionResult['data']>;
  return errors.length === 0 ? { data: value } : { errors, data: value };
}

/** A null that went up to the root. */
function failed(run: Run, error: unknown): ExecutionResult {
  return { errors: [...run.errors, error as GraphQLError], data: null };
}
