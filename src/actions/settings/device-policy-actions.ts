import type { JsonObject } from '../../model/action.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { createObject } from '../objects/create-object.ts';
import { deleteObject } from '../objects/delete-object.ts';
import { isJsonObject, mergePatch } from '../objects/merge-patch.ts';
import { notPossible } from '../objects/object-target.ts';
import { updateObject } from '../objects/update-object.ts';

/** Methods that nothing is said of are off. The provider demands a rule for wrong codes of every method, also of those. */
export const createDeviceAuthenticationPolicy = createObject('DEVICE_AUTHENTICATION_POLICY', {
  permission: 'policy:write',
  complete: (members) => mergePatch(allOff, members),
  memberObjection: async (_record, members) => withoutMethod(members),
});

export const updateDeviceAuthenticationPolicy = updateObject('DEVICE_AUTHENTICATION_POLICY', {
  permission: 'policy:write',
  memberObjection: async (record, members) => withoutMethod(mergePatch(record?.members ?? {}, members)),
});

/** One that a sign-on policy refers to cannot be deleted (seen at PingOne, 409 on `signOnPolicies`). */
export const deleteDeviceAuthenticationPolicy = deleteObject('DEVICE_AUTHENTICATION_POLICY', {
  permission: 'policy:write',
});

/** The default decides wherever no other policy is named: there nobody could prove who they are. */
function withoutMethod(policy: JsonObject): GuardRefusal | null {
  const offered = Object.values(policy).some((method) => isJsonObject(method) && method['enabled'] === true);
  return policy['default'] !== true || offered
    ? null
    : notPossible(
        'The default policy has to offer at least one second factor: with none, nobody whom a sign-on asks for one could pass.',
      );
}

/** Three wrong codes block the device for two minutes. */
const failure: JsonObject = { count: 3, coolDown: { duration: 2, timeUnit: 'MINUTES' } };

/** A code that is sent can be used for half an hour. */
const sentCode: JsonObject = {
  enabled: false,
  otp: { failure, lifeTime: { duration: 30, timeUnit: 'MINUTES' } },
};
const madeCode: JsonObject = { enabled: false, otp: { failure } };

const allOff: JsonObject = {
  default: false,
  sms: sentCode,
  voice: sentCode,
  email: sentCode,
  mobile: madeCode,
  totp: madeCode,
};
