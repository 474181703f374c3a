import type {
  DeviceAuthenticationPolicy,
  DeviceMethod,
  Fido2Policy,
  MfaSettings,
} from '../../model/policy.ts';
import type { Members, Row } from '../rows.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { flag, object, objects, text, whole } from '../rows.ts';
import { expectShape, type Shape } from './shape.ts';

/** Members of a policy that are a way to authenticate, by PingOne's names. */
const METHODS = [
  'sms',
  'voice',
  'email',
  'whatsApp',
  'mobile',
  'totp',
  'fido2',
  'oathToken',
  'desktop',
  'yubikey',
] as const;

export function toDeviceAuthenticationPolicy(row: Row, directory: string): DeviceAuthenticationPolicy {
  const policy = row.members;
  return {
    directory,
    externalId: row.id,
    name: text(policy, 'name') ?? row.id,
    isDefault: flag(policy, 'default') ?? false,
    methods: METHODS.flatMap((method): DeviceMethod[] => {
      const settings = object(policy, method);
      const enabled = settings === null ? null : flag(settings, 'enabled');
      if (settings === null || enabled === null) return [];
      return [{ method, enabled, pairingDisabled: flag(settings, 'pairingDisabled') }];
    }),
    fido2PolicyId: text(object(policy, 'fido2') ?? {}, 'fido2PolicyId'),
    ignoreUserLock: flag(policy, 'ignoreUserLock'),
    newDeviceNotification: text(policy, 'newDeviceNotification'),
    rememberMeMinutes: rememberMeMinutes(policy),
    pushNumberMatching: pushNumberMatching(policy),
  };
}

const MINUTES: ReadonlyMap<string, number> = new Map([
  ['SECONDS', 1 / 60],
  ['MINUTES', 1],
  ['HOURS', 60],
  ['DAYS', 1_440],
]);

function rememberMeMinutes(policy: Members): number | null {
  const web = object(object(policy, 'rememberMe') ?? {}, 'web') ?? {};
  const lifeTime = object(web, 'lifeTime') ?? {};
  const duration = whole(lifeTime, 'duration');
  const unit = MINUTES.get(text(lifeTime, 'timeUnit') ?? '');
  return flag(web, 'enabled') !== true || duration === null || unit === undefined ? null : duration * unit;
}

/** A method that is there says whether it is enabled. */
const method: Shape = { always: ['enabled'], flags: ['enabled', 'pairingDisabled'] };

const policyShape: Shape = {
  flags: ['default', 'ignoreUserLock'],
  parts: {
    ...Object.fromEntries(METHODS.map((name) => [name, method])),
    mobile: { ...method, rows: { applications: { parts: { push: { parts: { numberMatching: {} } } } } } },
    rememberMe: {
      parts: {
        web: {
          always: ['enabled'],
          flags: ['enabled'],
          parts: { lifeTime: { numbers: ['duration'], texts: ['timeUnit'] } },
        },
      },
    },
  },
};

/**
 * Checks a policy: a method or a time that cannot be read must not look like one that is not there.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the member.
 */
export function expectDevicePolicy(policy: Members, origin: Origin): void {
  expectShape(policy, policyShape, origin);
  const web = object(object(policy, 'rememberMe') ?? {}, 'web') ?? {};
  if (flag(web, 'enabled') === true && rememberMeMinutes(policy) === null)
    throw badResponse(
      origin,
      'was expected to hold for how long devices are remembered in rememberMe.web.lifeTime',
    );
}

/** A push counts as matched by a number only if every mobile application of the policy asks for it. */
function pushNumberMatching(policy: Members): boolean | null {
  const applications = objects(object(policy, 'mobile') ?? {}, 'applications');
  const matching = applications.map((application) =>
    flag(object(object(application, 'push') ?? {}, 'numberMatching') ?? {}, 'enabled'),
  );
  if (matching.includes(false)) return false;
  return matching.length === 0 || matching.includes(null) ? null : true;
}

export function toFido2Policy(row: Row, directory: string): Fido2Policy {
  const policy = row.members;
  return {
    directory,
    externalId: row.id,
    name: text(policy, 'name') ?? row.id,
    isDefault: flag(policy, 'default') ?? false,
    userVerification: text(object(policy, 'userVerification') ?? {}, 'option'),
    userVerificationEnforced: flag(object(policy, 'userVerification') ?? {}, 'enforceDuringAuthentication'),
    attestation: text(policy, 'attestationRequirements'),
    authenticatorAttachment: text(policy, 'authenticatorAttachment'),
    relyingPartyId: text(policy, 'relyingPartyId'),
  };
}

export function toMfaSettings(settings: Members): MfaSettings {
  const pairing = object(settings, 'pairing') ?? {};
  const lockout = object(settings, 'lockout') ?? {};
  return {
    maxAllowedDevices: whole(pairing, 'maxAllowedDevices'),
    pairingKeyFormat: text(pairing, 'pairingKeyFormat'),
    lockoutFailureCount: whole(lockout, 'failureCount'),
    lockoutDurationSeconds: whole(lockout, 'durationSeconds'),
    enabledForNewUsers: flag(object(settings, 'users') ?? {}, 'mfaEnabled'),
  };
}
