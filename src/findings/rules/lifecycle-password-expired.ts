import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { whether } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { passwordIs } from '../predicates/password.ts';
import { defineRule } from '../rule.ts';

export const passwordExpired = defineRule<'USER'>({
  id: 'lifecycle::password_expired',
  title: 'Password expired',
  description:
    'The password ran out and nobody renewed it, so nobody seems to use the account. It can still be brought back by a reset.',
  family: 'LIFECYCLE',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-5(1)'] }),
  remedies: remedies('forcePasswordChange', 'suspendUser'),
  settings: [],
  caveats: ['The user may be away for a while.'],
  scope: ({ user }) => usable(user),
  holds: ({ password }) => whether(password, (state) => passwordIs(state, 'EXPIRED')),
  evidence: ({ password }) =>
    password.state === 'KNOWN' ? [evidence('lastChangedAt', password.value.lastChangedAt)] : [],
});
