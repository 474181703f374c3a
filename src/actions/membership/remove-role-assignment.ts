import type { Caller } from '../../access/caller.ts';
import type { Action, ActionEnvironment, Change, Sent, Target } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { givenRolesRefusal } from '../guards/gives-roles.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { permittedForMembers } from '../guards/permitted-for-members.ts';
import type { Withdrawal } from '../guards/power-change.ts';
import { sameId } from '../guards/same-id.ts';
import { selfThroughGroup } from '../guards/self-through-group.ts';
import { self } from '../guards/self.ts';
import { locateUser, type UserActionInput } from '../users/user-target.ts';
import { type HeldRoleInput, heldRoleProblem } from './grant.ts';
import { notPossible } from './not-possible.ts';
import { givenBack, readOnly, removeDirect } from './remove-role.ts';
import { leavingProblem } from './remove-user-from-group.ts';
import { giversOf, nameOf, othersOf, type RoleGiver } from './role-givers.ts';
import {
  describeHolding,
  forgetGroupRoles,
  forgetHolding,
  giverOf,
  holdingParameters,
  reachRefusal,
  readHolding,
  type RoleHolding,
} from './role-holding.ts';
import { withMembership, withoutGroupRole } from './sweep-amendments.ts';

/**
 * DIRECT: deletes the user's own assignment. LEAVE_GROUP: takes the user out of the group that gives the role.
 * REMOVE_FROM_GROUP: takes the role from that group, and so from everybody in it.
 */
export type RemovalOfRole = 'DIRECT' | 'LEAVE_GROUP' | 'REMOVE_FROM_GROUP';

export interface RemoveRoleAssignmentInput extends UserActionInput, HeldRoleInput {
  /** Left out: DIRECT. */
  readonly how?: RemovalOfRole | null | undefined;
  /** Which of the groups that give the role; may be left out where it is only one. */
  readonly group?: Target | null | undefined;
}

interface UserRole extends RoleHolding {
  readonly givers: readonly RoleGiver[];
}

/**
 * Takes a role from a user. What somebody has through a group cannot be deleted at the user (PingOne API, "User role
 * assignments"): it is refused, naming the groups, until the input says which way it is to go. A rehearsal says in its steps
 * what would be done, and to how many others.
 */
export const removeRoleAssignment: Action<RemoveRoleAssignmentInput, UserRole> = {
  name: 'REMOVE_ROLE_ASSIGNMENT',
  summary: 'Take a role from a user.',
  mutation: 'removeRoleAssignment',
  permission: 'role:assign',
  subjectType: 'USER',
  effect: 'SET',
  inverse: 'ASSIGN_ROLE_TO_USER',
  guards: [self, breakGlass, permittedForMembers, selfThroughGroup, lastAdministrator],
  problem: heldRoleProblem,
  locate: locateUser,
  read: async ({ externalId }, input, environment) => {
    const holding = await readHolding({ kind: 'USER', externalId }, input, environment);
    return holding && { ...holding, givers: await giversOf(holding, environment) };
  },
  user: ({ user }) => user,
  power: (state, input) => ({ takes: withdrawalOf(state, input) }),
  describe: describeHolding,
  parameters: (input) => ({
    ...holdingParameters(input),
    how: howOf(input),
    ...(input.group && { groupId: input.group.externalId }),
  }),
  foresee: (before, input) => before && foreseen(before, input),
  plan: (before, input) => [
    { name: stepNames[howOf(input)], outcome: 'SKIPPED', message: wordsOf(before, input) },
  ],
  objection: async ({ before, input, environment }, caller) =>
    before &&
    (reachRefusal(before, environment, caller) ??
      whyNot(before, input) ??
      (await leavingRefusal(before, input, environment, caller))),
  holds: (state, input) => state && isGone(state, input),
  // What groups give besides stays: that is no failure of the deletion.
  confirms: (after, { input }) =>
    after && (howOf(input) === 'DIRECT' ? after.direct === null : isGone(after, input)),
  send,
  undo: (entry) =>
    entry.parameters?.['how'] === 'DIRECT'
      ? givenBack(entry, 'ASSIGN_ROLE_TO_USER', { user: { externalId: entry.subject.externalId } })
      : null,
  forget: (loaders, target, after) => {
    forgetHolding('USER', loaders, target, after);
    for (const { groupId } of after?.givers ?? []) {
      forgetGroupRoles(loaders, groupId);
      loaders.groupTotalMembers.clear(groupId);
    }
  },
};

const stepNames = {
  DIRECT: 'delete-assignment',
  LEAVE_GROUP: 'leave-group',
  REMOVE_FROM_GROUP: 'remove-from-group',
} as const satisfies Record<RemovalOfRole, string>;

function howOf({ how }: RemoveRoleAssignmentInput): RemovalOfRole {
  return how ?? 'DIRECT';
}

/** The one group that is meant; null: none fits, or several do. */
function giverMeant({ givers }: UserRole, { group }: RemoveRoleAssignmentInput): RoleGiver | null {
  const fitting = givers.filter(({ groupId }) => !group || sameId(groupId, group.externalId));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** DIRECT asks for the role to be gone: while a group gives it, it is not, though there is nothing to delete. */
function isGone(state: UserRole, input: RemoveRoleAssignmentInput): boolean {
  const { direct, inherited, holder } = state;
  if (howOf(input) === 'DIRECT') return direct === null && inherited.length === 0;
  return !inherited.some((row) => !input.group || sameId(giverOf(row, holder.kind), input.group.externalId));
}

function withdrawalOf(state: UserRole, input: RemoveRoleAssignmentInput): Withdrawal | null {
  const from = { kind: 'USER', externalId: state.holder.externalId } as const;
  if (howOf(input) === 'DIRECT')
    return state.direct && { from, what: { kind: 'ASSIGNMENT', assignmentId: state.direct.externalId } };
  const giver = giverMeant(state, input);
  if (giver === null) return null;
  if (howOf(input) === 'LEAVE_GROUP') return { from, what: { kind: 'THROUGH', groupId: giver.groupId } };
  return (
    giver.assignment && {
      from: { kind: 'MEMBERS', externalId: giver.groupId },
      what: { kind: 'ASSIGNMENT', assignmentId: giver.assignment.externalId },
    }
  );
}

function foreseen(before: UserRole, input: RemoveRoleAssignmentInput): ReturnType<typeof describeHolding> {
  const state = describeHolding(before);
  if (howOf(input) === 'DIRECT') return { ...state, direct: false };
  const groupId = giverMeant(before, input)?.groupId;
  return { ...state, through: state.through.filter((id) => id !== groupId) };
}

/** What is, or would be, done. */
function wordsOf(before: UserRole, input: RemoveRoleAssignmentInput): string {
  const giver = giverMeant(before, input);
  if (howOf(input) === 'DIRECT' || giver === null)
    return `Deletes the user's own assignment.${before.givers.length === 0 ? '' : ` The user still holds the role through ${before.givers.map(nameOf).join(', ')}.`}`;
  return howOf(input) === 'LEAVE_GROUP'
    ? `Takes the user out of ${nameOf(giver)}, and so out of all that this group gives.`
    : `Takes the role from ${nameOf(giver)}: ${othersOf(giver)} in it lose it too.`;
}

function whyNot(state: UserRole, input: RemoveRoleAssignmentInput): GuardRefusal | null {
  const how = howOf(input);
  if (how === 'DIRECT')
    return state.direct === null || isOfGroup(state, input) ? inheritedOnly(state) : readOnly(state);
  const giver = giverMeant(state, input);
  if (giver === null)
    return notPossible(
      `Expected \`group\` to say which group is meant: the role comes through ${listOf(state)}.`,
    );
  if (how === 'REMOVE_FROM_GROUP')
    return giver.assignment === null
      ? notPossible(`${nameOf(giver)} has no such assignment of its own that could be removed.`)
      : readOnly({ direct: giver.assignment });
  return giver.membership === 'INDIRECT'
    ? notPossible(
        `The user is in ${nameOf(giver)} through its filter or another group, and cannot be taken out of it. Change that, or ask with how: REMOVE_FROM_GROUP (${othersOf(giver)} lose the role too).`,
      )
    : null;
}

/**
 * Not every group can be left (`leavingProblem`), and whoever is taken out of one loses all that it gives, not only the role that
 * was asked about.
 */
async function leavingRefusal(
  state: UserRole,
  input: RemoveRoleAssignmentInput,
  { reads, provider, context }: ActionEnvironment,
  caller: Caller,
): Promise<GuardRefusal | null> {
  const giver = howOf(input) === 'LEAVE_GROUP' ? giverMeant(state, input) : null;
  if (giver === null) return null;
  const population = state.user?.populationId ?? null;
  const group = await provider.groups.get(giver.groupId, context);
  return (
    leavingProblem({ group, membership: null }) ??
    (await givenRolesRefusal(giver.groupId, { caller, population, reads }))
  );
}

/** Whether the assignment was named, and is not the user's own of the same role. */
function isOfGroup({ direct, inherited }: UserRole, { assignment }: RemoveRoleAssignmentInput): boolean {
  return (
    assignment !== undefined &&
    assignment !== null &&
    !sameId(direct?.externalId, assignment.externalId) &&
    inherited.some(({ externalId }) => sameId(externalId, assignment.externalId))
  );
}

function inheritedOnly(state: UserRole): GuardRefusal {
  return notPossible(
    `The user holds this through ${listOf(state)}. Ask with how: LEAVE_GROUP to take the user out of the group, or with how: REMOVE_FROM_GROUP to take the role from the group and everybody in it.`,
  );
}

function listOf({ givers }: UserRole): string {
  if (givers.length === 0) return 'a group that the provider does not name';
  return givers.map((giver) => `${nameOf(giver)}, which gives it to ${othersOf(giver)}`).join('; ');
}

async function send(change: Change<RemoveRoleAssignmentInput, UserRole>): Promise<Sent> {
  const { before, input, steps, target, environment } = change;
  const how = howOf(input);
  if (before === null) throw new TypeError('Expected a role to take.');
  if (how === 'DIRECT') {
    const { facts } = await steps.run(stepNames.DIRECT, () => removeDirect('USER', change));
    return { facts: { ...facts, stillThrough: before.givers.map(({ groupId }) => groupId) } };
  }
  const giver = giverMeant(before, input);
  if (giver === null) throw new TypeError('Expected a group that gives the role.');
  const { membershipWrites } = environment.provider;
  const { cache, sweeper } = environment.directory;
  await steps.run(stepNames[how], async () => {
    if (how === 'LEAVE_GROUP')
      await membershipWrites.removeUserFromGroup(target.externalId, giver.groupId, environment.context);
    else if (giver.assignment !== null)
      await membershipWrites.removeRole(
        { kind: 'GROUP', externalId: giver.groupId },
        giver.assignment.externalId,
        environment.context,
      );
  });
  // What is read back is the user: the group does not show in it any more.
  cache.evict('groupTotalMembers', giver.groupId);
  cache.evict('groupRoleAssignments', giver.groupId);
  if (how === 'LEAVE_GROUP') sweeper.amend(withMembership(before.holder.externalId, giver.groupId, null));
  else {
    cache.evictAll('userRoleAssignments');
    sweeper.amend(withoutGroupRole(giver.groupId, giver.assignment?.externalId ?? ''));
  }
  return { facts: { groupId: giver.groupId, othersAffected: how === 'LEAVE_GROUP' ? 0 : giver.others } };
}
