import { controls, remedies } from '../controls.ts';
import { any, not, or } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { isEnabled } from '../predicates/app-kind.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { adminRoleEvidence, surelyTopRole } from '../predicates/principal-grants.ts';
import { defineRule } from '../rule.ts';

export const appDisabledWithGrants = defineRule({
  id: 'app::disabled_with_grants',
  title: 'Disabled application keeps roles or grants',
  description:
    'The application is switched off, and keeps its roles or the scopes that it may ask for. Switching it on again gives it everything back at once.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'LOW',
  cost: 'C2',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-6(7)', 'AC-2'], owaspNhi: ['NHI1'] }),
  remedies: remedies('deleteApplicationGrant', 'removeRoleAssignment', 'deleteApplication'),
  settings: [],
  caveats: ['It may be switched off for a short while.'],
  scope: ({ application }) => not(isEnabled(application)),
  holds: ({ directory, grants, resourceGrants }) =>
    or(
      () => isAdministrator({ directory, grants }),
      () => any(resourceGrants, () => true),
    ),
  evidence: ({ grants, resourceGrants }) => [
    ...adminRoleEvidence(grants),
    ...listEvidence(
      'resources',
      resourceGrants.rows.map((grant) => grant.resourceName ?? grant.resourceId),
    ),
  ],
  severityOf: ({ grants }) => (surelyTopRole(grants) ? 'MEDIUM' : 'LOW'),
});
