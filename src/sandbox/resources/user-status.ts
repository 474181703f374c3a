import { invalidData } from '../api-error.ts';
import { bodyOf, booleanIn, textIn, valueAt } from '../serve/body.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import { withCanAuthenticate } from './account.ts';
import type { Call, JsonObject, Needs, Single } from './resource.ts';
import { JSON_TYPE, needsOf, USER } from './resource.ts';
import { users } from './users.ts';

const USER_NEEDS = needsOf('identity', 'dir', 'user');

/** The objects below a user that exist once: its switches, its population, its password state. */
export const userStatus: readonly Single[] = [
  status(
    'enabled',
    (user) => ({ enabled: user['enabled'] !== false }),
    (user, body, call) => {
      user['enabled'] = booleanIn(body, 'enabled');
      withCanAuthenticate(user);
      if (call.world.settings.lockRefusedAfterEnabled) call.world.justSwitched.add(user.id);
    },
  ),
  status(
    'mfaEnabled',
    (user) => ({ mfaEnabled: user['mfaEnabled'] === true }),
    (user, body) => {
      user['mfaEnabled'] = booleanIn(body, 'mfaEnabled');
    },
    { ...USER_NEEDS, update: { permission: 'dir:update:userMfaEnabled', area: 'identity' } },
  ),
  status(
    'population',
    (user) => ({ id: idOf(user['population']) }),
    (user, body, call) => moveToPopulation(user, textIn(body, 'id'), call),
  ),
  status(
    'identityProvider',
    (user) => ({ identityProvider: user['identityProvider'] ?? { type: 'PING_ONE' } }),
    (user, body, call) => {
      const id = textIn(body, 'identityProvider.id');
      const provider = call.world.find('identityProviders', id);
      if (provider === undefined) throw missing('identityProvider.id');
      user['identityProvider'] = { id, type: provider['type'] };
    },
  ),
  status(
    'verifyStatus',
    (user) => ({ verifyStatus: user['verifyStatus'] ?? 'NOT_INITIATED' }),
    (user, body) => {
      const value = textIn(body, 'verifyStatus');
      if (value !== 'ENABLED' && value !== 'DISABLED') {
        throw invalidData({
          code: 'INVALID_VALUE',
          target: 'verifyStatus',
          message: 'Expected ENABLED or DISABLED.',
          innerError: { allowedValues: ['ENABLED', 'DISABLED'] },
        });
      }
      user['verifyStatus'] = value;
    },
  ),
  {
    ...status('bypassMFA', () => ({})),
    read: (call, user) => bypassOf(call, user),
    replace: {
      [JSON_TYPE]: (call, user) => {
        const until = valueAt(bodyOf(call), 'bypassMFAEnabledUntil');
        if (until !== undefined && until !== null && !isInstant(until)) {
          throw invalidData({
            code: 'INVALID_VALUE',
            target: 'bypassMFAEnabledUntil',
            message: 'Expected a moment, or null.',
          });
        }
        call.world.setDetail('users/bypassMFA', user.id, until ? { bypassMFAEnabledUntil: until } : {});
        recordChange(users, user, call, 'UPDATED');
        return { status: 200, body: bypassOf(call, user) };
      },
    },
  },
];

/** A member of the user with a route of its own; every PUT answers what a GET would. */
function status(
  name: string,
  show: (user: Row) => JsonObject,
  change?: (user: Row, body: JsonObject, call: Call) => void,
  needs: Needs = USER_NEEDS,
): Single {
  const read = (_call: Call, user: Row) => show(user);
  const single = {
    kind: 'single',
    path: `${users.path}/{userId}/${name}`,
    within: USER,
    needs,
    read,
  } as const;
  if (change === undefined) return single;
  return {
    ...single,
    replace: {
      [JSON_TYPE]: (call, user) => {
        change(user, bodyOf(call), call);
        user['updatedAt'] = call.world.now();
        call.world.changed(user);
        recordChange(users, user, call, 'UPDATED');
        return {
          status: 200,
          body: { ...show(user), _links: { self: { href: `${call.base}${call.path}` } } },
        };
      },
    },
  };
}

/** The groups of the old population are lost, silently. */
function moveToPopulation(user: Row, id: string, call: Call): void {
  const { world } = call;
  if (world.find('populations', id) === undefined) throw missing('id');
  const before = idOf(user['population']);
  if (before === id) return;
  user['population'] = { id };
  const groups = world.tenant.userGroups.get(user.id);
  for (const groupId of groups ?? []) {
    if (idOf(world.find('groups', groupId)?.['population']) !== before) continue;
    groups?.delete(groupId);
    world.tenant.groupMembers.get(groupId)?.delete(user.id);
  }
}

function bypassOf(call: Call, user: Row): JsonObject {
  const held = call.world.detail('users/bypassMFA', user.id) ?? {};
  const until = held['bypassMFAEnabledUntil'];
  return typeof until === 'string' && Date.parse(until) <= call.world.clock() ? {} : held;
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function missing(target: string): Error {
  return invalidData({ code: 'INVALID_VALUE', target, message: 'There is no such object.' });
}
