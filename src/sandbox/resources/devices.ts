import { randomBytes } from 'node:crypto';
import { invalidData, notFound } from '../api-error.ts';
import { DEVICE_FILTER } from '../filter/filter-rules.ts';
import { bodyOf, textIn, valueAt } from '../serve/body.ts';
import { represent } from '../serve/represent.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import { checkReference, constraint, invalidValue } from './checks.ts';
import { forgetInOrder, inOrder, orderPlace, reorder } from './device-order.ts';
import type { Answer, Call, Collection, JsonObject, Single } from './resource.ts';
import { JSON_TYPE, needsOf, USER, VENDOR } from './resource.ts';
import { users } from './users.ts';

const PHONED = new Set(['SMS', 'VOICE', 'WHATSAPP']);
/** What turns on by itself as soon as an administrator pairs it; the others wait for a first code. */
const AT_ONCE = new Set([...PHONED, 'EMAIL', 'OATH_TOKEN']);

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
  needs: { ...needsOf('identity', 'mfa', 'device'), read: users.needs.read },
  filter: DEVICE_FILTER,
  standsAlone: () => true,
  rows: (call) => inOrder(call, [...call.world.rows(devices.store, call.params['userId']).values()]),
  expand: {
    typeDisplayNames: (row) => ({ [String(row['type'])]: String(row['type']) }),
    // How the place in the order is told is not published.
    order: orderPlace,
  },
  required: ['type'],
  readOnly: ['block', 'lock', 'activatedAt', 'user'],
  audit: 'DEVICE',
  prepare,
  beforeRemove: (row, call) => forgetInOrder(call, row.id),
  listActions: {
    [`${VENDOR}devices.reorder+json`]: (call) => {
      reorder(call, call.world.rows(devices.store, call.params['userId']));
      const user = call.world.find('users', call.params['userId'] ?? '');
      if (user !== undefined) recordChange(devices, user, call, 'REORDERED');
      const rows = (devices.rows?.(call) ?? []).map((row) => represent(devices, row, call, call.path, true));
      return {
        status: 200,
        body: {
          _links: { self: { href: `${call.base}${call.path}` } },
          _embedded: { devices: rows },
          count: rows.length,
          size: rows.length,
        },
      };
    },
  },
  actions: {
    [`${VENDOR}device.block+json`]: act('BLOCKED', (call) => ({
      block: { status: 'BLOCKED', blockedAt: call.world.now() },
    })),
    [`${VENDOR}device.unblock+json`]: act('UNBLOCKED', () => ({ block: { status: 'UNBLOCKED' } })),
    [`${VENDOR}device.unlock+json`]: act('UNLOCKED', () => ({ lock: { status: 'UNLOCKED' } })),
    [`${VENDOR}device.activate+json`]: (row, call) => {
      const otp = textIn(bodyOf(call), 'otp');
      if (row['status'] === 'ACTIVE') throw constraint('status', 'The device is active already.');
      // Any code of digits but zeros counts as the right one here.
      if (!/^\d{4,12}$/.test(otp) || /^0+$/.test(otp))
        throw invalidData({ code: 'INVALID_OTP', target: 'otp', message: 'The code is not right.' });
      return act('ACTIVATED', () => ({ status: 'ACTIVE', activatedAt: call.world.now() }))(row, call);
    },
  },
};

function prepare(row: Row, call: Call): void {
  const { tenant } = call.world;
  const paired = call.world.rows(devices.store, call.params['userId']).size;
  const most = Number(valueAt(tenant.settings.get('mfaSettings'), 'pairing.maxAllowedDevices') ?? 5);
  if (paired >= most) {
    throw invalidData({
      code: 'SIZE_LIMIT_EXCEEDED',
      target: 'devices',
      message: `A user has at most ${most} devices.`,
    });
  }
  const type = String(row['type']);
  if (type === 'MOBILE') throw invalidValue('type', 'A mobile device is paired by a pairing key.');
  if (type === 'EMAIL') textIn(row, 'email');
  if (PHONED.has(type) && !/^\+\d[\d.\-() ]{3,}$/.test(textIn(row, 'phone')))
    throw invalidValue('phone', 'Expected a number in international format, such as +1.5125550100.');
  checkReference(call, 'deviceAuthenticationPolicies', row['policy'], 'policy');
  if (type === 'TOTP') row['secret'] = randomBytes(20).toString('hex').toUpperCase();
  // An administrator pairs a device as ACTIVE unless the body says otherwise.
  const asked = row['status'] ?? (AT_ONCE.has(type) ? 'ACTIVE' : 'ACTIVATION_REQUIRED');
  row['status'] = asked === 'ACTIVATION_REQUIRED' ? 'ACTIVATION_REQUIRED' : 'ACTIVE';
  row['user'] = { id: call.params['userId'] };
  if (row['status'] === 'ACTIVE') row['activatedAt'] = call.world.now();
}

/** `PUT .../nickname`. */
const nickname: Single = {
  kind: 'single',
  path: `${devices.path}/{deviceId}/nickname`,
  within: USER,
  needs: devices.needs,
  replace: {
    [JSON_TYPE]: (call) => {
      const row = deviceIn(call);
      row['nickname'] = textIn(bodyOf(call), 'nickname');
      row['updatedAt'] = call.world.now();
      call.world.changed(row);
      recordChange(devices, row, call, 'UPDATED');
      return { status: 200, body: { nickname: row['nickname'] } };
    },
  },
};

/** `PUT .../logs` asks a mobile device for its log; no other type has one. */
const logs: Single = {
  kind: 'single',
  path: `${devices.path}/{deviceId}/logs`,
  within: USER,
  needs: devices.needs,
  replace: {
    [JSON_TYPE]: (call) => {
      const row = deviceIn(call);
      if (row['type'] !== 'MOBILE') throw invalidValue('type', 'Only mobile devices have logs.', ['MOBILE']);
      recordChange(devices, row, call, 'LOGS_REQUESTED');
      return { status: 200, body: { id: row.id } };
    },
  },
};

/** DELETE of the list with its content type takes the order away, and no device. */
const orderRemoval: Single = {
  kind: 'single',
  path: devices.path,
  within: USER,
  needs: devices.needs,
  removeType: `${VENDOR}devices.order.remove+json`,
  remove: (call, user) => {
    call.world.tenant.details.get('users/deviceOrder')?.delete(user.id);
    recordChange(devices, user, call, 'ORDER_REMOVED');
    return { status: 204 };
  },
};

export const deviceRoutes = [devices, nickname, logs, orderRemoval] as const;

function deviceIn(call: Call): Row {
  const row = call.world.rows(devices.store, call.params['userId']).get(call.params['deviceId'] ?? '');
  if (row === undefined) throw notFound();
  return row;
}

function act(what: string, change: (call: Call) => JsonObject): (row: Row, call: Call) => Answer {
  return (row, call) => {
    Object.assign(row, change(call), { updatedAt: call.world.now() });
    call.world.changed(row);
    recordChange(devices, row, call, what);
    const listPath = call.path.slice(0, call.path.lastIndexOf('/'));
    return { status: 200, body: represent(devices, row, call, listPath, false) };
  };
}
