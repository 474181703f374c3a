export interface Permission {
  readonly id: string;
  readonly description: string | null;
}

/**
 * 0 can take over the directory, 1 can reset people, credentials or clients, 2 can only look.
 * Null: a role that the gateway cannot place.
 */
export type RoleTier = 0 | 1 | 2;

/** A role that can be assigned: the provider's own, or one that the operator defined. */
export interface Role {
  readonly directory: string;
  readonly externalId: string;
  readonly name: string;
  readonly description: string | null;
  readonly custom: boolean;
  readonly permissions: readonly Permission[];
  readonly applicableTo: readonly string[];
  /** Roles that a holder of this one may assign to others. */
  readonly canAssignRoleIds: readonly string[];
  readonly tier: RoleTier | null;
}

/** What a role assignment reaches. */
export type ScopeType = 'ORGANIZATION' | 'ENVIRONMENT' | 'POPULATION' | 'APPLICATION' | 'GROUP' | 'UNKNOWN';

export type PrincipalKind = 'USER' | 'GROUP' | 'APPLICATION' | 'GATEWAY';

/** That a principal holds a role over a scope. */
export interface RoleAssignment {
  readonly directory: string;
  readonly externalId: string;
  readonly principal: { readonly kind: PrincipalKind; readonly externalId: string };
  readonly roleId: string;
  readonly scope: { readonly type: ScopeType; readonly rawType: string; readonly externalId: string };
  /** The group that gives it, when it is not the principal's own. */
  readonly inheritedFromGroupId: string | null;
  /** Whether the principal holds it through a group. Null: the provider's answer does not say. */
  readonly inherited: boolean | null;
  /** Set where the group that holds it is the role itself (LDAP): whoever is in it holds the role directly, and by their own list. */
  readonly groupIsRole?: true;
  /** Made by the provider itself: it cannot be removed. */
  readonly readOnly: boolean;
}
