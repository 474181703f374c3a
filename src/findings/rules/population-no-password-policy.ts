import { controls, remedies } from '../controls.ts';
import { undecided } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { defaultPasswordPolicyIsWeak } from '../predicates/org-passwords.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const populationNoPasswordPolicy = defineRule({
  id: 'population::no_password_policy',
  title: 'Population relies on the default password policy',
  description:
    'No password policy of its own is bound to the population: the default one holds, and changes with it. What its people need was never decided.',
  family: 'POPULATION',
  set: 'EXTENDED',
  subject: 'POPULATION',
  severity: 'LOW',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-5(1)', 'CM-6'], iso27001: ['5.17'] }),
  remedies: remedies('updatePopulation'),
  settings: ['minPasswordLength', 'minPasswordLengthWithMfa', 'minPasswordHistory', 'mfaEngine'],
  caveats: ["The directory's own policy may be the one that is meant."],
  scope: () => true,
  holds: ({ directory, population }) => {
    if (population.passwordPolicyId !== null) return false;
    // A caller without the right to see policies may not be shown which one is bound, either.
    return directory.passwordPolicies.reason === 'FORBIDDEN' ? undecided('PERMISSION_DENIED') : true;
  },
  evidence: ({ directory }) =>
    nameEvidence('defaultPolicy', directory.passwordPolicies, (policy) => policy.isDefault),
  severityOf: ({ directory }) => {
    const weak = defaultPasswordPolicyIsWeak(directory);
    return weak === false ? 'INFO' : severityIf(weak, 'MEDIUM', 'LOW');
  },
});
