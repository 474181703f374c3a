import { describe, expect, test } from 'vitest';
import { orgForcedPasswordRotation } from '../../src/findings/rules/org-forced-password-rotation.ts';
import { orgNoLockout } from '../../src/findings/rules/org-no-lockout.ts';
import { adminFederatedOrSynced } from '../../src/findings/rules/admin-admin-federated-or-synced.ts';
import { directoryFacts, whole } from './support-directory-facts.ts';
import { group, identityProvider, passwordPolicy } from './support-directory-rows.ts';
import { assigned, evaluation, list, person } from './support.ts';

describe('mistakes that rules made once', () => {
  test('evidence names only the policies that somebody uses, as the rules themselves do', () => {
    const lax = { lockoutFailureCount: null, maxAgeDays: 90, isDefault: false };
    const facts = directoryFacts({
      passwordPolicies: whole(
        passwordPolicy({ ...lax, name: 'In use', populationCount: 2 }),
        passwordPolicy({ ...lax, name: 'Left over', populationCount: 0 }),
      ),
    });
    for (const rule of [orgNoLockout, orgForcedPasswordRotation])
      expect(rule.evidence(facts).map(({ value }) => value)).toEqual(['In use']);
  });

  test('names of groups that differ in how a letter is composed are the same name', async () => {
    const composed = group({ externalId: 'one', name: 'Entwickler Caf\u00e9' });
    const decomposed = group({ externalId: 'two', name: 'entwickler cafe\u0301 ' });
    const sources = { sources: { everyGroup: async () => list(composed, decomposed) } };
    const [finding] = await evaluation(sources, ['group::duplicate_name']).group(composed);
    expect(finding?.state).toBe('PRESENT');
  });

  test('an administrator who signs on by LinkedIn over OpenID Connect comes in by a social network', async () => {
    const linkedIn = identityProvider({ externalId: 'linkedin', type: 'LINKEDIN_OIDC' });
    const sources = {
      sources: {
        identityProviders: async () => list(linkedIn),
        userRoleAssignments: async () => list(assigned('Environment Admin')),
      },
    };
    const user = person({ passwordAuthority: { kind: 'EXTERNAL', identityProviderId: 'linkedin' } });
    const [finding] = await evaluation(sources, [adminFederatedOrSynced.id]).user(user);
    expect(finding).toMatchObject({ state: 'PRESENT', severity: 'HIGH' });
  });
});
