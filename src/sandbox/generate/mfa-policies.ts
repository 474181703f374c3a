import type { Draft } from './draft.ts';

const failure = (): Record<string, unknown> => ({ count: 3, coolDown: { duration: 2, timeUnit: 'MINUTES' } });

/** A method whose code is sent: text message, call, mail. */
const sent = (enabled: boolean): Record<string, unknown> => ({
  enabled,
  pairingDisabled: !enabled,
  promptForNicknameOnPairing: false,
  otp: { lifeTime: { duration: 30, timeUnit: 'MINUTES' }, failure: failure(), otpLength: 6 },
});

/** A method whose code is made on the device. */
const made = (enabled: boolean): Record<string, unknown> => ({
  enabled,
  pairingDisabled: !enabled,
  promptForNicknameOnPairing: true,
  otp: { failure: failure() },
});

interface PolicyPlan {
  readonly name: string;
  readonly default: boolean;
  readonly codesByPhone: boolean;
  readonly codesByMail: boolean;
  readonly numberMatching: boolean;
  readonly rememberDays?: number;
  readonly notification: 'NONE' | 'EMAIL_THEN_SMS';
}

const PLANS: readonly PolicyPlan[] = [
  {
    name: 'Default MFA Policy',
    default: true,
    codesByPhone: true,
    codesByMail: true,
    numberMatching: false,
    notification: 'NONE',
  },
  {
    name: 'Administrators',
    default: false,
    codesByPhone: false,
    codesByMail: false,
    numberMatching: true,
    notification: 'EMAIL_THEN_SMS',
  },
  {
    name: 'Shop floor',
    default: false,
    codesByPhone: true,
    codesByMail: false,
    numberMatching: false,
    rememberDays: 90,
    notification: 'NONE',
  },
];

function addFido2Policies(draft: Draft): string[] {
  const random = draft.random('fido2 policies');
  return [true, false].map((strict) => {
    const id = random.uuid();
    draft.addNamed('fido2Policies', {
      id,
      environment: draft.environment,
      name: strict ? 'Passkeys' : 'Security keys, lenient',
      description: strict ? 'Passkeys and security keys' : 'Any authenticator, without a PIN',
      default: strict,
      attestationRequirements: strict ? 'DIRECT' : 'NONE',
      authenticatorAttachment: strict ? 'BOTH' : 'CROSS_PLATFORM',
      backupEligibility: { allow: true, enforceDuringAuthentication: strict },
      deviceDisplayName: strict ? 'Passkey' : 'Security key',
      discoverableCredentials: strict ? 'PREFERRED' : 'DISCOURAGED',
      mdsAuthenticatorsRequirements: {
        option: strict ? 'AUDIT_ONLY' : 'NONE',
        enforceDuringAuthentication: false,
      },
      relyingPartyId: 'login.example.com',
      userDisplayNameAttributes: { attributes: [{ name: 'username' }] },
      userVerification: { option: strict ? 'REQUIRED' : 'DISCOURAGED', enforceDuringAuthentication: strict },
      createdAt: draft.ago(900),
      updatedAt: draft.ago(120),
    });
    return id;
  });
}

/** `deviceAuthenticationPolicies`, `fido2Policies` and the settings of the environment for MFA. `mobileAppId` is the application that push goes to. */
export function addMfaPolicies(draft: Draft, mobileAppId: string): void {
  const [strictId, lenientId] = addFido2Policies(draft);
  const random = draft.random('device authentication policies');
  for (const plan of PLANS) {
    draft.addNamed('deviceAuthenticationPolicies', {
      id: random.uuid(),
      environment: draft.environment,
      name: plan.name,
      default: plan.default,
      forSignOnPolicy: true,
      authentication: { deviceSelection: plan.default ? 'DEFAULT_TO_FIRST' : 'PROMPT_TO_SELECT' },
      newDeviceNotification: plan.notification,
      ignoreUserLock: plan.rememberDays !== undefined,
      sms: sent(plan.codesByPhone),
      voice: sent(plan.codesByPhone),
      whatsApp: sent(plan.codesByPhone),
      email: sent(plan.codesByMail),
      totp: made(true),
      oathToken: made(!plan.default),
      fido2: {
        enabled: true,
        pairingDisabled: false,
        fido2PolicyId: plan.rememberDays === undefined ? strictId : lenientId,
      },
      mobile: {
        enabled: true,
        promptForNicknameOnPairing: true,
        otp: { failure: failure() },
        applications: [
          {
            id: mobileAppId,
            push: { enabled: true, numberMatching: { enabled: plan.numberMatching } },
            otp: { enabled: true },
            pairingDisabled: false,
          },
        ],
      },
      ...(plan.rememberDays === undefined
        ? {}
        : {
            rememberMe: {
              web: { enabled: true, lifeTime: { duration: plan.rememberDays, timeUnit: 'DAYS' } },
            },
          }),
      updatedAt: draft.ago(random.between(5, 400)),
    });
  }
  draft.tenant.settings.set('mfaSettings', {
    environment: draft.environment,
    pairing: { maxAllowedDevices: 5, pairingKeyFormat: 'ALPHANUMERIC' },
    lockout: { failureCount: 5, durationSeconds: 600 },
    authentication: { deviceSelection: 'DEFAULT_TO_FIRST' },
    phoneExtensions: { enabled: false },
    users: { mfaEnabled: true },
    updatedAt: draft.ago(300),
  });
}
