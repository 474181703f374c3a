import type { HealthCheck } from '../../model/directory.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { notTried, passed, type ReadAttempt, tryRead } from '../health-checks.ts';
import type { Provider } from '../provider.ts';
import { explainRead } from './health-failure.ts';

interface Attempt extends ReadAttempt {
  /** The application permission that allows it. */
  readonly permission: string;
}

/** Reads one object of each kind that the graph stands on. */
export async function checkRights(provider: Provider, context: CallContext): Promise<readonly HealthCheck[]> {
  const { users, groups, settings, applications, mfa, controls } = provider;
  const firstUsers = users.list({ limit: 1, cursor: null, providerFilter: null }, context);
  const someone = firstUsers.then(
    (page) => page.rows[0] ?? null,
    () => null,
  );
  const { providerFilter } = users.planFilter({ status: ['DEPROVISIONED'] });
  const attempts: readonly Attempt[] = [
    { code: 'READ_USERS', what: 'Users', permission: 'User.Read.All', run: () => firstUsers },
    {
      code: 'READ_REMOVED_USERS',
      what: 'Removed users',
      permission: 'User.Read.All',
      run: async () => {
        const { brokenOff } = await users.list({ limit: 1, cursor: null, providerFilter }, context);
        if (brokenOff !== undefined) throw brokenOff;
      },
      optional: 'Lists of users say that they are incomplete, and a leaver cannot be told from a stranger.',
    },
    {
      code: 'READ_GROUPS',
      what: 'Groups',
      permission: 'GroupMember.Read.All',
      run: () => groups.list({ limit: 1, cursor: null }, context),
    },
    {
      code: 'READ_ROLES',
      what: 'Roles',
      permission: 'RoleManagement.Read.Directory',
      run: () => settings.roles(context),
    },
    {
      code: 'READ_APPLICATIONS',
      what: 'Enterprise applications',
      permission: 'Application.Read.All',
      run: () => applications.list(context),
    },
    {
      code: 'MFA_REPORT',
      what: 'The report of registered methods',
      permission: 'AuditLog.Read.All',
      run: () => mfa.report(context),
      optional: 'Methods are read user by user instead: slower, and fresher.',
    },
    {
      code: 'READ_POLICIES',
      what: 'Policies about how people sign in',
      permission: 'Policy.Read.All',
      run: () => controls.legacyProtocols(context),
      optional: 'Whether old protocols are shut is not known.',
    },
    ...(provider.capabilities.has('CHANGES') ? [changesAttempt(provider, context)] : []),
  ];
  const checks = await Promise.all([
    ...attempts.map(tryOne),
    ofSomeone(someone, {
      code: 'READ_ROLE_ASSIGNMENTS',
      what: 'Role assignments',
      permission: 'RoleManagement.Read.Directory',
      run: (user) => users.roleAssignmentsOf(user.externalId, context),
    }),
    ofSomeone(someone, {
      code: 'READ_DEVICES',
      what: 'Authentication methods of users',
      permission: 'UserAuthenticationMethod.Read.All',
      run: (user) => mfa.devicesOf(user.externalId, context),
    }),
    lastSignOnCheck(someone),
  ]);
  return checks;
}

function changesAttempt({ changes }: Provider, context: CallContext): Attempt {
  return {
    code: 'READ_CHANGES',
    what: 'What is changed',
    permission: 'Group.Read.All in place of GroupMember.Read.All',
    run: () => changes.mark(context),
    optional: 'Snapshots are kept fresh by whole sweeps instead; deltaQueries: false says so for good.',
  };
}

async function tryOne(attempt: Attempt): Promise<HealthCheck> {
  return await tryRead(attempt, (error) => explainRead(error, attempt.what, attempt.permission));
}

/** What has a call for each user is tried on the first one. */
async function ofSomeone(
  someone: Promise<User | null>,
  attempt: Omit<Attempt, 'run'> & { readonly run: (user: User) => Promise<unknown> },
): Promise<HealthCheck> {
  const user = await someone;
  if (user === null) return notTried(attempt.code);
  return await tryOne({ ...attempt, run: () => attempt.run(user) });
}

async function lastSignOnCheck(someone: Promise<User | null>): Promise<HealthCheck> {
  const code = 'LAST_SIGN_ON';
  const user = await someone;
  if (user === null) return notTried(code);
  const { lastSignOn } = user;
  const isWithheld =
    lastSignOn.state === 'UNKNOWN' && ['FORBIDDEN', 'NOT_LICENSED'].includes(lastSignOn.reason);
  if (!isWithheld) return passed(code, 'Users tell of their last sign-in.');
  return {
    code,
    status: 'WARNING',
    message: `The last sign-in of users is not known. ${lastSignOn.message ?? ''}`.trim(),
    hint: 'It takes Entra ID P1 or P2 and the application permission AuditLog.Read.All.',
  };
}
