import type { MfaReads } from '../provider.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { toMfaDevice } from './mfa-device.ts';
import { readMfaReport } from './mfa-report.ts';

export function createMfaReads(api: EnvironmentApi): MfaReads {
  const directory = api.settings.key;
  return {
    devicesOf: async (userId, context) => {
      const listing = await api.list('users/{userId}/devices', { userId }, 'devices', context, (row) =>
        toMfaDevice(row, directory, userId),
      );
      return listing.rows;
    },
    report: async (context) => await readMfaReport(api, context),
  };
}
