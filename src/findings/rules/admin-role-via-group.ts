import { controls, remedies } from '../controls.ts';
import { undecided, findingReason } from '../kleene.ts';
import type { Grant } from '../facts.ts';
import type { Truth } from '../kleene.ts';
import { anyAdministrativeGrant, isAdministrator } from '../predicates/administrator.ts';
import { grantRows } from '../predicates/grant-evidence.ts';
import { defineRule } from '../rule.ts';

function overOneGroup({ path, pathUnknown }: Grant): Truth {
  return pathUnknown === undefined ? path.length === 1 : undecided(findingReason(pathUnknown));
}

export const roleViaGroup = defineRule<'USER'>({
  id: 'admin::role_via_group',
  title: 'Administrator role comes through a group',
  description:
    'The user is an administrator because a group is one. That is the recommended way; the finding shows the way to reviewers.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'INFO',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-6(7)'], cis: ['6.8'] }),
  remedies: remedies('removeUserFromGroup'),
  settings: [],
  caveats: ['Vendors recommend it: the finding is there to show the path.'],
  scope: isAdministrator,
  holds: (facts) => anyAdministrativeGrant(facts, overOneGroup),
  evidence: ({ grants }) =>
    grantRows(grants.rows.filter((grant) => grant.tier !== 2 && overOneGroup(grant) === true)),
});
