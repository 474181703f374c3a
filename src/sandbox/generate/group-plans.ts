import type { Draft } from './draft.ts';
import type { Grant } from './administrators.ts';
import type { PopulationName } from './populations.ts';

/** A group, before its members are drawn. */
export interface GroupPlan {
  readonly name: string;
  readonly description?: string;
  readonly population?: PopulationName;
  /** Documented SCIM text; makes the group dynamic. */
  readonly userFilter?: string;
  readonly external?: { readonly sourceType: 'GATEWAY' | 'IDP'; readonly sourceId: string };
  /** Names of the groups that it is a member of. They stand earlier in the list. */
  readonly parents?: readonly string[];
  readonly grants?: readonly Grant[];
  /** Static members, as a share of all people; 0 for groups that only hold the ones put in by name. */
  readonly share: number;
}

/** The groups that every tenant has, for the awkward shapes that they are. */
export function storyGroups(draft: Draft): GroupPlan[] {
  const contractors = draft.idOf('populations', 'Contractors');
  return [
    {
      name: 'Platform administrators',
      description: 'Configure the environment',
      grants: [{ role: 'Environment Admin', on: 'ENVIRONMENT' }],
      share: 0.002,
    },
    { name: 'Identity operations', parents: ['Platform administrators'], share: 0.003 },
    { name: 'Help desk', grants: [{ role: 'Help Desk Admin', on: 'ENVIRONMENT' }], share: 0.006 },
    {
      name: 'Regional help desk',
      description: 'Whoever has the title gets the role',
      userFilter: 'title eq "Help Desk Analyst" and address.countryCode eq "DE"',
      grants: [{ role: 'Help Desk Admin', on: 'Employees' }],
      share: 0,
    },
    { name: 'Engineering', share: 0.04 },
    { name: 'Engineering – Platform', parents: ['Engineering'], share: 0.03 },
    { name: 'Engineering – Platform – SRE', parents: ['Engineering – Platform'], share: 0.015 },
    { name: 'Incident responders', share: 0.02 },
    { name: 'SRE on call', parents: ['Engineering – Platform – SRE', 'Incident responders'], share: 0.008 },
    { name: 'Engineers', description: 'By title', userFilter: 'title eq "Engineer"', share: 0 },
    { name: 'Sites with B', userFilter: 'address.locality sw "B"', share: 0 },
    { name: 'All contractors', userFilter: `population.id eq "${contractors}"`, share: 0 },
    { name: 'Managers', userFilter: 'title sw "Manager" and enabled eq true', share: 0 },
    { name: 'Former projects', description: 'Emptied, never deleted', share: 0 },
    {
      name: 'LDAP staff',
      external: { sourceType: 'GATEWAY', sourceId: draft.idOf('gateways', 'Head office LDAP') },
      share: 0.03,
    },
    {
      name: 'Contoso everybody',
      external: { sourceType: 'IDP', sourceId: draft.idOf('identityProviders', 'Contoso workforce') },
      share: 0.02,
    },
    { name: 'Project team', population: 'Employees', share: 0.02 },
    { name: 'Project team', population: 'Contractors', share: 0.02 },
    { name: 'VPN users', share: 0.06 },
    { name: 'Finance approvers', share: 0.015 },
    { name: 'Payroll', parents: ['Finance approvers'], population: 'Employees', share: 0.01 },
    { name: 'Customer portal', population: 'Customers', share: 0.01 },
  ];
}

/** Name of the group that holds most people. It stands last, where nobody who reads the first page expects it. */
export const EVERYONE: GroupPlan = { name: 'Everyone at work', description: 'Nearly everybody', share: 0.6 };
