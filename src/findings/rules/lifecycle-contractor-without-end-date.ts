import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, type Truth, undecided } from '../kleene.ts';
import type { User } from '../../model/user.ts';
import { usable } from '../predicates/account.ts';
import { defineRule } from '../rule.ts';

const temporary: ReadonlySet<string> = new Set(['contractor', 'temp', 'temporary', 'intern', 'external']);

function worksForATime({ employmentType }: User): Truth {
  if (employmentType === null) return undecided('FIELD_NULL');
  return temporary.has(employmentType.trim().toLowerCase());
}

export const contractorWithoutEndDate = defineRule<'USER'>({
  id: 'lifecycle::contractor_without_end_date',
  title: 'Contractor without an end date',
  description:
    'Somebody who works here for a time has an account that ends at no time. Nothing will remind anybody when the contract is over.',
  family: 'LIFECYCLE',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2', 'PS-7'], iso27001: ['5.18'] }),
  remedies: remedies('updateUser'),
  settings: ['endDatesKept'],
  caveats: ['Staff of a partner may stay for good.'],
  scope: ({ user }) =>
    and(
      () => usable(user),
      () => worksForATime(user),
    ),
  holds: ({ user, directory }) => {
    if (user.endDate !== null) return false;
    return directory.settings.endDatesKept ? true : undecided('NOT_CAPABLE');
  },
  evidence: ({ user }) => [evidence('employmentType', user.employmentType)],
});
