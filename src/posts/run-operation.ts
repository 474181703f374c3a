import { normalizedExecutor } from '@graphql-tools/executor';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { isAsyncIterable, isPromise, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { executePlan } from '../execution/execute-plan.ts';
import { planOperation } from '../execution/plan-operation.ts';
import { onceFor } from '../model/once-for.ts';
import { measureDocument } from '../plugins/measure-document.ts';
import type { PostedParams } from './posted-params.ts';

/** What parses and validates, with the plugins' rules. */
export type Engine = Pick<YogaServerInstance<object, object>, 'getEnveloped'>;

/** An operation whose answer comes in parts, however it is asked for. */
export const inParts = Symbol('in parts');

export interface PostedContext {
  readonly params: PostedParams;
}

/** A document that was parsed and validated. Validating it again would say the same: no rule depends on who asks. */
interface Prepared {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
  /** Fragments counted as often as they are spread. */
  readonly fields: number;
}

/** What of a plugin takes part, whatever context it needs. */
export interface ExecutionPlugin {
  readonly onExecute?: ((payload: never) => unknown) | undefined;
}

type ExecuteHook = NonNullable<Plugin['onExecute']>;
type ExecutionPayload = Parameters<ExecuteHook>[0];
type AfterExecution = Exclude<Awaited<ReturnType<ExecuteHook>>, void>;
type Executed = Parameters<NonNullable<AfterExecution['onExecuteDone']>>[0]['result'];

/** Bytes that the documents that are kept take, about: so much for a character of the text, and for a field of the plan. */
const kept = { most: 64_000_000, ofCharacter: 250, ofField: 500 };

/**
 * Runs operations whose answers come in one piece. The engine parses and validates a text once; of the plugins, the hooks of
 * execution run each time, in order. Putting the engine's machinery together anew for each request costs more than a small operation.
 */
export function createRun(
  engine: Engine,
  plugins: readonly ExecutionPlugin[],
): (context: PostedContext) => Promise<ExecutionResult | typeof inParts> {
  for (const plugin of plugins) refuseUnheard(plugin);
  const hooks = plugins.flatMap(({ onExecute }) =>
    onExecute === undefined ? [] : [onExecute as ExecuteHook],
  );
  const prepared = new LRUCache<string, Prepared>({
    maxSize: kept.most,
    sizeCalculation: ({ fields }, text) => (text.length + 1) * kept.ofCharacter + fields * kept.ofField,
  });

  function prepare(text: string, context: PostedContext): Prepared {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const { schema, parse, validate } = engine.getEnveloped(context);
    const document: DocumentNode = parse(text);
    const errors = validate(schema, document);
    if (errors.length > 0) return { schema, document, errors, fields: 0 };
    const fields = measureDocument(document).reduce((sum, { measure }) => sum + measure.fields, 0);
    const made: Prepared = { schema, document, errors, fields };
    prepared.set(text, made);
    return made;
  }

  return async (context) => {
    const { query, variables, operationName } = context.params;
    const { schema, document, errors } = prepare(query, context);
    if (getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION)
      return inParts;
    if (errors.length > 0) return { errors };
    const args = { schema, document, contextValue: context, variableValues: variables, operationName };
    const result: unknown = await execute(hooks, args);
    if (isAsyncIterable(result)) throw new Error('An answer in one piece was wanted; one in parts came.');
    return result as ExecutionResult;
  };
}

/** A plugin that would be heard behind Yoga's own HTTP alone: if it guards something, it would not do so here. */
function refuseUnheard(plugin: ExecutionPlugin): void {
  const unheard = ['onPluginInit', 'onContextBuilding', 'instrumentation'].find((hook) => hook in plugin);
  if (unheard === undefined) return;
  throw new Error(`Expected plugins without ${unheard}, which plain posts do not call; use onExecute.`);
}

/** Documents are kept, and so are the plans of their operations; null: there is none. */
const planOf = (schema: GraphQLSchema, document: DocumentNode) =>
  onceFor((operation: OperationDefinitionNode) => planOperation(schema, document, operation));
const plansOf = onceFor((schema: GraphQLSchema) =>
  onceFor((document: DocumentNode) => planOf(schema, document)),
);

/** By a plan where there can be one. */
function execution(args: ExecutionArgs): ReturnType<typeof normalizedExecutor> {
  const { schema, document, operationName } = args;
  const operation = getOperationAST(document, operationName);
  const plan = operation ? plansOf(schema)(document)(operation) : null;
  return plan === null
    ? normalizedExecutor(args as Parameters<typeof normalizedExecutor>[0])
    : executePlan(plan, args);
}

/** Executes between the hooks, which find what those before them left. */
async function execute(hooks: readonly ExecuteHook[], args: ExecutionArgs): Promise<unknown> {
  const context = args.contextValue as ExecutionPayload['context'];
  const after: AfterExecution[] = [];
  let result: unknown;
  let isStopped = false;
  const payload: ExecutionPayload = {
    args: args as ExecutionPayload['args'],
    context,
    executeFn: execution as ExecutionPayload['executeFn'],
    extendContext: (extension) => void Object.assign(context, extension),
    setExecuteFn: (replacement) => {
      payload.executeFn = replacement;
    },
    setResultAndStopExecution: (given) => {
      isStopped = true;
      result = given;
    },
  };
  for (const hook of hooks) {
    const begun = hook(payload);
    const done = isPromise(begun) ? await begun : begun;
    if (done !== undefined) after.push(done);
    if (isStopped) break;
  }
  if (!isStopped) result = await payload.executeFn(payload.args);
  for (const { onExecuteDone } of after) {
    const completing = onExecuteDone?.({
      args: payload.args,
      result: result as Executed,
      setResult: (changed) => {
        result = changed;
      },
    });
    if (isPromise(completing)) await completing;
  }
  return result;
}
