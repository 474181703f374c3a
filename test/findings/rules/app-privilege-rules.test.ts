import { describe, expect, it } from 'vitest';
import type { ApplicationFacts } from '../../../src/findings/facts.ts';
import type { ApplicationSecretState } from '../../../src/model/application.ts';
import { defaultFindingSettings } from '../../../src/findings/settings.ts';
import {
  answer,
  applicationFacts,
  directoryFacts,
  fact,
  grant,
  missing,
  partial,
  whole,
} from '../support-directory-facts.ts';
import {
  action,
  application,
  daysAgo,
  login,
  mfa,
  oidc,
  resourceGrant,
  signOnPolicy,
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

const off = { application: application({ enabled: false }) };
const top = { grants: whole(grant(0)) };
const strong = { grants: whole(grant(1)) };
const forbidden = { grants: partial<never>('FORBIDDEN') };
const machine = { application: worker() };
const web = (more: Parameters<typeof oidc>[0]) => ({ application: application({ oidc: oidc(more) }) });
const reduced = { application: application({ type: 'PING_ONE_ADMIN_CONSOLE', oidc: null }) };

table('app::worker_top_role', [
  ['a role of tier 0', { ...machine, ...top }, 'PRESENT HIGH'],
  [
    'over the whole organisation',
    { ...machine, grants: whole(grant(0, { scopeType: 'ORGANIZATION' })) },
    'PRESENT CRITICAL',
  ],
  ['a role of tier 1', { ...machine, ...strong }, 'ABSENT'],
  ['switched off, whatever its roles', { ...off, ...forbidden }, 'ABSENT (OUT_OF_SCOPE)'],
  ['roles that cannot be read', forbidden, 'UNKNOWN (PERMISSION_DENIED)'],
]);

const roles = (...ids: readonly string[]) => ids.map((roleId) => grant(1, { roleId }));
table('app::worker_excess_roles', [
  ['four roles', { grants: whole(...roles('a', 'b', 'c', 'd')) }, 'PRESENT MEDIUM'],
  ['three roles over four scopes', { grants: whole(...roles('a', 'b', 'c', 'c')) }, 'ABSENT'],
  [
    'four in a partial list',
    { grants: partial('TIMED_OUT', ...roles('a', 'b', 'c', 'd')) },
    'PRESENT MEDIUM',
  ],
  [
    'three in a partial list',
    { grants: partial('TIMED_OUT', ...roles('a', 'b', 'c')) },
    'UNKNOWN (SOURCE_UNREACHABLE)',
  ],
]);

const usedAt = (lastSignOnAt: Date | null) => ({
  usage: fact({ days: 365, signOns: lastSignOnAt === null ? 0 : 1, lastSignOnAt }),
});
table('app::privileged_inactive', [
  ['exactly 90 days', { ...top, ...usedAt(daysAgo(90)) }, 'ABSENT'],
  ['a millisecond more', { ...top, ...usedAt(daysAgo(90, 1)) }, 'PRESENT HIGH'],
  ['silence is not disuse', { ...top, ...usedAt(null) }, 'UNKNOWN (NOT_CAPABLE)'],
  [
    'a machine that was used otherwise, perhaps',
    { ...machine, ...top, ...usedAt(daysAgo(200)) },
    'UNKNOWN (NOT_CAPABLE)',
  ],
  ['nothing that matters', usedAt(daysAgo(200)), 'ABSENT (OUT_OF_SCOPE)'],
  ['unreadable usage', { ...top, usage: missing('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

const window = (days: number, signOns: number, lastSignOnAt: Date | null = null) => ({
  usage: fact({ days, signOns, lastSignOnAt }),
});
table('app::unused', [
  ['no sign-on in 90 days', window(90, 0), 'PRESENT MEDIUM'],
  ['one sign-on', window(90, 1, daysAgo(80)), 'ABSENT'],
  ['one sign-on before the 90 days', window(365, 1, daysAgo(91)), 'PRESENT MEDIUM'],
  ['a window that is too short', window(30, 0), 'UNKNOWN (PARTIAL_DATA)'],
  ['a window that was not read', { usage: missing('NOT_REQUESTED') }, 'UNKNOWN (NOT_REQUESTED)'],
  [
    'an application of 90 days',
    { ...window(90, 0), application: application({ createdAt: daysAgo(90) }) },
    'ABSENT',
  ],
  ['a machine', { ...machine, ...window(90, 0) }, 'ABSENT (OUT_OF_SCOPE)'],
]);

table('app::disabled_with_grants', [
  ['a scope is kept', { ...off, resourceGrants: whole(resourceGrant('openid')) }, 'PRESENT LOW'],
  ['a top role is kept', { ...off, ...top }, 'PRESENT MEDIUM'],
  ['nothing is kept', off, 'ABSENT'],
  ['switched on', top, 'ABSENT (OUT_OF_SCOPE)'],
  ['unreadable roles', { ...off, ...forbidden }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

const secret = (more: Partial<ApplicationSecretState> = {}) =>
  fact({ createdAt: null, hasPrevious: false, previousExpiresAt: null, previousLastUsedAt: null, ...more });
const old = application({ createdAt: daysAgo(400) });
table('app::secret_age', [
  [
    'W50: the application is 100 days old',
    { application: application({ createdAt: daysAgo(100) }) },
    'ABSENT',
  ],
  ['W50: 400 days old, no rotation known', { application: old }, 'UNKNOWN (NOT_CAPABLE)'],
  [
    'W50: the same where the secret says nothing',
    { application: old, secret: secret() },
    'UNKNOWN (NOT_CAPABLE)',
  ],
  [
    'W50: a secret of 181 days',
    { application: old, secret: secret({ createdAt: daysAgo(181) }) },
    'PRESENT MEDIUM',
  ],
  [
    'W50: a secret of exactly 180 days',
    { application: old, secret: secret({ createdAt: daysAgo(180) }) },
    'ABSENT',
  ],
  [
    'a replaced secret that has not ended yet bounds the age of the new one',
    { application: old, secret: secret({ hasPrevious: true, previousExpiresAt: daysAgo(-1) }) },
    'ABSENT',
  ],
  [
    'one that ended long ago does not',
    { application: old, secret: secret({ hasPrevious: true, previousExpiresAt: daysAgo(200) }) },
    'UNKNOWN (NOT_CAPABLE)',
  ],
  [
    'a worker of tier 0',
    { application: worker({ createdAt: daysAgo(400) }), ...top, secret: secret({ createdAt: daysAgo(181) }) },
    'PRESENT HIGH',
  ],
  ['a key', web({ tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT' }), 'ABSENT (OUT_OF_SCOPE)'],
]);

const replaced = (previousLastUsedAt: Date | null, previousExpiresAt: Date | null = daysAgo(-1)) => ({
  secret: secret({ hasPrevious: true, previousExpiresAt, previousLastUsedAt }),
});
table('app::previous_secret_still_valid', [
  ['never used since', replaced(null), 'PRESENT LOW'],
  ['used within a week', replaced(daysAgo(7)), 'PRESENT MEDIUM'],
  ['used before', replaced(daysAgo(7, 1)), 'PRESENT LOW'],
  ['it has ended', replaced(null, daysAgo(0)), 'ABSENT'],
  ['none', { secret: secret() }, 'ABSENT'],
  ['not looked at', {}, 'UNKNOWN (NOT_REQUESTED)'],
]);

table('app::secret_instead_of_key', [
  ['tier 0 by a secret', { ...machine, ...top }, 'PRESENT HIGH'],
  ['tier 1 by a secret', { ...machine, ...strong }, 'PRESENT MEDIUM'],
  [
    'by a key',
    { ...top, application: worker({ oidc: oidc({ tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT' }) }) },
    'ABSENT',
  ],
  ['no role', machine, 'ABSENT (OUT_OF_SCOPE)'],
  ['unreadable roles', { ...machine, ...forbidden }, 'UNKNOWN (PERMISSION_DENIED)'],
]);

const steps = {
  none: [login],
  always: [login, mfa],
  sometimes: [login, { ...mfa, conditional: true }],
  bypass: [login, { ...mfa, noDevicesMode: 'BYPASS' }],
  outside: [action('IDENTITY_PROVIDER')],
  future: [action('NEW')],
};
const policies = directoryFacts({
  signOnPolicies: whole(
    signOnPolicy('always', true),
    ...Object.keys(steps)
      .slice(2)
      .map((id) => signOnPolicy(id)),
  ),
  signOnPolicyActions: (id) => whole(...(Object.entries(steps).find(([name]) => name === id)?.[1] ?? [])),
});
const bound = (...ids: readonly string[]) => ({ directory: policies, signOnPolicyIds: whole(...ids) });
const byDefault = (id: string) => ({
  directory: { ...policies, signOnPolicies: whole(signOnPolicy(id, true)) },
});

table('app::no_mfa_sign_on_policy', [
  ['W51: a flow decides', { ...bound('always'), flowPolicyAssigned: fact(true) }, 'UNKNOWN (OPAQUE_POLICY)'],
  ['W51: one of two has none', bound('always', 'none'), 'PRESENT HIGH'],
  ['W51: none assigned, the default always asks', bound(), 'ABSENT'],
  ['W51: none assigned, the default asks on a condition', byDefault('sometimes'), 'ABSENT'],
  ['none assigned, the default never asks', byDefault('none'), 'PRESENT HIGH'],
  [
    'whether a flow decides is not known',
    { ...bound('none'), flowPolicyAssigned: missing('FORBIDDEN') },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
  ['the second factor may be asked for elsewhere', bound('outside'), 'UNKNOWN (OPAQUE_POLICY)'],
  ['a kind of step that is not known', bound('future'), 'UNKNOWN (INVALID_VALUE)'],
  [
    'assignments that cannot be read',
    { directory: policies, signOnPolicyIds: partial('FORBIDDEN') },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
  [
    'a default that is not there',
    { directory: directoryFacts({ signOnPolicies: whole() }) },
    'UNKNOWN (FIELD_NULL)',
  ],
  ['a machine', { ...machine, ...bound('none') }, 'ABSENT (OUT_OF_SCOPE)'],
  ['switched off', { ...off, ...bound('none') }, 'ABSENT (OUT_OF_SCOPE)'],
]);

table('app::mfa_step_can_be_skipped', [
  ['W51: the default asks on a condition', byDefault('sometimes'), 'PRESENT MEDIUM'],
  ['people without a device pass', bound('bypass'), 'PRESENT MEDIUM'],
  ['even at the console', { ...reduced, ...bound('bypass') }, 'PRESENT HIGH'],
  ['it always asks', bound('always'), 'ABSENT'],
  ['a policy without a second factor is another finding', bound('none', 'sometimes'), 'ABSENT'],
  ['a flow decides', { ...bound('bypass'), flowPolicyAssigned: fact(true) }, 'UNKNOWN (OPAQUE_POLICY)'],
]);

const described = (description: string | null, mark: string | null = 'Owner:') => ({
  directory: directoryFacts({ settings: { ...defaultFindingSettings, applicationOwnerMark: mark } }),
  application: application({ description }),
});
table('app::ownerless', [
  ['nobody', { owners: whole() }, 'PRESENT LOW'],
  ['nobody for one with a role', { ...top, owners: whole() }, 'PRESENT MEDIUM'],
  [
    'an owner',
    {
      owners: whole({ kind: 'USER', externalId: 'u', name: null }),
      directory: directoryFacts({ everybody: whole() }),
    },
    'ABSENT',
  ],
  [
    'an owner whose account nobody has read',
    { owners: whole({ kind: 'USER', externalId: 'u', name: null }) },
    'UNKNOWN (NOT_REQUESTED)',
  ],
  [
    "the vendor's own",
    { owners: whole(), application: application({ vendorsOwn: true }) },
    'ABSENT (OUT_OF_SCOPE)',
  ],
  ['written down', described('Pays the bills. owner: Ada\nSince 2020'), 'ABSENT'],
  ['the mark without a name', described('Owner: \nAda'), 'PRESENT LOW'],
  ['no description', described(null), 'PRESENT LOW'],
  ['no place for it', described('Owner: Ada', null), 'UNKNOWN (NOT_CAPABLE)'],
  ['unreadable owners', { owners: partial('FORBIDDEN') }, 'UNKNOWN (PERMISSION_DENIED)'],
]);
