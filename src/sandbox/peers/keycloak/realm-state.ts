/** What a simulated realm holds. Writes change it; tests may too. */

export interface RealmUser {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  enabled: boolean;
  readonly emailVerified: boolean;
  /** Milliseconds since the epoch. */
  readonly createdTimestamp: number;
  requiredActions: string[];
  readonly attributes: Record<string, string[]>;
  /** Id of the store that is the master of the account. */
  readonly federationLink: string | null;
  credentials: RealmCredential[];
  sessions: RealmSession[];
  readonly groupIds: Set<string>;
  readonly roleIds: Set<string>;
  /** Aliases of identity providers, and who the user is there. */
  readonly federatedIdentities: { identityProvider: string; userId: string; userName: string }[];
  /** Whether wrong passwords locked the account. */
  locked: boolean;
  /** The client that it stands for. */
  readonly serviceAccountOf: string | null;
}

export interface RealmCredential {
  readonly id: string;
  readonly type: string;
  readonly userLabel?: string;
  readonly createdDate: number;
  readonly credentialData?: string;
}

interface RealmSession {
  readonly id: string;
  readonly start: number;
  readonly lastAccess: number;
  readonly ipAddress: string;
}

export interface RealmGroup {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly path: string;
  readonly roleIds: Set<string>;
}

export interface RealmRole {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Roles that it contains. */
  readonly composites: Set<string>;
  /** The client that it belongs to; null: the realm. */
  readonly clientUuid: string | null;
}

export interface RealmClient {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly protocol: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** One realm, in memory. */
export class RealmState {
  readonly name: string;
  readonly users = new Map<string, RealmUser>();
  readonly groups = new Map<string, RealmGroup>();
  readonly roles = new Map<string, RealmRole>();
  readonly clients = new Map<string, RealmClient>();
  /** Roles of realm-management that the gateway's service account has: tests take some away. */
  readonly rights = new Set<string>(['realm-admin']);
  /** Members of the realm's own record. */
  readonly settings: Record<string, unknown> = {
    enabled: true,
    bruteForceProtected: true,
    adminPermissionsEnabled: false,
  };

  constructor(name: string) {
    this.name = name;
  }

  /** Whether the gateway has a right, directly or in one that contains it. */
  may(right: string): boolean {
    const containers: Readonly<Record<string, readonly string[]>> = {
      'query-users': ['view-users', 'manage-users'],
      'query-groups': ['view-users'],
      'query-clients': ['view-clients'],
      'view-users': ['manage-users'],
    };
    return [right, 'realm-admin', ...(containers[right] ?? [])].some((one) => this.rights.has(one));
  }

  roleNamed(name: string, clientUuid: string | null): RealmRole | undefined {
    return [...this.roles.values()].find((role) => role.name === name && role.clientUuid === clientUuid);
  }

  clientNamed(clientId: string): RealmClient | undefined {
    return [...this.clients.values()].find((client) => client.clientId === clientId);
  }

  childrenOf(groupId: string | null): readonly RealmGroup[] {
    return [...this.groups.values()]
      .filter(({ parentId }) => parentId === groupId)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** People, by user name; accounts of clients are in no list. */
  people(): readonly RealmUser[] {
    return [...this.users.values()]
      .filter(({ serviceAccountOf }) => serviceAccountOf === null)
      .toSorted((a, b) => (a.username < b.username ? -1 : 1));
  }

  membersOf(groupId: string): readonly RealmUser[] {
    return [...this.users.values()]
      .filter(({ groupIds }) => groupIds.has(groupId))
      .toSorted((a, b) => (a.username < b.username ? -1 : 1));
  }
}
