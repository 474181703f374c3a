import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { any, type Truth, undecided } from '../kleene.ts';
import type { Membership } from '../../model/group.ts';
import { disabled } from '../predicates/account.ts';
import { anyAdministrativeGrant } from '../predicates/administrator.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

/** Dynamic and nested memberships follow from others: only those that somebody gave count. */
function direct({ type }: Membership): Truth {
  return type === 'UNKNOWN' ? undecided('INVALID_VALUE') : type === 'DIRECT';
}

export const disabledUserRetainsGroups = defineRule<'USER'>({
  id: 'offboarding::disabled_user_retains_groups',
  title: 'Disabled account keeps group memberships',
  description:
    'The account is switched off but still a member of groups. Enabling it again would give back everything that these groups open.',
  family: 'OFFBOARDING',
  set: 'CORE',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2', 'AC-2(3)'], cis: ['6.2'], iso27001: ['5.18'] }),
  remedies: remedies('removeUserFromGroup'),
  settings: [],
  caveats: ['Some keep memberships for people who will come back.'],
  scope: ({ user }) => disabled(user),
  holds: ({ groups }) => any(groups, direct),
  evidence: ({ groups }) => {
    const kept = groups.rows.filter((membership) => direct(membership) === true);
    return [
      evidence('groupCount', kept.length),
      evidence(
        'groups',
        kept
          .slice(0, 5)
          .map(({ groupId, groupName }) => groupName ?? groupId)
          .join(', '),
      ),
    ];
  },
  severityOf: (facts) =>
    severityIf(
      anyAdministrativeGrant(facts, ({ path }) => path.length > 0),
      'MEDIUM',
      'LOW',
    ),
});
