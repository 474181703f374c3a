import type { RoleHolder } from '../../providers/membership-writes.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Action, ActionEnvironment, ActionInput, Target, Undo } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import type { Guard, GuardRefusal } from '../guards/guard.ts';
import { ownApplication } from '../guards/own-application.ts';
import { sameId } from '../guards/same-id.ts';
import { selfThroughGroup } from '../guards/self-through-group.ts';
import { self } from '../guards/self.ts';
import type { LedgerEntry } from '../ledger.ts';
import { locateUser, type UserActionInput } from '../users/user-target.ts';
import { type GrantInput, grantInputOf, scopeProblem } from './grant.ts';
import { notPossible } from './not-possible.ts';
import {
  describeHolding,
  forgetHolding,
  holdingParameters,
  reachRefusal,
  readHolding,
  type RoleHolding,
} from './role-holding.ts';
import { endOf, untilProblem } from './until.ts';

interface AssignInput extends GrantInput, ActionInput {
  /** ISO 8601: when the role is to be taken back; left out: never. */
  readonly until?: string | null | undefined;
}

export interface AssignToUserInput extends AssignInput, UserActionInput {}

export interface AssignToGroupInput extends AssignInput {
  readonly group: Target;
}

export interface AssignToApplicationInput extends AssignInput {
  readonly application: Target;
}

interface Kind<I extends AssignInput> {
  readonly kind: RoleHolder['kind'];
  readonly guards: readonly Guard[];
  readonly locate: (input: I) => Promise<Target | null>;
  readonly inverse: NonNullable<Action<I, RoleHolding>['inverse']>;
  /** How a stored request names the holder. */
  readonly named: (externalId: string) => Record<string, unknown>;
}

/**
 * Assignments are immutable: they are made and removed. PingOne refuses a role that the holder has at the same or a broader
 * scope already (API reference, "Roles"; seen as UNIQUENESS_VIOLATION): then nothing is sent.
 */
function assigning<I extends AssignInput>({
  kind,
  guards,
  locate,
  inverse,
  named,
}: Kind<I>): Omit<Action<I, RoleHolding>, 'name' | 'summary' | 'mutation'> {
  const taking = (externalId: string, grant: GrantInput): Undo => ({
    action: inverse,
    input: {
      ...named(externalId),
      role: grant.role,
      // Written in one way, so that two requests for the same are known as such.
      scope: { type: grant.scope.type, externalId: grant.scope.externalId ?? null },
    },
  });
  return {
    permission: 'role:assign',
    subjectType: kind,
    effect: 'SET',
    inverse,
    guards,
    problem: ({ scope, until }) => scopeProblem(scope) ?? untilProblem(until),
    locate,
    read: ({ externalId }, input, environment) => readHolding({ kind, externalId }, input, environment),
    user: ({ user }) => user,
    power: () => ({ takes: null }),
    describe: describeHolding,
    parameters: (input) => ({
      ...holdingParameters(input),
      ...(typeof input.until === 'string' ? { until: input.until } : {}),
    }),
    foresee: (before) => before && { ...describeHolding(before), direct: true },
    objection: async ({ before, environment }, caller) =>
      reachRefusal(before, environment, caller) ?? (await whyNot(before, environment)),
    holds: (state) => state && (state.direct !== null || state.broader.length > 0),
    send: async ({ target, before, environment: { provider, context } }) => {
      const grant = before?.grant;
      if (!grant) throw new TypeError('Expected a role to assign.');
      await provider.membershipWrites.assignRole({ kind, externalId: target.externalId }, grant, context);
      return {};
    },
    undo: (entry: LedgerEntry) => {
      const grant = grantInputOf(entry.after);
      return grant && taking(entry.subject.externalId, grant);
    },
    timed: (input, { externalId }) =>
      endOf(input.until, taking(externalId, { role: input.role, scope: input.scope })),
    forget: (loaders, target, after) => forgetHolding(kind, loaders, target, after),
  };
}

/** Gives a user a role over a scope. Nobody gives one to themselves. */
export const assignRoleToUser: Action<AssignToUserInput, RoleHolding> = {
  ...assigning<AssignToUserInput>({
    kind: 'USER',
    guards: [self, breakGlass],
    locate: locateUser,
    inverse: 'REMOVE_ROLE_ASSIGNMENT',
    named: (externalId) => ({ user: { externalId } }),
  }),
  name: 'ASSIGN_ROLE_TO_USER',
  summary: 'Give a user a role.',
  mutation: 'assignRoleToUser',
};

/** Gives everybody in a group a role over a scope: direct members, nested and dynamic ones, now and later. */
export const assignRoleToGroup: Action<AssignToGroupInput, RoleHolding> = {
  ...assigning<AssignToGroupInput>({
    kind: 'GROUP',
    guards: [selfThroughGroup],
    locate: async ({ group }) => (group.externalId === '' ? null : group),
    inverse: 'REMOVE_ROLE_FROM_GROUP',
    named: (externalId) => ({ group: { externalId } }),
  }),
  name: 'ASSIGN_ROLE_TO_GROUP',
  summary: 'Give the members of a group a role.',
  mutation: 'assignRoleToGroup',
};

/** Gives an application a role over a scope: whoever has its credential may do what the role allows. */
export const assignRoleToApplication: Action<AssignToApplicationInput, RoleHolding> = {
  ...assigning<AssignToApplicationInput>({
    kind: 'APPLICATION',
    guards: [ownApplication],
    locate: async ({ application }) => (application.externalId === '' ? null : application),
    inverse: 'REMOVE_ROLE_FROM_APPLICATION',
    named: (externalId) => ({ application: { externalId } }),
  }),
  name: 'ASSIGN_ROLE_TO_APPLICATION',
  summary: 'Give an application a role.',
  mutation: 'assignRoleToApplication',
};

/** What the provider would refuse anyway is said before, and in words; where roles cannot be read, it decides alone. */
async function whyNot(
  before: RoleHolding | null,
  { reads, directory }: ActionEnvironment,
): Promise<GuardRefusal | null> {
  const grant = before?.grant ?? null;
  if (grant === null) return null;
  try {
    const { rows, complete } = await reads.roles();
    const role = rows.find(({ externalId }) => sameId(externalId, grant.roleId));
    if (role === undefined)
      return complete
        ? notPossible(`Expected the id of a role, found no role "${grant.roleId}" in "${directory.key}".`)
        : null;
    const { rawType, type = rawType } = grant.scope;
    const over = role.applicableTo;
    return over.length === 0 || over.includes(rawType) || over.includes(type)
      ? null
      : notPossible(
          `"${role.name}" can be assigned over ${role.applicableTo.join(', ')}, not over ${grant.scope.rawType}.`,
        );
  } catch (error) {
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}
