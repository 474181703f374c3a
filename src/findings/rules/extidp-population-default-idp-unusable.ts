import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { whether } from '../kleene.ts';
import { isUnusableProvider, providerName } from '../predicates/org-identity-providers.ts';
import { defineRule } from '../rule.ts';

export const extidpPopulationDefaultIdpUnusable = defineRule({
  id: 'extidp::population_default_idp_unusable',
  title: 'Population default IdP disabled or deleted',
  description:
    "The identity provider that a population's people are sent to is switched off or gone. They cannot sign on, or fall back to a way that nobody chose.",
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'POPULATION',
  severity: 'MEDIUM',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['CM-6', 'IA-2'] }),
  remedies: remedies('setPopulationIdentityProvider'),
  settings: [],
  caveats: ['It may be switched off for a short test.'],
  scope: () => true,
  holds: ({ directory, defaultIdentityProviderId }) =>
    whether(defaultIdentityProviderId, (id) => (id === null ? false : isUnusableProvider(directory, id))),
  evidence: ({ directory, defaultIdentityProviderId: fact }) =>
    fact.state === 'KNOWN' && fact.value !== null
      ? [evidence('identityProvider', providerName(directory, fact.value))]
      : [],
});
