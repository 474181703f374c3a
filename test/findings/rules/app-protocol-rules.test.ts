import { describe, expect, it } from 'vitest';
import type { ApplicationFacts } from '../../../src/findings/facts.ts';
import { addressesOf, isSentInTheClear } from '../../../src/findings/predicates/app-addresses.ts';
import { answer, applicationFacts, directoryFacts, partial, whole } from '../support-directory-facts.ts';
import {
  application,
  certificate,
  daysAgo,
  oidc,
  resourceGrant,
  samlApplication,
  worker,
} from '../support-directory-rows.ts';

function table(
  ruleId: string,
  rows: readonly (readonly [what: string, facts: Partial<ApplicationFacts>, expected: string])[],
): void {
  describe(`rule ${ruleId}`, () => {
    it.each(rows)('%s', (_what, facts, expected) => {
      expect(answer('APPLICATION', ruleId, applicationFacts(facts))).toBe(expected);
    });
  });
}

const machine = { application: worker() };
const web = (more: Parameters<typeof oidc>[0]) => ({ application: application({ oidc: oidc(more) }) });
const reduced = { application: application({ type: 'PING_ONE_ADMIN_CONSOLE', oidc: null }) };

const open = { adminOnly: false, groupMatch: null, groupIds: [] };
table('app::public_access', [
  ['everybody', { application: application({ accessControl: open }) }, 'PRESENT MEDIUM'],
  ['a group', {}, 'ABSENT'],
  [
    'administrators only',
    { application: application({ accessControl: { ...open, adminOnly: true } }) },
    'ABSENT',
  ],
  [
    'the portal',
    { application: application({ type: 'PING_ONE_PORTAL', accessControl: open }) },
    'ABSENT (OUT_OF_SCOPE)',
  ],
  ['a reduced row', { application: { ...reduced.application, accessControl: open } }, 'UNKNOWN (FIELD_NULL)'],
]);

table('app::wildcard_redirect_uri', [
  ['W52: in the host', web({ redirectUris: ['https://*.example.com/cb'] }), 'PRESENT CRITICAL'],
  ['in the path', web({ redirectUris: ['https://example.com/*'] }), 'PRESENT HIGH'],
  ['allowed, though not used yet', web({ allowWildcardInRedirectUris: true }), 'PRESENT HIGH'],
  ['exact addresses', web({ allowWildcardInRedirectUris: null }), 'ABSENT'],
  [
    'neither addresses nor the setting',
    web({ allowWildcardInRedirectUris: null, redirectUris: [] }),
    'UNKNOWN (FIELD_NULL)',
  ],
  [
    'a machine has none',
    {
      application: worker({
        oidc: oidc({
          grantTypes: ['CLIENT_CREDENTIALS'],
          allowWildcardInRedirectUris: null,
          redirectUris: [],
        }),
      }),
    },
    'ABSENT',
  ],
]);

const to = (...redirectUris: readonly string[]) => web({ redirectUris });
table('app::insecure_redirect_uri', [
  ['W52: loopback', to('http://localhost:3000/cb', 'http://127.0.0.1/cb', 'http://[::1]/cb'), 'ABSENT'],
  ['W52: another host', to('http://intranet.example/cb'), 'PRESENT MEDIUM'],
  ['a native scheme', to('com.example.app://cb'), 'ABSENT'],
  [
    'SAML without TLS',
    { application: samlApplication({ acsUrls: ['http://sp.example/acs'] }) },
    'PRESENT MEDIUM',
  ],
  [
    'SAML log-out without TLS',
    { application: samlApplication({ sloEndpoint: 'http://sp.example/slo' }) },
    'PRESENT MEDIUM',
  ],
  ['none listed', to(), 'UNKNOWN (FIELD_NULL)'],
  ['a machine', machine, 'ABSENT'],
]);

describe('an address without TLS', () => {
  it.each([
    ['http://localhost.evil.example/cb', true],
    ['http://localhost@evil.example/cb', true],
    ['HTTP://evil.example', true],
    ['http://127.9.9.9:8080', false],
    ['http://[', true],
  ])('%s', (address, expected) => {
    expect(isSentInTheClear(address)).toBe(expected);
  });

  it('addresses of an application without settings are none', () => {
    expect(addressesOf(reduced.application)).toEqual([]);
  });
});

table('app::implicit_grant', [
  [
    'the implicit grant',
    web({ grantTypes: ['IMPLICIT'], responseTypes: ['TOKEN', 'ID_TOKEN'] }),
    'PRESENT MEDIUM',
  ],
  ['an id token only', web({ responseTypes: ['CODE', 'ID_TOKEN'] }), 'PRESENT LOW'],
  ['codes only', {}, 'ABSENT'],
  ['a reduced row', reduced, 'UNKNOWN (FIELD_NULL)'],
  ['SAML', { application: samlApplication() }, 'ABSENT (OUT_OF_SCOPE)'],
]);

const pkce = (pkceEnforcement: string | null, type = 'WEB_APP') => ({
  application: application({ type, oidc: oidc({ pkceEnforcement }) }),
});
table('app::pkce_not_required', [
  ['a web application', pkce('OPTIONAL'), 'PRESENT LOW'],
  ['a public client', pkce('OPTIONAL', 'SINGLE_PAGE_APP'), 'PRESENT HIGH'],
  ['another kind', pkce('OPTIONAL', 'CUSTOM_APP'), 'PRESENT MEDIUM'],
  ['required', pkce('REQUIRED'), 'ABSENT'],
  ['no answer', pkce(null), 'UNKNOWN (FIELD_NULL)'],
  ['an answer that is not known', pkce('SOMETIMES'), 'UNKNOWN (INVALID_VALUE)'],
  ['no code flow', machine, 'ABSENT (OUT_OF_SCOPE)'],
]);

const scoped = (...scopes: readonly (string | null)[]) => ({
  resourceGrants: whole(resourceGrant(...scopes)),
});
table('app::device_code_flow', [
  ['it may be used', web({ grantTypes: ['DEVICE_CODE'] }), 'PRESENT LOW'],
  [
    'with a sensitive scope',
    { ...web({ grantTypes: ['DEVICE_CODE'] }), ...scoped('p1:delete:user') },
    'PRESENT MEDIUM',
  ],
  ['it may not', {}, 'ABSENT'],
  ['a reduced row', reduced, 'UNKNOWN (FIELD_NULL)'],
]);

const refresh = (more: Parameters<typeof oidc>[0]) =>
  web({ grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'], ...more });
table('app::refresh_token_unbounded', [
  ['W54: no rolling limit', refresh({ refreshTokenRollingDuration: null }), 'PRESENT LOW'],
  ['replay protection off', refresh({ refreshTokenReplayProtection: null }), 'PRESENT LOW'],
  ['exactly 180 days', refresh({ refreshTokenRollingDuration: 180 * 86_400 }), 'ABSENT'],
  ['a second more', refresh({ refreshTokenRollingDuration: 180 * 86_400 + 1 }), 'PRESENT LOW'],
  [
    'nothing returned',
    refresh({
      refreshTokenDuration: null,
      refreshTokenRollingDuration: null,
      refreshTokenReplayProtection: null,
    }),
    'UNKNOWN (FIELD_NULL)',
  ],
  ['no refresh tokens', web({ refreshTokenRollingDuration: null }), 'ABSENT (OUT_OF_SCOPE)'],
]);

const serviceProvider = (more: Parameters<typeof samlApplication>[0]) => ({
  application: samlApplication(more),
});
table('app::saml_unsigned_assertion', [
  ['neither', serviceProvider({ assertionSigned: false, responseSigned: false }), 'PRESENT HIGH'],
  ['the response', serviceProvider({ assertionSigned: false, responseSigned: true }), 'ABSENT'],
  [
    'one is not known',
    serviceProvider({ assertionSigned: false, responseSigned: null }),
    'UNKNOWN (FIELD_NULL)',
  ],
  [
    'one is not known, the other signs',
    serviceProvider({ assertionSigned: null, responseSigned: true }),
    'ABSENT',
  ],
  ['OpenID Connect', {}, 'ABSENT (OUT_OF_SCOPE)'],
]);

table('app::saml_request_signature_ignored', [
  [
    'any address, unsigned',
    serviceProvider({ acceptsAcsUrlOfSignedRequest: true, requestSignatureRequired: false }),
    'PRESENT LOW',
  ],
  ['any address, signed', serviceProvider({ acceptsAcsUrlOfSignedRequest: true }), 'ABSENT'],
  ['fixed addresses', serviceProvider({ requestSignatureRequired: null }), 'ABSENT'],
  [
    'not known',
    serviceProvider({ acceptsAcsUrlOfSignedRequest: true, requestSignatureRequired: null }),
    'UNKNOWN (FIELD_NULL)',
  ],
]);

const key = (more: Parameters<typeof certificate>[0]) => ({
  application: samlApplication(),
  directory: directoryFacts({ certificates: whole(certificate(more)) }),
});
table('app::certificate_expiring', [
  ['W53: exactly 30 days left', key({ expiresAt: new Date('2025-07-30T12:00:00.000Z') }), 'PRESENT MEDIUM'],
  ['W53: a millisecond more', key({ expiresAt: new Date('2025-07-30T12:00:00.001Z') }), 'ABSENT'],
  ['W53: it ends now', key({ expiresAt: daysAgo(0) }), 'PRESENT HIGH'],
  ['no end known', key({ expiresAt: null }), 'UNKNOWN (FIELD_NULL)'],
  [
    'the key is not in the list',
    { application: samlApplication({ signingKeyId: 'other' }) },
    'UNKNOWN (PARTIAL_DATA)',
  ],
  [
    'the list cannot be read',
    { application: samlApplication(), directory: directoryFacts({ certificates: partial('FORBIDDEN') }) },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
  ['OpenID Connect', {}, 'ABSENT (OUT_OF_SCOPE)'],
]);

table('app::weak_key', [
  ['RSA of 1024', key({ keyLength: 1024 }), 'PRESENT MEDIUM'],
  ['EC of 224', key({ algorithm: 'EC', keyLength: 224 }), 'PRESENT MEDIUM'],
  ['EC of 256', key({ algorithm: 'EC', keyLength: 256 }), 'ABSENT'],
  ['exactly 365 days', key({}), 'ABSENT'],
  ['a day more', key({ startsAt: daysAgo(101) }), 'PRESENT LOW'],
  ['no length', key({ keyLength: null }), 'UNKNOWN (FIELD_NULL)'],
  ['another kind', key({ algorithm: 'ML-DSA' }), 'UNKNOWN (INVALID_VALUE)'],
]);

table('app::sensitive_scope_grant', [
  ['deletes people', scoped('p1:delete:user'), 'PRESENT MEDIUM'],
  ['changes the own record', scoped('p1:update:user', 'p1:delete:sessions', 'openid'), 'ABSENT'],
  ['a name that could not be read', scoped(null), 'UNKNOWN (FIELD_NULL)'],
  [
    'a resource of the operator',
    { resourceGrants: whole({ ...resourceGrant('p1:delete:user'), resourceType: 'CUSTOM' }) },
    'ABSENT',
  ],
  ['unreadable grants', { resourceGrants: partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

table('app::password_grant', [
  ['it may', web({ grantTypes: ['AUTHORIZATION_CODE', 'PASSWORD'] }), 'PRESENT MEDIUM'],
  ['it may not', {}, 'ABSENT'],
  ['another protocol', { application: samlApplication() }, 'ABSENT (OUT_OF_SCOPE)'],
  ['a row that does not say', web({ grantTypes: [] }), 'UNKNOWN (FIELD_NULL)'],
  ['a reduced row', reduced, 'UNKNOWN (FIELD_NULL)'],
]);
