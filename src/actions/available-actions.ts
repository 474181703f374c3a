import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { ActionAvailability } from '../model/action.ts';
import type { User } from '../model/user.ts';
import { type UserActionDefinition, userActions } from './action-definition.ts';
import type { ActionServices } from './action-services.ts';
import type { ActorIdentity } from './actor.ts';
import { sharedReads } from './guard-reads.ts';
import { objectionsTo } from './objections.ts';
import { isEnabled } from './user-enabled.ts';

/**
 * What the caller could do to a user, by the very guards that the action itself asks, over what the request reads anyway.
 * For most users it costs the read of their role assignments, and that only where the directory can be changed; for an
 * administrator another one is looked for, which may need the sweep. A guard that cannot know (see `GUARD_UNKNOWN`) blocks,
 * as it would block the action.
 */
export function availableActions(
  services: ActionServices,
  loaders: DirectoryLoaders,
  actor: ActorIdentity,
  user: User,
): Promise<readonly ActionAvailability[]> {
  return Promise.all(
    userActions.map((definition) => availability(definition, services, loaders, actor, user)),
  );
}

async function availability(
  definition: UserActionDefinition,
  services: ActionServices,
  loaders: DirectoryLoaders,
  actor: ActorIdentity,
  user: User,
): Promise<ActionAvailability> {
  if (isEnabled(user) === definition.enabled)
    return { action: definition.name, allowed: false, blockedBy: [definition.already] };
  const objections = await objectionsTo(definition, {
    action: definition.name,
    actor,
    directory: loaders.directory,
    subject: { directory: user.directory, type: 'USER', externalId: user.externalId },
    user,
    reads: sharedReads(loaders),
    blastRadius: services.blastRadius,
    breakGlass: services.settings.breakGlass,
  });
  const blockedBy = objections.map(({ guard }) => guard.name);
  return { action: definition.name, allowed: blockedBy.length === 0, blockedBy };
}
