import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, type Truth, undecided } from '../kleene.ts';
import { disabled } from '../predicates/account.ts';
import { lastUse } from '../predicates/activity.ts';
import { defineRule } from '../rule.ts';
import { olderThanDays, realInstant } from '../time.ts';

/** An account cannot have been switched off before it was made, nor before it was last used. */
function keptTooLong(facts: UserFacts): Truth {
  const { user, directory } = facts;
  const { asOf, settings } = directory;
  const isOld = (at: Date | null): Truth =>
    olderThanDays(at, settings.retentionDays, asOf, undecided('FIELD_NULL'));
  if (realInstant(user.stateChangedAt) !== null) return isOld(user.stateChangedAt);
  const isNotOld = [user.createdAt, lastUse(facts)].some((at) => isOld(at) === false);
  return isNotOld ? false : undecided('FIELD_NULL');
}

export const disabledUserNotRemoved = defineRule<'USER'>({
  id: 'offboarding::disabled_user_not_removed',
  title: 'Account disabled for a very long time and not removed',
  description:
    'The account was switched off long ago and is still there. Whatever it holds comes back with it when somebody enables it.',
  family: 'OFFBOARDING',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2'], cis: ['5.1'], iso27001: ['5.16', '5.18'] }),
  remedies: remedies('deleteUser'),
  settings: ['retentionDays'],
  caveats: ['Records may have to be kept by law.'],
  // Who was removed is listed by some directories all the same: that is no account that was kept.
  scope: ({ user }) =>
    and(
      () => disabled(user),
      () => user.status !== 'DEPROVISIONED',
    ),
  holds: keptTooLong,
  evidence: ({ user, directory }) => [
    evidence('suspendedAt', user.stateChangedAt),
    ...ageEvidence(user.stateChangedAt, directory.asOf, directory.settings.retentionDays),
  ],
});
