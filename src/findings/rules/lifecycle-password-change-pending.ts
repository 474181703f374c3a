import { controls, remedies } from '../controls.ts';
import { ageEvidence } from '../evidence.ts';
import { and, undecided, whether } from '../kleene.ts';
import { passwordIs } from '../predicates/password.ts';
import { defineRule } from '../rule.ts';
import { olderThanDays } from '../time.ts';

export const passwordChangePending = defineRule<'USER'>({
  id: 'lifecycle::password_change_pending',
  title: 'Temporary password waiting to be changed',
  description:
    'A first or reset password was handed out and never changed. Somebody other than the owner knows it.',
  family: 'LIFECYCLE',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-5(1)'], iso27001: ['5.17'] }),
  remedies: remedies('forcePasswordChange', 'suspendUser'),
  settings: ['passwordChangeDays'],
  caveats: ['The user may be on leave.'],
  scope: () => true,
  holds: ({ password, directory }) =>
    whether(password, (state) =>
      and(
        () => passwordIs(state, 'MUST_CHANGE'),
        () =>
          olderThanDays(
            state.lastChangedAt,
            directory.settings.passwordChangeDays,
            directory.asOf,
            undecided('FIELD_NULL'),
          ),
      ),
    ),
  evidence: ({ password, directory }) =>
    password.state === 'KNOWN'
      ? ageEvidence(password.value.lastChangedAt, directory.asOf, directory.settings.passwordChangeDays)
      : [],
});
