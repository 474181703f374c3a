import type { JsonObject } from '../../model/action.ts';
import type { MfaDevice } from '../../model/mfa.ts';
import type { User } from '../../model/user.ts';
import type { Action, ActionEnvironment, ActionInput, Target } from '../action.ts';
import { sameId } from '../guards/same-id.ts';
import type { LedgerEntry } from '../ledger.ts';
import { forgetUser } from '../users/user-target.ts';
import { maskedContact } from './contact.ts';
import { freshDevicesOf } from './devices-of.ts';

/** What actions on a device accept. */
export interface DeviceActionInput extends ActionInput {
  /** `<user id>/<device id>`. */
  readonly device: Target;
}

export interface DeviceState {
  /** Whose it is. */
  readonly user: User;
  readonly device: MfaDevice;
}

interface DeviceIds {
  readonly userId: string;
  readonly deviceId: string;
}

/** The two ids of a device; null: the text does not hold two. */
export function idsOf({ externalId }: Target): DeviceIds | null {
  const [userId = '', deviceId = '', ...more] = externalId.split('/');
  return userId === '' || deviceId === '' || more.length > 0 ? null : { userId, deviceId };
}

async function readDevice(
  target: Target,
  { directory, reads, provider, context }: ActionEnvironment,
): Promise<DeviceState | null> {
  const ids = idsOf(target);
  const user = ids === null ? null : await reads.user(ids.userId);
  if (ids === null || user === null) return null;
  const devices = await freshDevicesOf(user, { directory, provider, context });
  const device = devices.find(({ externalId }) => sameId(externalId, ids.deviceId));
  return device === undefined ? null : { user, device };
}

export function describeDevice({ device }: DeviceState): JsonObject {
  const { rawType, status, nickname, contact } = device;
  return {
    type: rawType,
    status,
    nickname,
    ...(contact === null ? {} : { contact: maskedContact(contact) }),
  };
}

/** The input of another action on the same device. */
export function sameDevice(entry: LedgerEntry): { readonly device: Target } {
  return { device: { externalId: entry.subject.externalId } };
}

/** What actions on one device have in common: which is meant, the fresh device and its user, and what is forgotten afterwards. */
export const onDevice = {
  permission: 'mfa:reset',
  reads: 'mfa:read',
  subjectType: 'MFA_DEVICE',
  locate: async ({ device }: DeviceActionInput) => (idsOf(device) === null ? null : device),
  read: (target: Target, _input: DeviceActionInput, environment: ActionEnvironment) =>
    readDevice(target, environment),
  user: ({ user }: DeviceState) => user,
  describe: describeDevice,
  forget: (loaders, target, after) => {
    const ids = idsOf(target);
    if (ids !== null) forgetUser(loaders, { externalId: ids.userId }, after?.user ?? null);
  },
} as const satisfies Partial<Action<DeviceActionInput, DeviceState>>;
