import type { Listing, Page } from '../../../src/model/coverage.ts';
import type { DirectoryProfile } from '../../../src/model/directory.ts';
import { known } from '../../../src/model/fact.ts';
import type { Group, Membership } from '../../../src/model/group.ts';
import type { MfaDevice } from '../../../src/model/mfa.ts';
import type { Role, RoleAssignment } from '../../../src/model/role.ts';
import { type User, unsaidUser } from '../../../src/model/user.ts';

/** Somebody who can sign in, and of whom nothing else is told. */
export function userRow(directory: string, externalId: string): User {
  const observedAt = new Date();
  return {
    ...unsaidUser,
    directory,
    externalId,
    username: externalId,
    status: 'ACTIVE',
    rawStatus: 'ACTIVE',
    enabled: true,
    mfaEnabled: known(true, observedAt),
    observedAt,
  };
}

export function deviceRow(directory: string, userId: string, externalId: string): MfaDevice {
  return {
    directory,
    userId,
    externalId,
    type: 'TOTP',
    rawType: 'totp',
    status: 'ACTIVE',
    rawStatus: 'ACTIVE',
    tier: 'STRONG',
    nickname: null,
    contact: null,
    createdAt: null,
    updatedAt: null,
  };
}

export function groupRow(directory: string, externalId: string): Group {
  return {
    directory,
    externalId,
    name: externalId,
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
}

/** The role that takes over the directory. */
export function roleRow(directory: string): Role {
  return {
    directory,
    externalId: 'admin',
    name: 'Admin',
    description: null,
    custom: false,
    permissions: [],
    applicableTo: [],
    canAssignRoleIds: [],
    tier: 0,
  };
}

/** That a user holds it, over all of the directory. */
export function assignmentRow(directory: string, userId: string, directoryId: string): RoleAssignment {
  return {
    directory,
    externalId: `admin-of-${userId}`,
    principal: { kind: 'USER', externalId: userId },
    roleId: 'admin',
    scope: { type: 'ORGANIZATION', rawType: 'CUSTOMER', externalId: directoryId },
    inheritedFromGroupId: null,
    inherited: false,
    readOnly: false,
  };
}

export function profileRow(name: string): DirectoryProfile {
  return {
    name,
    region: null,
    type: null,
    status: null,
    organizationId: null,
    licenseId: null,
    purpose: 'UNKNOWN',
    products: [],
    mfaKeptElsewhere: false,
    createdAt: null,
  };
}

/** How somebody is in a group, this directory does not say. */
export function membership(groupId: string): Membership {
  return { groupId, groupName: groupId, type: 'UNKNOWN' };
}

export function page<T>(rows: readonly T[]): Page<T> {
  return { rows, nextCursor: null, total: rows.length, observedAt: new Date() };
}

export function listing<T>(rows: readonly T[]): Listing<T> {
  return { rows: [...rows], complete: true, reason: null, message: null, observedAt: new Date() };
}
