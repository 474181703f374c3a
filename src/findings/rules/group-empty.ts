import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, any, not, whether } from '../kleene.ts';
import { defineRule } from '../rule.ts';
import { olderThanDays } from '../time.ts';

export const groupEmpty = defineRule({
  id: 'group::empty',
  title: 'Group without members',
  description:
    'Nobody is in the group and no rule fills it. It gives access to nobody, but whoever is put into it by mistake gets what it was made for.',
  family: 'GROUP',
  set: 'CORE',
  subject: 'GROUP',
  severity: 'INFO',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2', 'CM-7'], cis: ['6.8'] }),
  remedies: remedies('deleteGroup'),
  settings: ['emptyGroupDays'],
  caveats: ['Templates have no members.'],
  scope: ({ group }) => group.dynamicFilter === null,
  holds: (facts) =>
    and(
      () =>
        olderThanDays(
          facts.group.createdAt,
          facts.directory.settings.emptyGroupDays,
          facts.directory.asOf,
          true,
        ),
      // Which groups are nested takes a call per group: only groups without members are worth it.
      () =>
        whether(facts.totalMembers, (members) =>
          members === 0 ? not(any(facts.children, () => true)) : false,
        ),
    ),
  evidence: ({ group }) => [evidence('createdAt', group.createdAt)],
  severityOf: ({ directory, group, grants }) => {
    const opensApplication = directory.everyApplication.rows.some(({ application }) =>
      application.accessControl.groupIds.includes(group.externalId),
    );
    return grants.rows.length > 0 || opensApplication ? 'LOW' : 'INFO';
  },
});
