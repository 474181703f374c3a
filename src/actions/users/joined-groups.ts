import { can, type Caller } from '../../access/caller.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ActionEnvironment } from '../action.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { unreadable } from '../guards/unreadable.ts';
import { givenBy, groupAndAbove } from '../guards/withdrawal.ts';

/**
 * Whether the caller may put somebody into these groups: it takes `group:member.write` where each of them is, and `role:assign`
 * as well where a group, or one that it is in, gives roles. Groups that do not exist are refused too.
 */
export async function groupObjection(
  groupIds: readonly string[],
  environment: ActionEnvironment,
  caller: Caller,
): Promise<GuardRefusal | null> {
  try {
    for (const groupId of groupIds) {
      const objection = await objectionTo(groupId, environment, caller);
      if (objection !== null) return objection;
    }
    return null;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return unreadable(error, 'what the groups give');
  }
}

async function objectionTo(
  groupId: string,
  { provider, directory, reads, context }: ActionEnvironment,
  caller: Caller,
): Promise<GuardRefusal | null> {
  const group = await provider.groups.get(groupId, context);
  if (group === null)
    return refusal(
      'NOT_POSSIBLE',
      `There is no group ${groupId} in "${directory.key}", or it is not visible.`,
    );
  if (group.dynamicFilter !== null || group.external)
    return refusal(
      'NOT_POSSIBLE',
      `Nobody can be put into the group ${groupId}: a filter or another source decides.`,
    );
  const where = { directory: directory.key, population: group.populationId };
  if (!can(caller, 'group:member.write', where)) return lacking('group:member.write', groupId, caller);
  if (can(caller, 'role:assign', where)) return null;
  const groups = await groupAndAbove(groupId, reads);
  const given = await Promise.all(groups.map((each) => givenBy(each, reads)));
  return given.flat().length === 0 ? null : lacking('role:assign', groupId, caller);
}

function lacking(permission: string, groupId: string, caller: Caller): GuardRefusal {
  return refusal(
    'FORBIDDEN',
    `To put somebody into the group ${groupId} takes the permission ${permission}, which "${caller.name}" does not have there.`,
  );
}

function refusal(code: GuardRefusal['code'], message: string): GuardRefusal {
  return { code, message, retryable: false };
}
