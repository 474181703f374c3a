/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What the gateway can do. */
export type ActionName =
  /** Block sign-in. */
  | 'SUSPEND_USER'
  /** Allow sign-in again. */
  | 'UNSUSPEND_USER';

/** How an application signs people on. */
export type ApplicationProtocol =
  /** A link only: the directory does not sign anybody on to it. */
  | 'EXTERNAL_LINK'
  /** OpenID Connect or OAuth 2.0. */
  | 'OPENID_CONNECT'
  /** SAML 2.0. */
  | 'SAML'
  /** The provider does not say, or says what the gateway does not know. */
  | 'UNKNOWN'
  /** WS-Federation. */
  | 'WS_FED';

/** What a directory can answer or do. What is absent answers UNKNOWN with the reason UNSUPPORTED. */
export type Capability =
  /** Applications that people or machines sign on to. */
  | 'APPLICATIONS'
  /** How often applications are signed on to. */
  | 'APPLICATION_USAGE'
  /** Certificates and keys. */
  | 'CERTIFICATES'
  /** Which second factors are offered. */
  | 'DEVICE_AUTHENTICATION_POLICIES'
  /** Groups whose members follow from a filter. */
  | 'DYNAMIC_GROUPS'
  /** Groups and their members. */
  | 'GROUPS'
  /** Outside identity providers that it trusts. */
  | 'IDENTITY_PROVIDERS'
  /** When a user signed on last. */
  | 'LAST_SIGN_ON'
  /** A user's accounts at outside identity providers. */
  | 'LINKED_ACCOUNTS'
  /** Windows in which the second factor is not asked for. */
  | 'MFA_BYPASS'
  /** Second factors, user by user. */
  | 'MFA_DEVICES'
  /** Second factors of everybody in a few calls. */
  | 'MFA_DEVICE_REPORT'
  /** Groups within groups. */
  | 'NESTED_GROUPS'
  /** What passwords must be like. */
  | 'PASSWORD_POLICIES'
  /** Whether a password is set, expired or locked. */
  | 'PASSWORD_STATE'
  /** Parts of its users that are administered together. */
  | 'POPULATIONS'
  /** Roles of administrators. */
  | 'ROLES'
  /** Who holds which role. */
  | 'ROLE_ASSIGNMENTS'
  /** Sessions of a user. */
  | 'SESSIONS'
  /** How people prove who they are. */
  | 'SIGN_ON_POLICIES'
  /** Blocking and allowing sign-in. */
  | 'SUSPEND_USER'
  /** Its users. */
  | 'USERS';

/** How a check ended. */
export type CheckStatus =
  /** It does not work; the hint says what to do. */
  | 'FAILED'
  /** It works. */
  | 'OK'
  /** It was not tried, since something before it failed or it is not in use. */
  | 'SKIPPED'
  /** It works, but something needs attention. */
  | 'WARNING';

/** How much of a directory an answer holds. */
export type CoverageState =
  /** Nothing is missing. */
  | 'COMPLETE'
  /** Nothing could be read. */
  | 'FAILED'
  /** Some of it could not be read. */
  | 'PARTIAL';

/** A user by address. Several users may share one: then the reference is refused, and names how many. */
export type EmailRef = {
  /** Key of the directory. */
  directory: string;
  /** The address, any case. */
  email: string;
};

/** An object by its provider's id. */
export type ExternalIdRef = {
  /** Key of the directory. */
  directory: string;
  /** The provider's id. */
  externalId: string;
};

/** Where a fact came from. */
export type FactSource =
  /** By a call for this very object, fresh within half a minute. */
  | 'DIRECT'
  /** With the row of a list that was read anyway: it cost nothing. */
  | 'LIST'
  /** From the provider's report over everybody, as old as `observedAt` says. */
  | 'REPORT';

/** Which findings are wanted; several members hold together. */
export type FindingFilter = {
  /** Key of the one directory to look in. */
  directory?: string | null | undefined;
  /** Only these rules. */
  rules?: Array<string | number> | null | undefined;
  /** At least so bad. */
  severityAtLeast?: Severity | null | undefined;
  /** Which answers; default: PRESENT. */
  states?: Array<FindingState> | null | undefined;
  /** Only about this kind of object. */
  subjectType?: FindingSubjectType | null | undefined;
};

/** What a rule says of its subject. */
export type FindingState =
  /** It certainly does not. */
  | 'ABSENT'
  /** It holds; evidence is attached. */
  | 'PRESENT'
  /** It could not be decided; see `unknownReason`. */
  | 'UNKNOWN';

/** What kind of object a rule judges. */
export type FindingSubjectType =
  /** An application. */
  | 'APPLICATION'
  /** A whole directory. */
  | 'DIRECTORY'
  /** A group. */
  | 'GROUP'
  /** A population. */
  | 'POPULATION'
  /** A user. */
  | 'USER';

/** Why a rule could not be decided. */
export type FindingUnknownReason =
  /** Several accounts fit, or keys disagree. */
  | 'AMBIGUOUS_MATCH'
  /** The provider's answer lacks the member. */
  | 'FIELD_NULL'
  /** The provider answered a value that the gateway does not know. */
  | 'INVALID_VALUE'
  /** The provider measures too coarsely to decide. */
  | 'MEASUREMENT_SLACK'
  /** The provider cannot give the fact. */
  | 'NOT_CAPABLE'
  /** The operator has not said what the rule needs to know. */
  | 'NOT_CONFIGURED'
  /** The directory's licence does not give the fact. */
  | 'NOT_LICENSED'
  /** Reading the fact costs calls that nobody asked for. */
  | 'NOT_REQUESTED'
  /** What decides is a flow or policy that cannot be read. */
  | 'OPAQUE_POLICY'
  /** Only a part could be read. */
  | 'PARTIAL_DATA'
  /** The gateway's credential lacks a right. */
  | 'PERMISSION_DENIED'
  /** The provider did not answer, or not in time. */
  | 'SOURCE_UNREACHABLE'
  /** What is there is too old. */
  | 'STALE_DATA';

/** Whether a directory can be used. */
export type HealthStatus =
  /** It answers, but something is missing: see the checks. */
  | 'DEGRADED'
  /** It cannot be used at all. */
  | 'FAILED'
  /** Everything that was tried works. */
  | 'OK';

/** Which entries are wanted; several members hold together. */
export type LedgerFilter = {
  /** What was asked for. */
  action?: ActionName | null | undefined;
  /** Who asked for it. */
  actor?: string | null | undefined;
  /** Begun then or later. */
  since?: string | null | undefined;
  /** Id of the object that it was done to. */
  subject?: string | number | null | undefined;
  /** Begun before. */
  until?: string | null | undefined;
};

/** How an action ended. */
export type LedgerOutcome =
  /** Everything was checked, and nothing sent. */
  | 'DRY_RUN'
  /** The provider did not do it. */
  | 'FAILED'
  /** It was begun, and its end is not recorded (yet). */
  | 'INTENDED'
  /** A guard held it back: nothing was sent. */
  | 'REFUSED'
  /** It was seen to be done. */
  | 'SUCCEEDED'
  /** It was so already: nothing was sent. */
  | 'UNCHANGED'
  /** It was sent, and it is not known whether it happened. */
  | 'UNCONFIRMED';

/** How somebody is in a group. */
export type MembershipType =
  /** Put in by somebody: it can be taken back. */
  | 'DIRECT'
  /** Through a nested group or a filter. */
  | 'INDIRECT'
  /** The provider does not say. */
  | 'UNKNOWN';

/** Whether a device can be used. */
export type MfaDeviceStatus =
  /** Its pairing was begun, but not ended. */
  | 'ACTIVATION_REQUIRED'
  /** It can be used. */
  | 'ACTIVE'
  /** Somebody blocked it. */
  | 'BLOCKED'
  /** Too many wrong codes locked it for a time. */
  | 'LOCKED'
  /** A state that the gateway does not know; see `rawStatus`. */
  | 'UNKNOWN';

/** What kind of second factor it is. */
export type MfaDeviceType =
  /** A bound desktop application. */
  | 'DESKTOP'
  /** A code by mail. */
  | 'EMAIL'
  /** A passkey or security key. */
  | 'FIDO2'
  /** A bound mobile application. */
  | 'MOBILE_PUSH'
  /** A hardware token with codes. */
  | 'OATH_TOKEN'
  /** A code by text message. */
  | 'SMS'
  /** An authenticator application with time-based codes. */
  | 'TOTP'
  /** A kind that the gateway does not know; see `rawType`. */
  | 'UNKNOWN'
  /** A code by telephone call. */
  | 'VOICE'
  /** A code by WhatsApp. */
  | 'WHATSAPP';

/** Whether a user has a second factor that can be used. */
export type MfaStatus =
  /** The second factor is switched off for the account, whatever devices it has. */
  | 'DISABLED'
  /** At least one device is active, not blocked and not locked. */
  | 'ENROLLED'
  /** Certainly none: the devices were read. */
  | 'NOT_ENROLLED'
  /** It could not be read; see `unknownReason`. */
  | 'UNKNOWN';

/** How hard the strongest usable device is to trick or steal (NIST SP 800-63B). */
export type MfaTier =
  /** Nothing that can be used. */
  | 'NONE'
  /** FIDO2, passkeys, smart cards. */
  | 'PHISHING_RESISTANT'
  /** A bound application, a time-based code, a hardware code. */
  | 'STRONG'
  /** It could not be read, or its kind is not known. */
  | 'UNKNOWN'
  /** SMS, voice, mail, WhatsApp. */
  | 'WEAK';

/** The state of a password. */
export type PasswordStatus =
  /** It is too old. */
  | 'EXPIRED'
  /** An outside identity provider checks it. */
  | 'EXTERNAL'
  /** Too many wrong tries locked it. */
  | 'LOCKED_OUT'
  /** It must be changed at the next sign-on. */
  | 'MUST_CHANGE'
  /** None was ever set. */
  | 'NO_PASSWORD'
  /** It can be used. */
  | 'OK'
  /** It could not be read; see `unknownReason`. */
  | 'UNKNOWN';

/** A kind of identity product. */
export type Provider =
  /** Microsoft Entra ID, a directory of which is a tenant. */
  | 'ENTRA_ID'
  /** Google Workspace, a directory of which is a customer. */
  | 'GOOGLE_WORKSPACE'
  /** Keycloak, a directory of which is a realm. */
  | 'KEYCLOAK'
  /** An LDAP directory or Active Directory. */
  | 'LDAP'
  /** Okta, a directory of which is an organisation. */
  | 'OKTA'
  /** PingOne, a directory of which is an environment. */
  | 'PINGONE'
  /** Any server that speaks SCIM 2.0. */
  | 'SCIM';

/** What kind of thing a role assignment reaches. */
export type RoleScopeType =
  /** An application. */
  | 'APPLICATION'
  /** An environment. */
  | 'ENVIRONMENT'
  /** A group. */
  | 'GROUP'
  /** A whole organisation with all its environments. */
  | 'ORGANIZATION'
  /** A population. */
  | 'POPULATION'
  /** Something that the gateway does not know. */
  | 'UNKNOWN';

/** How bad a finding is. */
export type Severity =
  /** Put it right today. */
  | 'CRITICAL'
  /** Put it right this week. */
  | 'HIGH'
  /** Good to know. */
  | 'INFO'
  /** When there is time. */
  | 'LOW'
  /** Plan it. */
  | 'MEDIUM';

/** Whether there is a sweep of a directory in memory. */
export type SnapshotState =
  /** The last try failed. */
  | 'FAILED'
  /** Nobody has asked for one yet. */
  | 'NONE'
  /** There is one, young enough to be used. */
  | 'READY'
  /** The first one is being taken. */
  | 'RUNNING'
  /** There is one that the next question will renew. */
  | 'STALE';

/** What `suspendUser` is to do. */
export type SuspendUserInput = {
  /** Everything but the change: the answer says what would happen. */
  dryRun?: boolean | null | undefined;
  /** A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day. */
  idempotencyKey?: string | null | undefined;
  /** Only when the user is in this state now; otherwise the answer is a conflict with the user as it is. */
  ifStatus?: UserStatus | null | undefined;
  /** Why, for the ledger: 1 to 500 characters on one line. */
  reason?: string | null | undefined;
  /** Which user is meant. */
  user: UserRef;
};

/** A condition on a text; capital and small letters are the same. */
export type TextFilter = {
  /** It is this. */
  equals?: string | null | undefined;
  /** It begins with this. */
  startsWith?: string | null | undefined;
};

/** Why a fact could not be read. An unknown fact is never "no". */
export type UnknownReason =
  /** The provider answered something that it does not document. */
  | 'BAD_RESPONSE'
  /** The request ended before the answer came. */
  | 'CANCELLED'
  /** Another product keeps this, where the gateway does not look. */
  | 'EXTERNAL'
  /** The gateway's credential lacks the right; `rollcall doctor` says which. */
  | 'FORBIDDEN'
  /** The provider answered a value that the gateway does not know. */
  | 'INVALID_VALUE'
  /** The provider's answer lacks it. */
  | 'MISSING'
  /** The object does not exist any more. */
  | 'NOT_FOUND'
  /** Reading it costs calls, and nobody asked for it. */
  | 'NOT_REQUESTED'
  /** Only a part could be read. */
  | 'PARTIAL'
  /** The provider allows no more calls just now. */
  | 'RATE_LIMITED'
  /** There was no answer in time. */
  | 'TIMED_OUT'
  /** The provider refuses the gateway's credential. */
  | 'UNAUTHORIZED'
  /** The provider could not be reached, or answered with a fault of its own. */
  | 'UNREACHABLE'
  /** This provider cannot say. */
  | 'UNSUPPORTED';

/** What `unsuspendUser` is to do. */
export type UnsuspendUserInput = {
  /** Everything but the change: the answer says what would happen. */
  dryRun?: boolean | null | undefined;
  /** A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day. */
  idempotencyKey?: string | null | undefined;
  /** Only when the user is in this state now; otherwise the answer is a conflict with the user as it is. */
  ifStatus?: UserStatus | null | undefined;
  /** Why, for the ledger: 1 to 500 characters on one line. */
  reason?: string | null | undefined;
  /** Which user is meant. */
  user: UserRef;
};

/** Which users are wanted; several members hold together. What the provider can filter is filtered there, the rest over whole pages by the gateway. */
export type UserFilter = {
  /** All of these hold. */
  and?: Array<UserFilter> | null | undefined;
  /** Key of the one directory to look in. Only at the top. */
  directory?: string | null | undefined;
  /** The address. */
  email?: TextFilter | null | undefined;
  /** The kind of employment, in the operator's words. */
  employmentType?: TextFilter | null | undefined;
  /** Id of a group that they are in. */
  group?: string | number | null | undefined;
  /** One of these holds. */
  or?: Array<UserFilter> | null | undefined;
  /** Id of the population that they are in. */
  population?: string | number | null | undefined;
  /** One of these states. */
  status?: Array<UserStatus> | null | undefined;
  /** The user name. */
  username?: TextFilter | null | undefined;
};

/** Which user is meant: exactly one of the members. */
export type UserRef =
  {   /** By address. */
  email: EmailRef; externalId?: never; id?: never; username?: never; }
  |  { email?: never;   /** By the provider's id. */
  externalId: ExternalIdRef; id?: never; username?: never; }
  |  { email?: never; externalId?: never;   /** Id of a User in this graph. */
  id: string | number; username?: never; }
  |  { email?: never; externalId?: never; id?: never;   /** By user name. */
  username: UsernameRef; };

/** Whether an account can be used. SUSPENDED wins over LOCKED and PENDING. */
export type UserStatus =
  /** It can sign in. */
  | 'ACTIVE'
  /** It is gone, but still listed. */
  | 'DEPROVISIONED'
  /** It is shut out for a time. */
  | 'LOCKED'
  /** It has yet to be verified. */
  | 'PENDING'
  /** Somebody switched it off. */
  | 'SUSPENDED'
  /** A state that the gateway does not know; see `rawStatus`. */
  | 'UNKNOWN';

/** A user by user name, which is unique within a directory. */
export type UsernameRef = {
  /** Key of the directory. */
  directory: string;
  /** The user name, any case. */
  username: string;
};

export type ApplicationsQueryVariables = Exact<{
  first: number;
}>;


export type ApplicationsQuery = { applications: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, externalId: string, name: string, protocol: ApplicationProtocol, type: string | null, enabled: boolean | null, accessControl: { adminOnly: boolean, groups: Array<{ name: string }> | null }, signOnPolicies: Array<{ priority: number, policy: { name: string, requiresMfa: boolean | null } | null }> | null, grants: Array<{ resourceName: string | null, scopes: Array<string> }> | null, roleAssignments: { nodes: Array<{ role: { name: string } | null, scope: { type: RoleScopeType } }> } | null, usage: { signOns: number | null, lastSignOnAt: string | null }, findings: Array<{ severity: Severity, rule: { id: string } }> }> } };

export type DirectoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type DirectoriesQuery = { directories: Array<{ id: string, key: string, name: string | null, provider: Provider, region: string | null, isPrimary: boolean, writable: boolean, capabilities: Array<Capability>, health: { status: HealthStatus, checkedAt: string, checks: Array<{ code: string, status: CheckStatus, message: string, hint: string | null }> }, rateLimit: { requestsPerSecond: number | null, inFlight: number, queued: number, throttledUntil: string | null }, snapshot: { takenAt: string | null, state: SnapshotState, coverage: { complete: boolean, checked: number, unknown: number | null } | null } }> };

export type FindingsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: FindingFilter | null | undefined;
}>;


export type FindingsQuery = { findings: { totalCount: number | null, coverage: { complete: boolean, checked: number, unknown: number | null }, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, severity: Severity, state: FindingState, unknownReason: FindingUnknownReason | null, firstSeenAt: string | null, rule: { id: string, title: string, severity: Severity, frameworks: Array<{ name: string, control: string }> }, subject:
        | { __typename: 'Application', id: string, name: string }
        | { __typename: 'Directory', id: string, key: string }
        | { __typename: 'Group', id: string, name: string }
        | { __typename: 'Population', id: string }
        | { __typename: 'User', id: string, username: string | null, directory: { key: string } }
      , evidence: Array<{ label: string, value: string }>, remedies: Array<{ action: string, allowed: boolean, blockedBy: Array<string> }> }> } };

export type GroupsMembersQueryVariables = Exact<{
  first: number;
  members: number;
}>;


export type GroupsMembersQuery = { groups: { nodes: Array<{ externalId: string, name: string, isDynamic: boolean, memberCount: number | null, members: { pageInfo: { hasNextPage: boolean }, edges: Array<{ type: MembershipType, node: { externalId: string, username: string | null, mfa: { status: MfaStatus, devices: Array<{ type: MfaDeviceType, status: MfaDeviceStatus }> | null } } }> } }> } };

export type LedgerQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: LedgerFilter | null | undefined;
}>;


export type LedgerQuery = { ledger: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, recordedAt: string, actor: string, action: ActionName, reason: string | null, dryRun: boolean, outcome: LedgerOutcome, before: unknown, after: unknown, correlationId: string, idempotencyKey: string | null, subject: { id: string }, directory: { key: string } }> } };

export type PostureQueryVariables = Exact<{ [key: string]: never; }>;


export type PostureQuery = { posture: { asOf: string, coverage: { complete: boolean, checked: number, unknown: number | null }, score: { low: number | null, high: number | null }, usersByStatus: Array<{ status: UserStatus, count: number }>, mfa: { enrolled: number, notEnrolled: number, disabled: number, unknown: number, byTier: Array<{ tier: MfaTier, count: number }> }, administrators: { total: number, withoutMfa: number, unknown: number }, findingsBySeverity: Array<{ severity: Severity, count: number }> } | null };

export type SuspendUserMutationVariables = Exact<{
  input: SuspendUserInput;
}>;


export type SuspendUserMutation = { suspendUser:
    | { __typename: 'ActionConflict', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionFailed', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionRefused', message: string, code: string, retryable: boolean, blockedBy: Array<string> }
    | { __typename: 'ActionUnconfirmed', message: string, code: string, retryable: boolean }
    | { __typename: 'InvalidInput', message: string, code: string, retryable: boolean }
    | { __typename: 'SuspendUserSuccess', changed: boolean, dryRun: boolean, user: { externalId: string, status: UserStatus }, entry: { id: string, action: ActionName, outcome: LedgerOutcome, actor: string, reason: string | null, recordedAt: string } }
    | { __typename: 'UserNotFound', message: string, code: string, retryable: boolean }
   };

export type UnsuspendUserMutationVariables = Exact<{
  input: UnsuspendUserInput;
}>;


export type UnsuspendUserMutation = { unsuspendUser:
    | { __typename: 'ActionConflict', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionFailed', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionRefused', message: string, code: string, retryable: boolean, blockedBy: Array<string> }
    | { __typename: 'ActionUnconfirmed', message: string, code: string, retryable: boolean }
    | { __typename: 'InvalidInput', message: string, code: string, retryable: boolean }
    | { __typename: 'UnsuspendUserSuccess', changed: boolean, dryRun: boolean, user: { externalId: string, status: UserStatus }, entry: { id: string, outcome: LedgerOutcome } }
    | { __typename: 'UserNotFound', message: string, code: string, retryable: boolean }
   };

export type UserQueryVariables = Exact<{
  ref: UserRef;
}>;


export type UserQuery = { user: { id: string, externalId: string, username: string | null, status: UserStatus, isAdministrator: boolean | null, directory: { key: string }, population: { id: string, name: string } | null, groups: { edges: Array<{ type: MembershipType, node: { id: string, name: string } }> } | null, roleAssignments: { edges: Array<{ inheritedFrom: { id: string, name: string } | null, node: { id: string, role: { id: string, name: string } | null, scope: { type: RoleScopeType, externalId: string } } }> } | null, mfa: { status: MfaStatus, tier: MfaTier, source: FactSource | null, devices: Array<{ type: MfaDeviceType, status: MfaDeviceStatus }> | null }, password: { status: PasswordStatus, lastChangedAt: string | null }, identity: { id: string, users: Array<{ externalId: string, directory: { key: string } }> }, findings: Array<{ id: string, severity: Severity, state: FindingState, rule: { id: string }, evidence: Array<{ label: string, value: string }>, remedies: Array<{ action: string, allowed: boolean, blockedBy: Array<string> }> }>, availableActions: Array<{ action: ActionName, allowed: boolean, blockedBy: Array<string> }> } | null };

export type UsersMfaQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: UserFilter | null | undefined;
}>;


export type UsersMfaQuery = { users: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, coverage: { complete: boolean, checked: number, unknown: number | null }, nodes: Array<{ externalId: string, username: string | null, mfa: { status: MfaStatus, tier: MfaTier, source: FactSource | null, observedAt: string | null, unknownReason: UnknownReason | null, devices: Array<{ id: string, type: MfaDeviceType, status: MfaDeviceStatus, tier: MfaTier, nickname: string | null, createdAt: string | null }> | null } }> } };

export type UsersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: UserFilter | null | undefined;
}>;


export type UsersQuery = { users: { totalCount: number | null, coverage: { complete: boolean, checked: number, unknown: number | null, sources: Array<{ state: CoverageState, reason: UnknownReason | null, directory: { key: string } }> }, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, externalId: string, username: string | null, email: string | null, emailVerified: boolean | null, displayName: string | null, title: string | null, employmentType: string | null, status: UserStatus, rawStatus: string, canAuthenticate: boolean | null, createdAt: string | null, updatedAt: string | null, directory: { key: string, provider: Provider }, name: { given: string | null, family: string | null, formatted: string | null } | null, address: { locality: string | null, region: string | null, countryCode: string | null } | null, lastSignOn: { at: string | null }, population: { id: string, name: string } | null, pingOne: { mfaEnabled: boolean | null, verifyStatus: string | null, lifecycleStatus: string | null } | null }> } };


export const ApplicationsDocument = {"__meta__":{"hash":"sha256:680316bdf443d70ed34ac3ceeb845aad1659c714b670b61bf0bb8fb6140068a5"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Applications"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"protocol"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"accessControl"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminOnly"}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"signOnPolicies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"policy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"requiresMfa"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"grants"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resourceName"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"roleAssignments"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"days"},"value":{"kind":"IntValue","value":"14"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOns"}},{"kind":"Field","name":{"kind":"Name","value":"lastSignOnAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"findings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"severity"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ApplicationsQuery, ApplicationsQueryVariables>;
export const DirectoriesDocument = {"__meta__":{"hash":"sha256:1ba0959d30178383c143cd4c70651d1e157d9261794818d296e71b03a54ccbeb"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Directories"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"directories"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"isPrimary"}},{"kind":"Field","name":{"kind":"Name","value":"writable"}},{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"checkedAt"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"inFlight"}},{"kind":"Field","name":{"kind":"Name","value":"queued"}},{"kind":"Field","name":{"kind":"Name","value":"throttledUntil"}}]}},{"kind":"Field","name":{"kind":"Name","value":"snapshot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"takenAt"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DirectoriesQuery, DirectoriesQueryVariables>;
export const FindingsDocument = {"__meta__":{"hash":"sha256:b0210bc7c00c0fbfc813940221dbffeb6a8b56bc5566d317808aaab962892468"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Findings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"FindingFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"findings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"rule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"frameworks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"control"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"unknownReason"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Group"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Application"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Directory"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"evidence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remedies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"firstSeenAt"}}]}}]}}]}}]} as unknown as DocumentNode<FindingsQuery, FindingsQueryVariables>;
export const GroupsMembersDocument = {"__meta__":{"hash":"sha256:a3cbb9c3d7fb2ae45c56be4f9f81a7e9414e380ddbf6b9ee61a6744f9357e310"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GroupsMembers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"members"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"isDynamic"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"members"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"mfa"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<GroupsMembersQuery, GroupsMembersQueryVariables>;
export const LedgerDocument = {"__meta__":{"hash":"sha256:52924ff399533ada0d36b6af2a703d26ad5bcd8283be8c20e16e8f35f1b4f076"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Ledger"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LedgerFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ledger"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}},{"kind":"Field","name":{"kind":"Name","value":"idempotencyKey"}}]}}]}}]}}]} as unknown as DocumentNode<LedgerQuery, LedgerQueryVariables>;
export const PostureDocument = {"__meta__":{"hash":"sha256:add435218f509affa1b5f167f8e5ca12f815ed8eb67484289752b9d1ad4dadc4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Posture"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"posture"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"low"}},{"kind":"Field","name":{"kind":"Name","value":"high"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usersByStatus"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mfa"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enrolled"}},{"kind":"Field","name":{"kind":"Name","value":"notEnrolled"}},{"kind":"Field","name":{"kind":"Name","value":"disabled"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}},{"kind":"Field","name":{"kind":"Name","value":"byTier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"administrators"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"withoutMfa"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"findingsBySeverity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]} as unknown as DocumentNode<PostureQuery, PostureQueryVariables>;
export const SuspendUserDocument = {"__meta__":{"hash":"sha256:7f1f51dcde94141f48611473347ce82e09911310ec4e36e1f98352a25d6b7cbd"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SuspendUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SuspendUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"suspendUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SuspendUserSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"entry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionRefused"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<SuspendUserMutation, SuspendUserMutationVariables>;
export const UnsuspendUserDocument = {"__meta__":{"hash":"sha256:b13aafcdf4de41e9c45ea7695e82f6f14c83a6a0d9ed182c0f32837fa503b14e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UnsuspendUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UnsuspendUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"unsuspendUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnsuspendUserSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"entry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionRefused"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<UnsuspendUserMutation, UnsuspendUserMutationVariables>;
export const UserDocument = {"__meta__":{"hash":"sha256:f98fa79e12bd027e6439359032bbf55cc9595e5c9379f8d713b6fbd604329add"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"User"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ref"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UserRef"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ref"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ref"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"population"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"roleAssignments"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inheritedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"isAdministrator"}},{"kind":"Field","name":{"kind":"Name","value":"mfa"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"password"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lastChangedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"identity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"findings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"rule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"evidence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remedies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"availableActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<UserQuery, UserQueryVariables>;
export const UsersMfaDocument = {"__meta__":{"hash":"sha256:41ae2dd189056ac1839c37e3370e972242f83a8c56413c29efad4b14ba96e55d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UsersMfa"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"mfa"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"unknownReason"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UsersMfaQuery, UsersMfaQueryVariables>;
export const UsersDocument = {"__meta__":{"hash":"sha256:b74f19f7ee8cdfe4544d7172efbb1ad7d005d7ef46c573ec1fdf3864ae160859"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Users"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"emailVerified"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"given"}},{"kind":"Field","name":{"kind":"Name","value":"family"}},{"kind":"Field","name":{"kind":"Name","value":"formatted"}}]}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"employmentType"}},{"kind":"Field","name":{"kind":"Name","value":"address"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"locality"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"countryCode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rawStatus"}},{"kind":"Field","name":{"kind":"Name","value":"canAuthenticate"}},{"kind":"Field","name":{"kind":"Name","value":"lastSignOn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"population"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pingOne"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mfaEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"verifyStatus"}},{"kind":"Field","name":{"kind":"Name","value":"lifecycleStatus"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UsersQuery, UsersQueryVariables>;