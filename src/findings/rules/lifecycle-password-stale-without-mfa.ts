import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import { and, not, undecided, whether } from '../kleene.ts';
import { localPassword } from '../predicates/account.ts';
import { withoutFactor } from '../predicates/factors.ts';
import { passwordIs } from '../predicates/password.ts';
import { defineRule } from '../rule.ts';
import { olderThanDays } from '../time.ts';

export const passwordStaleWithoutMfa = defineRule<'USER'>({
  id: 'lifecycle::password_stale_without_mfa',
  title: 'Old password and no second factor',
  description:
    'The password is old and nothing else protects the account. Age alone is no fault (NIST and CISA advise against forced changes); together with a missing factor it is.',
  family: 'LIFECYCLE',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-5(1)', 'IA-2(2)'],
    iso27001: ['5.17'],
    scuba: ['MS.AAD.6.1'],
    attack: ['T1110.004'],
  }),
  remedies: remedies('requireMfaEnrollment', 'forcePasswordChange'),
  settings: ['maxPasswordDays'],
  caveats: ['People who sign on without a password never change it.'],
  scope: ({ user }) => localPassword(user),
  holds: (facts) =>
    and(
      () => withoutFactor(facts),
      () =>
        whether(facts.password, (state) =>
          and(
            () => not(passwordIs(state, 'NO_PASSWORD', 'EXTERNAL')),
            () =>
              olderThanDays(
                state.lastChangedAt,
                facts.directory.settings.maxPasswordDays,
                facts.directory.asOf,
                undecided('FIELD_NULL'),
              ),
          ),
        ),
    ),
  evidence: ({ password, directory }) => [
    evidence('activeDevices', 0),
    ...(password.state === 'KNOWN'
      ? ageEvidence(password.value.lastChangedAt, directory.asOf, directory.settings.maxPasswordDays)
      : []),
  ],
});
