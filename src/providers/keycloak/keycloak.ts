import type { Capability } from '../../model/directory.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import type { Provider } from '../provider.ts';
import { unsupported } from '../unsupported.ts';
import { createApplicationReads } from './applications.ts';
import { AncestorGroups } from './group-tree.ts';
import { createGroupReads } from './groups.ts';
import { checkHealth } from './health.ts';
import { createMembershipWrites } from './membership-writes.ts';
import { createMfaReads } from './mfa.ts';
import { createMfaWrites } from './mfa-writes.ts';
import { readProfile } from './profile.ts';
import { RealmApi } from './realm-api.ts';
import { createAssignmentReads } from './role-assignments.ts';
import { readRoles } from './roles.ts';
import { USUAL_PAGE, type KeycloakSettings } from './settings.ts';
import { supportedActions } from './supported-actions.ts';
import { createUserWrites } from './user-writes.ts';
import { createUserReads } from './users.ts';
import { Visibility } from './visibility.ts';

/** No last sign-on: Keycloak keeps none with its users. No removed users: who is deleted is gone. */
const CAPABILITIES: readonly Capability[] = [
  'USERS',
  'GROUPS',
  'NESTED_GROUPS',
  'ROLES',
  'ROLE_ASSIGNMENTS',
  'APPLICATIONS',
  'MFA_DEVICES',
  'PASSWORD_STATE',
  'SESSIONS',
  'LINKED_ACCOUNTS',
];

interface KeycloakParts {
  readonly settings: KeycloakSettings;
  /** `createKeycloakUpstream` makes the real one. The provider closes it. */
  readonly upstream: Upstream;
  /** The present moment: how long what was seen of the credential's rights holds. */
  readonly clock?: () => Date;
}

/** One realm of Keycloak as a directory. Service accounts are not in its list of users: they show as applications. */
export function createKeycloakProvider({
  settings,
  upstream,
  clock = () => new Date(),
}: KeycloakParts): Provider {
  const api = new RealmApi(settings, upstream);
  const no = unsupported('KEYCLOAK', settings.key);
  const visibility = new Visibility(api, clock);
  const ancestors = new AncestorGroups(api);
  const assignments = createAssignmentReads({ api, groups: ancestors, visibility });
  const users = createUserReads(api, assignments, visibility, no.users);
  const applications = createApplicationReads(api, assignments, no.applications);
  const pageSize = settings.pageSize ?? USUAL_PAGE;
  const provider: Provider = {
    kind: 'KEYCLOAK',
    directory: settings.key,
    externalId: settings.realm,
    region: null,
    capabilities: new Set<Capability>(settings.writable ? [...CAPABILITIES, 'SUSPEND_USER'] : CAPABILITIES),
    actions: supportedActions,
    get ownApplicationId() {
      return applications.ownId;
    },
    get rateLimit() {
      return upstream.rateLimit;
    },
    usersPerPage: pageSize,
    groupsPerPage: pageSize,
    listsInheritedRoles: true,
    signOnLagMs: 0,
    mfaReportThreshold: Infinity,
    profile: async (context) => await readProfile(api, context),
    checkHealth: async (context) => await checkHealth(provider, api, visibility, context),
    users,
    mfa: createMfaReads(api, no.mfa),
    groups: createGroupReads(api, users, ancestors, assignments),
    applications,
    changes: no.changes,
    settings: { ...no.settings, roles: async (context) => await readRoles(api, context) },
    owners: no.owners,
    controls: no.controls,
    userWrites: createUserWrites(api, no.userWrites, users),
    mfaWrites: createMfaWrites(api, no.mfaWrites),
    membershipWrites: createMembershipWrites(api, ancestors, assignments, no.membershipWrites),
    objectWrites: no.objectWrites,
    applicationWrites: no.applicationWrites,
    close: async () => {
      await upstream.close();
    },
  };
  return provider;
}
