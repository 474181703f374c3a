import { controls, remedies } from '../controls.ts';
import type { DirectoryFacts, Grant } from '../facts.ts';
import { and, any, type Truth, undecided } from '../kleene.ts';
import { ofTier, usableEverydayAdministrator } from '../predicates/administrator.ts';
import { grantRows } from '../predicates/grant-evidence.ts';
import { defineRule } from '../rule.ts';

function overOrganization(grant: Grant, directory: DirectoryFacts): Truth {
  return and(
    () => (grant.scopeType === 'UNKNOWN' ? undecided('INVALID_VALUE') : grant.scopeType === 'ORGANIZATION'),
    () => ofTier(grant, directory, 0),
  );
}

export const standingTopRole = defineRule<'USER'>({
  id: 'admin::standing_top_role',
  title: 'Standing top role over the whole organisation',
  description:
    'The account permanently holds a role that can take over every environment of the organisation. Up to two such accounts are usual; a narrower reach serves daily work.',
  family: 'ADMIN',
  set: 'CORE',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-2', 'AC-6(5)'],
    iso27001: ['8.2'],
    scuba: ['MS.AAD.7.4'],
    zeroTrust: ['21815'],
    attack: ['T1098.003'],
  }),
  remedies: remedies('removeRoleAssignment', 'assignRoleToUser'),
  settings: ['breakGlass'],
  caveats: ['Somebody has to hold it: accept one or two, with an end date.'],
  scope: usableEverydayAdministrator,
  holds: ({ grants, directory }) => any(grants, (grant) => overOrganization(grant, directory)),
  evidence: ({ grants, directory }) =>
    grantRows(grants.rows.filter((grant) => overOrganization(grant, directory) === true)),
});
