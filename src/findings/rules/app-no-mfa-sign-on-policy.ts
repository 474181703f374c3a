import { controls, remedies } from '../controls.ts';
import { and, any, not } from '../kleene.ts';
import { isEnabled, isInteractive } from '../predicates/app-kind.ts';
import { effectiveSignOnPolicyIds, policyNames, unlessFlow } from '../predicates/app-sign-on.ts';
import { policyHasMfa } from '../predicates/org-mfa-steps.ts';
import { defineRule } from '../rule.ts';

export const appNoMfaSignOnPolicy = defineRule({
  id: 'app::no_mfa_sign_on_policy',
  title: 'Application can be entered without MFA',
  description:
    'One of the policies by which people come into the application never asks for a second factor. A client can ask for that policy, so that the weakest one decides.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'HIGH',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-2(1)', 'IA-2(2)'],
    cis: ['6.3'],
    iso27001: ['8.5'],
    scuba: ['MS.AAD.3.2'],
    stigOkta: ['OKTA-APP-000570'],
    attack: ['T1078.004'],
  }),
  remedies: remedies('createSignOnPolicyAssignment'),
  settings: [],
  caveats: [
    'A factor that is asked for at an outside identity provider, or in a flow, is not seen: then the answer is UNKNOWN.',
  ],
  scope: ({ application }) =>
    and(
      () => isEnabled(application),
      () => isInteractive(application),
    ),
  holds: (facts) =>
    unlessFlow(facts, () =>
      any(effectiveSignOnPolicyIds(facts), (id) => not(policyHasMfa(facts.directory, id))),
    ),
  evidence: (facts) =>
    policyNames(
      facts,
      effectiveSignOnPolicyIds(facts).rows.filter((id) => policyHasMfa(facts.directory, id) === false),
    ),
});
