import type { MfaReads } from '../provider.ts';
import type { Unsupported } from '../unsupported.ts';
import { toMfaDevice } from './mfa-device.ts';
import type { OktaApi } from './okta-api.ts';

/** Okta tells of factors one user at a time only. */
export function createMfaReads(api: OktaApi, none: Unsupported['mfa']): MfaReads {
  return {
    ...none,
    devicesOf: async (userId, context) => {
      const listing = await api.list('/api/v1/users/{userId}/factors', { userId }, context, (row) =>
        toMfaDevice(row, api.directory, userId),
      );
      return listing.rows;
    },
  };
}
