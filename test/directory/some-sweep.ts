import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import type { Listing } from '../../src/model/coverage.ts';
import { type SaidOfUser, type User, userOf } from '../../src/model/user.ts';

/** The moment at which everything here was read. */
export const noon = new Date('2026-03-02T12:00:00.000Z');

export function listOf<T>(rows: readonly T[], more: Partial<Listing<T>> = {}): Listing<T> {
  return { rows, complete: true, reason: null, message: null, observedAt: noon, ...more };
}

export function someUser(externalId: string, more: Partial<SaidOfUser> = {}): User {
  return userOf({ directory: 'one', externalId, rawStatus: 'enabled=true', observedAt: noon, ...more });
}

/** A sweep of nobody, or of what is given. */
export function someSweep(more: Partial<Sweep> = {}): Sweep {
  return {
    startedAt: new Date(noon.getTime() - 60_000),
    takenAt: noon,
    wholeAt: noon,
    mark: 'mark-1',
    users: listOf([]),
    groups: listOf([]),
    applications: listOf([]),
    devices: new Map(),
    userRoleAssignments: new Map(),
    userGroups: new Map(),
    userGroupsGap: null,
    groupMemberCounts: new Map(),
    groupParents: new Map(),
    groupRoleAssignments: new Map(),
    applicationRoleAssignments: new Map(),
    applicationGrants: new Map(),
    applicationPolicies: new Map(),
    gaps: [],
    coverage: { complete: true, checked: 0, unknown: 0, sources: [] },
    ...more,
  };
}

/** The same sweep with plain maps, and without what its lists have beside what they say: how it is held is no difference. */
export function plainly(sweep: Sweep | null): Sweep | null {
  if (sweep === null) return null;
  const { users, groups, applications, devices, userGroups, userRoleAssignments } = sweep;
  return {
    ...sweep,
    users: listOf(users.rows, said(users)),
    groups: listOf(groups.rows, said(groups)),
    applications: listOf(applications.rows, said(applications)),
    devices: new Map(devices),
    userGroups: new Map(userGroups),
    userRoleAssignments: new Map(userRoleAssignments),
  };
}

function said({ complete, reason, message, observedAt }: Listing<unknown>) {
  return { complete, reason, message, observedAt };
}
