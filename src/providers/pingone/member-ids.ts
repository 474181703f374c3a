import type { Page } from '../../model/coverage.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { PageRequest, UserReads } from '../provider.ts';
import { readRowPage } from './cursor-list.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { USERS_PER_PAGE } from './users.ts';

/**
 * Reads a group's members as their ids. PingOne answers with whole users, a kilobyte each, which a sweep has from the list of users
 * already: three quarters of the rows that it is sent are members of groups.
 */
export function createMemberIdRead(
  api: EnvironmentApi,
  users: Pick<UserReads, 'planFilter'>,
): (groupId: string, request: PageRequest, context: CallContext) => Promise<Page<string>> {
  return async (groupId, request, context) => {
    const { providerFilter: filter } = users.planFilter({ groupId });
    const wanted = { collection: 'users', maximum: USERS_PER_PAGE, filter, only: 'id' } as const;
    const page = await readRowPage(api, wanted, request, context);
    return { ...page, rows: page.rows.map(({ id }) => id) };
  };
}
