import type { Origin } from '../bad-response.ts';
import type { MfaReads } from '../provider.ts';
import type { Row } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { expectDevice, toMfaDevice } from './mfa-device.ts';
import { readMfaReport } from './mfa-report.ts';

export function createMfaReads(api: EnvironmentApi): MfaReads {
  const directory = api.settings.key;
  return {
    devicesOf: async (userId, context) => {
      const toModel = (row: Row, _: Date, origin: Origin) => {
        expectDevice(row, origin);
        return toMfaDevice(row, directory, userId);
      };
      const listing = await api.list('users/{userId}/devices', { userId }, 'devices', context, toModel);
      return listing.rows;
    },
    report: async (context) => await readMfaReport(api, context),
  };
}
