import { controls, remedies } from '../controls.ts';
import { and, any, not } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { defineRule } from '../rule.ts';

export const userInNoGroup = defineRule<'USER'>({
  id: 'group::user_in_no_group',
  title: 'User belongs to no group',
  description:
    'Nobody put the user in a group. Only where the operator expects everybody to be in one, because access is given through groups.',
  family: 'GROUP',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'INFO',
  cost: 'C3',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2'], cis: ['6.8'] }),
  remedies: remedies('addUserToGroup'),
  settings: ['groupMembershipExpected'],
  caveats: ['Access may come from populations, or from applications that are open to everybody.'],
  scope: ({ user, directory }) =>
    and(
      () => directory.settings.groupMembershipExpected,
      () => usable(user),
    ),
  holds: ({ groups }) => not(any(groups, ({ type }) => type !== 'INDIRECT')),
  evidence: () => [],
});
