import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { type Truth, undecided } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { defineRule } from '../rule.ts';
import { endOf, HOUR_MS } from '../time.ts';

function ended({ user, directory }: UserFacts): Truth {
  const { endDatesKept, endDateGraceHours } = directory.settings;
  if (user.endDate === null) return endDatesKept ? false : undecided('NOT_CAPABLE');
  const end = endOf(user.endDate);
  if (!(end instanceof Date)) return end;
  return directory.asOf.getTime() - end.getTime() > endDateGraceHours * HOUR_MS;
}

export const endDatePassed = defineRule<'USER'>({
  id: 'offboarding::end_date_passed',
  title: 'End date has passed, account usable',
  description:
    'The directory says that the person has left, yet the account can still be used. A date without a time counts until that day is over everywhere.',
  family: 'OFFBOARDING',
  set: 'CORE',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2(3)', 'PS-4'], iso27001: ['5.18'], attack: ['T1078'] }),
  remedies: remedies('suspendUser', 'revokeUserSessions'),
  settings: ['endDateGraceHours', 'endDatesKept'],
  caveats: [
    'Active Directory refuses sign-ons after the end by itself, though the account looks switched on.',
  ],
  scope: ({ user }) => usable(user),
  holds: ended,
  evidence: ({ user, directory }) => [
    evidence('endDate', user.endDate),
    evidence('graceHours', directory.settings.endDateGraceHours),
  ],
});
