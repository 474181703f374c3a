import type { GraphQLResolveInfo } from 'graphql';
import { can } from '../access/caller.ts';
import type { GatewayContext } from './context.ts';
import { hasField, surelySelected } from './selected.ts';
import { usersWithin } from './within.ts';

/**
 * Begins what a query is sure to ask of a user beside the reading of the user itself: one round trip to the provider instead of two
 * or three in a row. Only for callers who may see every user: of others it is not known yet whether they may see this one.
 */
export function beginUser(
  directory: string,
  userId: string,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): void {
  const { caller } = context;
  if (usersWithin(caller) !== null) return;
  const loaders = context.loaders(directory);
  const isAsked = (...path: string[]): boolean => surelySelected(info, path).length > 0;
  if (can(caller, 'directory:read', { directory })) {
    if (isAsked('population') && loaders.directory.can('POPULATIONS')) begin(loaders.settings.populations());
    if (isAsked('groups') && loaders.directory.can('GROUPS')) loaders.userGroups.begin(userId);
    const isAdministrator = isAsked('isAdministrator');
    if ((isAdministrator || isAsked('roleAssignments')) && loaders.directory.can('ROLE_ASSIGNMENTS')) {
      loaders.userRoleAssignments.begin(userId);
      if (loaders.directory.can('ROLES')) begin(loaders.settings.roles());
    }
  }
  const asksDevices = surelySelected(info, ['mfa']).some((node) => hasField(node, 'devices', info));
  if (asksDevices && can(caller, 'mfa:read', { directory }) && !loaders.directory.can('MFA_IN_LIST'))
    loaders.beginDevicesOf(userId);
}

/** Whoever asks for it gets the failure then. */
function begin(work: Promise<unknown>): void {
  work.catch(() => {});
}
