import type { ActionCall } from './action-call.ts';
import { action, RANGE } from './action-call.ts';

/** What a graph of identities needs besides the 113. */
export const FURTHER_ACTIONS: readonly ActionCall[] = [
  action(0, 'POST users', 201, {
    body: {
      username: 'further',
      email: 'f@example.com',
      mfaEnabled: true,
      password: { value: 'Green-Kettle-88' },
    },
    vendor: 'user.import+json',
    as: 'user',
    shows: { mfaEnabled: true },
  }),
  action(0, 'POST users/{user}', 200, {
    vendor: 'account.lock+json',
    shows: { account: { status: 'LOCKED' } },
  }),
  action(0, 'POST users/{user}', 200, {
    vendor: 'account.unlock+json',
    shows: { account: { status: 'OK' } },
  }),
  action(0, 'POST users/{user}', 200, { vendor: 'user.sendVerificationCode+json' }),
  action(0, 'POST users/{user}', 200, {
    body: { verificationCode: '123456' },
    vendor: 'user.verify+json',
    shows: { emailVerified: true },
  }),
  action(0, 'POST users/{user}/password', 200, {
    body: { password: 'Green-Kettle-88' },
    vendor: 'password.check+json',
    shows: { status: 'OK' },
  }),
  action(0, 'POST users/{user}/password', 200, {
    vendor: 'password.forceChange',
    shows: { status: 'MUST_CHANGE_PASSWORD' },
  }),
  action(0, 'POST users/{user}/password', 200, { vendor: 'password.unlock+json' }),
  action(0, 'POST users/{user}/password', 200, { vendor: 'password.sendRecoveryCode+json' }),
  action(0, 'POST users/{user}/password', 200, {
    body: { recoveryCode: '4711', newPassword: 'Amber-Trolley-31' },
    vendor: 'password.recover+json',
    shows: { status: 'OK' },
  }),
  action(0, 'PUT users/{user}/password', 200, {
    body: { currentPassword: 'Amber-Trolley-31', newPassword: 'Violet-Engine-92' },
    vendor: 'password.reset+json',
    shows: { status: 'OK' },
  }),
  action(0, 'PUT users/{user}/password', 200, {
    vendor: 'password.setValue+json',
    shows: { status: 'NO_PASSWORD' },
  }),
  action(0, 'PUT users/{user}/password', 200, {
    body: { value: '{SSHA512}abcdef' },
    vendor: 'password.setValue+json',
    shows: { status: 'OK' },
  }),
  action(0, 'PUT users/{user}/bypassMFA', 200, {
    body: { bypassMFAEnabledUntil: '2026-06-02T00:00:00.000Z' },
  }),
  action(0, 'GET users/{user}/bypassMFA', 200, {
    shows: { bypassMFAEnabledUntil: '2026-06-02T00:00:00.000Z' },
  }),
  action(0, 'POST users/{user}/devices', 201, {
    body: { type: 'EMAIL', email: 'f@example.com', status: 'ACTIVATION_REQUIRED' },
    as: 'mail',
    shows: { status: 'ACTIVATION_REQUIRED' },
  }),
  action(0, 'POST users/{user}/devices', 201, { body: { type: 'VOICE', phone: '+445550100' }, as: 'voice' }),
  action(0, 'POST users/{user}/devices/{mail}', 200, {
    body: { otp: '123456' },
    vendor: 'device.activate+json',
    shows: { status: 'ACTIVE' },
  }),
  action(0, 'POST users/{user}/devices/{mail}', 200, {
    vendor: 'device.block+json',
    shows: { block: { status: 'BLOCKED' } },
  }),
  action(0, 'POST users/{user}/devices/{mail}', 200, {
    vendor: 'device.unblock+json',
    shows: { block: { status: 'UNBLOCKED' } },
  }),
  action(0, 'POST users/{user}/devices/{mail}', 200, {
    vendor: 'device.unlock+json',
    shows: { lock: { status: 'UNLOCKED' } },
  }),
  action(0, 'POST users/{user}/devices', 200, {
    body: { order: [{ id: '{voice}' }, { id: '{mail}' }] },
    vendor: 'devices.reorder+json',
    shows: { _embedded: { devices: [{ id: '{voice}' }, { id: '{mail}' }] } },
  }),
  action(0, 'DELETE users/{user}/devices', 204, { vendor: 'devices.order.remove+json' }),
  action(0, 'PUT users/{withMobile}/devices/{mobile}/logs', 200, { body: {} }),
  action(0, 'POST users/{user}/pairingKeys', 201, {
    body: { applications: [{ id: '{anyApplication}' }] },
    as: 'pairingKey',
    shows: { status: 'UNCLAIMED' },
  }),
  action(0, 'GET users/{user}/pairingKeys/{pairingKey}', 200),
  action(0, 'DELETE users/{user}/pairingKeys/{pairingKey}', 204),
  action(0, 'GET users/{withSession}/sessions', 200),
  action(0, 'GET users/{withSession}/sessions/{session}', 200),
  action(0, 'DELETE users/{withSession}/sessions/{session}', 204),
  action(0, 'GET users/{linked}/linkedAccounts', 200),
  action(0, 'DELETE users/{linked}/linkedAccounts/{link}', 204),
  action(0, 'GET users/{consenting}/agreementConsents', 200, { shows: { count: 1 } }),
  action(0, 'POST users/{consenting}/agreementConsents/{agreed}', 200, {
    vendor: 'consent.revoke+json',
    shows: { status: 'REVOKED' },
  }),
  action(0, 'POST agreements', 201, { body: { name: 'Made here', enabled: true }, as: 'agreement' }),
  action(0, 'POST agreements/{agreement}/languages', 201, {
    body: { displayName: 'English', locale: 'en', enabled: true },
    as: 'language',
  }),
  action(0, 'POST agreements/{agreement}/languages/{language}/revisions', 201, {
    body: {
      contentType: 'text/plain',
      effectiveAt: '2026-01-01T00:00:00Z',
      requireReconsent: true,
      text: 'Agree?',
    },
    as: 'revision',
  }),
  action(0, 'GET agreements/{agreement}/languages/{language}', 200, {
    shows: { currentRevision: { id: '{revision}' } },
  }),
  action(0, 'DELETE agreements/{agreement}/languages/{language}/revisions/{revision}', 204),
  action(0, 'DELETE agreements/{agreement}/languages/{language}', 204),
  action(0, 'DELETE agreements/{agreement}', 204),
  action(0, 'POST signOnPolicies', 201, { body: { name: 'Steps' }, as: 'policy' }),
  action(0, 'POST signOnPolicies/{policy}/actions', 201, {
    body: { type: 'LOGIN', priority: 1 },
    as: 'login',
  }),
  action(0, 'POST signOnPolicies/{policy}/actions', 201, {
    body: { type: 'MULTI_FACTOR_AUTHENTICATION', priority: 2, noDevicesMode: 'BLOCK' },
    as: 'mfa',
  }),
  action(0, 'PUT signOnPolicies/{policy}/actions/{mfa}', 200, {
    body: { type: 'MULTI_FACTOR_AUTHENTICATION', priority: 3, noDevicesMode: 'BYPASS' },
    shows: { noDevicesMode: 'BYPASS', signOnPolicy: { id: '{policy}' } },
  }),
  action(0, 'DELETE signOnPolicies/{policy}/actions/{mfa}', 204),
  action(0, 'DELETE signOnPolicies/{policy}/actions/{login}', 400),
  action(0, 'POST fido2Policies', 201, { body: { name: 'Made here' }, as: 'fido2' }),
  action(0, 'POST deviceAuthenticationPolicies', 200, {
    body: {
      migrationData: [{ deviceAuthenticationPolicyId: '{anyDevicePolicy}', fido2PolicyId: '{fido2}' }],
    },
    vendor: 'deviceAuthenticationPolicy.fido2.migrate+json',
    shows: { _embedded: { deviceAuthenticationPolicies: [{ fido2: { fido2PolicyId: '{fido2}' } }] } },
  }),
  action(0, 'DELETE fido2Policies/{fido2}', 409),
  action(0, 'PUT mfaSettings', 200, {
    body: { pairing: { maxAllowedDevices: 3, pairingKeyFormat: 'NUMERIC' } },
  }),
  action(0, 'DELETE mfaSettings', 204),
  action(0, 'GET mfaSettings', 200, { shows: { pairing: { maxAllowedDevices: 5 } } }),
  action(0, 'PUT adminConfig', 200, {
    body: { mfaStatus: 'ENFORCE', authenticationMethod: 'HYBRID', recovery: true },
    shows: { authenticationMethod: 'HYBRID' },
  }),
  action(0, 'PUT billOfMaterials', 200, { body: { products: [{ type: 'PING_ONE_MFA' }] } }),
  action(0, 'GET capabilities', 200, { shows: { canUseMfa: true, canUseVerify: false } }),
  action(0, 'GET /organizations/{organization}/capabilities', 200),
  action(0, 'GET /organizations/{organization}/licenses', 200),
  action(0, 'POST keys', 201, {
    body: {
      name: 'Made here',
      algorithm: 'RSA',
      keyLength: 2048,
      signatureAlgorithm: 'SHA256withRSA',
      subjectDN: 'CN=Made here',
      usageType: 'SIGNING',
      validityPeriod: 365,
    },
    as: 'key',
    shows: { status: 'VALID' },
  }),
  action(0, 'DELETE keys/{key}', 204),
  action(0, 'DELETE keys/{usedKey}', 409),
  action(0, 'DELETE certificates/{usedCertificate}', 409),
  action(0, 'POST subscriptions', 201, {
    body: {
      name: 'Log',
      enabled: false,
      format: 'ACTIVITY',
      filterOptions: { includedActionTypes: ['USER.UPDATED'] },
      verifyTlsCertificates: true,
    },
    as: 'subscription',
  }),
  action(0, 'DELETE subscriptions/{subscription}', 204),
  action(0, 'POST schemas/{schema}/attributes', 201, { body: { name: 'badge', enabled: true }, as: 'badge' }),
  action(0, 'PATCH schemas/{schema}/attributes/{badge}', 200, {
    body: { displayName: 'Badge' },
    shows: { name: 'badge', displayName: 'Badge' },
  }),
  action(0, 'PATCH users/{user}', 200, { body: { badge: '17' }, shows: { badge: '17' } }),
  action(0, 'DELETE schemas/{schema}/attributes/{badge}', 204),
  action(0, 'POST activities', 200, {
    body: { filter: 'recordedAt ge "2026-05-31T00:00:00Z" and recordedAt le "2026-06-02T00:00:00Z"' },
  }),
  action(0, `GET totalIdentities?${RANGE}`, 200, { shows: { size: 2 } }),
  action(0, 'GET activeIdentityCounts?filter=startDate%20ge%20%222026-05-01T00:00:00Z%22&limit=7', 200, {
    shows: { size: 7 },
  }),
  action(0, 'POST /environments', 201, {
    body: { name: 'Trial', region: 'EU', type: 'SANDBOX', license: { id: '{license}' } },
    as: 'trial',
    shows: { status: 'ACTIVE' },
  }),
  action(0, 'GET /environments/{trial}/populations', 200, { shows: { count: 1 } }),
  action(0, 'PUT /environments/{trial}', 200, {
    body: { name: 'Trial 2', region: 'EU', type: 'SANDBOX', license: { id: '{license}' } },
    shows: { name: 'Trial 2', region: 'EU' },
  }),
  action(0, 'DELETE /environments/{trial}', 204),
  action(0, 'GET /environments/{trial}', 404),
];
