import { type MfaDevice, type MfaDeviceType, tierOfType } from '../../model/mfa.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { identified } from '../identified.ts';
import type { MfaReport } from '../provider.ts';
import type { Row } from '../rows.ts';
import { flag, instant } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';

const ROUTE = '/reports/authenticationMethods/userRegistrationDetails';

/** Names in `methodsRegistered` that are no second factor. */
const NO_FACTOR: ReadonlySet<string> = new Set([
  'password',
  'email',
  'securityQuestion',
  'temporaryAccessPass',
  'appPassword',
  'qrCodePin',
  'none',
]);

/** "userRegistrationDetails resource type"; a name that is not here counts as a factor of an unknown kind. */
const TYPES: ReadonlyMap<string, MfaDeviceType> = new Map<string, MfaDeviceType>([
  ['mobilePhone', 'SMS'],
  ['alternateMobilePhone', 'VOICE'],
  ['officePhone', 'VOICE'],
  ['microsoftAuthenticatorPush', 'MOBILE_PUSH'],
  ['microsoftAuthenticatorPasswordless', 'MOBILE_PUSH'],
  ['softwareOneTimePasscode', 'TOTP'],
  ['hardwareOneTimePasscode', 'OATH_TOKEN'],
  ['fido2', 'FIDO2'],
  ['fido2SecurityKey', 'FIDO2'],
  ['passKeyDeviceBound', 'FIDO2'],
  ['passKeyDeviceBoundAuthenticator', 'FIDO2'],
  ['passKeyDeviceBoundWindowsHello', 'FIDO2'],
  ['passKeySynced', 'FIDO2'],
  ['windowsHelloForBusiness', 'PLATFORM_KEY'],
  ['macOsSecureEnclaveKey', 'PLATFORM_KEY'],
]);

/**
 * Second factors of everybody by the registration report. Its rows tell kinds and no devices, so that each kind stands for one;
 * whether it lists everybody is not documented, so that it speaks of those whom it names only.
 * @throws {UpstreamError} `BAD_RESPONSE` when a row cannot be read: half a report is none.
 */
export async function readMfaReport(api: GraphApi, context: CallContext): Promise<MfaReport> {
  const { rows, origin, observedAt } = await api.rows(ROUTE, {}, context, { bucket: 'reports' });
  const devicesByUser = new Map<string, readonly MfaDevice[]>();
  let oldest = observedAt;
  for (const row of identified(rows, origin)) {
    devicesByUser.set(row.id, toDevices(row, api.directory, origin));
    const at = instant(row.members, 'lastUpdatedDateTime');
    if (at !== null && at.getTime() < oldest.getTime()) oldest = at;
  }
  return { devicesByUser, observedAt: oldest, namedOnly: true };
}

function toDevices(row: Row, directory: string, origin: Origin): readonly MfaDevice[] {
  const methods: unknown = row.members['methodsRegistered'];
  const names = Array.isArray(methods) ? methods.filter((name) => typeof name === 'string') : null;
  if (names === null || names.length !== (methods as readonly unknown[]).length)
    throw badResponse(origin, 'has a row whose methodsRegistered is no list of names');
  const factors = [...new Set(names)].filter((name) => !NO_FACTOR.has(name));
  // Microsoft's own verdict is never read as less than it says, nor is a name that is new read as more.
  const isRegistered = flag(row.members, 'isMfaRegistered');
  if (factors.length === 0 && isRegistered === true) factors.push('isMfaRegistered');
  return factors.map((rawType) => {
    const type = TYPES.get(rawType) ?? 'UNKNOWN';
    return {
      directory,
      userId: row.id,
      externalId: `${REPORTED}${rawType}`,
      type,
      rawType,
      status: type === 'UNKNOWN' && isRegistered !== true ? 'UNKNOWN' : 'ACTIVE',
      rawStatus: 'registered',
      tier: tierOfType[type],
      nickname: null,
      contact: null,
      createdAt: null,
      updatedAt: null,
    };
  });
}

/** Begins the ids of devices of which only the report told: they name no method that could be removed. */
export const REPORTED = 'registered:';
