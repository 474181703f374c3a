import type { Listing, Page } from '../../../../src/model/coverage.ts';
import type { Membership } from '../../../../src/model/group.ts';
import type { Role, RoleAssignment } from '../../../../src/model/role.ts';
import { supportedActions } from '../../../../src/providers/pingone/supported-actions.ts';
import type { Provider } from '../../../../src/providers/provider.ts';
import { createFakeProvider } from '../../../support/fake-provider.ts';

type Held = 'DIRECT' | 'GROUP' | 'BOTH';

export interface RolesDirectory {
  readonly provider: Provider;
  /** Everybody is switched on, and an administrator in this way. */
  readonly appoint: (held: Readonly<Record<'alice' | 'bob', Held>>) => void;
  /** Users who are switched on and hold the role in any way. */
  readonly administrators: () => readonly string[];
  /** The fewest of them that there were after any write since they were appointed. */
  readonly fewest: () => number;
}

/**
 * A directory in memory of two users, a role of tier 0, and a group that gives it. Every read and write takes as many turns of
 * the event loop as `turns` says, so that changes meet in every order.
 */
export function createRolesProvider(turns: () => number): RolesDirectory {
  const key = 'roles';
  const people = ['alice', 'bob'] as const;
  const fake = createFakeProvider(people, key);
  const direct = new Set<string>();
  const members = new Set<string>();
  let groupGives = false;
  let fewest = 0;
  const administrators = (): readonly string[] =>
    people.filter(
      (id) => fake.enabled.get(id) === true && (direct.has(id) || (groupGives && members.has(id))),
    );
  const appoint: RolesDirectory['appoint'] = (held) => {
    direct.clear();
    members.clear();
    for (const id of people) {
      fake.enabled.set(id, true);
      if (held[id] !== 'GROUP') direct.add(id);
      if (held[id] !== 'DIRECT') members.add(id);
    }
    groupGives = true;
    fewest = administrators().length;
  };

  const wait = async (): Promise<void> => {
    for (let left = turns(); left > 0; left -= 1) await new Promise(setImmediate);
  };
  async function read<T>(answer: () => T): Promise<T> {
    await wait();
    const seen = answer();
    await wait();
    return seen;
  }
  async function write(change: () => void): Promise<void> {
    await wait();
    change();
    fewest = Math.min(fewest, administrators().length);
    await wait();
  }

  const scope = { type: 'ENVIRONMENT', rawType: 'ENVIRONMENT', externalId: fake.externalId } as const;
  const assignment = (kind: 'USER' | 'GROUP', holder: string, inherited: boolean): RoleAssignment => ({
    directory: key,
    externalId: inherited || kind === 'GROUP' ? 'of-admins' : `of-${holder}`,
    principal: { kind, externalId: holder },
    roleId: 'environment-admin',
    scope,
    inheritedFromGroupId: inherited ? 'admins' : null,
    inherited,
    readOnly: false,
  });
  const rolesOf = (id: string): RoleAssignment[] => [
    ...(direct.has(id) ? [assignment('USER', id, false)] : []),
    ...(groupGives && members.has(id) ? [assignment('USER', id, true)] : []),
  ];
  const group = {
    directory: key,
    externalId: 'admins',
    name: 'Administrators',
    description: null,
    populationId: null,
    dynamicFilter: null,
    external: false,
    sourceId: null,
    directMemberCount: null,
    customData: null,
    createdAt: null,
    updatedAt: null,
    observedAt: new Date(),
  };
  const membership = (id: string): Membership[] =>
    members.has(id) ? [{ groupId: 'admins', groupName: group.name, type: 'DIRECT' }] : [];
  const role: Role = {
    directory: key,
    externalId: 'environment-admin',
    name: 'Environment Admin',
    description: null,
    custom: false,
    permissions: [],
    applicableTo: [],
    canAssignRoleIds: [],
    tier: 0,
  };
  const provider: Provider = {
    ...fake,
    capabilities: new Set(['USERS', 'GROUPS', 'ROLES', 'ROLE_ASSIGNMENTS']),
    actions: supportedActions,
    users: {
      ...fake.users,
      get: async (id, context) => {
        await wait();
        return await fake.users.get(id, context);
      },
      groupsOf: (id) => read(() => listing(membership(id))),
      roleAssignmentsOf: (id) => read(() => listing(rolesOf(id))),
    },
    groups: {
      ...fake.groups,
      list: () => read(() => page([group])),
      get: () => read(() => group),
      members: async (_id, request, context) => {
        const everybody = await fake.users.list({ ...request, providerFilter: null }, context);
        return await read(() => page(everybody.rows.filter(({ externalId }) => members.has(externalId))));
      },
      totalMemberCount: () => read(() => members.size),
      roleAssignmentsOf: () => read(() => listing(groupGives ? [assignment('GROUP', 'admins', false)] : [])),
    },
    settings: { ...fake.settings, roles: () => read(() => listing([role])) },
    userWrites: {
      ...fake.userWrites,
      setEnabled: (id, on) => write(() => void fake.enabled.set(id, on)),
    },
    membershipWrites: {
      ...fake.membershipWrites,
      userMembership: (id) => read(() => membership(id)[0] ?? null),
      removeUserFromGroup: (id) => write(() => void members.delete(id)),
      roleAssignment: () => read(() => null),
      removeRole: (holder) =>
        write(() => {
          if (holder.kind === 'GROUP') groupGives = false;
          else direct.delete(holder.externalId);
        }),
    },
  };
  return { provider, appoint, administrators, fewest: () => fewest };
}

function page<T>(rows: readonly T[]): Page<T> {
  return { rows, nextCursor: null, total: rows.length, observedAt: new Date() };
}

function listing<T>(rows: readonly T[]): Listing<T> {
  return { rows, complete: true, reason: null, message: null, observedAt: new Date() };
}
