import type { Caller } from '../access/caller.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { ActionAvailability, ActionName } from '../model/action.ts';
import type { User } from '../model/user.ts';
import type { ActionServices } from './action-services.ts';
import type { AnyAction } from './action.ts';
import { sharedReads } from './guard-reads.ts';
import { objectionsAt, objectionsTo } from './objections.ts';
import { actionNamed, everyAction } from './registry.ts';

/** Those that need nothing but the user; what others need besides, a list cannot know. */
const offered = everyAction.filter(
  ({ subjectType, offered: byUserAlone }) => subjectType === 'USER' && byUserAlone === true,
);

/**
 * What the caller could do to a user, of all that the directory's provider can do, by the very guards that the action itself asks, over what the request reads anyway.
 * For most users it costs the read of their role assignments, and that only where the directory can be changed; for an
 * administrator another one is looked for, which may need the sweep. A guard that cannot know (see `GUARD_UNKNOWN`) blocks,
 * as it would block the action.
 */
export function availableActions(
  services: ActionServices,
  loaders: DirectoryLoaders,
  caller: Caller,
  user: User,
): Promise<readonly ActionAvailability[]> {
  const { actions } = loaders.directory.provider;
  return Promise.all(
    offered
      .filter(({ name }) => actions.has(name))
      .map((action) => availability(action, services, loaders, caller, user)),
  );
}

/** Names of the guards that stand against an action in a directory, whatever it is done to. */
export async function blockedInDirectory(
  name: ActionName,
  services: ActionServices,
  loaders: DirectoryLoaders,
  caller: Caller,
): Promise<readonly string[]> {
  const action = actionNamed(name);
  if (action === null) return ['NOT_AVAILABLE'];
  const { directory } = loaders;
  const objections = await objectionsAt('DIRECTORY', action, {
    action: name,
    permission: action.permission,
    caller,
    directory,
    subject: { directory: directory.key, type: action.subjectType, externalId: '' },
    user: null,
    reads: sharedReads(loaders),
    blastRadius: services.blastRadius,
    breakGlass: services.settings.breakGlass,
  });
  return objections.map(({ guard }) => guard);
}

async function availability(
  action: AnyAction,
  services: ActionServices,
  loaders: DirectoryLoaders,
  caller: Caller,
  user: User,
): Promise<ActionAvailability> {
  const { name, permission } = action;
  if (action.knows?.(user) === true) return { action: name, allowed: false, blockedBy: ['already-done'] };
  const objections = await objectionsTo(action, {
    action: name,
    permission,
    caller,
    directory: loaders.directory,
    subject: { directory: user.directory, type: 'USER', externalId: user.externalId },
    user,
    reads: sharedReads(loaders),
    blastRadius: services.blastRadius,
    breakGlass: services.settings.breakGlass,
  });
  const blockedBy = [...new Set(objections.map(({ guard }) => guard))];
  return { action: name, allowed: blockedBy.length === 0, blockedBy };
}
