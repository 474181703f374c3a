/** A word that PingOne does not document yet says nothing: neither that all is well, nor that it is not. */
import { describe, expect, test } from 'vitest';
import { toApplication } from '../../../src/providers/pingone/application.ts';
import type { Members } from '../../../src/providers/rows.ts';
import { createEvaluation } from '../../../src/findings/engine.ts';
import { everyRuleOn } from '../../../src/findings/rule-sets.ts';
import { appPkceNotRequired } from '../../../src/findings/rules/app-pkce-not-required.ts';
import { appWorkerTopRole } from '../../../src/findings/rules/app-worker-top-role.ts';
import { populationNoPasswordPolicy } from '../../../src/findings/rules/population-no-password-policy.ts';
import { asOf, sources } from '../support.ts';
import {
  answer,
  applicationFacts,
  directoryFacts,
  fact,
  grant,
  populationFacts,
  userFacts,
  whole,
} from '../support-directory-facts.ts';
import {
  action,
  application,
  identityProvider,
  oidc,
  passwordPolicy,
  profile,
  resourceGrant,
  signOnPolicy,
} from '../support-directory-rows.ts';

const directory = directoryFacts({ kind: 'PINGONE' });
const unknown = 'UNKNOWN (INVALID_VALUE)';

const open = { accessControl: { adminOnly: false, groupMatch: null, groupIds: [] } } as const;

const ofApplication = (rule: string, more: Parameters<typeof application>[0], further = {}) =>
  answer(
    'APPLICATION',
    rule,
    applicationFacts({ directory, application: application({ ...open, ...more }), ...further }),
  );

describe('the type of an application', () => {
  test.each([
    ['WEB_APP', 'PRESENT MEDIUM'],
    ['PING_ONE_PORTAL', 'ABSENT (OUT_OF_SCOPE)'],
    ['SOMETHING_NEW', unknown],
  ])('%s that everybody may open', (type, expected) => {
    expect(ofApplication('app::public_access', { type })).toBe(expected);
  });

  test.each([
    ['WORKER', 'PRESENT HIGH'],
    ['WEB_APP', 'ABSENT (OUT_OF_SCOPE)'],
    ['SOMETHING_NEW', unknown],
  ])('%s with a secret and a top role', (type, expected) => {
    const further = { grants: whole(grant(0)) };
    const said = ofApplication(
      'app::secret_instead_of_key',
      { type, oidc: oidc({ tokenEndpointAuthMethod: 'CLIENT_SECRET_POST' }) },
      further,
    );
    expect(said).toBe(expected);
  });

  test.each([
    ['WEB_APP', 'PRESENT LOW'],
    ['NATIVE_APP', 'PRESENT HIGH'],
    ['SOMETHING_NEW', 'PRESENT MEDIUM'],
  ])('%s that need not prove who asked', (type, expected) => {
    const settings = oidc({ pkceEnforcement: 'OPTIONAL', grantTypes: ['AUTHORIZATION_CODE'] });
    expect(ofApplication('app::pkce_not_required', { type, oidc: settings })).toBe(expected);
  });

  test.each([
    ['PING_ONE_ADMIN_CONSOLE', 'UNKNOWN (FIELD_NULL)'],
    ['WORKER', 'ABSENT (OUT_OF_SCOPE)'],
    ['PORTAL_LINK_APP', 'ABSENT (OUT_OF_SCOPE)'],
    ['WEB_APP', unknown],
  ])('%s by a protocol that nobody knows', (type, expected) => {
    const more = { type, protocol: 'UNKNOWN', oidc: null } as const;
    expect(ofApplication('app::public_access', more)).toBe(expected);
  });
});

test.each([
  ['CLIENT_SECRET_BASIC', 'UNKNOWN (NOT_CAPABLE)'],
  ['PRIVATE_KEY_JWT', 'ABSENT (OUT_OF_SCOPE)'],
  ['NONE', 'ABSENT (OUT_OF_SCOPE)'],
  ['SOMETHING_NEW', unknown],
])('an application that proves itself by %s', (tokenEndpointAuthMethod, expected) => {
  const secret = fact({
    createdAt: null,
    hasPrevious: false,
    previousExpiresAt: null,
    previousLastUsedAt: null,
  });
  const said = ofApplication('app::secret_age', { oidc: oidc({ tokenEndpointAuthMethod }) }, { secret });
  expect(said).toBe(expected);
});

test.each([
  ['PINGONE_API', 'PRESENT MEDIUM'],
  ['CUSTOM', 'ABSENT'],
  ['OPENID_CONNECT', 'ABSENT'],
  ['SOMETHING_NEW', unknown],
])('a scope over other people of a resource of the kind %s', (resourceType, expected) => {
  const resourceGrants = whole({ ...resourceGrant('p1:delete:user:all'), resourceType });
  const said = ofApplication('app::sensitive_scope_grant', {}, { resourceGrants });
  expect(said.replace(/PRESENT .*/, 'PRESENT')).toBe(expected.replace(/PRESENT .*/, 'PRESENT'));
});

test.each([
  ['SAML', 'PRESENT MEDIUM', 'ABSENT'],
  ['GOOGLE', 'ABSENT', 'PRESENT MEDIUM'],
  ['SOMETHING_NEW', unknown, unknown],
])('an identity provider of the type %s', (type, weak, social) => {
  const facts = directoryFacts({
    identityProviders: whole(identityProvider({ type, enabled: true, authnRequestSigned: false })),
    profile: fact(profile({ purpose: 'WORKFORCE' })),
  });
  expect(answer('DIRECTORY', 'extidp::weak_federation_settings', facts)).toMatch(weak.split(' ')[0] ?? '');
  expect(answer('DIRECTORY', 'extidp::social_idp_in_workforce', facts)).toMatch(social.split(' ')[0] ?? '');
});

test.each([
  ['LDAP', 'PRESENT'],
  ['RADIUS', 'ABSENT'],
  ['SOMETHING_NEW', 'UNKNOWN'],
])('a gateway of the type %s without TLS', (type, expected) => {
  const gateway = { externalId: 'g', name: 'g', type, enabled: true, validatesCertificates: true } as const;
  const facts = directoryFacts({ gateways: whole({ ...gateway, connectionSecurity: 'NONE' }) });
  expect(answer('DIRECTORY', 'extidp::gateway_tls_not_validated', facts)).toMatch(expected);
});

test.each([
  ['LOGIN', 'PRESENT'],
  ['AGREEMENT', 'ABSENT'],
  ['IDENTITY_PROVIDER', 'ABSENT'],
  ['SOMETHING_NEW', 'UNKNOWN'],
])('a step of the kind %s with outside providers that lets the locked in', (type, expected) => {
  const step = action(type, { socialProviderIds: ['google'], lockoutEnforced: false });
  const facts = directoryFacts({
    signOnPolicies: whole({
      directory: 'main',
      externalId: 's',
      name: 's',
      description: null,
      isDefault: true,
    }),
    signOnPolicyActions: () => whole(step),
  });
  expect(answer('DIRECTORY', 'extidp::lockout_not_enforced', facts)).toMatch(expected);
});

const facet = {
  enabled: true,
  accountStatus: 'OK',
  lockedAt: null,
  unlockAt: null,
  verifyStatus: 'DISABLED',
  lifecycleStatus: 'ACCOUNT_OK',
  accountId: null,
};

const ofVerification = (products: readonly string[]) =>
  answer(
    'USER',
    'lifecycle::identity_verification_disabled',
    userFacts({ pingOne: facet }, { directory: directoryFacts({ profile: fact(profile({ products })) }) }),
  );

test('products that could not be read are not products without verification', () => {
  expect(ofVerification(['PING_ONE_BASE'])).toBe('ABSENT (OUT_OF_SCOPE)');
  expect(ofVerification([])).toMatch(/^UNKNOWN/);
});

const isForAdministrators = (accessControl: Members) =>
  toApplication({ id: 'a', members: { accessControl } }, 'main', new Date(0)).accessControl.adminOnly;

test('a kind of role that is not known closes an application to others all the same', () => {
  expect(isForAdministrators({ role: { type: 'ADMIN_USERS_ONLY' } })).toBe(true);
  expect(isForAdministrators({ role: { type: 'SOME_USERS' } })).toBe(true);
  expect(isForAdministrators({})).toBe(false);
});

describe('what a word that is not known leaves open is how bad it is, not that it is so', () => {
  test.each([
    ['WEB_APP', 'LOW'],
    ['CUSTOM_APP', 'MEDIUM'],
    ['SOMETHING_NEW', null],
  ])('a client of the type %s', (type, expected) => {
    const facts = applicationFacts({ directory, application: application({ type, oidc: oidc({}) }) });
    expect(appPkceNotRequired.severityOf?.(facts)).toBe(expected);
  });

  test.each([
    ['ORGANIZATION', 'CRITICAL'],
    ['ENVIRONMENT', 'HIGH'],
    ['UNKNOWN', null],
  ] as const)('a top role over %s', (scopeType, expected) => {
    const facts = applicationFacts({ directory, grants: whole(grant(0, { scopeType })) });
    expect(appWorkerTopRole.severityOf?.(facts)).toBe(expected);
  });

  test.each([
    ['MULTI_FACTOR_AUTHENTICATION', 'INFO'],
    ['AGREEMENT', 'MEDIUM'],
    ['SOMETHING_NEW', null],
  ])('a default password policy that is long enough with %s alone', (type, expected) => {
    const policy = { isDefault: true, minLength: 8, excludesCommonlyUsed: true, historyCount: 24 };
    const facts = populationFacts({
      directory: directoryFacts({
        passwordPolicies: whole(passwordPolicy(policy)),
        signOnPolicies: whole(signOnPolicy('s', true)),
        signOnPolicyActions: () => whole(action(type)),
      }),
    });
    expect(populationNoPasswordPolicy.severityOf?.(facts)).toBe(expected);
  });
});

async function pkceOf(type: string) {
  const evaluation = createEvaluation({
    sources: sources({ kind: 'PINGONE' }),
    settings: everyRuleOn,
    asOf,
    depth: 'FULL',
    ruleIds: ['app::pkce_not_required'],
  });
  const client = application({ type, oidc: oidc({ pkceEnforcement: 'OPTIONAL' }) });
  const [found] = await evaluation.application(client);
  return [found?.state, found?.severity, found?.severityRange];
}

test('a finding of which it cannot be told how bad it is says that it may be as bad as any', async () => {
  expect(await pkceOf('WEB_APP')).toEqual(['PRESENT', 'LOW', undefined]);
  expect(await pkceOf('SOMETHING_NEW')).toEqual(['PRESENT', 'MEDIUM', { best: 'INFO', worst: 'CRITICAL' }]);
});
