import { badResponse } from '../bad-response.ts';
import type { MfaReads } from '../provider.ts';
import { text } from '../rows.ts';
import type { Unsupported } from '../unsupported.ts';
import { toMfaDevice } from './mfa-device.ts';
import type { OktaApi } from './okta-api.ts';

/** Okta tells of factors one user at a time only. */
export function createMfaReads(api: OktaApi, none: Unsupported['mfa']): MfaReads {
  return {
    ...none,
    devicesOf: async (userId, context) => {
      const template = '/api/v1/users/{userId}/factors';
      const listing = await api.list(template, { userId }, context, (row, _observedAt, origin) => {
        // Taken for a factor of no particular kind, a telephone would have no number that could differ.
        if (text(row.members, 'factorType') === null)
          throw badResponse(
            origin,
            'has a factor that does not say what it is: expected a text in factorType',
          );
        return toMfaDevice(row, api.directory, userId);
      });
      return listing.rows;
    },
  };
}
