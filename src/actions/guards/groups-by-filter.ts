import { walk } from '../../directory/sweep/sweep-reads.ts';
import type { Group } from '../../model/group.ts';
import type { GuardReads } from '../guard-reads.ts';
import { type AttributeChange, mayBeMovedBy } from './filter-mentions.ts';
import { partial } from './withdrawal.ts';

/** Dynamic groups that somebody may come into, or go out of, by a change of the record. @throws {UpstreamError} */
export async function groupsMovedBy(
  change: AttributeChange,
  { directory: { provider, key }, loaders }: GuardReads,
): Promise<readonly Group[]> {
  const { context } = loaders.scope;
  const groups = await walk((request) => provider.groups.list(request, context), provider.groupsPerPage);
  if (!groups.complete) throw groups.error ?? partial('groups', key);
  return groups.rows.filter(
    ({ dynamicFilter }) => dynamicFilter !== null && mayBeMovedBy(dynamicFilter, change),
  );
}
