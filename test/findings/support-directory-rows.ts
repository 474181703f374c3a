/** Objects of a directory as a provider would answer them, in order until a test says otherwise. */
import type {
  Application,
  ApplicationGrant,
  OidcSettings,
  SamlSettings,
} from '../../src/model/application.ts';
import type { DirectoryProfile } from '../../src/model/directory.ts';
import type { Group, Population } from '../../src/model/group.ts';
import type {
  AdministratorSecurity,
  Certificate,
  DeviceAuthenticationPolicy,
  Fido2Policy,
  IdentityProvider,
  PasswordPolicy,
  SignOnPolicyAction,
} from '../../src/model/policy.ts';
import type { Role } from '../../src/model/role.ts';

export const asOf = new Date('2025-06-30T12:00:00.000Z');
export const made = new Date('2023-01-01T00:00:00.000Z');

export function daysAgo(days: number, moreMs = 0): Date {
  return new Date(asOf.getTime() - days * 86_400_000 - moreMs);
}

export function profile(more: Partial<DirectoryProfile> = {}): DirectoryProfile {
  return {
    name: 'Workforce',
    region: 'EU',
    type: 'PRODUCTION',
    status: 'ACTIVE',
    organizationId: 'org',
    licenseId: null,
    purpose: 'WORKFORCE',
    mfaKeptElsewhere: false,
    products: [],
    createdAt: made,
    ...more,
  };
}

export function administratorSecurity(more: Partial<AdministratorSecurity> = {}): AdministratorSecurity {
  return {
    mfaStatus: 'ENFORCE',
    authenticationMethod: 'PINGONE',
    identityProviderId: null,
    allowedMethods: ['TOTP', 'FIDO2'],
    fido2Capable: true,
    recoveryEnabled: false,
    ...more,
  };
}

export function action(type: string, more: Partial<SignOnPolicyAction> = {}): SignOnPolicyAction {
  return {
    externalId: `action-${type}`,
    type,
    priority: 1,
    conditional: false,
    noDevicesMode: type === 'MULTI_FACTOR_AUTHENTICATION' ? 'BLOCK' : null,
    deviceAuthenticationPolicyId: null,
    registrationEnabled: false,
    lockoutEnforced: true,
    socialProviderIds: [],
    ...more,
  };
}

export const login = action('LOGIN');
export const mfa = action('MULTI_FACTOR_AUTHENTICATION');

export function signOnPolicy(externalId: string, isDefault = false) {
  return { directory: 'd', externalId, name: externalId, description: null, isDefault };
}

export function passwordPolicy(more: Partial<PasswordPolicy> = {}): PasswordPolicy {
  return {
    directory: 'd',
    externalId: 'standard',
    name: 'Standard',
    description: null,
    isDefault: true,
    minLength: 15,
    maxLength: 255,
    excludesCommonlyUsed: true,
    excludesProfileData: true,
    notSimilarToCurrent: true,
    minUniqueCharacters: null,
    maxRepeatedCharacters: null,
    historyCount: 5,
    historyRetentionDays: 365,
    lockoutFailureCount: 5,
    lockoutDurationSeconds: 900,
    maxAgeDays: null,
    minAgeDays: null,
    minUppercase: null,
    minLowercase: null,
    minDigits: null,
    minSpecial: null,
    populationCount: 1,
    ...more,
  };
}

export function method(name: string, enabled: boolean, pairingDisabled: boolean | null = false) {
  return { method: name, enabled, pairingDisabled };
}

export function devicePolicy(more: Partial<DeviceAuthenticationPolicy> = {}): DeviceAuthenticationPolicy {
  return {
    directory: 'd',
    externalId: 'devices',
    name: 'Devices',
    isDefault: true,
    methods: [method('sms', false), method('email', false), method('mobile', true), method('fido2', true)],
    fido2PolicyId: null,
    ignoreUserLock: false,
    newDeviceNotification: 'EMAIL_THEN_SMS',
    rememberMeMinutes: null,
    pushNumberMatching: true,
    ...more,
  };
}

export function fido2Policy(more: Partial<Fido2Policy> = {}): Fido2Policy {
  return {
    directory: 'd',
    externalId: 'passkeys',
    name: 'Passkeys',
    isDefault: true,
    userVerification: 'REQUIRED',
    userVerificationEnforced: true,
    attestation: 'NONE',
    authenticatorAttachment: 'BOTH',
    relyingPartyId: 'example.com',
    ...more,
  };
}

export function identityProvider(more: Partial<IdentityProvider> = {}): IdentityProvider {
  return {
    directory: 'd',
    externalId: 'partner',
    name: 'Partner',
    type: 'OPENID_CONNECT',
    enabled: true,
    description: null,
    registrationPopulationId: null,
    issuer: 'https://idp.example.com',
    pkceMethod: 'S256',
    authnRequestSigned: null,
    verificationCertificateIds: [],
    ...more,
  };
}

export function certificate(more: Partial<Certificate> = {}): Certificate {
  return {
    directory: 'd',
    externalId: 'key',
    name: 'Signing key',
    isKeyPair: true,
    usage: 'SIGNING',
    rawUsage: 'SIGNING',
    algorithm: 'RSA',
    keyLength: 2048,
    signatureAlgorithm: 'SHA256withRSA',
    serialNumber: '1',
    subject: 'CN=key',
    issuer: 'CN=key',
    startsAt: daysAgo(100),
    expiresAt: daysAgo(-265),
    status: 'VALID',
    isDefault: true,
    ...more,
  };
}

export function role(more: Partial<Role> = {}): Role {
  return {
    directory: 'd',
    externalId: 'custom',
    name: 'Automation',
    description: null,
    custom: true,
    permissions: [{ id: 'dir:read:user', description: null }],
    applicableTo: ['ENVIRONMENT'],
    canAssignRoleIds: [],
    tier: null,
    ...more,
  };
}

export function group(more: Partial<Group> = {}): Group {
  return {
    directory: 'd',
    externalId: 'g',
    name: 'Group',
    description: null,
    populationId: null,
    dynamicFilter: null,
    external: false,
    sourceId: null,
    directMemberCount: 1,
    customData: null,
    createdAt: made,
    updatedAt: made,
    observedAt: asOf,
    ...more,
  };
}

export function population(more: Partial<Population> = {}): Population {
  return {
    directory: 'd',
    externalId: 'people',
    name: 'People',
    description: null,
    isDefault: false,
    userCount: 10,
    passwordPolicyId: 'standard',
    createdAt: made,
    updatedAt: made,
    observedAt: asOf,
    ...more,
  };
}

export function oidc(more: Partial<OidcSettings> = {}): OidcSettings {
  return {
    clientId: 'a',
    grantTypes: ['AUTHORIZATION_CODE'],
    responseTypes: ['CODE'],
    redirectUris: ['https://app.example.com/cb'],
    allowWildcardInRedirectUris: false,
    pkceEnforcement: 'S256_REQUIRED',
    tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
    refreshTokenDuration: 2_592_000,
    refreshTokenRollingDuration: 2_592_000,
    refreshTokenReplayProtection: true,
    ...more,
  };
}

export function saml(more: Partial<SamlSettings> = {}): SamlSettings {
  return {
    spEntityId: 'sp',
    acsUrls: ['https://sp.example.com/acs'],
    assertionSigned: true,
    responseSigned: false,
    requestSignatureRequired: true,
    signingKeyId: 'key',
    acceptsAcsUrlOfSignedRequest: false,
    sloEndpoint: null,
    spCertificateIds: [],
    ...more,
  };
}

export function application(more: Partial<Application> = {}): Application {
  return {
    directory: 'd',
    externalId: 'a',
    name: 'Application',
    description: null,
    protocol: 'OPENID_CONNECT',
    rawProtocol: 'OPENID_CONNECT',
    type: 'WEB_APP',
    enabled: true,
    accessControl: { adminOnly: false, groupMatch: 'ANY', groupIds: ['g'] },
    oidc: oidc(),
    saml: null,
    homePageUrl: null,
    createdAt: made,
    updatedAt: made,
    observedAt: asOf,
    ...more,
  };
}

export function worker(more: Partial<Application> = {}): Application {
  return application({
    type: 'WORKER',
    oidc: oidc({ grantTypes: ['CLIENT_CREDENTIALS'], responseTypes: [], redirectUris: [] }),
    ...more,
  });
}

export function samlApplication(more: Partial<SamlSettings> = {}): Application {
  return application({ protocol: 'SAML', rawProtocol: 'SAML', oidc: null, saml: saml(more) });
}

export function resourceGrant(...scopes: readonly (string | null)[]): ApplicationGrant {
  return {
    externalId: 'rg',
    resourceId: 'p1',
    resourceName: 'PingOne API',
    resourceType: 'PINGONE_API',
    scopeIds: scopes.map((_, index) => String(index)),
    scopes,
  };
}
