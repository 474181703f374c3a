import { byExternalId } from '../../directory/by-external-id.ts';
import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { not } from '../kleene.ts';
import type { IdentityProvider } from '../../model/policy.ts';
import { localPassword } from '../predicates/account.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { isSocialProvider } from '../predicates/org-identity-providers.ts';
import { defineRule } from '../rule.ts';

function linkedProvider({ user, directory }: UserFacts): IdentityProvider | undefined {
  const id = user.passwordAuthority.identityProviderId;
  return id === null ? undefined : byExternalId(directory.identityProviders.rows).get(id);
}

export const adminFederatedOrSynced = defineRule<'USER'>({
  id: 'admin::admin_federated_or_synced',
  title: 'Administrator signs in through another directory',
  description:
    'The password of an administrator is checked elsewhere. Whoever controls that directory controls this one as well.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6(5)'],
    scuba: ['MS.AAD.7.3', 'GWS.COMMONCONTROLS.6.1'],
    maester: ['MT.1026'],
    zeroTrust: ['21814'],
    attack: ['T1556.007'],
  }),
  remedies: remedies('unlinkAccount'),
  settings: [],
  caveats: [
    'Some have administrators sign on at the primary directory on purpose: then switch the rule off.',
  ],
  scope: isAdministrator,
  holds: ({ user }) => not(localPassword(user)),
  evidence: (facts) => {
    const provider = linkedProvider(facts);
    return [
      evidence('identityProvider', provider?.name ?? facts.user.passwordAuthority.identityProviderId),
      evidence('identityProviderType', provider?.type ?? null),
    ];
  },
  severityOf: (facts) => {
    const provider = linkedProvider(facts);
    return provider !== undefined && isSocialProvider(provider) ? 'HIGH' : 'MEDIUM';
  },
});
