import { controls, remedies } from '../controls.ts';
import type { DirectoryFacts } from '../facts.ts';
import { and, any, or } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { createsPeople, createsPeopleWhereItMatters } from '../predicates/org-identity-providers.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { type Poll, polled, truthMarks } from '../polls.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

/** The populations that administrators live in. */
const administratorsByPopulation: Poll = {
  marks: (facts) => {
    const truth = isAdministrator(facts);
    return truth === true ? [`in ${facts.user.populationId}`] : truthMarks(truth);
  },
};

function administratorsLiveIn(directory: DirectoryFacts, populationId: string | null): boolean {
  return (polled(directory, administratorsByPopulation).counts.get(`in ${populationId}`) ?? 0) > 0;
}

export const extidpJitProvisioning = defineRule({
  id: 'extidp::jit_provisioning',
  title: 'Just-in-time registration creates users without review',
  description:
    'An outside identity provider creates accounts for whoever arrives from it. Nobody in the directory decides who belongs.',
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-2(1)', 'IA-8', 'IA-12'],
    iso27001: ['5.16'],
    attack: ['T1136.003'],
  }),
  remedies: remedies('updateIdentityProvider'),
  settings: [],
  polls: [administratorsByPopulation],
  caveats: ['Federated customers are meant to come in this way.'],
  scope: () => true,
  holds: ({ identityProviders }) => any(identityProviders, createsPeople),
  evidence: ({ identityProviders }) => nameEvidence('identityProviders', identityProviders, createsPeople),
  severityOf: (directory) =>
    severityIf(
      any(directory.identityProviders, (provider) =>
        or(
          () => createsPeopleWhereItMatters(directory, provider),
          () =>
            and(
              () => createsPeople(provider),
              () => administratorsLiveIn(directory, provider.registrationPopulationId),
            ),
        ),
      ),
      'MEDIUM',
      'LOW',
    ),
});
