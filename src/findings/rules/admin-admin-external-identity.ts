import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { isTopAdministrator, usableAdministrator } from '../predicates/administrator.ts';
import { external } from '../predicates/affiliation.ts';
import { mailDomain } from '../predicates/contact.ts';
import { administrativeGrantRows } from '../predicates/grant-evidence.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const adminExternalIdentity = defineRule<'USER'>({
  id: 'admin::admin_external_identity',
  title: 'Somebody from outside holds an administrator role',
  description:
    'An administrator belongs to another organisation, by the kind of employment or the domain of the address. Nobody here learns when they leave it.',
  family: 'ADMIN',
  set: 'CORE',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6(5)', 'PS-7', 'IA-8'],
    iso27001: ['8.2'],
    maester: ['MT.1025'],
    zeroTrust: ['22128'],
    attack: ['T1078.004'],
  }),
  remedies: remedies('removeRoleAssignment'),
  settings: ['organizationDomains'],
  caveats: ['A contractor may administer the directory by agreement: accept that with an end date.'],
  scope: usableAdministrator,
  holds: external,
  evidence: (facts) => [
    evidence('employmentType', facts.user.employmentType),
    evidence('mailDomain', mailDomain(facts.user.email)),
    ...administrativeGrantRows(facts),
  ],
  severityOf: (facts) => severityIf(isTopAdministrator(facts), 'CRITICAL', 'HIGH'),
});
