import { factOf } from '../../directory/fact-of.ts';
import type { JsonObject } from '../../model/action.ts';
import type { MfaBypass } from '../../model/account.ts';
import type { MfaDevice } from '../../model/mfa.ts';
import type { User } from '../../model/user.ts';
import type { Action, ActionEnvironment, Target } from '../action.ts';
import { freshDevicesOf } from './devices-of.ts';
import { forgetUser, locateUser, type UserActionInput } from '../users/user-target.ts';

/** All that decides whether a user is asked for a second factor and can show one. */
export interface SecondFactors {
  readonly user: User;
  readonly devices: readonly MfaDevice[];
  /** Null: it was not looked at, or this directory has none. */
  readonly bypass: MfaBypass | null;
  /** Whether another product of the vendor may keep devices that nobody can see here; null: that is not known. */
  readonly keptElsewhere: boolean | null;
}

/** @throws {UpstreamError} when user, devices or bypass cannot be read: half a state decides nothing. */
export async function readSecondFactors(
  { externalId }: Target,
  { directory, reads, provider, context }: ActionEnvironment,
  withBypass: boolean,
): Promise<SecondFactors | null> {
  const user = await reads.user(externalId);
  if (user === null) return null;
  const [devices, bypass, profile] = await Promise.all([
    freshDevicesOf(user, { directory, provider, context }),
    withBypass && directory.can('MFA_BYPASS') ? provider.users.mfaBypass(user.externalId, context) : null,
    // Which products an environment has does not change from one call to the next.
    factOf(directory.profile({ ...reads.loaders.scope, maxAgeMs: null })),
  ]);
  const keptElsewhere = profile.state === 'KNOWN' ? profile.value.mfaKeptElsewhere : null;
  return { user, devices, bypass, keptElsewhere };
}

/** Which devices there are, without numbers and addresses. */
function describeSecondFactors({ user, devices, bypass }: SecondFactors): JsonObject {
  return {
    mfaEnabled: user.mfaEnabled.state === 'KNOWN' ? user.mfaEnabled.value : null,
    ...(bypass === null ? {} : { bypassUntil: bypass.until?.toISOString() ?? null }),
    devices: devices
      .map(({ externalId, rawType, status, nickname }) => ({
        id: externalId,
        type: rawType,
        status,
        nickname,
      }))
      // Their order is that of use, which changes without any of them changing.
      .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

export function hasActiveDevice({ devices }: SecondFactors): boolean {
  return devices.some(({ status }) => status === 'ACTIVE');
}

/** What actions on a user's second factors as a whole have in common; each reads as much as it needs. */
export const onSecondFactors = {
  permission: 'mfa:reset',
  reads: 'mfa:read',
  subjectType: 'USER',
  locate: locateUser,
  user: ({ user }: SecondFactors) => user,
  describe: describeSecondFactors,
  forget: (loaders, target, after) => {
    forgetUser(loaders, target, after?.user ?? null);
  },
} as const satisfies Partial<Action<UserActionInput, SecondFactors>>;
