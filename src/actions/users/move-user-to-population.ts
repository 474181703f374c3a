import { can } from '../../access/caller.ts';
import type { JsonObject } from '../../model/action.ts';
import type { Group } from '../../model/group.ts';
import type { User } from '../../model/user.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Action, ActionEnvironment, Target } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { givesRolesByFilter } from '../guards/gives-roles-by-filter.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { sameId } from '../guards/same-id.ts';
import { forgetUser, locateUser, sameUser, type UserActionInput } from './user-target.ts';

interface MoveUserInput extends UserActionInput {
  /** The provider's id of the population to move to. */
  readonly population: string;
}

/** A user, and those of the user's groups that belong to one population. */
interface Place {
  readonly user: User;
  readonly groups: readonly Group[];
}

async function readPlace(
  { externalId }: Target,
  _input: MoveUserInput,
  { reads, provider, context, directory }: ActionEnvironment,
): Promise<Place | null> {
  const user = await reads.user(externalId);
  if (user === null) return null;
  const { rows, complete, message } = await provider.users.groupsOf(externalId, context);
  if (!complete)
    throw new UpstreamError({
      code: 'BAD_RESPONSE',
      message: `expected all groups of the user, received a part (${message ?? 'no reason given'})`,
      directory: directory.key,
      route: 'move',
    });
  const direct = rows.filter(({ type }) => type !== 'INDIRECT');
  const unseen = direct.filter(({ group }) => group === undefined).map(({ groupId }) => groupId);
  const fetched = unseen.length === 0 ? [] : await provider.groups.getMany(unseen, context);
  const groups = [...direct.flatMap(({ group }) => group ?? []), ...fetched];
  return { user, groups: groups.filter(({ populationId }) => populationId !== null) };
}

function describePlace(populationId: string | null, groups: readonly Group[]): JsonObject {
  const named = groups
    .filter((group) => group.populationId === populationId)
    .map(({ externalId, name }) => ({ externalId, name }))
    .toSorted((a, b) => a.externalId.localeCompare(b.externalId));
  return { population: populationId, groupsOfPopulation: named };
}

/** The groups that PingOne takes the user out of, without saying so. */
function lostGroups({ user, groups }: Place): string {
  const lost = groups.filter(({ populationId }) => populationId === user.populationId);
  if (lost.length === 0) return 'No group is left: none belongs to the old population.';
  return `Groups of the old population are left: ${lost.map(({ name }) => name).join(', ')}. Moving back does not restore them.`;
}

/**
 * Moves a user to another population of the same directory, with whose administrators and password policy the user lives from
 * then on. The user leaves every group of the old population, as PingOne documents; a rehearsal names them. The caller needs the
 * permission in both populations. Moving back is the inverse, and restores none of the groups.
 */
export const moveUserToPopulation: Action<MoveUserInput, Place> = {
  name: 'MOVE_USER_TO_POPULATION',
  summary: 'Move to another population; groups of the old one are lost.',
  mutation: 'moveUserToPopulation',
  permission: 'user:write',
  subjectType: 'USER',
  effect: 'SET',
  inverse: 'MOVE_USER_TO_POPULATION',
  guards: [breakGlass, lastAdministrator, givesRolesByFilter],
  attributes: () => ({ names: ['population', 'updatedAt'], isNew: false }),
  locate: locateUser,
  read: readPlace,
  user: ({ user }) => user,
  describe: ({ user, groups }) => describePlace(user.populationId, groups),
  foresee: (before, { population }) => describePlace(population, before?.groups ?? []),
  plan: (before) => [{ name: 'leave-groups', outcome: 'SKIPPED', message: lostGroups(before) }],
  parameters: ({ population }) => ({ population }),
  objection: async ({ input, environment: { directory } }, caller) =>
    can(caller, 'user:write', { directory: directory.key, population: input.population })
      ? null
      : {
          code: 'FORBIDDEN',
          message: `To move somebody there needs the permission user:write in the new population too, which "${caller.name}" does not have.`,
          retryable: false,
        },
  holds: (state, { population }) =>
    state === null || state.user.populationId === null ? null : sameId(state.user.populationId, population),
  send: async ({ target, before, input, steps, environment: { provider, context } }) => {
    await steps.run('move', () =>
      provider.userWrites.setPopulation(target.externalId, input.population, context),
    );
    if (before !== null) steps.note('leave-groups', 'DONE', lostGroups(before));
    return {};
  },
  undo: (entry) => {
    const population = entry.before?.['population'];
    return typeof population === 'string'
      ? { action: 'MOVE_USER_TO_POPULATION', input: { ...sameUser(entry), population } }
      : null;
  },
  forget: (loaders, target, state) => {
    forgetUser(loaders, target, state?.user ?? null);
  },
};
