import { controls, remedies } from '../controls.ts';
import { and, any, every, or } from '../kleene.ts';
import { isEnabled, isInteractive, isOfType } from '../predicates/app-kind.ts';
import { effectiveSignOnPolicyIds, policyNames, unlessFlow } from '../predicates/app-sign-on.ts';
import { letsDevicelessPass, policyHasMfa, policyMfaCanBeSkipped } from '../predicates/org-mfa-steps.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const appMfaStepCanBeSkipped = defineRule({
  id: 'app::mfa_step_can_be_skipped',
  title: 'MFA action is conditional or lets device-less users pass',
  description:
    'Every policy of the application has a second factor, but one of them only on a condition, or not for people without a device. Whoever meets no condition needs a password alone.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-2(2)', 'CM-6'], iso27001: ['8.5'], attack: ['T1556.006'] }),
  remedies: remedies('updateSignOnPolicyAction'),
  settings: [],
  caveats: ['Conditions on network or risk may be deliberate.'],
  scope: ({ application }) =>
    and(
      () => isEnabled(application),
      () => isInteractive(application),
    ),
  holds: (facts) =>
    unlessFlow(facts, () =>
      and(
        () => every(effectiveSignOnPolicyIds(facts), (id) => policyHasMfa(facts.directory, id)),
        () => any(effectiveSignOnPolicyIds(facts), (id) => policyMfaCanBeSkipped(facts.directory, id)),
      ),
    ),
  evidence: (facts) =>
    policyNames(
      facts,
      effectiveSignOnPolicyIds(facts).rows.filter(
        (id) => policyMfaCanBeSkipped(facts.directory, id) === true,
      ),
    ),
  severityOf: (facts) => {
    const actions = effectiveSignOnPolicyIds(facts).rows.flatMap(
      (id) => facts.directory.signOnPolicyActions(id).rows,
    );
    const passes = and(
      () => isOfType(facts, 'PING_ONE_ADMIN_CONSOLE'),
      () => or(...actions.map((action) => () => letsDevicelessPass(action))),
    );
    return severityIf(passes, 'HIGH', 'MEDIUM');
  },
});
