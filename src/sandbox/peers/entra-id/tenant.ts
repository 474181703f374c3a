import { Random } from '../../generate/prng.ts';
import type { PeerPerson } from '../people.ts';
import { buildOwned, ownGroups } from './build-owners.ts';
import { buildGroups } from './build-groups.ts';
import { buildRoles, type RoleDefinition } from './build-roles.ts';
import { buildUser, type Method, methodsOf } from './build-user.ts';

export type GraphObject = Record<string, unknown> & { readonly id: string };

export interface GraphGroup {
  readonly row: GraphObject;
  /** Ids of users and of groups. */
  readonly members: Set<string>;
  /** Ids of users and of service principals. */
  readonly owners: Set<string>;
}

export interface RoleAssignmentRow {
  readonly id: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string;
}

/** Everything that a simulated tenant keeps. Writes change it. */
export interface GraphTenant {
  readonly tenantId: string;
  readonly users: Map<string, GraphObject>;
  /** Removed within the last thirty days. */
  readonly deleted: Map<string, GraphObject>;
  readonly methods: Map<string, Method[]>;
  /** Names that the report knows and that are no methods, such as `securityQuestion`. */
  readonly reportedOnly: Map<string, readonly string[]>;
  readonly groups: Map<string, GraphGroup>;
  readonly roleDefinitions: readonly RoleDefinition[];
  readonly roleAssignments: Map<string, RoleAssignmentRow>;
  readonly servicePrincipals: Map<string, GraphObject>;
  /** Registrations of applications that are at home in this tenant. */
  readonly applications: Map<string, GraphObject>;
  /** Who owns which service principal or registration, by its id. */
  readonly applicationOwners: Map<string, Set<string>>;
  /** Whether security defaults are enabled, and the Conditional Access policies. */
  readonly policies: { securityDefaults: boolean; conditionalAccess: GraphObject[] };
  /** How often the sessions of a user were revoked. */
  readonly revocations: Map<string, number>;
  /** personId -> id. */
  readonly truth: ReadonlyMap<string, string>;
}

/** The tenant of these people; the same for the same people and seed. */
export function buildTenant(people: readonly PeerPerson[], seed: number): GraphTenant {
  const random = new Random(seed, 'entra-id');
  const truth = new Map(people.map((person) => [person.personId, random.uuid()]));
  const idOf = (person: PeerPerson): string => truth.get(person.personId) ?? '';
  const users = new Map<string, GraphObject>();
  const deleted = new Map<string, GraphObject>();
  const methods = new Map<string, Method[]>();
  const reportedOnly = new Map<string, readonly string[]>();
  for (const [index, person] of people.entries()) {
    const id = idOf(person);
    const row = buildUser(person, id, index, random);
    if (person.status === 'DEPROVISIONED') {
      remove(deleted, row, person.statusChangedAt);
      continue;
    }
    users.set(id, row);
    methods.set(id, methodsOf(person, random));
    reportedOnly.set(id, person.factors.includes('QUESTION') ? ['securityQuestion'] : []);
  }
  const living = people.filter((person) => users.has(idOf(person)));
  const groups = buildGroups(living, idOf, random);
  const { roleDefinitions, roleAssignments } = buildRoles(living, idOf, groups, random);
  const tenantId = random.uuid();
  const servicePrincipals = buildApplications(random);
  // Numbers of their own: what was drawn before them stays as it was.
  const owning = new Random(seed, 'entra-id owners');
  ownGroups(groups, living.filter(({ status }) => status === 'ACTIVE').map(idOf));
  const owned = buildOwned(servicePrincipals, tenantId, living.map(idOf), owning);
  return {
    tenantId,
    users,
    deleted,
    methods,
    reportedOnly,
    groups,
    roleDefinitions,
    roleAssignments,
    servicePrincipals,
    ...owned,
    policies: { securityDefaults: true, conditionalAccess: [] },
    revocations: new Map(),
    truth,
  };
}

/** Puts a user among the deleted items, its name behind its id so that somebody else can have it. */
export function remove(deleted: Map<string, GraphObject>, row: GraphObject, at: string): void {
  const name = `${row.id.replaceAll('-', '')}${String(row['userPrincipalName'])}`;
  deleted.set(row.id, { ...row, userPrincipalName: name, deletedDateTime: at });
}

function buildApplications(random: Random): Map<string, GraphObject> {
  const kinds = [
    ['Payroll', 'saml', true, 'Application'],
    ['Intranet', 'oidc', false, 'Application'],
    ['Travel', null, false, 'Application'],
    ['Build agent', null, false, 'ManagedIdentity'],
  ] as const;
  const rows = kinds.map(
    ([displayName, preferredSingleSignOnMode, appRoleAssignmentRequired, type]): GraphObject => {
      const appId = random.uuid();
      const host = displayName.toLowerCase().replace(' ', '-');
      return {
        id: random.uuid(),
        appId,
        displayName,
        description: null,
        accountEnabled: true,
        appRoleAssignmentRequired,
        servicePrincipalType: type,
        preferredSingleSignOnMode,
        replyUrls: [`https://${host}.example.com/signed-in`],
        servicePrincipalNames: [appId, `https://${host}.example.com`],
        homepage: `https://${host}.example.com`,
        loginUrl: null,
        logoutUrl: null,
        passwordCredentials: [{ hint: 'abc', keyId: random.uuid() }],
      };
    },
  );
  return new Map(rows.map((row) => [row.id, row]));
}
