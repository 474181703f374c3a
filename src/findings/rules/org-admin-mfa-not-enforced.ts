import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { not } from '../kleene.ts';
import { administratorMfaEnforced } from '../predicates/administrator-security.ts';
import { defineRule } from '../rule.ts';

export const orgAdminMfaNotEnforced = defineRule({
  id: 'org::admin_mfa_not_enforced',
  title: 'Admin sign-on not protected by MFA',
  description:
    'Administrators of the directory can sign on without a second factor. A single stolen password is then enough to take the directory over.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'CRITICAL',
  cost: 'C1',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['IA-2(1)'],
    cis: ['6.5'],
    scuba: ['MS.AAD.3.6'],
    stigOkta: ['OKTA-APP-000560'],
    iso27001: ['8.5'],
  }),
  remedies: remedies('updateAdministratorSecurity'),
  settings: ['mfaEngine'],
  caveats: [
    'One finding for the directory; `ping_identity::admin_no_mfa` says the same of each administrator.',
  ],
  scope: () => true,
  holds: (directory) => not(administratorMfaEnforced(directory).enforced),
  evidence: (directory) => {
    const { administratorSecurity } = directory;
    if (administratorSecurity.state === 'KNOWN') {
      return [
        evidence('mfaStatus', administratorSecurity.value.mfaStatus),
        evidence('authenticationMethod', administratorSecurity.value.authenticationMethod),
      ];
    }
    const { source } = administratorMfaEnforced(directory);
    return source === 'SIGN_ON_POLICY' ? [evidence('fallback', 'default sign-on policy')] : [];
  },
});
