import { controls, remedies } from '../controls.ts';
import { and, flag, or, undecided, whether } from '../kleene.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const orgAdminWeakMethodsAllowed = defineRule({
  id: 'org::admin_weak_methods_allowed',
  title: 'Admin sign-on accepts email codes or lacks FIDO2',
  description:
    'Administrators may prove themselves by a code sent by mail, or cannot use FIDO2. Codes can be asked for on a false page; a key cannot.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['IA-2(1)', 'IA-2(8)'],
    scuba: ['MS.AAD.3.5', 'MS.AAD.3.6'],
    cisGoogle: ['4.1.1.2'],
    attack: ['T1566'],
  }),
  remedies: remedies('updateAdministratorSecurity'),
  settings: [],
  caveats: ['While administrators are being set up, a weak method may be needed.'],
  scope: () => true,
  holds: ({ administratorSecurity }) =>
    whether(administratorSecurity, ({ allowedMethods, fido2Capable }) => {
      if (allowedMethods.length === 0) return undecided('INVALID_VALUE');
      return or(
        () => allowedMethods.includes('EMAIL'),
        () =>
          and(
            () => !allowedMethods.includes('FIDO2'),
            () => flag(fido2Capable),
          ),
      );
    }),
  evidence: ({ administratorSecurity }) =>
    administratorSecurity.state === 'KNOWN'
      ? listEvidence('allowedMethods', administratorSecurity.value.allowedMethods)
      : [],
});
