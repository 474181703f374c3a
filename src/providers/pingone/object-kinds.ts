import type { ObjectKind } from '../object-writes.ts';

/** How one kind of object is addressed, and which of its members are whose. PingOne API reference; all are JSON, PUT replaces. */
export interface ObjectRoute {
  /** Name of the collection: the last part of its path and its key in `_embedded`. */
  readonly collection: string;
  /** The variable of the id. */
  readonly id: string;
  readonly parent?: ObjectKind;
  /** Members that PingOne works out itself, beside those that no object can be given. */
  readonly readOnly?: readonly string[];
  /** Members that a PUT must not have, since they are set for good when the object is created. */
  readonly createOnly?: readonly string[];
  /** Lists of references that come back with more than the id that they are written with. */
  readonly references?: readonly string[];
  /** What no two of them share, as paths with dots; beside the parent. */
  readonly unique: readonly string[];
  /** The list can be asked for those of one name (PingOne API reference, "Filtering collections"). */
  readonly filtersByName?: boolean;
  /** A row of the same list that is another kind of object. */
  readonly isForeign?: (members: Readonly<Record<string, unknown>>) => boolean;
}

export const objectRoutes: Readonly<Record<ObjectKind, ObjectRoute>> = {
  GROUP: {
    collection: 'groups',
    id: 'groupId',
    readOnly: ['displayName', 'sourceId', 'sourceType', 'directMemberCounts', 'totalMemberCounts'],
    createOnly: ['population'],
    // A name is unique within a population, and among the groups that have none.
    unique: ['name', 'population.id'],
    filtersByName: true,
  },
  POPULATION: {
    collection: 'populations',
    id: 'populationId',
    readOnly: ['userCount'],
    unique: ['name'],
    filtersByName: true,
  },
  ROLE: {
    collection: 'roles',
    id: 'roleId',
    readOnly: ['type', 'canAssign'],
    references: ['permissions', 'canBeAssignedBy'],
    unique: ['name'],
    // The list shows the roles of the platform too.
    isForeign: ({ type }) => type === 'PLATFORM',
  },
  APPLICATION: {
    collection: 'applications',
    id: 'applicationId',
    readOnly: ['clientId', 'clientSecret'],
    unique: ['name'],
  },
  APPLICATION_GRANT: {
    collection: 'grants',
    id: 'grantId',
    parent: 'APPLICATION',
    readOnly: ['application'],
    references: ['scopes'],
    unique: ['resource.id'],
  },
  APPLICATION_ATTRIBUTE: {
    collection: 'attributes',
    id: 'attributeId',
    parent: 'APPLICATION',
    readOnly: ['application', 'mappingType'],
    unique: ['name'],
  },
  SIGN_ON_POLICY_ASSIGNMENT: {
    collection: 'signOnPolicyAssignments',
    id: 'signOnPolicyAssignmentId',
    parent: 'APPLICATION',
    readOnly: ['application'],
    unique: ['signOnPolicy.id'],
  },
  SIGN_ON_POLICY: {
    collection: 'signOnPolicies',
    id: 'signOnPolicyId',
    unique: ['name'],
  },
  SIGN_ON_POLICY_ACTION: {
    collection: 'actions',
    id: 'actionId',
    parent: 'SIGN_ON_POLICY',
    readOnly: ['signOnPolicy'],
    unique: ['type', 'priority'],
  },
  PASSWORD_POLICY: {
    collection: 'passwordPolicies',
    id: 'passwordPolicyId',
    readOnly: ['populationCount'],
    unique: ['name'],
  },
  DEVICE_AUTHENTICATION_POLICY: {
    collection: 'deviceAuthenticationPolicies',
    id: 'deviceAuthenticationPolicyId',
    readOnly: ['forSignOnPolicy'],
    unique: ['name'],
  },
  IDENTITY_PROVIDER: {
    collection: 'identityProviders',
    id: 'identityProviderId',
    unique: ['name'],
  },
  IDENTITY_PROVIDER_ATTRIBUTE: {
    collection: 'attributes',
    id: 'attributeId',
    parent: 'IDENTITY_PROVIDER',
    readOnly: ['identityProvider', 'mappingType'],
    unique: ['name'],
  },
  CERTIFICATE: {
    collection: 'certificates',
    id: 'certificateId',
    unique: ['name'],
  },
  WEBHOOK: {
    collection: 'subscriptions',
    id: 'subscriptionId',
    unique: ['name'],
  },
};
