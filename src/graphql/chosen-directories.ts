import { can } from '../access/caller.ts';
import type { Directory } from '../directory/directory.ts';
import type { Permission } from '../model/permission.ts';
import type { GatewayContext } from './context.ts';

/**
 * Every directory in which the caller has the permission, or the one that a caller named. Others are as if they were not
 * configured. @throws {GraphQLError} `BAD_USER_INPUT` for a key that is not configured.
 */
export function chosenDirectories(
  context: GatewayContext,
  key: string | null | undefined,
  permission: Permission = 'directory:read',
): readonly Directory[] {
  const chosen = key === null || key === undefined ? context.directories : [context.loaders(key).directory];
  return chosen.filter((directory) => can(context.caller, permission, { directory: directory.key }));
}
