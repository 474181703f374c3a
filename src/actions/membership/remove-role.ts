import type { RoleHolder } from '../../providers/membership-writes.ts';
import type { Action, Change, Target } from '../action.ts';
import type { Guard, GuardRefusal } from '../guards/guard.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { ownApplication } from '../guards/own-application.ts';
import { selfThroughGroup } from '../guards/self-through-group.ts';
import type { LedgerEntry } from '../ledger.ts';
import { grantInputOf, type HeldRoleInput, heldRoleProblem } from './grant.ts';
import { notPossible } from './not-possible.ts';
import {
  describeHolding,
  forgetHolding,
  holdingParameters,
  reachRefusal,
  readHolding,
  type RoleHolding,
} from './role-holding.ts';

export interface RemoveFromGroupInput extends HeldRoleInput {
  readonly group: Target;
}

export interface RemoveFromApplicationInput extends HeldRoleInput {
  readonly application: Target;
}

interface Kind<I extends HeldRoleInput> {
  readonly kind: RoleHolder['kind'];
  readonly guards: readonly Guard[];
  readonly locate: (input: I) => Promise<Target | null>;
  readonly inverse: NonNullable<Action<I, RoleHolding>['inverse']>;
  readonly named: (externalId: string) => Record<string, unknown>;
}

function removing<I extends HeldRoleInput>({
  kind,
  guards,
  locate,
  inverse,
  named,
}: Kind<I>): Omit<Action<I, RoleHolding>, 'name' | 'summary' | 'mutation'> {
  return {
    permission: 'role:assign',
    subjectType: kind,
    effect: 'SET',
    inverse,
    guards,
    problem: heldRoleProblem,
    locate,
    read: ({ externalId }, input, environment) => readHolding({ kind, externalId }, input, environment),
    power: ({ holder, direct }) => ({
      takes:
        direct === null || kind !== 'GROUP'
          ? null
          : {
              from: { kind: 'MEMBERS', externalId: holder.externalId },
              what: { kind: 'ASSIGNMENT', assignmentId: direct.externalId },
            },
    }),
    describe: describeHolding,
    parameters: holdingParameters,
    foresee: (before) => before && { ...describeHolding(before), direct: false },
    objection: async ({ before, environment }, caller) =>
      before && (reachRefusal(before, environment, caller) ?? readOnly(before)),
    holds: (state) => state && state.direct === null,
    send: (change) => removeDirect(kind, change),
    undo: (entry) => givenBack(entry, inverse, named(entry.subject.externalId)),
    forget: (loaders, target, after) => forgetHolding(kind, loaders, target, after),
  };
}

/** Takes a role from a group: its members do not hold it any more, unless by another way. */
export const removeRoleFromGroup: Action<RemoveFromGroupInput, RoleHolding> = {
  ...removing<RemoveFromGroupInput>({
    kind: 'GROUP',
    guards: [selfThroughGroup, lastAdministrator],
    locate: async ({ group }) => (group.externalId === '' ? null : group),
    inverse: 'ASSIGN_ROLE_TO_GROUP',
    named: (externalId) => ({ group: { externalId } }),
  }),
  name: 'REMOVE_ROLE_FROM_GROUP',
  summary: 'Take a role from the members of a group.',
  mutation: 'removeRoleFromGroup',
};

/** Takes a role from an application. Not from the gateway's own, which would lock itself out. */
export const removeRoleFromApplication: Action<RemoveFromApplicationInput, RoleHolding> = {
  ...removing<RemoveFromApplicationInput>({
    kind: 'APPLICATION',
    guards: [ownApplication],
    locate: async ({ application }) => (application.externalId === '' ? null : application),
    inverse: 'ASSIGN_ROLE_TO_APPLICATION',
    named: (externalId) => ({ application: { externalId } }),
  }),
  name: 'REMOVE_ROLE_FROM_APPLICATION',
  summary: 'Take a role from an application.',
  mutation: 'removeRoleFromApplication',
};

/** PingOne makes some assignments itself, and refuses to remove them; of a new environment's or population's only at first. */
export function readOnly({ direct }: Pick<RoleHolding, 'direct'>): GuardRefusal | null {
  return direct?.readOnly === true
    ? notPossible(
        'The provider made this assignment itself and does not let it be removed. Where it came with a new environment or population, that passes after a while.',
        true,
      )
    : null;
}

/** Deletes the holder's own assignment. */
export async function removeDirect(
  kind: RoleHolder['kind'],
  {
    target,
    before,
    environment: { provider, context },
  }: Pick<Change<never, Pick<RoleHolding, 'direct'>>, 'target' | 'before' | 'environment'>,
): Promise<{ readonly facts: { readonly assignmentId: string } }> {
  const assignmentId = before?.direct?.externalId;
  if (assignmentId === undefined) throw new TypeError('Expected an assignment to remove.');
  await provider.membershipWrites.removeRole({ kind, externalId: target.externalId }, assignmentId, context);
  return { facts: { assignmentId } };
}

/** What gives the role again: it is a new assignment, of another id. */
export function givenBack(
  entry: LedgerEntry,
  action: NonNullable<Action<never, never>['inverse']>,
  holder: Record<string, unknown>,
): ReturnType<NonNullable<Action<never, never>['undo']>> {
  const grant = grantInputOf(entry.before);
  return grant && { action, input: { ...holder, ...grant } };
}
