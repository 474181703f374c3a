import type { Action } from '../action.ts';
import { givesRoles } from '../guards/gives-roles.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { noRing } from '../guards/no-ring.ts';
import { selfThroughGroup } from '../guards/self-through-group.ts';
import {
  describeNesting,
  type GroupInGroup,
  type NestingInput,
  onGroupInGroup,
  sameNesting,
} from './group-in-group.ts';
import { notPossible } from './not-possible.ts';

/** Puts a group into another: its members are members of that one too, and hold the roles that it gives. */
export const nestGroup: Action<NestingInput, GroupInGroup> = {
  ...onGroupInGroup,
  name: 'ADD_GROUP_TO_GROUP',
  summary: 'Put a group into another group.',
  mutation: 'nestGroup',
  inverse: 'REMOVE_GROUP_FROM_GROUP',
  guards: [noRing, selfThroughGroup, givesRoles],
  power: ({ parentId }) => ({ takes: null, joins: parentId }),
  foresee: (before) => before && { ...describeNesting(before), nested: true },
  objection: async ({ before }) => before && whyNot(before),
  holds: (state) => state && state.nested,
  send: async ({ target, input, environment: { provider, context } }) => {
    await provider.membershipWrites.addGroupToGroup(target.externalId, input.parent.externalId, context);
    return {};
  },
  undo: (entry) => ({ action: 'REMOVE_GROUP_FROM_GROUP', input: sameNesting(entry) }),
};

/** Takes a group out of another: its members are in that one no more, unless by another way. */
export const unnestGroup: Action<NestingInput, GroupInGroup> = {
  ...onGroupInGroup,
  name: 'REMOVE_GROUP_FROM_GROUP',
  summary: 'Take a group out of another group.',
  mutation: 'unnestGroup',
  inverse: 'ADD_GROUP_TO_GROUP',
  guards: [selfThroughGroup, lastAdministrator],
  power: ({ group, parentId }) => ({
    takes: {
      from: { kind: 'MEMBERS', externalId: group.externalId },
      what: { kind: 'THROUGH', groupId: parentId },
    },
  }),
  foresee: (before) => before && { ...describeNesting(before), nested: false },
  holds: (state) => state && !state.nested,
  send: async ({ target, input, environment: { provider, context } }) => {
    await provider.membershipWrites.removeGroupFromGroup(target.externalId, input.parent.externalId, context);
    return {};
  },
  undo: (entry) => ({ action: 'ADD_GROUP_TO_GROUP', input: sameNesting(entry) }),
};

/** PingOne nests no group whose source is elsewhere, and nothing in one whose members follow from a filter. */
function whyNot({ group, parent, parentId }: GroupInGroup): GuardRefusal | null {
  if (parent === null)
    return notPossible(
      `Expected the id of a group to put it in, found no group "${parentId}" in this directory.`,
    );
  if (parent.dynamicFilter !== null)
    return notPossible(`Who is in "${parent.name}" follows from its filter: no group can be put in.`);
  const external = [group, parent].find((one) => one.external);
  return external === undefined
    ? null
    : notPossible(`"${external.name}" comes from a source outside this directory, and cannot be nested.`);
}
