import { getOperationAST, GraphQLError, type OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../access/caller.ts';
import { isConfined, knowsDirectory } from '../access/reach.ts';
import type { ActionServices } from '../actions/action-services.ts';
import { CostMeter } from '../directory/cost-meter.ts';
import type { Directory } from '../directory/directory.ts';
import { createLoaders, type DirectoryLoaders } from '../directory/loaders.ts';
import type { Loader } from '../directory/once-per-id.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import { createEvaluation, type Evaluation } from '../findings/engine.ts';
import { liveSources } from '../findings/live-sources.ts';
import type { FindingSettings } from '../findings/settings.ts';
import { SweptFindings } from '../findings/swept.ts';
import type { GatewayContext } from '../graphql/context.ts';
import { IncompleteLists } from '../graphql/incomplete-lists.ts';
import { groupsWithin, usersWithin } from '../graphql/within.ts';
import type { IdentityService } from '../identities/identity-service.ts';
import type { DeadlineContext } from './use-deadline.ts';
import type { CallerContext } from './use-authentication.ts';
import type { TraceContext } from './use-error-masking.ts';

export interface GatewayServices {
  readonly directories: readonly Directory[];
  readonly actions: ActionServices;
  readonly identities: IdentityService;
  readonly findingSettings: FindingSettings;
  /** Where findings of snapshots are kept, where others read them too; left out: in one of its own. */
  readonly swept?: SweptFindings;
  /** Told when the history of findings could not take in what an evaluation showed; the answer stays what it is. */
  readonly onHistoryFailure?: (error: unknown, directory: string) => void;
}

/** Gives every operation, and every event of a subscription, its clock, its meter and its loaders. Stands after `useErrorMasking` and `useDeadline`. */
export function useGatewayContext(
  services: GatewayServices,
): Plugin<GatewayContext & DeadlineContext & TraceContext & CallerContext> {
  const { actions, onHistoryFailure } = services;
  const swept =
    services.swept ??
    new SweptFindings(
      services.findingSettings,
      services.identities,
      (look) => {
        actions.findings.observe(look).catch((error: unknown) => onHistoryFailure?.(error, look.directory));
      },
      (point) => {
        actions.trend.note(point).catch((error: unknown) => onHistoryFailure?.(error, point.directory));
      },
    );
  return {
    onExecute({ args, context, extendContext }) {
      const kind = getOperationAST(args.document, args.operationName)?.operation;
      extendContext(contextOf(services, swept, args.contextValue, context.request, kind));
    },
    onSubscribe({ args, context, extendContext }) {
      const made = (): GatewayContext =>
        contextOf(services, swept, forEvent(args.contextValue), context.request);
      // There is one context for all events, whoever made it: its parts are exchanged.
      const beginEvent = (): void => void Object.assign(args.contextValue as object, made());
      extendContext({ ...made(), beginEvent });
    },
  };
}

/** An event has a deadline as a query has, which its subscription does not. */
const eventMs = 60_000;

function forEvent(given: DeadlineContext & TraceContext & Partial<CallerContext>): typeof given {
  return { ...given, deadline: Date.now() + eventMs };
}

/** @param kind left out: for an event of a subscription. */
function contextOf(
  { directories, actions, identities, findingSettings }: GatewayServices,
  swept: SweptFindings,
  given: DeadlineContext & TraceContext & Partial<CallerContext>,
  request: Request,
  kind?: `${OperationTypeNode}`,
): GatewayContext {
  const caller = callerOf(given);
  const meter = new CostMeter();
  const scope: RequestScope = {
    asOf: new Date(),
    meter,
    ...acceptedAge(request.headers.get('cache-control')),
    ...(kind === 'mutation' && { changes: true as const }),
    ...(isConfined(caller) && { knows: (key) => knowsDirectory(caller, key) }),
    context: {
      // Nobody waits for an event at a screen, and one listener can have any number of them.
      lane: kind === undefined ? 'bulk' : 'interactive',
      transactionId: given.traceId ?? crypto.randomUUID(),
      onExchange: meter.onExchange,
      ...(given.signal && { signal: given.signal }),
      ...(given.deadline !== undefined && { deadline: given.deadline }),
    },
  };
  const known = directories.filter(({ key }) => !isConfined(caller) || knowsDirectory(caller, key));
  const made = new Map<string, DirectoryLoaders>();
  const confinedLoaders = new Map<string, DirectoryLoaders>();
  const evaluations = new Map<string, Evaluation>();
  const everything = (key: string): DirectoryLoaders =>
    onlyOnce(made, key, () => createLoaders(directoryOf(known, key), scope));
  const loaders = (key: string): DirectoryLoaders =>
    onlyOnce(confinedLoaders, key, () => loadersWithin(caller, everything(key)));
  return {
    scope,
    incompleteLists: new IncompleteLists(),
    caller,
    actions,
    identities,
    directories: known,
    loaders,
    findingSettings,
    // Rules compare with everybody, whoever asks: a finding says the same to all who may read it.
    evaluation: (key) =>
      onlyOnce(evaluations, key, () => liveEvaluation(everything(key), findingSettings, identities)),
    sweepFindings: (key, depth) => swept.of(everything(key), depth),
  };
}

/** Without `useAuthentication` before it, nobody is anybody: no operation runs. */
function callerOf({ caller }: Partial<CallerContext>): Caller {
  if (caller !== undefined) return caller;
  throw new GraphQLError('Expected a credential; received none.', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  });
}

/** An evaluation that reads what its subjects need, and compares with everybody else only as far as a sweep has them. */
function liveEvaluation(
  loaders: DirectoryLoaders,
  settings: FindingSettings,
  identities: IdentityService,
): Evaluation {
  const subjects = new Set<string>();
  const evaluation = createEvaluation({
    sources: liveSources(loaders, {
      isSubject: (userId) => subjects.has(userId),
      sensitiveReads: settings.sensitiveReads,
      identities: () => identities.takeIn(),
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

/** Users and groups outside the caller's populations are as not existing, whatever leads to them. */
function loadersWithin(caller: Caller, loaders: DirectoryLoaders): DirectoryLoaders {
  const [isUserWithin, isGroupWithin] = [usersWithin(caller), groupsWithin(caller)];
  if (isUserWithin === null || isGroupWithin === null) return loaders;
  return {
    ...loaders,
    user: only(loaders.user, isUserWithin),
    group: only(loaders.group, isGroupWithin),
  };
}

function only<T>(loader: Loader<T | null>, isWithin: (object: T) => boolean): Loader<T | null> {
  return {
    begin: (id) => loader.begin(id),
    prime: (id, object) => loader.prime(id, object),
    clear: (id) => loader.clear(id),
    load: async (id) => {
      const found = await loader.load(id);
      return found !== null && isWithin(found) ? found : null;
    },
  };
}

function onlyOnce<T>(made: Map<string, T>, key: string, make: () => T): T {
  const known = made.get(key);
  if (known !== undefined) return known;
  const created = make();
  made.set(key, created);
  return created;
}

function directoryOf(directories: readonly Directory[], key: string): Directory {
  const found = directories.find((directory) => directory.key === key);
  if (found !== undefined) return found;
  const keys = directories.map((directory) => `"${directory.key}"`).join(', ');
  throw new GraphQLError(`There is no directory "${key.slice(0, 64)}". Configured: ${keys}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

/**
 * How old what the caller accepts may be (RFC 9111 section 5.2.1). `max-age` bounds every age that is known: of what is cached, of a
 * snapshot, and of what a provider's report tells. `no-cache` and `no-store` want nothing out of this process's memory, and leave it
 * to the plan whether a provider's report is asked.
 */
function acceptedAge(cacheControl: string | null): Pick<RequestScope, 'maxAgeMs' | 'maxLagMs'> {
  if (cacheControl === null) return { maxAgeMs: null };
  const isUncached = /(?:^|[\s,])no-(?:cache|store)(?:$|[\s,])/i.test(cacheControl);
  const seconds = /(?:^|[\s,])max-age=(\d{1,9})(?:$|[\s,])/i.exec(cacheControl)?.[1];
  const maxLag = seconds === undefined ? {} : { maxLagMs: Number(seconds) * 1000 };
  return { maxAgeMs: isUncached ? 0 : (maxLag.maxLagMs ?? null), ...maxLag };
}
