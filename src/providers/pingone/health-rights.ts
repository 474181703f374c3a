import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { notTried, type ReadAttempt, tryRead } from '../health-checks.ts';
import type { Provider } from '../provider.ts';
import { explainRead } from './health-failure.ts';

interface Attempt extends ReadAttempt {
  /** Admin roles that allow it, the least first (PingOne documentation, "Roles"). */
  readonly roles: string;
  /** How the roles are to be granted. Default: for this environment. */
  readonly scope?: string;
}

const IDENTITY = 'Identity Data Read Only (or Identity Data Admin)';
const CONFIGURATION = 'Configuration Read Only (or Environment Admin)';
const AUDIT = `${CONFIGURATION}, or a custom role with audit_reporting:read:activity`;

/** Reads one object of each kind that the graph stands on. */
export async function checkRights(provider: Provider, context: CallContext): Promise<readonly HealthCheck[]> {
  const { users, groups, settings, applications, mfa, changes } = provider;
  const firstUsers = users.list({ limit: 1, cursor: null, providerFilter: null }, context);
  const populations = settings.populations(context);
  const attempts: Attempt[] = [
    { code: 'READ_USERS', what: 'Users', roles: IDENTITY, run: () => firstUsers },
    { code: 'READ_POPULATIONS', what: 'Populations', roles: IDENTITY, run: () => populations },
    {
      code: 'READ_GROUPS',
      what: 'Groups',
      roles: `${IDENTITY}, Client Application Developer or Environment Admin`,
      run: () => groups.list({ limit: 1, cursor: null }, context),
    },
    { code: 'READ_ROLES', what: 'Roles', roles: CONFIGURATION, run: () => settings.roles(context) },
    {
      code: 'READ_APPLICATIONS',
      what: 'Applications',
      roles: `${CONFIGURATION} or Client Application Developer`,
      run: () => applications.list(context),
    },
    {
      code: 'READ_POLICIES',
      what: 'Sign-on policies',
      roles: CONFIGURATION,
      run: () => settings.signOnPolicies(context),
    },
    {
      code: 'MFA_REPORT',
      what: 'The report of MFA devices',
      roles: IDENTITY,
      scope: 'for the whole environment, not for single populations',
      run: () => mfa.report(context),
      optional: 'Devices are read with a call for each user instead: slower, and fresher.',
    },
    {
      code: 'READ_AUDIT',
      what: 'The audit log',
      roles: AUDIT,
      run: () => changes.mark(context),
      optional:
        'Snapshots are then taken anew every few minutes, instead of being kept fresh by what changed.',
    },
  ];
  const checks = await Promise.all([
    ...attempts.map(tryOne),
    checkFirstUser(provider, firstUsers, context),
    checkEmptyLists(firstUsers, populations),
  ]);
  return checks.flat();
}

async function tryOne(attempt: Attempt): Promise<HealthCheck> {
  const { what, roles, scope } = attempt;
  return await tryRead(attempt, (error) => explainRead(error, what, roles, scope));
}

/** What has a call for each user is tried on the first one. */
async function checkFirstUser(
  { users, mfa }: Provider,
  firstUsers: ReturnType<Provider['users']['list']>,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const user = await firstUsers.then(
    (page) => page.rows[0],
    () => undefined,
  );
  if (user === undefined) {
    return [notTried('READ_ROLE_ASSIGNMENTS'), notTried('READ_DEVICES')];
  }
  return await Promise.all([
    tryOne({
      code: 'READ_ROLE_ASSIGNMENTS',
      what: 'Role assignments of users',
      roles: `${IDENTITY}, or a custom role with permissions:read:userRoleAssignments`,
      run: () => users.roleAssignmentsOf(user.externalId, context),
    }),
    tryOne({
      code: 'READ_DEVICES',
      what: 'MFA devices of users',
      roles: IDENTITY,
      run: () => mfa.devicesOf(user.externalId, context),
    }),
  ]);
}

/** Too few rights can look like an empty list: populations say how many users they have, whoever may see these. */
async function checkEmptyLists(
  firstUsers: ReturnType<Provider['users']['list']>,
  populations: ReturnType<Provider['settings']['populations']>,
): Promise<HealthCheck> {
  const code = 'EMPTY_LISTS';
  const [page, listing] = await Promise.allSettled([firstUsers, populations]);
  if (page.status === 'rejected' || listing.status === 'rejected') {
    return {
      code,
      status: 'SKIPPED',
      message: 'Not tried: users or populations cannot be read.',
      hint: null,
    };
  }
  const counts = listing.value.rows.map(({ userCount }) => userCount);
  const expected = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const hint =
    'Grant Identity Data Read Only for the whole environment, not for single populations, to the worker application.';
  if (listing.value.rows.length === 0) {
    const message =
      'No population is visible, although every environment has at least one: the rights are missing.';
    return { code, status: 'FAILED', message, hint };
  }
  if (page.value.rows.length === 0 && expected > 0) {
    const message = `No user is visible, although the populations have ${expected}: the rights are missing.`;
    return { code, status: 'FAILED', message, hint };
  }
  const { total } = page.value;
  if (total !== null && total < expected) {
    const message = `Only ${total} of ${expected} users are visible: the rights seem to hold for some populations only.`;
    return { code, status: 'WARNING', message, hint };
  }
  const message =
    total === null || counts.includes(null)
      ? 'Users are visible; whether it is all of them cannot be told, since PingOne left out a count.'
      : `All ${total} users that the populations count are visible.`;
  return { code, status: 'OK', message, hint: null };
}
