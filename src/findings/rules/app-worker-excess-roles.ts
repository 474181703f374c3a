import { controls, remedies } from '../controls.ts';
import { countEvidence } from '../evidence.ts';
import { count, moreThan } from '../kleene.ts';
import { isEnabled } from '../predicates/app-kind.ts';
import { adminRoleEvidence, distinctRoles } from '../predicates/principal-grants.ts';
import { defineRule } from '../rule.ts';

export const appWorkerExcessRoles = defineRule({
  id: 'app::worker_excess_roles',
  title: 'Machine identity holds many or unscoped roles',
  description:
    'An application holds more roles than a single task needs. What it can do is then as much as everything that it was ever used for.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C2',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-6'], owaspNhi: ['NHI5'], iso27001: ['8.2'] }),
  remedies: remedies('removeRoleAssignment'),
  settings: ['maxWorkerRoles'],
  caveats: ['Vendors of connectors often ask for more than they use: still worth narrowing.'],
  scope: ({ application }) => isEnabled(application),
  holds: ({ grants, directory }) =>
    moreThan(
      count(distinctRoles(grants), () => true),
      directory.settings.maxWorkerRoles,
    ),
  evidence: ({ grants }) => [
    ...countEvidence(
      'roles',
      count(distinctRoles(grants), () => true),
    ),
    ...adminRoleEvidence(grants),
  ],
});
