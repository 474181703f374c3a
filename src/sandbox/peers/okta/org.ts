/** The state of a simulated Okta organisation: everything that its routes read and change. */

type OktaStatus =
  | 'ACTIVE'
  | 'STAGED'
  | 'PROVISIONED'
  | 'LOCKED_OUT'
  | 'PASSWORD_EXPIRED'
  | 'RECOVERY'
  | 'SUSPENDED'
  | 'DEPROVISIONED';

export interface OktaUser {
  readonly id: string;
  status: OktaStatus;
  transitioningToStatus: 'ACTIVE' | 'DEPROVISIONED' | 'PROVISIONED' | null;
  readonly created: string;
  readonly activated: string | null;
  statusChanged: string | null;
  lastLogin: string | null;
  lastUpdated: string;
  passwordChanged: string | null;
  readonly type: { readonly id: string };
  readonly profile: Record<string, unknown>;
  credentials: {
    /** There is one: nothing of it is ever shown. */
    readonly password?: object;
    readonly provider: { readonly type: string; readonly name: string };
  };
}

export interface OktaGroup {
  readonly id: string;
  readonly type: 'OKTA_GROUP' | 'APP_GROUP' | 'BUILT_IN';
  readonly created: string;
  lastUpdated: string;
  lastMembershipUpdated: string;
  readonly objectClass: readonly string[];
  readonly profile: { readonly name: string; readonly description: string };
}

/** Who answers for a group; one of an application is not resolved until an account is found for it. */
export interface OktaOwner {
  readonly id: string;
  readonly type: 'USER' | 'GROUP' | 'UNKNOWN';
  readonly resolved: boolean;
  readonly originType: 'OKTA_DIRECTORY' | 'APPLICATION';
  readonly displayName: string;
  readonly lastUpdated: string;
}

export interface OktaFactor {
  readonly id: string;
  readonly factorType: string;
  readonly provider: string;
  readonly vendorName: string;
  readonly status: string;
  readonly created: string;
  readonly lastUpdated: string;
  readonly profile: Readonly<Record<string, unknown>>;
}

/** A role as somebody has it of their own; `targets` narrow it down. */
export interface OktaRole {
  /** Of the assignment. */
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly created: string;
  /** Of a CUSTOM one. */
  readonly custom?: { readonly role: string; readonly resourceSet: string };
  readonly targets?: { readonly groups?: readonly string[]; readonly apps?: readonly string[] };
}

export interface OktaCustomRole {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

export interface OktaOrg {
  readonly users: Map<string, OktaUser>;
  readonly groups: Map<string, OktaGroup>;
  /** Ids of users by group. */
  readonly members: Map<string, Set<string>>;
  /** By group. */
  readonly owners: Map<string, OktaOwner[]>;
  readonly factors: Map<string, OktaFactor[]>;
  /** Of users and groups, by their ids; a user's without those of groups. */
  readonly roles: Map<string, OktaRole[]>;
  readonly customRoles: readonly OktaCustomRole[];
  /** What the console calls automations. */
  readonly lifecyclePolicies: (Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly rules: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
  })[];
  readonly apps: readonly Readonly<Record<string, unknown> & { readonly id: string }>[];
  /** How many sessions are open. */
  readonly sessions: Map<string, number>;
  /** The account of a person, the newest where there are several. No route serves it. */
  readonly truth: Map<string, string>;
  /** Whose each account is. No route serves it. */
  readonly personOf: Map<string, string>;
}

/** The groups that a user is in, in the order of their ids. */
export function groupsOf(org: OktaOrg, userId: string): OktaGroup[] {
  return [...org.groups.values()].filter(({ id }) => org.members.get(id)?.has(userId) === true);
}

/** All that a user holds: the own roles, and those of the groups with the group that gives each. */
export function rolesOf(
  org: OktaOrg,
  userId: string,
): readonly { readonly role: OktaRole; readonly groupId: string | null }[] {
  const own = (org.roles.get(userId) ?? []).map((role) => ({ role, groupId: null }));
  const given = groupsOf(org, userId).flatMap(({ id: groupId }) =>
    (org.roles.get(groupId) ?? []).map((role) => ({ role, groupId })),
  );
  return [...own, ...given];
}
