import { describe, expect, it } from 'vitest';
import type { InactivityAutomation } from '../../../src/model/automation.ts';
import type { DirectoryFacts } from '../../../src/findings/facts.ts';
import { directoryRules } from '../../../src/findings/directory-rules.ts';
import type { SignOnPolicyAction } from '../../../src/model/policy.ts';
import { defaultFindingSettings } from '../../../src/findings/settings.ts';
import {
  answer,
  applicationFacts,
  directoryFacts,
  fact,
  missing,
  partial,
  whole,
} from '../support-directory-facts.ts';
import {
  administratorSecurity,
  devicePolicy,
  fido2Policy,
  login,
  method,
  passwordPolicy,
  profile,
  signOnPolicy,
  mfa,
} from '../support-directory-rows.ts';

function table(
  ruleId: string,
  rows: readonly (readonly [what: string, facts: Partial<DirectoryFacts>, expected: string])[],
): void {
  describe(`rule ${ruleId}`, () => {
    it.each(rows)('%s', (_what, facts, expected) => {
      expect(answer('DIRECTORY', ruleId, directoryFacts(facts))).toBe(expected);
    });
  });
}

const security = (more: Parameters<typeof administratorSecurity>[0]) => ({
  administratorSecurity: fact(administratorSecurity(more)),
});
const defaultSteps = (...steps: readonly SignOnPolicyAction[]) => ({
  signOnPolicyActions: () => whole(...steps),
});
const forbidden = { administratorSecurity: missing('FORBIDDEN') };
const engine = (mfaEngine: 'PINGID' | 'DAVINCI' | 'EXTERNAL') => ({
  settings: { ...defaultFindingSettings, mfaEngine },
});

table('org::admin_mfa_not_enforced', [
  ['W31: enforced by PingOne', {}, 'ABSENT'],
  [
    'W31: an external identity provider decides',
    security({ authenticationMethod: 'EXTERNAL' }),
    'UNKNOWN (OPAQUE_POLICY)',
  ],
  [
    'W31: both, the other one unknown',
    security({ authenticationMethod: 'HYBRID' }),
    'UNKNOWN (OPAQUE_POLICY)',
  ],
  [
    'both, and PingOne does not enforce',
    security({ authenticationMethod: 'HYBRID', mfaStatus: 'OPTIONAL' }),
    'PRESENT CRITICAL',
  ],
  ['W32: forbidden, the default policy always asks', forbidden, 'ABSENT'],
  [
    'W32: forbidden, the default policy never asks',
    { ...forbidden, ...defaultSteps(login) },
    'PRESENT CRITICAL',
  ],
  ['W32: forbidden, a flow decides', { ...forbidden, ...engine('DAVINCI') }, 'UNKNOWN (OPAQUE_POLICY)'],
  [
    'forbidden, and the default asks on a condition only: it may ask, as ping_identity::admin_no_mfa says too',
    { ...forbidden, ...defaultSteps({ ...mfa, conditional: true }) },
    'UNKNOWN (OPAQUE_POLICY)',
  ],
  [
    'a way to sign on that is not known',
    security({ authenticationMethod: 'NEW' }),
    'UNKNOWN (INVALID_VALUE)',
  ],
  ['not asked for', { administratorSecurity: missing('NOT_REQUESTED') }, 'UNKNOWN (NOT_REQUESTED)'],
]);

table('org::admin_weak_methods_allowed', [
  ['codes by mail', security({ allowedMethods: ['TOTP', 'FIDO2', 'EMAIL'] }), 'PRESENT MEDIUM'],
  ['no FIDO2 though it could be offered', security({ allowedMethods: ['TOTP'] }), 'PRESENT MEDIUM'],
  [
    'no FIDO2 because it cannot be offered',
    security({ allowedMethods: ['TOTP'], fido2Capable: false }),
    'ABSENT',
  ],
  ['both in order', {}, 'ABSENT'],
  ['methods that could not be read', security({ allowedMethods: [] }), 'UNKNOWN (INVALID_VALUE)'],
  ['forbidden', forbidden, 'UNKNOWN (PERMISSION_DENIED)'],
]);

table('org::admin_account_recovery_enabled', [
  ['on', security({ recoveryEnabled: true }), 'PRESENT LOW'],
  [
    'on, and mail is the only method',
    security({ recoveryEnabled: true, allowedMethods: ['EMAIL'] }),
    'PRESENT MEDIUM',
  ],
  ['off', {}, 'ABSENT'],
  ['not said', security({ recoveryEnabled: null }), 'UNKNOWN (FIELD_NULL)'],
]);

table('org::default_policy_no_mfa', [
  ['never', { ...defaultSteps(login), everyApplication: whole(applicationFacts()) }, 'PRESENT HIGH'],
  [
    'never, but every application has another',
    { ...defaultSteps(login), everyApplication: whole(applicationFacts({ signOnPolicyIds: whole('p') })) },
    'PRESENT LOW',
  ],
  [
    'never, and it is not known who relies on it',
    { ...defaultSteps(login), everyApplication: partial('FORBIDDEN') },
    'PRESENT HIGH',
  ],
  ['always', {}, 'ABSENT'],
  ['a flow decides', { ...defaultSteps(login), ...engine('DAVINCI') }, 'UNKNOWN (OPAQUE_POLICY)'],
  [
    'steps that cannot be read',
    { signOnPolicyActions: () => partial('FORBIDDEN') },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
]);

const passwords = (...rows: readonly Parameters<typeof passwordPolicy>[0][]) => ({
  passwordPolicies: whole(...rows.map(passwordPolicy)),
});
table('org::weak_password_policy', [
  ['7 characters', passwords({ minLength: 7 }), 'PRESENT MEDIUM'],
  ['8 with a second factor', passwords({ minLength: 8 }), 'ABSENT'],
  ['14 without', { ...passwords({ minLength: 14 }), ...defaultSteps(login) }, 'PRESENT MEDIUM'],
  ['15 without', { ...passwords({ minLength: 15 }), ...defaultSteps(login) }, 'ABSENT'],
  [
    '8, and it is not known whether a second factor is asked for',
    { ...passwords({ minLength: 8 }), ...engine('DAVINCI') },
    'UNKNOWN (OPAQUE_POLICY)',
  ],
  ['four old passwords remembered', passwords({ historyCount: 4 }), 'PRESENT MEDIUM'],
  [
    'another policy is weak',
    passwords({}, { externalId: 'other', isDefault: false, minLength: 8, historyCount: 0 }),
    'ABSENT',
  ],
  ['forbidden', { passwordPolicies: partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

table('org::no_lockout', [
  ['never locks', passwords({ lockoutFailureCount: null }), 'PRESENT MEDIUM'],
  ['after 10', passwords({ lockoutFailureCount: 10 }), 'ABSENT'],
  ['after 11', passwords({ lockoutFailureCount: 11 }), 'PRESENT MEDIUM'],
  [
    'a policy that nobody has',
    passwords({}, { isDefault: false, populationCount: 0, lockoutFailureCount: null }),
    'ABSENT',
  ],
  [
    'a policy that perhaps somebody has',
    passwords({}, { isDefault: false, populationCount: null, lockoutFailureCount: null }),
    'UNKNOWN (FIELD_NULL)',
  ],
  ['forbidden', { passwordPolicies: partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

table('org::forced_password_rotation', [
  ['every 90 days', passwords({ maxAgeDays: 90 }), 'PRESENT INFO'],
  ['never', {}, 'ABSENT'],
  ['forbidden', { passwordPolicies: partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

const devices = (...rows: readonly Parameters<typeof devicePolicy>[0][]) => ({
  deviceAuthenticationPolicies: whole(...rows.map(devicePolicy)),
});
const denied = { deviceAuthenticationPolicies: partial<never>('FORBIDDEN') };
table('org::weak_mfa_methods_allowed', [
  ['text messages', devices({ methods: [method('sms', true)] }), 'PRESENT MEDIUM'],
  ['WhatsApp', devices({ methods: [method('whatsApp', true)] }), 'PRESENT MEDIUM'],
  [
    'on their way out',
    devices({ methods: [method('sms', true, true), method('email', true, true)] }),
    'PRESENT LOW',
  ],
  ['none', {}, 'ABSENT'],
  [
    'another policy than the default one',
    devices({}, { isDefault: false, methods: [method('sms', true)] }),
    'ABSENT',
  ],
  [
    'PingID in its place',
    { ...devices({ methods: [method('sms', true)] }), ...engine('PINGID') },
    'UNKNOWN (NOT_CAPABLE)',
  ],
  [
    'PingID by the products',
    { ...devices({ methods: [method('sms', true)] }), profile: fact(profile({ mfaKeptElsewhere: true })) },
    'UNKNOWN (NOT_CAPABLE)',
  ],
  ['denied', denied, 'UNKNOWN (PERMISSION_DENIED)'],
]);

table('org::phishing_resistant_not_offered', [
  ['off', devices({ methods: [method('fido2', false)] }), 'PRESENT MEDIUM'],
  ['no new ones', devices({ methods: [method('fido2', true, true)] }), 'PRESENT MEDIUM'],
  ['offered', {}, 'ABSENT'],
  ['not said', devices({ methods: [] }), 'UNKNOWN (FIELD_NULL)'],
]);

table('org::push_number_matching_off', [
  ['off', devices({ pushNumberMatching: false }), 'PRESENT MEDIUM'],
  ['on', {}, 'ABSENT'],
  ['no push at all', devices({ pushNumberMatching: false, methods: [method('mobile', false)] }), 'ABSENT'],
  ['not said', devices({ pushNumberMatching: null }), 'UNKNOWN (FIELD_NULL)'],
]);

table('org::mfa_remember_me_too_long', [
  ['a day', devices({ rememberMeMinutes: 1440 }), 'ABSENT'],
  ['a minute more', devices({ rememberMeMinutes: 1441 }), 'PRESENT LOW'],
  ['more than 30 days', devices({ rememberMeMinutes: 43_201 }), 'PRESENT MEDIUM'],
  ['denied', denied, 'UNKNOWN (PERMISSION_DENIED)'],
]);

const newUsers = (enabledForNewUsers: boolean | null) => ({
  mfaSettings: fact({
    maxAllowedDevices: 5,
    pairingKeyFormat: null,
    lockoutFailureCount: 3,
    lockoutDurationSeconds: 60,
    enabledForNewUsers,
  }),
});
table('org::mfa_off_for_new_users', [
  ['off', newUsers(false), 'PRESENT LOW'],
  ['on', {}, 'ABSENT'],
  ['not said', newUsers(null), 'UNKNOWN (FIELD_NULL)'],
  ['denied', { mfaSettings: missing('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

table('org::mfa_ignores_user_lock', [
  ['one policy does', devices({}, { isDefault: false, ignoreUserLock: true }), 'PRESENT MEDIUM'],
  ['not said means no', devices({ ignoreUserLock: null }), 'ABSENT'],
  ['denied', denied, 'UNKNOWN (PERMISSION_DENIED)'],
]);

table('org::no_new_device_notice', [
  ['none', devices({ newDeviceNotification: 'NONE' }), 'PRESENT LOW'],
  ['by mail', {}, 'ABSENT'],
  ['not said', devices({ newDeviceNotification: null }), 'UNKNOWN (FIELD_NULL)'],
]);

const passkeys = (more: Parameters<typeof fido2Policy>[0]) => ({ fido2Policies: whole(fido2Policy(more)) });
table('org::fido_user_verification_weak', [
  ['discouraged', passkeys({ userVerification: 'DISCOURAGED' }), 'PRESENT LOW'],
  ['only at registration', passkeys({ userVerificationEnforced: false }), 'PRESENT LOW'],
  ['required', {}, 'ABSENT'],
  ['not said', passkeys({ userVerification: null }), 'UNKNOWN (FIELD_NULL)'],
]);

const registers = defaultSteps({ ...login, registrationEnabled: true });
table('org::open_self_registration', [
  ['anybody', registers, 'PRESENT HIGH'],
  ['nobody', {}, 'ABSENT'],
  [
    'customers may',
    { ...registers, profile: fact(profile({ purpose: 'CUSTOMER' })) },
    'ABSENT (OUT_OF_SCOPE)',
  ],
  [
    'purpose not known',
    { ...registers, profile: fact(profile({ purpose: 'UNKNOWN' })) },
    'UNKNOWN (FIELD_NULL)',
  ],
  [
    'one of two policies cannot be read',
    {
      signOnPolicies: whole(signOnPolicy('default', true), signOnPolicy('other')),
      signOnPolicyActions: (id) => (id === 'default' ? whole(login) : partial('TIMED_OUT')),
    },
    'UNKNOWN (SOURCE_UNREACHABLE)',
  ],
]);

const hook = (enabled: boolean, verifiesTls: boolean | null) => ({
  externalId: 'w',
  name: 'SIEM',
  enabled,
  format: null,
  url: null,
  verifiesTls,
});
table('org::no_audit_stream', [
  ['none', { webhooks: whole() }, 'PRESENT MEDIUM'],
  ['one that is switched off', { webhooks: whole(hook(false, true)) }, 'PRESENT MEDIUM'],
  ['one that does not check its peer', { webhooks: whole(hook(true, false)) }, 'PRESENT MEDIUM'],
  ['one, and it is not said whether it checks', { webhooks: whole(hook(true, null)) }, 'ABSENT'],
  ['denied', { webhooks: partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

const automation: InactivityAutomation = {
  name: 'Idle',
  enabled: true,
  afterDays: 90,
  switchesOff: true,
  coversEverybody: true,
};
const automated = (more: Partial<InactivityAutomation>) => ({
  inactivityAutomations: whole({ ...automation, ...more }),
});
table('org::no_inactivity_automation', [
  ['none', { inactivityAutomations: whole() }, 'PRESENT LOW'],
  ['one that is switched off', automated({ enabled: false }), 'PRESENT LOW'],
  ['one that waits too long', automated({ afterDays: 91 }), 'PRESENT LOW'],
  ['one that only tells', automated({ switchesOff: false }), 'PRESENT LOW'],
  ['one for some', automated({ coversEverybody: false }), 'PRESENT LOW'],
  ['one after 90 days', automated({}), 'ABSENT'],
  ['for whom, nobody can tell', automated({ coversEverybody: null }), 'UNKNOWN (FIELD_NULL)'],
  ['one of a list that is not whole', { inactivityAutomations: partial('PARTIAL', automation) }, 'ABSENT'],
  ['nobody reads them', { inactivityAutomations: partial('UNSUPPORTED') }, 'UNKNOWN (NOT_CAPABLE)'],
]);

table('org::legacy_authentication_allowed', [
  ['open', { legacyProtocols: whole('IMAP') }, 'PRESENT HIGH'],
  ['one of a list that is not whole', { legacyProtocols: partial('FORBIDDEN', 'POP') }, 'PRESENT HIGH'],
  ['closed', { legacyProtocols: whole() }, 'ABSENT'],
  ['nobody reads the policies', { legacyProtocols: partial('UNSUPPORTED') }, 'UNKNOWN (NOT_CAPABLE)'],
]);

describe('the list of rules', () => {
  it('has every id once, and files the family under the prefix', () => {
    const ids = directoryRules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(68);
  });

  it('explains every rule in two sentences at most, and maps it to a standard', () => {
    for (const rule of directoryRules) {
      expect(rule.description.match(/\.(\s|$)/g)?.length).toBeLessThanOrEqual(2);
      expect(rule.frameworks.length).toBeGreaterThan(0);
    }
  });
});
