import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { failed, notTried, passed, readOnlyCheck } from '../health-checks.ts';
import type { RestApi } from '../rest-api.ts';
import type { GoogleApis } from './google-apis.ts';
import { explainRead } from './health-failure.ts';
import { GROUPS, readPage } from './lists.ts';

/**
 * Nothing is written to find out: with the token of each kind of change something is read, which shows that its scopes are
 * delegated. Whether the administrator's own roles suffice shows at the first change.
 */
export async function checkWrites(apis: GoogleApis, context: CallContext): Promise<readonly HealthCheck[]> {
  const { settings, writeUsers, writeMembers, writeRoles, userSecurity } = apis;
  if (!settings.writable)
    return [readOnlyCheck('To allow actions, set writable: true, and delegate the scopes for changing.')];
  const { adminEmail, customerId } = settings;
  const query = { fields: 'kind' };
  const kindOf = (api: RestApi, template: string) => async (): Promise<unknown> =>
    await api.read(template, { userKey: adminEmail, customerId }, context, { query });
  return await Promise.all([
    tryOne('WRITE', 'Users can be changed', kindOf(writeUsers, '/users/{userKey}')),
    checkMembers(apis, writeMembers, context),
    tryOne(
      'WRITE_ROLES',
      'Administrator roles can be taken away',
      kindOf(writeRoles, '/customer/{customerId}/roles'),
    ),
    // What applications the administrator has granted access to is asked for without what it is: only the token is tried.
    tryOne(
      'USER_SECURITY',
      'People can be signed out and their second steps turned off',
      kindOf(userSecurity, '/users/{userKey}/tokens'),
    ),
  ]);
}

async function tryOne(code: string, what: string, work: () => Promise<unknown>): Promise<HealthCheck> {
  try {
    await work();
    const message = `${what}: the scopes for it are delegated; nothing was written to try it.`;
    return passed(code, message);
  } catch (error) {
    return failed(code, explainRead(error, 'What is needed for changes'));
  }
}

async function checkMembers(
  { settings, readGroups }: GoogleApis,
  writeMembers: RestApi,
  context: CallContext,
): Promise<HealthCheck> {
  const code = 'WRITE_MEMBERS';
  const query = { customer: settings.customerId };
  const list = { of: GROUPS, template: '/groups', ids: {}, query };
  const group = await readPage(readGroups, list, { limit: 1, token: null }, context).then(
    (page) => page.rows[0] ?? null,
    () => null,
  );
  if (group === null) return notTried(code, 'group');
  return await tryOne(
    code,
    'Members of groups can be changed',
    async () =>
      await writeMembers.read('/groups/{groupKey}/members', { groupKey: group.id }, context, {
        query: { maxResults: '1', fields: 'kind' },
      }),
  );
}
