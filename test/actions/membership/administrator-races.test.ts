import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import type { Action, ActionInput } from '../../../src/actions/action.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import { createActionServices } from '../../../src/actions/action-services.ts';
import { removeRoleAssignment } from '../../../src/actions/membership/remove-role-assignment.ts';
import { removeRoleFromGroup } from '../../../src/actions/membership/remove-role.ts';
import { removeUserFromGroup } from '../../../src/actions/membership/remove-user-from-group.ts';
import { runAction } from '../../../src/actions/run-action.ts';
import { suspendUser } from '../../../src/actions/users/suspend-user.ts';
import { CostMeter } from '../../../src/directory/cost-meter.ts';
import { Directory } from '../../../src/directory/directory.ts';
import { createLoaders } from '../../../src/directory/loaders.ts';
import { defaultSweepSettings } from '../../../src/directory/snapshot/sweeper.ts';
import { createRolesProvider } from './support/roles-provider.ts';

/** `RACES=1000` for the figures of a release. */
const races = Number(process.env['RACES'] ?? '300');

let turns: Iterator<number> = [].values();
const roles = createRolesProvider(() => turns.next().value ?? 0);
// Who could stand in is looked for anew in every race.
const sweep = { ...defaultSweepSettings, timeToLiveMs: 0, gappyTimeToLiveMs: 0 };
const directory = new Directory({ provider: roles.provider, isPrimary: true, writable: true, sweep });
const services = createActionServices({
  sleep: async () => {},
  settings: { blastLimits: [], readBackDelaysMs: [0] },
});

afterAll(() => directory.close());

function act<I extends ActionInput, S>(action: Action<I, S>, input: I): Promise<ActionResult> {
  const context = { lane: 'interactive' as const, transactionId: randomUUID() };
  const scope = { asOf: new Date(), maxAgeMs: null, meter: new CostMeter(), context };
  return runAction({
    action,
    services,
    loaders: createLoaders(directory, scope),
    caller: localCaller,
    input,
  });
}

/** How somebody can cease to be an administrator. */
const way = fc.constantFrom('SUSPEND', 'REMOVE_ROLE', 'LEAVE_GROUP', 'GIVE_UP_GROUP', 'GROUP_LOSES_ROLE');
/** How somebody is one. */
const held = fc.constantFrom('DIRECT', 'GROUP', 'BOTH');
const change = fc.record({ who: fc.constantFrom('alice', 'bob'), way });

function make({ who, way: how }: { readonly who: string; readonly way: string }): Promise<ActionResult> {
  const user = { externalId: who };
  const group = { externalId: 'admins' };
  const grant = {
    role: { externalId: 'environment-admin' },
    scope: { type: 'ENVIRONMENT' as const },
  };
  switch (how) {
    case 'SUSPEND':
      return act(suspendUser, { user });
    case 'LEAVE_GROUP':
      return act(removeUserFromGroup, { user, group });
    case 'GIVE_UP_GROUP':
      return act(removeRoleAssignment, { user, ...grant, how: 'LEAVE_GROUP' });
    case 'GROUP_LOSES_ROLE':
      return act(removeRoleFromGroup, { group, ...grant });
    case 'REMOVE_ROLE':
    default:
      return act(removeRoleAssignment, { user, ...grant });
  }
}

describe('races for the last administrator', () => {
  test('whatever two to four changes meet, at least one administrator is left every time', async () => {
    const ended = { SUCCESS: 0, REFUSED: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.record({ alice: held, bob: held }),
        fc.array(change, { minLength: 2, maxLength: 4 }),
        fc.infiniteStream(fc.nat({ max: 1 })),
        async (appointed, changes, some) => {
          turns = some;
          roles.appoint(appointed);
          directory.cache.clear();
          expect(roles.administrators()).toHaveLength(2);
          for (const { kind } of await Promise.all(changes.map(make))) {
            if (kind !== 'SUCCESS' && kind !== 'REFUSED') throw new Error(`Not expected: ${kind}`);
            ended[kind] += 1;
          }
          expect(roles.fewest()).toBeGreaterThan(0);
        },
      ),
      { numRuns: races, endOnFailure: true },
    );
    expect(Math.min(ended.SUCCESS, ended.REFUSED)).toBeGreaterThan(races / 4);
  }, 60_000);
});
