import type { Caller } from '../../access/caller.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ActionEnvironment } from '../action.ts';
import { givenRolesRefusal } from '../guards/gives-roles.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { unreadable } from '../guards/unreadable.ts';
import { joiningProblem, memberRefusal } from '../membership/joining.ts';

/**
 * Whether the caller may put somebody of this population, null: it is not known, into these groups: what `addUserToGroup` asks
 * for each of them. Groups that do not exist are refused too.
 */
export async function groupObjection(
  groupIds: readonly string[],
  population: string | null,
  { provider, directory, reads, context }: ActionEnvironment,
  caller: Caller,
): Promise<GuardRefusal | null> {
  try {
    for (const groupId of groupIds) {
      const group = await provider.groups.get(groupId, context);
      const objection =
        joiningProblem(group, groupId) ??
        memberRefusal(caller, directory.key, population, group) ??
        (await givenRolesRefusal(group?.externalId ?? groupId, { caller, population, reads }));
      if (objection !== null) return objection;
    }
    return null;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return unreadable(error, 'what the groups are');
  }
}
