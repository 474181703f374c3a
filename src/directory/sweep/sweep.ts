import type { Application, ApplicationGrant, SignOnPolicyAssignment } from '../../model/application.ts';
import type { Coverage, Listing } from '../../model/coverage.ts';
import type { UnknownReason } from '../../model/fact.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import type { DevicesFact } from '../mfa-plan.ts';

/** One complete look at a directory, held in memory. What could not be read is in `gaps`, and marked where it belongs. */
export interface Sweep {
  readonly startedAt: Date;
  /** The moment up to which it speaks: when everything was read, or later, when what was changed since was put in. */
  readonly takenAt: Date;
  /** When everything was read last. */
  readonly wholeAt: Date;
  /** Where the provider's record of changes stood before the first read; null: it keeps none, or it could not be asked. */
  readonly mark: string | null;
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

/** How far one kind of object is. */
export interface PhaseProgress {
  readonly phase: SweepPhase;
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  readonly finished: boolean;
}

/** How far a sweep is. Kinds of objects are read at the same time; `phase` is the first in their order that is not finished. */
export interface SweepProgress {
  readonly phase: SweepPhase;
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  readonly startedAt: Date;
  /** All of them, in their order. */
  readonly phases: readonly PhaseProgress[];
  /** Calls to the provider that were answered, and how many it will take as far as is known now; null: not known yet. */
  readonly calls: { readonly done: number; readonly expected: number | null };
}
