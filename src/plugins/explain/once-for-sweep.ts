import { onceFor } from '../../model/once-for.ts';
import type { Sweep } from '../../directory/sweep/sweep.ts';

/** Ids of users whose second factor a sweep says to be switched off. Looked through once for each sweep, whoever asks. */
export const usersWithMfaOff = onceFor((sweep: Sweep): ReadonlySet<string> => {
  const off = new Set<string>();
  for (const { externalId, mfaEnabled } of sweep.users.rows)
    if (mfaEnabled.state === 'KNOWN' && !mfaEnabled.value) off.add(externalId);
  return off;
});

/** Ids of the members of each group, by its id, in the order of the users. Looked through once for each sweep too. */
export const membersByGroup = onceFor((sweep: Sweep): ReadonlyMap<string, readonly string[]> => {
  const members = new Map<string, string[]>();
  for (const { externalId } of sweep.users.rows) {
    for (const { groupId } of sweep.userGroups.get(externalId) ?? []) {
      const before = members.get(groupId);
      if (before === undefined) members.set(groupId, [externalId]);
      else before.push(externalId);
    }
  }
  return members;
});
