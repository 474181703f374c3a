import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { not } from '../kleene.ts';
import { administratorMfaEnforced } from '../predicates/administrator-security.ts';
import { usableAdministrator } from '../predicates/administrator.ts';
import { administrativeGrantRows } from '../predicates/grant-evidence.ts';
import { defineRule } from '../rule.ts';

export const adminNoMfa = defineRule<'USER'>({
  id: 'ping_identity::admin_no_mfa',
  title: 'Administrator where nothing enforces a second factor',
  description:
    'The account administers the directory, and the directory does not make its administrators use a second factor. Where another identity provider signs them on, only that one knows.',
  family: 'ADMIN',
  set: 'SEED',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['IA-2(1)'],
    cis: ['6.5'],
    iso27001: ['8.5', '8.2'],
    scuba: ['MS.AAD.3.6'],
    stigOkta: ['OKTA-APP-000560'],
    cisM365: ['5.2.2.1'],
    attack: ['T1078.004'],
  }),
  remedies: remedies('updateAdministratorSecurity', 'requireMfaEnrollment'),
  settings: ['mfaEngine'],
  caveats: [
    'The console may be unused.',
    'What an outside identity provider asks for is not seen: then the answer is UNKNOWN.',
  ],
  scope: usableAdministrator,
  holds: ({ directory }) => not(administratorMfaEnforced(directory).enforced),
  evidence: administrativeGrantRows,
  notes: ({ directory }) => {
    const { source, method } = administratorMfaEnforced(directory);
    return [
      ...(source === 'SIGN_ON_POLICY' ? [evidence('fallback', 'default sign-on policy')] : []),
      ...(method === null ? [] : [evidence('authenticationMethod', method)]),
    ];
  },
});
