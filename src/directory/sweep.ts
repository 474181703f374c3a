import type { Application, ApplicationGrant, SignOnPolicyAssignment } from '../model/application.ts';
import type { Coverage, Listing } from '../model/coverage.ts';
import type { UnknownReason } from '../model/fact.ts';
import type { Group, Membership } from '../model/group.ts';
import type { RoleAssignment } from '../model/role.ts';
import type { User } from '../model/user.ts';
import type { DevicesFact } from './mfa-plan.ts';

/** One complete look at a directory, held in memory. What could not be read is in `gaps`, and marked where it belongs. */
export interface Sweep {
  readonly startedAt: Date;
  readonly takenAt: Date;
  readonly users: Listing<User>;
  readonly groups: Listing<Group>;
  readonly applications: Listing<Application>;
  readonly devices: ReadonlyMap<string, DevicesFact>;
  /** Of users whose assignments were read; others were not asked for. */
  readonly userRoleAssignments: ReadonlyMap<string, Listing<RoleAssignment>>;
  /** Members by group, as far as the provider counts somebody as one. */
  readonly userGroups: ReadonlyMap<string, readonly Membership[]>;
  /** Why `userGroups` may lack some; null: it lacks none. */
  readonly userGroupsGap: UnknownReason | null;
  readonly groupMemberCounts: ReadonlyMap<string, number>;
  readonly groupParents: ReadonlyMap<string, Listing<Membership>>;
  readonly groupRoleAssignments: ReadonlyMap<string, Listing<RoleAssignment>>;
  readonly applicationRoleAssignments: ReadonlyMap<string, Listing<RoleAssignment>>;
  readonly applicationGrants: ReadonlyMap<string, Listing<ApplicationGrant>>;
  readonly applicationPolicies: ReadonlyMap<string, Listing<SignOnPolicyAssignment>>;
  readonly gaps: readonly SweepGap[];
  readonly coverage: Coverage;
}

/** A kind of object that a sweep could not read, or not whole. */
export interface SweepGap {
  readonly what: string;
  readonly reason: UnknownReason;
  readonly message: string | null;
  /** How many objects it concerns; null when that is not known. */
  readonly count: number | null;
}

export type SweepPhase = 'USERS' | 'GROUPS' | 'MFA_DEVICES' | 'ROLE_ASSIGNMENTS' | 'APPLICATIONS' | 'DONE';

export interface SweepProgress {
  readonly phase: SweepPhase;
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  readonly startedAt: Date;
}
