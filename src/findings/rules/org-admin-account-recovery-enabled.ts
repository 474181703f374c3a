import { controls, remedies } from '../controls.ts';
import { flag, whether } from '../kleene.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

export const orgAdminAccountRecoveryEnabled = defineRule({
  id: 'org::admin_account_recovery_enabled',
  title: 'Self-service recovery allowed for admins',
  description:
    'Administrators may recover their account by themselves. Whoever controls the mailbox or telephone of one can become one.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'LOW',
  cost: 'C1',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['IA-5'],
    scuba: ['GWS.COMMONCONTROLS.8.1'],
    cisGoogle: ['4.1.2.1'],
    attack: ['T1556.006'],
  }),
  remedies: remedies('updateAdministratorSecurity'),
  settings: [],
  caveats: ['A directory with one administrator may rely on it.'],
  scope: () => true,
  holds: ({ administratorSecurity }) =>
    whether(administratorSecurity, (security) => flag(security.recoveryEnabled)),
  evidence: ({ administratorSecurity }) =>
    administratorSecurity.state === 'KNOWN'
      ? listEvidence('allowedMethods', administratorSecurity.value.allowedMethods)
      : [],
  severityOf: ({ administratorSecurity }) =>
    administratorSecurity.state === 'KNOWN' &&
    administratorSecurity.value.allowedMethods.length > 0 &&
    administratorSecurity.value.allowedMethods.every((method) => method === 'EMAIL')
      ? 'MEDIUM'
      : 'LOW',
});
