import type { KeyObject } from 'node:crypto';

/** A row as Google keeps and sends it. */
export type GoogleRow = Record<string, unknown>;

export interface GoogleUser extends GoogleRow {
  readonly id: string;
  primaryEmail: string;
  suspended: boolean;
  archived: boolean;
  isEnrolledIn2Sv: boolean;
  isEnforcedIn2Sv: boolean;
  isAdmin: boolean;
  isDelegatedAdmin: boolean;
  changePasswordAtNextLogin: boolean;
  deletionTime?: string;
}

export interface GoogleGroup extends GoogleRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

export interface GoogleMember extends GoogleRow {
  readonly id: string;
  readonly role?: 'OWNER' | 'MANAGER' | 'MEMBER';
  readonly type: 'USER' | 'GROUP' | 'CUSTOMER' | 'EXTERNAL';
  readonly email?: string;
  /** Only the customer's own people have it. */
  readonly status?: string;
}

export interface GoogleRole extends GoogleRow {
  readonly roleId: string;
  readonly roleName: string;
  readonly isSuperAdminRole: boolean;
}

export interface GoogleAssignment extends GoogleRow {
  readonly roleAssignmentId: string;
  readonly roleId: string;
  readonly assignedTo: string;
  readonly assigneeType: 'user' | 'group';
}

/** Everything that the peer knows; routes read and change it. */
export interface GoogleState {
  readonly customerId: string;
  readonly users: Map<string, GoogleUser>;
  readonly groups: Map<string, GoogleGroup>;
  /** By group, then by the member's id. */
  readonly members: Map<string, Map<string, GoogleMember>>;
  readonly roles: Map<string, GoogleRole>;
  readonly assignments: Map<string, GoogleAssignment>;
  /** Ids and addresses of people of other organisations, whom nobody here may look at. */
  readonly outsiders: Set<string>;
  /** Who was signed out, in order. */
  readonly signedOut: string[];
}

export interface GoogleCredentials {
  readonly serviceAccountEmail: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  readonly privateKeyId: string;
  readonly publicKey: KeyObject;
  readonly adminEmail: string;
}
