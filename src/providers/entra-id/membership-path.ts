import type { Ids } from '../paths.ts';

/**
 * The one place that names the address by which a member leaves a group. Without the `/$ref` at its end the same DELETE removes the
 * user itself from the directory (Microsoft Graph, "Remove member"): nothing else may build it, and `guard-deletes.ts` refuses it
 * to whoever tries.
 */
export function memberReference(groupId: string, userId: string): readonly [template: string, ids: Ids] {
  return ['/groups/{groupId}/members/{userId}/$ref', { groupId, userId }];
}
