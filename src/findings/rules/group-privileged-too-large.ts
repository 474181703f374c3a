import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, or, whether } from '../kleene.ts';
import { adminRoleEvidence, surelyTopRole } from '../predicates/principal-grants.ts';
import { isAdministrator, isTopAdministrator } from '../predicates/administrator.ts';
import { defineRule } from '../rule.ts';

export const groupPrivilegedTooLarge = defineRule({
  id: 'group::privileged_too_large',
  title: 'Role-bearing group has many members',
  description:
    "More people than a team of administrators are in a group that holds an administrator's role. Every one of them is a way in.",
  family: 'GROUP',
  set: 'EXTENDED',
  subject: 'GROUP',
  severity: 'MEDIUM',
  cost: 'C2',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-6(5)', 'AC-6(7)'], cis: ['6.8'] }),
  remedies: remedies('removeUserFromGroup'),
  settings: ['maxPrivilegedGroupSize', 'maxTopAdministrators'],
  caveats: ['Help desks are large.'],
  scope: (facts) => isAdministrator(facts),
  holds: ({ directory, grants, totalMembers }) =>
    whether(totalMembers, (members) =>
      or(
        () => members > directory.settings.maxPrivilegedGroupSize,
        () =>
          and(
            () => members > directory.settings.maxTopAdministrators,
            () => isTopAdministrator({ directory, grants }),
          ),
      ),
    ),
  evidence: ({ directory, grants, totalMembers }) => [
    ...adminRoleEvidence(grants),
    ...(totalMembers.state === 'KNOWN' ? [evidence('members', totalMembers.value)] : []),
    evidence(
      'limit',
      surelyTopRole(grants)
        ? directory.settings.maxTopAdministrators
        : directory.settings.maxPrivilegedGroupSize,
    ),
  ],
});
