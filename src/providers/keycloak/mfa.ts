import type { MfaDevice } from '../../model/mfa.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { MfaReads } from '../provider.ts';
import { readCredentials } from './credentials.ts';
import { isSecondFactor, toMfaDevice } from './mfa-device.ts';
import type { RealmApi } from './realm-api.ts';

/** The row of a user tells of a `totp` and of no other kind: what somebody has takes a call for each. */
export async function readDevices(
  api: RealmApi,
  userId: string,
  context: CallContext,
): Promise<readonly MfaDevice[]> {
  const credentials = await readCredentials(api, userId, context);
  return credentials.filter(isSecondFactor).map((row) => toMfaDevice(row, api.directory, userId));
}

export function createMfaReads(api: RealmApi, { report }: Pick<MfaReads, 'report'>): MfaReads {
  return { devicesOf: async (userId, context) => await readDevices(api, userId, context), report };
}
