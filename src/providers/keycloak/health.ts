import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { failed, notTried, passed, type ReadAttempt, tryRead, writeCheck } from '../health-checks.ts';
import { concernsToken } from '../health-failure.ts';
import type { Provider } from '../provider.ts';
import { flag, text } from '../rows.ts';
import { explainRead, explainToken } from './health-failure.ts';
import type { RealmApi } from './realm-api.ts';
import type { Visibility } from './visibility.ts';

interface Attempt extends ReadAttempt {
  /** Roles of realm-management that allow it. */
  readonly roles: string;
}

/**
 * Tries what the gateway needs of a realm, in the order in which a person would put it right. Never throws. Codes: `TOKEN`,
 * `DIRECTORY`, `READ_USERS`, `READ_GROUPS`, `READ_ROLES`, `READ_APPLICATIONS`, `READ_ROLE_ASSIGNMENTS`, `READ_DEVICES`, `LOCKS`,
 * `WRITE`. After a failed token or realm the others are left out: they would only repeat it.
 */
export async function checkHealth(
  provider: Provider,
  api: RealmApi,
  visibility: Visibility,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  let realm: Awaited<ReturnType<RealmApi['read']>>;
  try {
    realm = await api.read('', {}, context);
  } catch (error) {
    if (concernsToken(error)) return [failed('TOKEN', explainToken(error))];
    return [TOKEN_OK, failed('DIRECTORY', explainRead(error, 'The realm', 'view-realm'))];
  }
  const attempts = await Promise.all(attemptsOf(provider, visibility, context).map(tryOne));
  const ofSomebody = await checkSomebody(provider, context);
  return [
    TOKEN_OK,
    realmCheck(api, realm.members),
    ...attempts,
    ...ofSomebody,
    lockCheck(realm.members),
    writeCheck(api.settings.writable, WRITE_HINTS),
  ];
}

const TOKEN_OK = passed('TOKEN', 'Keycloak issues a token to the client.');

function realmCheck({ settings }: RealmApi, realm: Readonly<Record<string, unknown>>): HealthCheck {
  const name = text(realm, 'displayName') ?? settings.realm;
  const code = 'DIRECTORY';
  if (flag(realm, 'enabled') !== false) return passed(code, `The realm "${name}" answers.`);
  const message = `The realm "${name}" is switched off: nobody can sign in.`;
  return { code, status: 'WARNING', message, hint: 'Switch it on in the admin console, "Realm settings".' };
}

function attemptsOf(
  { users, groups, settings, applications }: Provider,
  visibility: Visibility,
  context: CallContext,
): readonly Attempt[] {
  return [
    {
      code: 'READ_USERS',
      what: 'Users',
      roles: 'view-users',
      run: async () => {
        await users.list({ limit: 1, cursor: null, providerFilter: null }, context);
        // Who may see some users is shown those, and nothing says that there are others.
        await visibility.everyUser(context);
      },
    },
    {
      code: 'READ_GROUPS',
      what: 'Groups',
      roles: 'query-groups and view-users',
      run: () => groups.list({ limit: 1, cursor: null }, context),
    },
    {
      code: 'READ_ROLES',
      what: 'Roles',
      roles: 'view-realm and view-clients',
      run: async () => {
        await visibility.everyRole(context);
        await settings.roles(context);
      },
    },
    {
      code: 'READ_APPLICATIONS',
      what: 'Clients',
      roles: 'view-clients',
      run: () => applications.list(context),
    },
  ];
}

async function tryOne(attempt: Attempt): Promise<HealthCheck> {
  return await tryRead(attempt, (error) => explainRead(error, attempt.what, attempt.roles));
}

/** What has a call for each user is tried on the first one. */
async function checkSomebody(
  { users, mfa }: Provider,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const userId = await users.list({ limit: 1, cursor: null, providerFilter: null }, context).then(
    (page) => page.rows[0]?.externalId,
    () => undefined,
  );
  if (userId === undefined) return [notTried('READ_ROLE_ASSIGNMENTS'), notTried('READ_DEVICES')];
  return await Promise.all([
    tryOne({
      code: 'READ_ROLE_ASSIGNMENTS',
      what: 'Roles of users',
      roles: 'view-users, view-realm and view-clients',
      run: () => users.roleAssignmentsOf(userId, context),
    }),
    tryOne({
      code: 'READ_DEVICES',
      what: 'Credentials of users',
      roles: 'view-users',
      run: () => mfa.devicesOf(userId, context),
    }),
  ]);
}

/** Without the detection nobody is ever locked, which is worth knowing. */
function lockCheck(realm: Readonly<Record<string, unknown>>): HealthCheck {
  const code = 'LOCKS';
  const isOn = flag(realm, 'bruteForceProtected');
  if (isOn === true) return passed(code, 'Brute-force detection is on: locks are told of single users.');
  if (isOn === null)
    return {
      code,
      status: 'SKIPPED',
      message: 'The realm does not say whether it locks accounts.',
      hint: null,
    };
  return {
    code,
    status: 'WARNING',
    message: 'Brute-force detection is off: wrong passwords lock nobody out.',
    hint: 'Switch it on in the admin console, "Realm settings", "Security defenses".',
  };
}

const RIGHTS = 'Actions need manage-users of realm-management.';
const WRITE_HINTS = {
  on: RIGHTS,
  off: `To allow actions, set writable: true in rollcall.yaml. ${RIGHTS}`,
};
