import { controls, remedies } from '../controls.ts';
import { and, flag, not, whether } from '../kleene.ts';
import { mfaIsDecidedHere } from '../predicates/org-device-policies.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';
import { orgCoverageLow } from './mfa-org-coverage-low.ts';

export const orgMfaOffForNewUsers = defineRule({
  id: 'org::mfa_off_for_new_users',
  title: 'New users start with MFA off',
  description:
    'New accounts start with the second factor switched off. Until somebody switches it on, a password is enough.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'LOW',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-2(2)', 'CM-6'], scuba: ['GWS.COMMONCONTROLS.1.4'] }),
  remedies: remedies('updateMfaSettings'),
  settings: ['targetCoverage', 'mfaGraceDays', 'mfaEngine', 'serviceAccountPatterns'],
  caveats: ['Whoever provisions accounts may set the flag each time.'],
  scope: (directory) => mfaIsDecidedHere(directory),
  holds: ({ mfaSettings }) => whether(mfaSettings, (settings) => not(flag(settings.enabledForNewUsers))),
  evidence: () => [],
  // Worse where too few people have a second factor already.
  severityOf: (directory) =>
    severityIf(
      and(
        () => orgCoverageLow.scope(directory),
        () => orgCoverageLow.holds(directory),
      ),
      'MEDIUM',
      'LOW',
    ),
});
