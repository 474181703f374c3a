import { randomUUID } from 'node:crypto';
import { type Caller, localCaller } from '../../../src/access/caller.ts';
import type { Action, ActionInput } from '../../../src/actions/action.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import {
  type ActionServiceOptions,
  type ActionServices,
  createActionServices,
} from '../../../src/actions/action-services.ts';
import type { LedgerEntry } from '../../../src/actions/ledger.ts';
import { MemoryLedger } from '../../../src/actions/memory-ledger.ts';
import { runAction } from '../../../src/actions/run-action.ts';
import { suspendUser, unsuspendUser } from '../../../src/actions/users/suspend-user.ts';
import type { UserActionInput } from '../../../src/actions/users/user-target.ts';
import { CostMeter } from '../../../src/directory/cost-meter.ts';
import { Directory } from '../../../src/directory/directory.ts';
import { createLoaders, type DirectoryLoaders } from '../../../src/directory/loaders.ts';
import type { User } from '../../../src/model/user.ts';
import type { Provider } from '../../../src/providers/provider.ts';

/** A result with what its ids stand for: the ledger's entry, and the user as the same request sees it afterwards. */
export type Told = ActionResult & { readonly entry: LedgerEntry | null; readonly user: User | null };

type Act = (externalId: string, input?: Partial<UserActionInput>, caller?: Caller) => Promise<Told>;

/** A directory with the services that act in it, each action as a request of its own. */
export interface Stage {
  readonly directory: Directory;
  readonly services: ActionServices;
  readonly ledger: MemoryLedger;
  readonly loaders: (signal?: AbortSignal) => DirectoryLoaders;
  readonly act: <I extends ActionInput, S>(
    action: Action<I, S>,
    input: I,
    caller?: Caller,
    signal?: AbortSignal,
  ) => Promise<Told>;
  readonly suspend: Act;
  readonly unsuspend: Act;
}

export interface StageOptions extends ActionServiceOptions {
  readonly writable?: boolean;
  readonly writableVariable?: string;
}

/** A caller who may do everything, under another name. */
export function callerNamed(name: string, user?: Caller['user']): Caller {
  return { ...localCaller, name, ...(user === undefined ? {} : { user }) };
}

export function setStage(provider: Provider, options: StageOptions = {}): Stage {
  const { writable = true, writableVariable } = options;
  const directory = new Directory({
    provider,
    isPrimary: true,
    writable,
    ...(writableVariable !== undefined && { writableVariable }),
  });
  const ledger = new MemoryLedger(options.now === undefined ? {} : { now: options.now });
  const services = createActionServices({ ledger, sleep: async () => {}, ...options });
  const loadersOf = (signal?: AbortSignal): DirectoryLoaders => {
    const meter = new CostMeter();
    return createLoaders(directory, {
      asOf: new Date(),
      maxAgeMs: null,
      meter,
      context: {
        lane: 'interactive',
        transactionId: randomUUID(),
        onExchange: meter.onExchange,
        ...(signal === undefined ? {} : { signal }),
      },
    });
  };
  const act: Stage['act'] = async (action, input, caller = localCaller, signal) => {
    const loaders = loadersOf(signal);
    const result = await runAction({ action, services, loaders, caller, input });
    const entry = result.kind === 'INVALID' ? null : await entryOf(services, result.entryId);
    const subject = result.kind === 'REFUSED' ? null : result.subject;
    const user =
      subject?.type === 'USER' ? await loaders.user.load(subject.externalId).catch(() => null) : null;
    return { ...result, entry, user };
  };
  return {
    directory,
    services,
    ledger,
    loaders: loadersOf,
    act,
    suspend: (externalId, input = {}, caller = localCaller) =>
      act(suspendUser, { user: { externalId }, ...input }, caller),
    unsuspend: (externalId, input = {}, caller = localCaller) =>
      act(unsuspendUser, { user: { externalId }, ...input }, caller),
  };
}

async function entryOf({ ledger }: ActionServices, id: string | null): Promise<LedgerEntry | null> {
  return id === null ? null : await ledger.get(id);
}
