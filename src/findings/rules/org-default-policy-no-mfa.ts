import { controls, remedies } from '../controls.ts';
import { any, every, not, undecided } from '../kleene.ts';
import { reliesOnDefaultPolicy } from '../predicates/app-sign-on.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { defaultSignOnPolicyIds, policyHasMfa } from '../predicates/org-mfa-steps.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const orgDefaultPolicyNoMfa = defineRule({
  id: 'org::default_policy_no_mfa',
  title: 'Default sign-on policy has no MFA step',
  description:
    'The sign-on policy of every application that has no other asks for no second factor. New applications start without one.',
  family: 'ORGANIZATION',
  set: 'CORE',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'HIGH',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-2(1)', 'IA-2(2)', 'CM-6'],
    cis: ['6.3'],
    iso27001: ['8.5'],
    scuba: ['MS.AAD.3.2'],
    cisM365: ['5.2.2.2'],
    maester: ['MT.1007'],
    attack: ['T1078.004'],
  }),
  remedies: remedies('createSignOnPolicyAction'),
  settings: ['mfaEngine'],
  caveats: ['Steps at an outside identity provider and in flows are not seen: then the answer is UNKNOWN.'],
  scope: () => true,
  holds: (directory) =>
    directory.settings.mfaEngine === 'DAVINCI'
      ? undecided('OPAQUE_POLICY')
      : any(defaultSignOnPolicyIds(directory), (id) => not(policyHasMfa(directory, id))),
  evidence: (directory) =>
    nameEvidence('defaultPolicy', directory.signOnPolicies, (policy) => policy.isDefault),
  severityOf: (directory) => {
    const unused = every(directory.everyApplication, (facts) => not(reliesOnDefaultPolicy(facts)));
    return severityIf(unused, 'LOW', 'HIGH');
  },
});
