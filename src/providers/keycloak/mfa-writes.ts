import type { MfaWrites } from '../mfa-writes.ts';
import { readDevices } from './mfa.ts';
import type { RealmApi } from './realm-api.ts';
import { isNotFound } from './role-mappings.ts';
import { explained } from './write-errors.ts';

export function createMfaWrites(api: RealmApi, others: MfaWrites): MfaWrites {
  return {
    ...others,
    /** The same call deletes passwords: what is no second factor of this user is not sent. */
    deleteDevice: async (userId, credentialId, context) => {
      const isThere = async (): Promise<boolean> =>
        (await readDevices(api, userId, context)).some(({ externalId }) => externalId === credentialId);
      if (!(await isThere())) return;
      const template = '/users/{userId}/credentials/{credentialId}';
      try {
        await explained(() => api.command(template, { userId, credentialId }, { method: 'DELETE' }, context));
      } catch (error) {
        if (!isNotFound(error) || (await isThere())) throw error;
      }
    },
  };
}
