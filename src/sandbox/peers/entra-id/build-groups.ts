import type { Random } from '../../generate/prng.ts';
import type { PeerPerson } from '../people.ts';
import type { GraphGroup, GraphObject } from './tenant.ts';

/** Group whose members hold a role through it. */
export const ROLE_GROUP = 'Helpdesk staff';
/** Group whose only member is another group. */
export const OUTER_GROUP = 'Product';
const INNER_GROUP = 'Engineering';
/** Group by a rule. */
export const DYNAMIC_GROUP = 'All guests';

/** The groups that people are in, one that holds a role, one around another, and one by a rule. */
export function buildGroups(
  people: readonly PeerPerson[],
  idOf: (person: PeerPerson) => string,
  random: Random,
): Map<string, GraphGroup> {
  const groups = new Map<string, GraphGroup>();
  const add = (
    displayName: string,
    members: readonly string[],
    more: Record<string, unknown> = {},
  ): string => {
    const id = random.uuid();
    groups.set(id, { row: groupRow(id, displayName, more), members: new Set(members), owners: new Set() });
    return id;
  };
  const names = [...new Set(people.flatMap((person) => person.groups))];
  const ids = new Map(
    names.map((name) => [name, add(name, people.filter((person) => person.groups.includes(name)).map(idOf))]),
  );
  add(ROLE_GROUP, people.filter(({ role }) => role === 'USERS').map(idOf), { isAssignableToRole: true });
  const inner = ids.get(INNER_GROUP);
  add(OUTER_GROUP, inner === undefined ? [] : [inner]);
  add(DYNAMIC_GROUP, people.filter(({ external, status }) => external || status === 'PENDING').map(idOf), {
    groupTypes: ['DynamicMembership'],
    membershipRule: 'user.userType -eq "Guest"',
  });
  return groups;
}

function groupRow(id: string, displayName: string, more: Record<string, unknown>): GraphObject {
  return {
    id,
    displayName,
    description: null,
    groupTypes: [],
    membershipRule: null,
    createdDateTime: '2024-03-01T08:00:00Z',
    onPremisesSyncEnabled: null,
    onPremisesSecurityIdentifier: null,
    isAssignableToRole: null,
    mailEnabled: false,
    securityEnabled: true,
    visibility: null,
    ...more,
  };
}
