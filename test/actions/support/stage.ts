import { randomUUID } from 'node:crypto';
import { CostMeter } from '../../../src/directory/cost-meter.ts';
import { Directory } from '../../../src/directory/directory.ts';
import { createLoaders, type DirectoryLoaders } from '../../../src/directory/loaders.ts';
import {
  type ActionServiceOptions,
  type ActionServices,
  createActionServices,
} from '../../../src/actions/action-services.ts';
import type { UserActionResult } from '../../../src/actions/action-result.ts';
import { type ActorIdentity, localActor } from '../../../src/actions/actor.ts';
import { MemoryLedger } from '../../../src/actions/memory-ledger.ts';
import { suspendUser, unsuspendUser } from '../../../src/actions/set-user-enabled.ts';
import type { UserActionInput } from '../../../src/actions/user-action-input.ts';
import type { Provider } from '../../../src/providers/provider.ts';

type Act = (
  externalId: string,
  input?: Partial<UserActionInput>,
  actor?: ActorIdentity,
) => Promise<UserActionResult>;

/** A directory with the services that act in it, each action as a request of its own. */
export interface Stage {
  readonly directory: Directory;
  readonly services: ActionServices;
  readonly ledger: MemoryLedger;
  readonly loaders: (signal?: AbortSignal) => DirectoryLoaders;
  readonly suspend: Act;
  readonly unsuspend: Act;
}

export interface StageOptions extends ActionServiceOptions {
  readonly writable?: boolean;
}

export function setStage(provider: Provider, options: StageOptions = {}): Stage {
  const directory = new Directory({ provider, isPrimary: true, writable: options.writable ?? true });
  const ledger = new MemoryLedger(options.now === undefined ? {} : { now: options.now });
  const services = createActionServices({ ledger, sleep: async () => {}, ...options });
  const loaders = (signal?: AbortSignal): DirectoryLoaders => {
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
  return {
    directory,
    services,
    ledger,
    loaders,
    suspend: (externalId, input = {}, actor = localActor) =>
      suspendUser(services, loaders(), actor, { user: { externalId }, ...input }),
    unsuspend: (externalId, input = {}, actor = localActor) =>
      unsuspendUser(services, loaders(), actor, { user: { externalId }, ...input }),
  };
}
