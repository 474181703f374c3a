import type { HealthCheck } from '../../model/directory.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { failed, notTried, passed, type ReadAttempt, tryRead, writeCheck } from '../health-checks.ts';
import { concernsToken } from '../health-failure.ts';
import type { Provider } from '../provider.ts';
import { clockCheck } from './health-clock.ts';
import { explainRead, explainToken, explainUnreachable, type Rights } from './health-failure.ts';
import type { OktaApi } from './okta-api.ts';
import { organisationOf } from './settings.ts';

const READ_ONLY = 'the role Read-only Administrator (or a stronger one)';
const USERS: Rights = { scope: 'okta.users.read', role: READ_ONLY };
const LOG: Rights = { scope: 'okta.logs.read', role: READ_ONLY };
/** Seen in practice: a read-only administrator may not see who holds which role. */
const ROLES: Rights = {
  scope: 'okta.roles.read',
  role: 'the role Super Administrator, or a custom one with "View roles, resources, and admin assignments",',
};

/**
 * Tries what the gateway needs of an organisation, in the order in which a person would put it right. Never throws. Codes: `TOKEN`,
 * `DIRECTORY`, `CLOCK`, `READ_USERS`, `READ_GROUPS`, `READ_ROLES`, `READ_CHANGES`, `READ_AUTOMATIONS`, `READ_GROUP_OWNERS`, `READ_APPLICATIONS`, `READ_ROLE_ASSIGNMENTS`, `READ_DEVICES`,
 * `WRITE`. After a failed token or address the others are left out, which would only repeat it.
 */
export async function checkHealth(
  provider: Provider,
  api: OktaApi,
  clock: () => Date,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const first = await probe(api, context);
  if (first.kind === 'FAILED') return first.checks;
  const organisation = organisationOf(api.settings);
  const checks: HealthCheck[] = [
    passed('TOKEN', 'Okta accepts the credential.'),
    passed('DIRECTORY', `The organisation at ${organisation} answers.`),
    clockCheck(first.headers, clock()),
  ];
  return [
    ...checks,
    ...(await checkRights(provider, api, context)),
    writeCheck(api.settings.writable, WRITE_HINTS),
  ];
}

type Probe =
  | { readonly kind: 'ANSWERED'; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'FAILED'; readonly checks: readonly HealthCheck[] };

/** A refusal for want of rights is an answer, too: the credential is known then. */
async function probe(api: OktaApi, context: CallContext): Promise<Probe> {
  try {
    const { headers } = await api.readArray('/api/v1/users', {}, context, { query: { limit: '1' } });
    return { kind: 'ANSWERED', headers };
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'FORBIDDEN')
      return { kind: 'ANSWERED', headers: {} };
    if (concernsToken(error)) {
      const told = explainToken(error, api.settings.clientId === undefined);
      return { kind: 'FAILED', checks: [failed('TOKEN', told)] };
    }
    const unreachable =
      error instanceof UpstreamError && (error.code === 'UNREACHABLE' || error.code === 'TIMED_OUT');
    const told = unreachable ? explainUnreachable(error) : explainRead(error, 'The organisation', USERS);
    return { kind: 'FAILED', checks: [failed('DIRECTORY', told)] };
  }
}

interface Attempt extends ReadAttempt {
  readonly rights: Rights;
}

/** Reads one object of each kind that the graph stands on. */
async function checkRights(
  provider: Provider,
  api: OktaApi,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const { users, groups, settings, applications } = provider;
  const firstUsers = users.list({ limit: 1, cursor: null, providerFilter: null }, context);
  const attempts: Attempt[] = [
    { code: 'READ_USERS', what: 'Users', rights: USERS, run: () => firstUsers },
    {
      code: 'READ_GROUPS',
      what: 'Groups',
      rights: { scope: 'okta.groups.read', role: READ_ONLY },
      run: () => groups.list({ limit: 1, cursor: null }, context),
    },
    {
      code: 'READ_APPLICATIONS',
      what: 'Applications',
      rights: { scope: 'okta.apps.read', role: READ_ONLY },
      run: () => applications.list(context),
    },
  ];
  const [first, ...others] = await Promise.all([
    firstUsers.then(
      ({ rows }) => rows[0],
      () => undefined,
    ),
    ...attempts.map(tryOne),
    checkRoles(settings.roles(context)),
    ...(provider.capabilities.has('CHANGES') ? [tryOne(logAttempt(provider, context))] : []),
    ...(api.settings.automations === true ? [tryOne(automationAttempt(provider, context))] : []),
    checkOwners(provider, context),
  ]);
  return [...others, ...(await checkOneUser(provider, first, context))];
}

function logAttempt({ changes }: Provider, context: CallContext): Attempt {
  return {
    code: 'READ_CHANGES',
    what: 'The System Log',
    rights: LOG,
    run: () => changes.mark(context),
    optional: 'Snapshots are kept fresh by whole sweeps instead; systemLog: false says so for good.',
  };
}

function automationAttempt({ controls }: Provider, context: CallContext): Attempt {
  return {
    code: 'READ_AUTOMATIONS',
    what: 'Automations',
    rights: { scope: 'okta.policies.read', role: READ_ONLY },
    run: () => controls.inactivityAutomations(context),
    optional: 'Whether something switches off unused accounts is not known.',
  };
}

/** Owners of groups are a feature that not every organisation has: they are tried on one group. */
async function checkOwners({ groups, owners }: Provider, context: CallContext): Promise<HealthCheck> {
  const code = 'READ_GROUP_OWNERS';
  const group = await groups.list({ limit: 1, cursor: null }, context).then(
    ({ rows }) => rows[0],
    () => undefined,
  );
  if (group === undefined) return notTried(code, 'group');
  return await tryOne({
    code,
    what: 'Owners of groups',
    rights: { scope: 'okta.groups.read', role: READ_ONLY },
    run: () => owners.ofGroup(group.externalId, context),
    optional: 'Whether somebody answers for a group is not known.',
  });
}

async function tryOne(attempt: Attempt): Promise<HealthCheck> {
  return await tryRead(attempt, (error) => explainRead(error, attempt.what, attempt.rights));
}

/** Okta's own roles are known anyway: without the right to see the others, only these are missing. */
async function checkRoles(roles: ReturnType<Provider['settings']['roles']>): Promise<HealthCheck> {
  try {
    const { complete, message } = await roles;
    if (complete) return passed('READ_ROLES', 'Roles can be read.');
    return {
      code: 'READ_ROLES',
      status: 'WARNING',
      message: message ?? '',
      hint: `Give ${ROLES.role} and the scope ${ROLES.scope}.`,
    };
  } catch (error) {
    return failed('READ_ROLES', explainRead(error, 'Roles', ROLES));
  }
}

/** What has a call for each user is tried on one. */
async function checkOneUser(
  { users, mfa }: Provider,
  user: User | undefined,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  if (user === undefined) {
    return [notTried('READ_ROLE_ASSIGNMENTS'), notTried('READ_DEVICES')];
  }
  const [assignments, devices] = await Promise.all([
    tryOne({
      code: 'READ_ROLE_ASSIGNMENTS',
      what: 'Role assignments of users',
      rights: ROLES,
      run: () => users.roleAssignmentsOf(user.externalId, context),
    }),
    tryOne({
      code: 'READ_DEVICES',
      what: 'Factors of users',
      rights: USERS,
      run: () => mfa.devicesOf(user.externalId, context),
    }),
  ]);
  return [assignments, devices.status === 'OK' ? { ...devices, hint: FACTORS_HINT } : devices];
}

const FACTORS_HINT =
  'Okta shows the factors that its enrolment policies allow for the network that the gateway asks from: where these differ by ' +
  'network zone, set factorsMayBeHidden, so that an empty list counts as unknown.';

const WRITE_HINTS = {
  on:
    'They need the scopes okta.users.manage, okta.groups.manage and okta.roles.manage, and a role that may do it. Only a Super ' +
    'Administrator changes administrators.',
  off: 'To allow actions, set writable: true, and give the credential the rights to write.',
};
