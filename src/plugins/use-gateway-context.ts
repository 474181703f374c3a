import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ActionServices } from '../actions/action-services.ts';
import { localActor } from '../actions/actor.ts';
import { CostMeter } from '../directory/cost-meter.ts';
import type { Directory } from '../directory/directory.ts';
import { createLoaders, type DirectoryLoaders } from '../directory/loaders.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import { createEvaluation, type Evaluation } from '../findings/engine.ts';
import { liveSources } from '../findings/live-sources.ts';
import type { FindingSettings } from '../findings/settings.ts';
import { SweptFindings } from '../findings/swept.ts';
import type { GatewayContext } from '../graphql/context.ts';
import { IncompleteLists } from '../graphql/incomplete-lists.ts';
import type { DeadlineContext } from './use-deadline.ts';
import type { TraceContext } from './use-error-masking.ts';

export interface GatewayServices {
  readonly directories: readonly Directory[];
  readonly actions: ActionServices;
  readonly findingSettings: FindingSettings;
}

/** Gives every operation its clock, its meter and its loaders. Stands after `useErrorMasking` and `useDeadline`. */
export function useGatewayContext(
  services: GatewayServices,
): Plugin<GatewayContext & DeadlineContext & TraceContext> {
  const swept = new SweptFindings(services.findingSettings);
  return {
    onExecute({ args, context, extendContext }) {
      extendContext(contextOf(services, swept, args.contextValue, context.request));
    },
    onSubscribe({ args, context, extendContext }) {
      extendContext(contextOf(services, swept, args.contextValue, context.request));
    },
  };
}

function contextOf(
  { directories, actions, findingSettings }: GatewayServices,
  swept: SweptFindings,
  given: DeadlineContext & TraceContext,
  request: Request,
): GatewayContext {
  const meter = new CostMeter();
  const scope: RequestScope = {
    asOf: new Date(),
    meter,
    maxAgeMs: acceptedAge(request.headers.get('cache-control')),
    context: {
      lane: 'interactive',
      transactionId: given.traceId ?? crypto.randomUUID(),
      onExchange: meter.onExchange,
      ...(given.signal && { signal: given.signal }),
      ...(given.deadline !== undefined && { deadline: given.deadline }),
    },
  };
  const made = new Map<string, DirectoryLoaders>();
  const evaluations = new Map<string, Evaluation>();
  const loaders = (key: string): DirectoryLoaders => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const created = createLoaders(directoryOf(directories, key), scope);
    made.set(key, created);
    return created;
  };
  return {
    scope,
    incompleteLists: new IncompleteLists(),
    actor: localActor,
    actions,
    directories,
    loaders,
    evaluation: (key) => {
      const known = evaluations.get(key);
      if (known !== undefined) return known;
      const created = liveEvaluation(loaders(key), findingSettings);
      evaluations.set(key, created);
      return created;
    },
    sweepFindings: (key, depth) => swept.of(loaders(key), depth),
  };
}

/** An evaluation that reads what its subjects need, and compares with everybody else only as far as a sweep has them. */
function liveEvaluation(loaders: DirectoryLoaders, settings: FindingSettings): Evaluation {
  const subjects = new Set<string>();
  const evaluation = createEvaluation({
    sources: liveSources(loaders, {
      isSubject: (userId) => subjects.has(userId),
      sensitiveReads: settings.sensitiveReads,
    }),
    settings,
    asOf: loaders.scope.asOf,
    depth: 'FULL',
  });
  return {
    ...evaluation,
    user: (user) => {
      subjects.add(user.externalId);
      return evaluation.user(user);
    },
  };
}

function directoryOf(directories: readonly Directory[], key: string): Directory {
  const found = directories.find((directory) => directory.key === key);
  if (found !== undefined) return found;
  const keys = directories.map((directory) => `"${directory.key}"`).join(', ');
  throw new GraphQLError(`There is no directory "${key.slice(0, 64)}". Configured: ${keys}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/** The oldest cached value that the caller accepts (RFC 9111 section 5.2.1), in milliseconds; null: it did not say. */
function acceptedAge(cacheControl: string | null): number | null {
  if (cacheControl === null) return null;
  if (/(?:^|[\s,])no-(?:cache|store)(?:$|[\s,])/.test(cacheControl)) return 0;
  const seconds = /(?:^|[\s,])max-age=(\d{1,9})(?:$|[\s,])/.exec(cacheControl)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
