import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { isOwnerless, namesOwner } from '../predicates/owners.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const groupOwnerless = defineRule<'GROUP'>({
  id: 'group::ownerless',
  title: 'Group without an owner',
  description:
    'Nobody who can still use an account answers for the group. Nobody can say who shall be in it, or whether it is still needed.',
  family: 'GROUP',
  set: 'EXTENDED',
  subject: 'GROUP',
  severity: 'LOW',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2'], cis: ['6.8'], iso27001: ['5.9'] }),
  remedies: remedies('setGroupOwner', 'updateGroup'),
  settings: ['groupOwnerAttribute'],
  caveats: [
    'Groups may be managed in one place for all. Groups that the product itself brings along are left out.',
    'Entra ID does not tell owners of distribution groups and of groups from a directory on the premises: these are UNKNOWN. Okta and Google Workspace are asked group by group, and over a snapshot not at all.',
    'LDAP leaves out what the account may not see: where no group shows an owner, the answer is UNKNOWN.',
    'Where the directory has no owners, name the member of the custom data in `groupOwnerAttribute`.',
  ],
  scope: ({ group }) => group.vendorsOwn !== true,
  holds: (facts) => {
    const { groupOwnerAttribute } = facts.directory.settings;
    const written = groupOwnerAttribute === null ? null : facts.group.customData?.[groupOwnerAttribute];
    return isOwnerless(facts, namesOwner(written, groupOwnerAttribute !== null));
  },
  evidence: ({ owners, directory }) => [
    evidence('owners', owners.rows.length),
    evidence('ownerAttribute', directory.settings.groupOwnerAttribute),
  ],
  severityOf: (facts) => severityIf(isAdministrator(facts), 'MEDIUM', 'LOW'),
});
