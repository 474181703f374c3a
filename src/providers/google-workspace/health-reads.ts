import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { notTried, passed, tryRead } from '../health-checks.ts';
import type { Provider } from '../provider.ts';
import type { GoogleApis } from './google-apis.ts';
import { explainRead } from './health-failure.ts';
import { readPage, ROLE_ASSIGNMENTS } from './lists.ts';

const APPLICATIONS: HealthCheck = {
  code: 'READ_APPLICATIONS',
  status: 'SKIPPED',
  message: 'Google has no list of the applications of a customer: they are not shown.',
  hint: null,
};

/** Reads a little of each kind of object that the graph stands on. */
export async function checkReads(
  { users, groups, settings }: Provider,
  { settings: { customerId }, readRoles }: GoogleApis,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const firstUsers = users.list({ limit: 1, cursor: null, providerFilter: null }, context);
  const firstGroups = groups.list({ limit: 1, cursor: null }, context);
  const assignments = {
    of: ROLE_ASSIGNMENTS,
    template: '/customer/{customerId}/roleassignments',
    ids: { customerId },
    query: {},
  };
  const checks = await Promise.all([
    tryOne('READ_USERS', 'Users', async () => await firstUsers),
    checkDevices(firstUsers),
    tryOne('READ_GROUPS', 'Groups', async () => await firstGroups),
    checkMembers(groups, firstGroups, context),
    tryOne('READ_ROLES', 'Roles', async () => await settings.roles(context)),
    tryOne(
      'READ_ROLE_ASSIGNMENTS',
      'Role assignments',
      async () => await readPage(readRoles, assignments, { limit: 1, token: null }, context),
    ),
  ]);
  return [...checks, APPLICATIONS];
}

async function tryOne(code: string, what: string, run: () => Promise<unknown>): Promise<HealthCheck> {
  return await tryRead({ code, what, run }, (error) => explainRead(error, what));
}

async function checkDevices(first: ReturnType<Provider['users']['list']>): Promise<HealthCheck> {
  const code = 'READ_DEVICES';
  const user = await first.then(
    (page) => page.rows[0] ?? null,
    () => null,
  );
  if (user === null) return notTried(code);
  return user.listedDevices === null
    ? {
        code,
        status: 'WARNING',
        message: 'The rows of users do not tell whether somebody has a second step.',
        hint: 'Check that the administrator may see the security settings of users.',
      }
    : passed(code, 'Whether somebody has a second step comes with the list of users.');
}

async function checkMembers(
  groups: Provider['groups'],
  first: ReturnType<Provider['groups']['list']>,
  context: CallContext,
): Promise<HealthCheck> {
  const group = await first.then(
    (page) => page.rows[0] ?? null,
    () => null,
  );
  return group === null
    ? notTried('READ_MEMBERS', 'group')
    : await tryOne(
        'READ_MEMBERS',
        'Members of groups',
        async () => await groups.members(group.externalId, { limit: 1, cursor: null }, context),
      );
}
