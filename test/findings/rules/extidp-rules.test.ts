import type { Gateway } from '../../../src/model/gateway.ts';
import { describe, expect, it } from 'vitest';
import type { DirectoryFacts } from '../../../src/findings/facts.ts';
import {
  answer,
  directoryFacts,
  fact,
  grant,
  partial,
  userFacts,
  whole,
} from '../support-directory-facts.ts';
import {
  certificate,
  daysAgo,
  identityProvider,
  population,
  profile,
  login,
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

const providers = (...rows: readonly Parameters<typeof identityProvider>[0][]) => ({
  identityProviders: whole(...rows.map(identityProvider)),
});
const denied = { identityProviders: partial<never>('FORBIDDEN') };
const creating = { registrationPopulationId: 'people' };

const ask = (user: Parameters<typeof userFacts>[0], facts: Partial<DirectoryFacts>) =>
  answer('USER', 'extidp::disabled_idp_still_linked', userFacts(user, { directory: directoryFacts(facts) }));

describe('extidp::disabled_idp_still_linked', () => {
  const linked = { passwordAuthority: { kind: 'EXTERNAL', identityProviderId: 'partner' } } as const;
  it.each([
    ['a disabled one', linked, providers({ enabled: false }), 'PRESENT MEDIUM'],
    ['one that is gone', linked, providers(), 'PRESENT MEDIUM'],
    ['an enabled one', linked, providers({}), 'ABSENT'],
    ['a password of the directory itself', {}, denied, 'ABSENT'],
    ['a list that cannot be read', linked, denied, 'UNKNOWN (PERMISSION_DENIED)'],
    [
      'nobody knows who checks the password',
      { passwordAuthority: { kind: 'UNKNOWN', identityProviderId: null } },
      {},
      'UNKNOWN (FIELD_NULL)',
    ],
    [
      'a suspended account, whatever the list',
      { ...linked, status: 'SUSPENDED' },
      denied,
      'ABSENT (OUT_OF_SCOPE)',
    ],
  ] as const)('%s', (_what, user, facts, expected) => {
    expect(ask(user, facts)).toBe(expected);
  });
});

const administrator = userFacts({ populationId: 'people' }, { grants: whole(grant(1)) });
table('extidp::jit_provisioning', [
  ['into an ordinary population', providers(creating), 'PRESENT LOW'],
  [
    'into one with administrators',
    { ...providers(creating), everybody: whole(administrator) },
    'PRESENT MEDIUM',
  ],
  [
    'into the default one of employees',
    { ...providers(creating), populations: whole(population({ isDefault: true })) },
    'PRESENT MEDIUM',
  ],
  [
    'into the default one of customers',
    {
      ...providers(creating),
      populations: whole(population({ isDefault: true })),
      profile: fact(profile({ purpose: 'CUSTOMER' })),
    },
    'PRESENT LOW',
  ],
  ['switched off', providers({ ...creating, enabled: false }), 'ABSENT'],
  ['creates nobody', providers({}), 'ABSENT'],
  ['denied', denied, 'UNKNOWN (PERMISSION_DENIED)'],
]);

const social = providers({ externalId: 'social', type: 'GITHUB' });
const linkedAdministrator = userFacts(
  { passwordAuthority: { kind: 'EXTERNAL', identityProviderId: 'social' } },
  { grants: whole(grant(0)) },
);
table('extidp::social_idp_in_workforce', [
  ['enabled', social, 'PRESENT MEDIUM'],
  ['an administrator uses it', { ...social, everybody: whole(linkedAdministrator) }, 'PRESENT HIGH'],
  ['another kind', providers({ type: 'SAML' }), 'ABSENT'],
  ['customers', { ...social, profile: fact(profile({ purpose: 'CUSTOMER' })) }, 'ABSENT (OUT_OF_SCOPE)'],
  [
    'purpose not known',
    { ...social, profile: fact(profile({ purpose: 'UNKNOWN' })) },
    'UNKNOWN (FIELD_NULL)',
  ],
]);

const offering = (lockoutEnforced: boolean | null) => ({
  signOnPolicyActions: () => whole({ ...login, socialProviderIds: ['partner'], lockoutEnforced }),
});
table('extidp::lockout_not_enforced', [
  ['not enforced', offering(false), 'PRESENT MEDIUM'],
  ['not said', offering(null), 'PRESENT MEDIUM'],
  ['enforced', offering(true), 'ABSENT'],
  [
    'no provider offered',
    { signOnPolicyActions: () => whole({ ...login, lockoutEnforced: null }) },
    'ABSENT',
  ],
  ['unreadable steps', { signOnPolicyActions: () => partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

table('extidp::weak_federation_settings', [
  ['unsigned requests', providers({ type: 'SAML', authnRequestSigned: false }), 'PRESENT LOW'],
  ['no PKCE', providers({ pkceMethod: 'NONE' }), 'PRESENT LOW'],
  ['in order', providers({}, { type: 'SAML', authnRequestSigned: true }), 'ABSENT'],
  ['not said', providers({ pkceMethod: null }), 'UNKNOWN (FIELD_NULL)'],
]);

const verified = (more: Parameters<typeof certificate>[0]) => ({
  ...providers({ type: 'SAML', authnRequestSigned: true, verificationCertificateIds: ['key'] }),
  certificates: whole(certificate(more)),
});
table('extidp::certificate_expiring', [
  ['exactly 30 days left', verified({ expiresAt: daysAgo(-30) }), 'PRESENT MEDIUM'],
  ['a millisecond more', verified({ expiresAt: daysAgo(-30, -1) }), 'ABSENT'],
  ['ended', verified({ expiresAt: daysAgo(0) }), 'PRESENT HIGH'],
  ['not among the certificates', { ...verified({}), certificates: whole() }, 'UNKNOWN (PARTIAL_DATA)'],
  ['providers that cannot be read', denied, 'UNKNOWN (PERMISSION_DENIED)'],
]);

function gateway(more: Partial<Gateway> = {}): Gateway {
  return {
    externalId: 'gateway',
    name: 'Head office',
    type: 'LDAP',
    enabled: true,
    connectionSecurity: 'TLS',
    validatesCertificates: true,
    ...more,
  };
}
const through = (more: Partial<Gateway>) => ({ gateways: whole(gateway(more)) });
table('extidp::gateway_tls_not_validated', [
  ['in the open', through({ connectionSecurity: 'NONE' }), 'PRESENT HIGH'],
  ['any certificate is taken', through({ validatesCertificates: false }), 'PRESENT HIGH'],
  [
    'in the open, whatever else is not said',
    through({ connectionSecurity: 'NONE', validatesCertificates: null }),
    'PRESENT HIGH',
  ],
  ['TLS with validation', through({}), 'ABSENT'],
  ['StartTLS with validation', through({ connectionSecurity: 'START_TLS' }), 'ABSENT'],
  ['switched off', through({ enabled: false, connectionSecurity: 'NONE' }), 'ABSENT'],
  [
    'another kind of gateway',
    through({ type: 'RADIUS', connectionSecurity: null, validatesCertificates: null }),
    'ABSENT',
  ],
  ['no gateway', {}, 'ABSENT'],
  ['a word that nobody knows', through({ connectionSecurity: 'UNKNOWN' }), 'UNKNOWN (INVALID_VALUE)'],
  [
    'not said whether it is on',
    through({ enabled: null, connectionSecurity: 'NONE' }),
    'UNKNOWN (FIELD_NULL)',
  ],
  ['unreadable', { gateways: partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
  ['a directory whose gateways nobody reads', { gateways: partial('UNSUPPORTED') }, 'UNKNOWN (NOT_CAPABLE)'],
]);

const proving = (createdAt: Date | null, lastUsedAt: Date | null) => ({
  ...through({}),
  gatewayCredentials: () => whole({ externalId: 'c', createdAt, lastUsedAt }),
});
table('extidp::gateway_credential_stale', [
  ['exactly a year old, used 90 days ago', proving(daysAgo(365), daysAgo(90)), 'ABSENT'],
  ['a millisecond older', proving(daysAgo(365, 1), daysAgo(1)), 'PRESENT MEDIUM'],
  ['not used for a millisecond more', proving(daysAgo(100), daysAgo(90, 1)), 'PRESENT MEDIUM'],
  ['its use is not told', proving(daysAgo(100), null), 'ABSENT'],
  ['unused, whenever it was made', proving(null, daysAgo(91)), 'PRESENT MEDIUM'],
  ['not said when it was made', proving(null, daysAgo(1)), 'UNKNOWN (FIELD_NULL)'],
  ['no gateway', {}, 'ABSENT'],
  [
    'credentials that cannot be read',
    { ...through({}), gatewayCredentials: () => partial('FORBIDDEN') },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
]);
