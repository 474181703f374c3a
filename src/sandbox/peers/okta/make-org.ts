import { Random } from '../../generate/prng.ts';
import type { PeerPerson, PeerRole } from '../people.ts';
import { makeApps } from './make-apps.ts';
import { makeFactors } from './make-factors.ts';
import { makeUser } from './make-user.ts';
import type { OktaGroup, OktaOrg, OktaRole } from './org.ts';

/** Roles that people hold of their own. Who may only look has that through a group. */
const OWN_ROLES: Readonly<Record<Exclude<PeerRole, 'READ'>, { type: string; label: string }>> = {
  TOP: { type: 'SUPER_ADMIN', label: 'Super Administrator' },
  USERS: { type: 'USER_ADMIN', label: 'Group Administrator' },
};
const AUDITORS = 'Auditors';
const FROM_DIRECTORY = 'Domain Users';

/** Gives every person an account, with the groups, factors and roles that they have. */
export function makeOrg(people: readonly PeerPerson[], seed: number): OktaOrg {
  const random = new Random(seed, 'okta');
  const made = new Set<string>();
  const newId = (prefix: string): string => {
    for (;;) {
      const id = `${prefix}${random.hex(3).slice(0, 20 - prefix.length)}`;
      if (made.has(id)) continue;
      made.add(id);
      return id;
    }
  };
  const since = people.reduce(
    (first, { createdAt }) => (createdAt < first ? createdAt : first),
    '2024-01-01T00:00:00.000Z',
  );
  const groups = makeGroups(people, since, newId);
  const org: OktaOrg = {
    users: new Map(),
    groups: new Map([...groups.values()].map((group) => [group.id, group])),
    members: new Map([...groups.values()].map(({ id }) => [id, new Set()])),
    owners: new Map(),
    factors: new Map(),
    roles: new Map(),
    customRoles: [
      {
        id: newId('cr0'),
        label: 'Access reviewer',
        description: 'Sees people and groups',
        permissions: ['okta.users.read', 'okta.groups.read'],
      },
      {
        id: newId('cr0'),
        label: 'Password desk',
        description: 'Resets passwords',
        permissions: ['okta.users.read', 'okta.users.credentials.resetPassword'],
      },
    ],
    lifecyclePolicies: [],
    apps: makeApps(newId, since),
    sessions: new Map(),
    truth: new Map(),
    personOf: new Map(),
  };
  const newRole = (role: { type: string; label: string }): OktaRole => ({
    id: newId('irb'),
    created: since,
    ...role,
  });
  const auditors = groups.get(AUDITORS)?.id ?? '';
  org.roles.set(auditors, [newRole({ type: 'READ_ONLY_ADMIN', label: 'Read-only Administrator' })]);
  // Kept in the order of their ids, as lists give them.
  const ids = people.map(() => newId('00u')).toSorted();
  for (const [index, person] of people.entries()) {
    const id = ids[index] ?? '';
    org.truth.set(person.personId, id);
    org.personOf.set(id, person.personId);
    org.users.set(id, makeUser(person, id, index));
    org.factors.set(id, makeFactors(person, newId));
    org.sessions.set(id, person.status === 'ACTIVE' && person.lastSignOnAt !== null ? 1 + (index % 3) : 0);
    // Who was deprovisioned lost groups and roles.
    if (person.status === 'DEPROVISIONED') continue;
    if (person.role !== null && person.role !== 'READ') org.roles.set(id, [newRole(OWN_ROLES[person.role])]);
    const names = [
      ...new Set(['Everyone', ...person.groups, ...(person.role === 'READ' ? [AUDITORS] : [])]),
      ...(index % 6 === 2 ? [FROM_DIRECTORY] : []),
    ];
    for (const name of names) org.members.get(groups.get(name)?.id ?? '')?.add(id);
  }
  ownGroups(org, since);
  return org;
}

/** Every third group that is managed here belongs to nobody; of the others the first member is the owner. */
function ownGroups(org: OktaOrg, since: string): void {
  const own = [...org.groups.values()].filter(({ type }) => type === 'OKTA_GROUP');
  for (const [at, { id }] of own.entries()) {
    const [owner] = org.members.get(id) ?? [];
    if (at % 3 === 2 || owner === undefined) continue;
    const origin = { type: 'USER', resolved: true, originType: 'OKTA_DIRECTORY' } as const;
    org.owners.set(id, [{ id: owner, ...origin, displayName: 'An owner', lastUpdated: since }]);
  }
}

function makeGroups(
  people: readonly PeerPerson[],
  since: string,
  newId: (prefix: string) => string,
): ReadonlyMap<string, OktaGroup> {
  const names = new Set(['Everyone', AUDITORS, FROM_DIRECTORY, ...people.flatMap((person) => person.groups)]);
  return new Map(
    [...names].map((name): [string, OktaGroup] => {
      const type = name === 'Everyone' ? 'BUILT_IN' : name === FROM_DIRECTORY ? 'APP_GROUP' : 'OKTA_GROUP';
      return [
        name,
        {
          id: newId('00g'),
          type,
          created: since,
          lastUpdated: since,
          lastMembershipUpdated: since,
          objectClass: [type === 'APP_GROUP' ? 'okta:windows_security_principal' : 'okta:user_group'],
          profile: { name, description: `${name} of the organisation` },
        },
      ];
    }),
  );
}
