import { describe, expect, it } from 'vitest';
import type { PopulationFacts } from '../../../src/findings/facts.ts';
import {
  answer,
  directoryFacts,
  fact,
  grant,
  missing,
  partial,
  populationFacts,
  userFacts,
  whole,
} from '../support-directory-facts.ts';
import { identityProvider, login, passwordPolicy, population } from '../support-directory-rows.ts';

function table(
  ruleId: string,
  rows: readonly (readonly [what: string, facts: Partial<PopulationFacts>, expected: string])[],
): void {
  describe(`rule ${ruleId}`, () => {
    it.each(rows)('%s', (_what, facts, expected) => {
      expect(answer('POPULATION', ruleId, populationFacts(facts))).toBe(expected);
    });
  });
}

const weak = passwordPolicy({ excludesCommonlyUsed: false });
const unbound = population({ passwordPolicyId: null });
const withPolicies = (...rows: readonly ReturnType<typeof passwordPolicy>[]) => ({
  directory: directoryFacts({ passwordPolicies: whole(...rows) }),
});

table('population::no_password_policy', [
  ['with a strong default policy', { population: unbound }, 'PRESENT INFO'],
  ['with a weak default policy', { population: unbound, ...withPolicies(weak) }, 'PRESENT MEDIUM'],
  [
    'with a default policy that cannot be read',
    { population: unbound, directory: directoryFacts({ passwordPolicies: partial('TIMED_OUT') }) },
    'PRESENT LOW',
  ],
  ['with a policy of its own', {}, 'ABSENT'],
  [
    'policies may be hidden from who has no right to see them',
    { population: unbound, directory: directoryFacts({ passwordPolicies: partial('FORBIDDEN') }) },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
]);

table('population::weak_password_policy', [
  ['its own policy is weak', withPolicies(weak), 'PRESENT MEDIUM'],
  ['its own policy is strong', {}, 'ABSENT'],
  [
    'without one, the default policy counts',
    { population: unbound, ...withPolicies(weak) },
    'PRESENT MEDIUM',
  ],
  [
    'its own policy is not among those that could be read',
    {
      population: population({ passwordPolicyId: 'other' }),
      directory: directoryFacts({ passwordPolicies: partial('FORBIDDEN') }),
    },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
  [
    'a length between 8 and 15 is fine while a second factor is always asked for',
    withPolicies(passwordPolicy({ minLength: 8 })),
    'ABSENT',
  ],
  [
    'and too short where it is not',
    {
      directory: directoryFacts({
        passwordPolicies: whole(passwordPolicy({ minLength: 14 })),
        signOnPolicyActions: () => whole(login),
      }),
    },
    'PRESENT MEDIUM',
  ],
]);

const administrator = userFacts({}, { grants: whole(grant(1)) });
table('population::admins_mixed_with_customers', [
  [
    '51 people, one an administrator',
    { population: population({ userCount: 51 }), members: whole(administrator) },
    'PRESENT LOW',
  ],
  [
    '50 people are few enough',
    { population: population({ userCount: 50 }), members: whole(administrator) },
    'ABSENT',
  ],
  ['no administrator', { population: population({ userCount: 51 }), members: whole(userFacts()) }, 'ABSENT'],
  [
    'an administrator in a partial list is enough',
    { population: population({ userCount: 51 }), members: partial('TIMED_OUT', administrator) },
    'PRESENT LOW',
  ],
  [
    'roles that were not asked for',
    {
      population: population({ userCount: 51 }),
      members: whole(userFacts({}, { grants: partial('NOT_REQUESTED') })),
    },
    'UNKNOWN (NOT_REQUESTED)',
  ],
  [
    'without a count, the known people count',
    { population: population({ userCount: null }), members: whole(administrator) },
    'ABSENT',
  ],
]);

table('population::empty', [
  ['nobody', { population: population({ userCount: 0 }) }, 'PRESENT INFO'],
  ['somebody', {}, 'ABSENT'],
  [
    'the default one may be empty',
    { population: population({ userCount: 0, isDefault: true }) },
    'ABSENT (OUT_OF_SCOPE)',
  ],
  ['no count', { population: population({ userCount: null }) }, 'UNKNOWN (FIELD_NULL)'],
]);

const ofPartner = { defaultIdentityProviderId: fact('partner') };
table('extidp::population_default_idp_unusable', [
  ['PingOne itself', {}, 'ABSENT'],
  [
    'an enabled one',
    { ...ofPartner, directory: directoryFacts({ identityProviders: whole(identityProvider()) }) },
    'ABSENT',
  ],
  [
    'a disabled one',
    {
      ...ofPartner,
      directory: directoryFacts({ identityProviders: whole(identityProvider({ enabled: false })) }),
    },
    'PRESENT MEDIUM',
  ],
  ['one that is gone', ofPartner, 'PRESENT MEDIUM'],
  [
    'one that is not in a partial list',
    { ...ofPartner, directory: directoryFacts({ identityProviders: partial('FORBIDDEN') }) },
    'UNKNOWN (PERMISSION_DENIED)',
  ],
  [
    'one that could not be read',
    { defaultIdentityProviderId: missing('BAD_RESPONSE') },
    'UNKNOWN (SOURCE_UNREACHABLE)',
  ],
]);
