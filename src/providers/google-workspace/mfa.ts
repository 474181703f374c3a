import { badResponse } from '../bad-response.ts';
import type { MfaReads } from '../provider.ts';
import type { GoogleApis } from './google-apis.ts';
import { devicesOfRow } from './mfa-device.ts';

/** For one user alone; rows of lists tell it without a call. */
export function createMfaReads({ settings, readUsers: api }: GoogleApis): Pick<MfaReads, 'devicesOf'> {
  return {
    devicesOf: async (userId, context) => {
      const query = { projection: 'full' };
      const { members, origin } = await api.read('/users/{userKey}', { userKey: userId }, context, { query });
      const devices = devicesOfRow(members, settings.key, userId);
      if (devices === null) throw badResponse(origin, 'lacks isEnrolledIn2Sv, expected true or false');
      return devices;
    },
  };
}
