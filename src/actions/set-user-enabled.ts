import type { DirectoryLoaders } from '../directory/loaders.ts';
import { suspendUserAction, unsuspendUserAction } from './action-definition.ts';
import type { UserActionResult } from './action-result.ts';
import type { ActionServices } from './action-services.ts';
import type { ActorIdentity } from './actor.ts';
import { runUserAction } from './run-user-action.ts';
import type { UserActionInput } from './user-action-input.ts';

/**
 * Blocks sign-in, in the directory of `loaders`. Safe to repeat: a user who is suspended already is a success with
 * `changed: false` for which nothing is sent. Success is only claimed for what was read back.
 */
export function suspendUser(
  services: ActionServices,
  loaders: DirectoryLoaders,
  actor: ActorIdentity,
  input: UserActionInput,
): Promise<UserActionResult> {
  return runUserAction({ definition: suspendUserAction, services, loaders, actor, input });
}

/**
 * Allows sign-in again; the inverse of `suspendUser`. It does not end a lock or a pending verification: the status
 * afterwards may be LOCKED or PENDING.
 */
export function unsuspendUser(
  services: ActionServices,
  loaders: DirectoryLoaders,
  actor: ActorIdentity,
  input: UserActionInput,
): Promise<UserActionResult> {
  return runUserAction({ definition: unsuspendUserAction, services, loaders, actor, input });
}
