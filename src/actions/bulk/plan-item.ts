import { CostMeter } from '../../directory/cost-meter.ts';
import type { Directory } from '../../directory/directory.ts';
import { createLoaders } from '../../directory/loaders.ts';
import type { RequestScope } from '../../directory/request-scope.ts';
import type { Caller } from '../../access/caller.ts';
import type { AnyAction } from '../action.ts';
import type { ActionServices } from '../action-services.ts';
import type { BlastLimit, BlastRadius } from '../blast-radius.ts';
import { runAction } from '../run-action.ts';
import { type BulkPlan, itemInput, type NewBulkItem } from './bulk-operation.ts';
import { endOfResult } from './item-end.ts';

export interface Planning {
  readonly services: ActionServices;
  readonly directory: Directory;
  readonly scope: RequestScope;
  readonly caller: Caller;
  readonly action: AnyAction;
  readonly reason: string | null;
  /** Id of the operation that the plan becomes. */
  readonly id: string;
}

export interface PlannedItem {
  readonly item: NewBulkItem;
  /** Calls that the rehearsal took. */
  readonly calls: number;
}

/**
 * Rehearses one item: every check of the action itself, on the fresh state, without the change. The blast radius is left out:
 * an operation waits for it, and `lastsAtLeast` says how long.
 */
export async function planItem(planning: Planning, item: NewBulkItem): Promise<PlannedItem> {
  if (item.plan.end !== null) return { item, calls: 0 };
  const { services, directory, scope, caller, action, reason, id } = planning;
  const meter = new CostMeter();
  const result = await runAction({
    action,
    services: { ...services, blastRadius: boundless },
    loaders: createLoaders(directory, {
      ...scope,
      context: {
        ...scope.context,
        lane: 'bulk',
        onExchange: (exchange) => {
          meter.onExchange(exchange);
          scope.context.onExchange?.(exchange);
        },
      },
    }),
    caller,
    input: { ...itemInput(item), dryRun: true, ...(reason === null ? {} : { reason }) },
    cause: { kind: 'BULK', id },
  });
  const plan =
    result.kind === 'SUCCESS'
      ? { end: null, version: result.version, changes: result.changed, differences: result.differences }
      : { end: endOfResult(result), version: null, changes: false, differences: [] };
  return { item: { ...item, plan }, calls: meter.upstreamCalls };
}

/** Adds up what was planned. */
export function planOf(planned: readonly PlannedItem[], limits: readonly BlastLimit[]): BulkPlan {
  const plans = planned.map(({ item }) => item.plan);
  const wouldChange = plans.filter(({ changes }) => changes === true).length;
  const refused = plans.filter(({ end }) => end?.outcome === 'REFUSED').length;
  const failed = plans.filter(({ end }) => end !== null).length - refused;
  const reads = planned
    .filter(({ item }) => item.plan.end === null)
    .reduce((sum, { calls }) => sum + calls, 0);
  return {
    wouldChange,
    unchanged: plans.length - wouldChange - refused - failed,
    refused,
    failed,
    // Each change is sent, and looked at afterwards.
    upstreamCalls: reads + 2 * wouldChange,
    lastsMs: lastsAtLeast(wouldChange, limits),
  };
}

/** How long so many changes take under limits that nothing has counted against yet: milliseconds. */
export function lastsAtLeast(changes: number, limits: readonly BlastLimit[]): number {
  const spans = limits.map(({ max, windowMs }) => Math.floor(Math.max(0, changes - 1) / max) * windowMs);
  return Math.max(0, ...spans);
}

const boundless: BlastRadius = {
  check: async () => null,
  take: async () => null,
  giveBack: async () => {},
};
