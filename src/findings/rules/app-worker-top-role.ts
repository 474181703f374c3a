import type { Grant } from '../facts.ts';
import { controls, remedies } from '../controls.ts';
import { isTopAdministrator } from '../predicates/administrator.ts';
import { isEnabled } from '../predicates/app-kind.ts';
import { adminRoleEvidence } from '../predicates/principal-grants.ts';
import { or, type Truth, undecided } from '../kleene.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

function overOrganization({ tier, scopeType }: Grant): Truth {
  if (tier !== 0) return false;
  return scopeType === 'UNKNOWN' ? undecided('INVALID_VALUE') : scopeType === 'ORGANIZATION';
}

export const appWorkerTopRole = defineRule({
  id: 'app::worker_top_role',
  title: 'Machine identity holds a top-tier admin role',
  description:
    'An application holds a role that can take over the directory. Whoever gets hold of its secret is an administrator without a second factor.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'HIGH',
  cost: 'C2',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6(5)', 'AC-6'],
    cis: ['5.5', '6.8'],
    iso27001: ['8.2'],
    owaspNhi: ['NHI5'],
    zeroTrust: ['21836'],
    stigOkta: ['OKTA-APP-003241'],
    attack: ['T1098.003'],
  }),
  remedies: remedies('removeRoleAssignment'),
  settings: [],
  caveats: ['Software that builds the infrastructure needs much: accept it with an end date.'],
  scope: ({ application }) => isEnabled(application),
  holds: (facts) => isTopAdministrator(facts),
  evidence: ({ grants }) => adminRoleEvidence(grants),
  severityOf: ({ grants }) =>
    severityIf(or(...grants.rows.map((grant) => () => overOrganization(grant))), 'CRITICAL', 'HIGH'),
});
