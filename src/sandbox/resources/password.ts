import { invalidData } from '../api-error.ts';
import { bodyOf, textIn } from '../serve/body.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import { constraint, invalidValue } from './checks.ts';
import {
  endLockOut,
  forgetPassword,
  passwordOf,
  putState,
  setPassword,
  tryPassword,
} from './password-state.ts';
import type { Answer, Call, Single } from './resource.ts';
import { needsOf, USER, VENDOR } from './resource.ts';
import { users } from './users.ts';

/** The password of a user: its state by GET, and one operation by each content type. */
export const password: Single = {
  kind: 'single',
  path: `${users.path}/{userId}/password`,
  within: USER,
  needs: {
    ...needsOf('identity', 'dir', 'user'),
    update: { permission: 'dir:update:userPassword', area: 'identity' },
  },
  read: (call, user) => passwordOf(call, user),
  expand: {
    passwordPolicy: (value, call) => call.world.find('passwordPolicies', idOf(value['passwordPolicy']) ?? ''),
  },
  replace: {
    [`${VENDOR}password.set+json`]: (call, user) => {
      const body = bodyOf(call);
      const status = body['forceChange'] === true ? 'MUST_CHANGE_PASSWORD' : 'OK';
      return set(call, user, textIn(body, 'value'), 'value', status);
    },
    // Documented: without a value the password is unset.
    [`${VENDOR}password.setValue+json`]: (call, user) => {
      const value = bodyOf({ ...call, body: call.body ?? {} })['value'];
      if (value !== undefined && value !== null)
        return set(call, user, textIn(bodyOf(call), 'value'), 'value', 'OK');
      refuseExternal(call, user);
      forgetPassword(call, user);
      return shown(call, user);
    },
    [`${VENDOR}password.reset+json`]: (call, user) => {
      const body = bodyOf(call);
      if (body['currentPassword'] !== undefined) {
        requireUsable(call, user);
        if (!tryPassword(call, user, textIn(body, 'currentPassword')))
          throw invalidValue('currentPassword', 'The password is not the current one.');
      }
      return set(call, user, textIn(body, 'newPassword'), 'newPassword', 'OK');
    },
  },
  post: {
    [`${VENDOR}password.forceChange`]: forceChange,
    [`${VENDOR}password.forceChange+json`]: forceChange,
    [`${VENDOR}password.unlock+json`]: (call, user) => {
      requireOne(call, user);
      endLockOut(call, user);
      return shown(call, user);
    },
    [`${VENDOR}password.check+json`]: (call, user) => {
      const value = textIn(bodyOf(call), 'password');
      requireUsable(call, user);
      const right = tryPassword(call, user, value);
      call.world.record({
        type: right ? 'PASSWORD.CHECK_SUCCEEDED' : 'PASSWORD.CHECK_FAILED',
        resource: { type: 'PASSWORD', id: user.id, name: user['username'] },
        correlationId: call.transactionId,
        clientId: call.clientId,
        success: right,
      });
      if (!right) throw invalidValue('password', 'The password is not right.');
      return shown(call, user);
    },
    [`${VENDOR}password.sendRecoveryCode+json`]: (call, user) => {
      refuseExternal(call, user);
      recordChange({ audit: 'PASSWORD' }, user, call, 'RECOVERY_CODE_SENT');
      return shown(call, user);
    },
    // The code was sent by mail or text message; any but zeros counts as the right one here.
    [`${VENDOR}password.recover+json`]: (call, user) => {
      const body = bodyOf(call);
      if (/^0+$/.test(textIn(body, 'recoveryCode')))
        throw invalidValue('recoveryCode', 'The code is not right.');
      return set(call, user, textIn(body, 'newPassword'), 'newPassword', 'OK');
    },
  },
};

function set(
  call: Call,
  user: Row,
  value: string,
  target: string,
  status: 'OK' | 'MUST_CHANGE_PASSWORD',
): Answer {
  refuseExternal(call, user);
  setPassword(call, user, value, target, status);
  return shown(call, user);
}

function forceChange(call: Call, user: Row): Answer {
  requireOne(call, user);
  const { lastChangedAt } = passwordOf(call, user);
  putState(call, user, {
    status: 'MUST_CHANGE_PASSWORD',
    ...(lastChangedAt === undefined ? {} : { lastChangedAt }),
  });
  return call.world.settings.forceChangeStatus === 204 ? { status: 204 } : shown(call, user);
}

function shown(call: Call, user: Row): Answer {
  return { status: 200, body: passwordOf(call, user) };
}

/** Another provider keeps the password of its users; there is none here to set. */
function refuseExternal(call: Call, user: Row): void {
  if (passwordOf(call, user)['status'] === 'EXTERNAL')
    throw constraint('identityProvider', 'The password is kept by another identity provider.');
}

function requireOne(call: Call, user: Row): void {
  const { status } = passwordOf(call, user);
  if (status === 'NO_PASSWORD' || status === 'EXTERNAL')
    throw invalidData({ code: 'NO_PASSWORD', target: 'password', message: 'The user has no password.' });
}

/** @throws {ApiError} 400 while the password is locked by wrong tries, which is not the lock of an account. */
function requireUsable(call: Call, user: Row): void {
  requireOne(call, user);
  if (passwordOf(call, user)['status'] === 'PASSWORD_LOCKED_OUT')
    throw invalidData({
      code: 'ACCOUNT_NOT_USABLE',
      target: 'password',
      message: 'The password is locked by wrong tries.',
    });
}
