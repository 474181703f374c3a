import type { Page } from '../model/coverage.ts';
import type { PageRequest, Provider } from '../providers/provider.ts';
import type { CallContext } from '../upstream/call.ts';

/** A page of the ids of a group's members, for whoever needs nothing else of them. */
export async function memberIdPage(
  { groups, memberIds }: Pick<Provider, 'groups' | 'memberIds'>,
  groupId: string,
  request: PageRequest,
  context: CallContext,
): Promise<Page<string>> {
  if (memberIds !== undefined) return await memberIds(groupId, request, context);
  const page = await groups.members(groupId, request, context);
  return { ...page, rows: page.rows.map(({ externalId }) => externalId) };
}
