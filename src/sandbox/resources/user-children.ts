import { invalidData, notFound } from '../api-error.ts';
import { DEVICE_FILTER } from '../filter/filter-rules.ts';
import { bodyOf, textIn, valueAt } from '../serve/body.ts';
import { represent } from '../serve/represent.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import type { Answer, Call, Collection, JsonObject, Single } from './resource.ts';
import { JSON_TYPE, needsOf, USER, VENDOR } from './resource.ts';
import { users } from './users.ts';

const readUser = users.needs.read;

/** The MFA devices of a user: the N+1 of the API. No page limit is documented; a user has at most fifteen. */
export const devices: Collection = {
  kind: 'collection',
  path: `${users.path}/{userId}/devices`,
  id: 'deviceId',
  embedded: 'devices',
  store: { kind: 'child', parent: 'users', name: 'devices' },
  within: USER,
  scope: 'open',
  verbs: ['list', 'read', 'create', 'remove'],
  needs: { ...needsOf('identity', 'mfa', 'device'), read: readUser },
  filter: DEVICE_FILTER,
  expand: { typeDisplayNames: (row) => ({ [String(row['type'])]: String(row['type']) }) },
  required: ['type'],
  readOnly: ['block', 'lock', 'activatedAt'],
  audit: 'DEVICE',
  prepare: (row, call) => {
    const paired = call.world.rows(devices.store, call.params['userId']).size;
    const most = Number(
      valueAt(call.world.tenant.settings.get('mfaSettings'), 'pairing.maxAllowedDevices') ?? 5,
    );
    if (paired >= most) {
      throw invalidData({
        code: 'SIZE_LIMIT_EXCEEDED',
        target: 'devices',
        message: `A user has at most ${most} devices.`,
      });
    }
    // An administrator pairs a device as ACTIVE unless the body says otherwise.
    row['status'] = row['status'] === 'ACTIVATION_REQUIRED' ? 'ACTIVATION_REQUIRED' : 'ACTIVE';
    if (row['status'] === 'ACTIVE') row['activatedAt'] = call.world.now();
  },
  actions: {
    [`${VENDOR}device.block+json`]: act('BLOCKED', (call) => ({
      block: { status: 'BLOCKED', blockedAt: call.world.now() },
    })),
    [`${VENDOR}device.unblock+json`]: act('UNBLOCKED', () => ({ block: { status: 'UNBLOCKED' } })),
    [`${VENDOR}device.unlock+json`]: act('UNLOCKED', () => ({ lock: { status: 'UNLOCKED' } })),
    [`${VENDOR}device.activate+json`]: act('ACTIVATED', (call) => {
      textIn(bodyOf(call), 'otp');
      return { status: 'ACTIVE', activatedAt: call.world.now() };
    }),
  },
};

/** `PUT .../nickname`. */
export const deviceNickname: Single = {
  kind: 'single',
  path: `${devices.path}/{deviceId}/nickname`,
  within: USER,
  needs: devices.needs,
  replace: {
    [JSON_TYPE]: (call) => {
      const row = call.world.rows(devices.store, call.params['userId']).get(call.params['deviceId'] ?? '');
      if (row === undefined) throw notFound();
      row['nickname'] = textIn(bodyOf(call), 'nickname');
      row['updatedAt'] = call.world.now();
      recordChange(devices, row, call, 'UPDATED');
      return { status: 200, body: { nickname: row['nickname'] } };
    },
  },
};

/** Newest first, at most ten, expired ones among them: documented so. */
export const sessions: Collection = {
  kind: 'collection',
  path: `${users.path}/{userId}/sessions`,
  id: 'sessionId',
  embedded: 'sessions',
  store: { kind: 'child', parent: 'users', name: 'sessions' },
  within: USER,
  scope: 'open',
  verbs: ['list', 'read', 'remove'],
  needs: needsOf('identity', 'authn', 'sessions'),
  audit: 'SESSION',
  rows: (call) =>
    [...call.world.rows(sessions.store, call.params['userId']).values()]
      .toSorted((one, other) => String(other['createdAt']).localeCompare(String(one['createdAt'])))
      .slice(0, 10),
};

/** Links to accounts at external identity providers. */
export const linkedAccounts: Collection = {
  kind: 'collection',
  path: `${users.path}/{userId}/linkedAccounts`,
  id: 'linkedAccountId',
  embedded: 'linkedAccounts',
  store: { kind: 'child', parent: 'users', name: 'linkedAccounts' },
  within: USER,
  scope: 'open',
  verbs: ['list', 'read', 'remove'],
  needs: users.needs,
  audit: 'LINKED_ACCOUNT',
};

function act(what: string, change: (call: Call) => JsonObject): (row: Row, call: Call) => Answer {
  return (row, call) => {
    Object.assign(row, change(call), { updatedAt: call.world.now() });
    recordChange(devices, row, call, what);
    const listPath = call.path.slice(0, call.path.lastIndexOf('/'));
    return { status: 200, body: represent(devices, row, call, listPath, false) };
  };
}
