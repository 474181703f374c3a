/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What the gateway can do. */
export type ActionName =
  /** Accept the risk of a finding for a time. */
  | 'ACCEPT_FINDING'
  /** End the pairing of a second factor with its first code. */
  | 'ACTIVATE_MFA_DEVICE'
  /** Put a group into another group. */
  | 'ADD_GROUP_TO_GROUP'
  /** Put a user into a group. */
  | 'ADD_USER_TO_GROUP'
  /** Give an application a role. */
  | 'ASSIGN_ROLE_TO_APPLICATION'
  /** Give the members of a group a role. */
  | 'ASSIGN_ROLE_TO_GROUP'
  /** Give a user a role. */
  | 'ASSIGN_ROLE_TO_USER'
  /** Block a second factor. */
  | 'BLOCK_MFA_DEVICE'
  /** Create an application. */
  | 'CREATE_APPLICATION'
  /** Create an application attribute. */
  | 'CREATE_APPLICATION_ATTRIBUTE'
  /** Create an application grant. */
  | 'CREATE_APPLICATION_GRANT'
  /** Create a device authentication policy. */
  | 'CREATE_DEVICE_AUTHENTICATION_POLICY'
  /** Create a group. */
  | 'CREATE_GROUP'
  /** Create an identity provider. */
  | 'CREATE_IDENTITY_PROVIDER'
  /** Create an identity provider attribute. */
  | 'CREATE_IDENTITY_PROVIDER_ATTRIBUTE'
  /** Create a password policy. */
  | 'CREATE_PASSWORD_POLICY'
  /** Create a population. */
  | 'CREATE_POPULATION'
  /** Create a role. */
  | 'CREATE_ROLE'
  /** Create a sign-on policy. */
  | 'CREATE_SIGN_ON_POLICY'
  /** Create a sign-on policy action. */
  | 'CREATE_SIGN_ON_POLICY_ACTION'
  /** Create a sign-on policy assignment. */
  | 'CREATE_SIGN_ON_POLICY_ASSIGNMENT'
  /** Create a user with groups and a first password. */
  | 'CREATE_USER'
  /** Create a webhook. */
  | 'CREATE_WEBHOOK'
  /** Delete an application. */
  | 'DELETE_APPLICATION'
  /** Delete an application attribute. */
  | 'DELETE_APPLICATION_ATTRIBUTE'
  /** Delete an application grant. */
  | 'DELETE_APPLICATION_GRANT'
  /** Remove a public certificate. */
  | 'DELETE_CERTIFICATE'
  /** Delete a device authentication policy. */
  | 'DELETE_DEVICE_AUTHENTICATION_POLICY'
  /** Delete a group. */
  | 'DELETE_GROUP'
  /** Delete an identity provider. */
  | 'DELETE_IDENTITY_PROVIDER'
  /** Delete an identity provider attribute. */
  | 'DELETE_IDENTITY_PROVIDER_ATTRIBUTE'
  /** Remove a second factor. */
  | 'DELETE_MFA_DEVICE'
  /** Delete a password policy. */
  | 'DELETE_PASSWORD_POLICY'
  /** Delete a population. */
  | 'DELETE_POPULATION'
  /** Delete a role. */
  | 'DELETE_ROLE'
  /** Delete a sign-on policy. */
  | 'DELETE_SIGN_ON_POLICY'
  /** Delete a sign-on policy action. */
  | 'DELETE_SIGN_ON_POLICY_ACTION'
  /** Delete a sign-on policy assignment. */
  | 'DELETE_SIGN_ON_POLICY_ASSIGNMENT'
  /** Delete the user, for good. */
  | 'DELETE_USER'
  /** Delete a webhook. */
  | 'DELETE_WEBHOOK'
  /** Switch the application off. */
  | 'DISABLE_APPLICATION'
  /** Switch the identity provider off. */
  | 'DISABLE_IDENTITY_PROVIDER'
  /** Switch the second factor off. */
  | 'DISABLE_USER_MFA'
  /** Switch the webhook off. */
  | 'DISABLE_WEBHOOK'
  /** Switch the application on. */
  | 'ENABLE_APPLICATION'
  /** Switch the identity provider on. */
  | 'ENABLE_IDENTITY_PROVIDER'
  /** Switch the second factor on. */
  | 'ENABLE_USER_MFA'
  /** Switch the webhook on. */
  | 'ENABLE_WEBHOOK'
  /** Ask for the second factor again. */
  | 'END_MFA_BYPASS'
  /** Ask for another password at the next sign-on. */
  | 'FORCE_PASSWORD_CHANGE'
  /** Add a public certificate. */
  | 'IMPORT_CERTIFICATE'
  /** Say that two accounts are one person. */
  | 'LINK_IDENTITY'
  /** Lock the account, for a time or until it is unlocked. */
  | 'LOCK_USER'
  /** Move to another population; groups of the old one are lost. */
  | 'MOVE_USER_TO_POPULATION'
  /** Pair a second factor. */
  | 'PAIR_MFA_DEVICE'
  /** Take a group out of another group. */
  | 'REMOVE_GROUP_FROM_GROUP'
  /** Take back what was said of two accounts. */
  | 'REMOVE_IDENTITY_LINK'
  /** Take a role from a user. */
  | 'REMOVE_ROLE_ASSIGNMENT'
  /** Take a role from an application. */
  | 'REMOVE_ROLE_FROM_APPLICATION'
  /** Take a role from the members of a group. */
  | 'REMOVE_ROLE_FROM_GROUP'
  /** Take a user out of a group. */
  | 'REMOVE_USER_FROM_GROUP'
  /** Rename a second factor. */
  | 'RENAME_MFA_DEVICE'
  /** Require a second factor. */
  | 'REQUIRE_MFA_ENROLLMENT'
  /** Remove all second factors. */
  | 'RESET_USER_MFA'
  /** End the client secret before the current one. */
  | 'REVOKE_PREVIOUS_APPLICATION_SECRET'
  /** End one session. */
  | 'REVOKE_SESSION'
  /** End all sessions. */
  | 'REVOKE_USER_SESSIONS'
  /** Make a new client secret. */
  | 'ROTATE_APPLICATION_SECRET'
  /** Say that two accounts are never one person. */
  | 'SEPARATE_IDENTITY'
  /** Set where the users of a population sign on. */
  | 'SET_POPULATION_IDENTITY_PROVIDER'
  /** Make an outside identity provider check the password. */
  | 'SET_USER_IDENTITY_PROVIDER'
  /** Set a password. */
  | 'SET_USER_PASSWORD'
  /** Switch identity verification on or off. */
  | 'SET_USER_VERIFY_STATUS'
  /** Let a user through without a second factor for a time. */
  | 'START_MFA_BYPASS'
  /** Block sign-in. */
  | 'SUSPEND_USER'
  /** Take the block of a second factor back. */
  | 'UNBLOCK_MFA_DEVICE'
  /** Take away the link to an account at an outside identity provider. */
  | 'UNLINK_ACCOUNT'
  /** End the lock of a second factor. */
  | 'UNLOCK_MFA_DEVICE'
  /** End the lock of the account. */
  | 'UNLOCK_USER'
  /** End the lock that wrong passwords brought. */
  | 'UNLOCK_USER_PASSWORD'
  /** Allow sign-in again. */
  | 'UNSUSPEND_USER'
  /** Change an application. */
  | 'UPDATE_APPLICATION'
  /** Change an application attribute. */
  | 'UPDATE_APPLICATION_ATTRIBUTE'
  /** Change an application grant. */
  | 'UPDATE_APPLICATION_GRANT'
  /** Change a device authentication policy. */
  | 'UPDATE_DEVICE_AUTHENTICATION_POLICY'
  /** Change a group. */
  | 'UPDATE_GROUP'
  /** Change an identity provider. */
  | 'UPDATE_IDENTITY_PROVIDER'
  /** Change an identity provider attribute. */
  | 'UPDATE_IDENTITY_PROVIDER_ATTRIBUTE'
  /** Change a password policy. */
  | 'UPDATE_PASSWORD_POLICY'
  /** Change a population. */
  | 'UPDATE_POPULATION'
  /** Change a role. */
  | 'UPDATE_ROLE'
  /** Change a sign-on policy. */
  | 'UPDATE_SIGN_ON_POLICY'
  /** Change a sign-on policy action. */
  | 'UPDATE_SIGN_ON_POLICY_ACTION'
  /** Change a sign-on policy assignment. */
  | 'UPDATE_SIGN_ON_POLICY_ASSIGNMENT'
  /** Change members of the user's record. */
  | 'UPDATE_USER'
  /** Change a webhook. */
  | 'UPDATE_WEBHOOK'
  /** Withdraw that the risk of a finding is accepted. */
  | 'WITHDRAW_ACCEPTANCE';

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

/** What kind of thing a role can be assigned over. */
export type AssignableScope =
  /** An application. */
  | 'APPLICATION'
  /** An environment: the directory itself, or another. */
  | 'ENVIRONMENT'
  /** A group. */
  | 'GROUP'
  /** A whole organisation with all its environments. */
  | 'ORGANIZATION'
  /** A population. */
  | 'POPULATION';

/** How an item of a bulk operation ended. */
export type BulkOutcome =
  /** The subject changed since the plan: nothing was sent. */
  | 'CONFLICT'
  /** It was not done, or not wholly. */
  | 'FAILED'
  /** What was asked for it is wrong, or names several. */
  | 'INVALID'
  /** There is no such subject. */
  | 'NOT_FOUND'
  /** The operation ended before its turn. */
  | 'NOT_STARTED'
  /** It has not ended (yet). */
  | 'PENDING'
  /** A guard held it back: nothing was sent. */
  | 'REFUSED'
  /** It was done, and seen to be so. */
  | 'SUCCEEDED'
  /** It was so already: nothing was sent. */
  | 'UNCHANGED'
  /** It was sent, and it is not known whether it happened. */
  | 'UNCONFIRMED';

/** How far a bulk operation is. */
export type BulkState =
  /** Ended by somebody; what was begun before that was carried to its end. */
  | 'CANCELLED'
  /** All its items have ended. */
  | 'DONE'
  /** Planned too long ago to be applied. */
  | 'EXPIRED'
  /** Told, and not begun: `applyBulkOperation` begins it. */
  | 'PLANNED'
  /** Begins when a gateway is free. */
  | 'QUEUED'
  /** Under way. */
  | 'RUNNING'
  /** Ended at the first item that did not succeed. */
  | 'STOPPED'
  /** Goes on at `passesAt`, when the blast radius lets it. */
  | 'WAITING';

/** What a directory can answer or do. What is absent answers UNKNOWN with the reason UNSUPPORTED. */
export type Capability =
  /** Applications that people or machines sign on to. */
  | 'APPLICATIONS'
  /** Who answers for an application. */
  | 'APPLICATION_OWNERS'
  /** How often applications are signed on to. */
  | 'APPLICATION_USAGE'
  /** Certificates and keys. */
  | 'CERTIFICATES'
  /** It tells what was changed since a moment: its snapshot is kept fresh without a whole sweep. */
  | 'CHANGES'
  /** Which second factors are offered. */
  | 'DEVICE_AUTHENTICATION_POLICIES'
  /** Groups whose members follow from a filter. */
  | 'DYNAMIC_GROUPS'
  /** Groups and their members. */
  | 'GROUPS'
  /** Who answers for a group. */
  | 'GROUP_OWNERS'
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
  /** Second factors as the rows of users tell them: no call is needed. */
  | 'MFA_IN_LIST'
  /** Groups within groups. */
  | 'NESTED_GROUPS'
  /** What passwords must be like. */
  | 'PASSWORD_POLICIES'
  /** Whether a password is set, expired or locked. */
  | 'PASSWORD_STATE'
  /** Parts of its users that are administered together. */
  | 'POPULATIONS'
  /** Lists show removed users too, as DEPROVISIONED. */
  | 'REMOVED_USERS'
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
  | 'REPORT'
  /** From the gateway's snapshot, as old as `observedAt` says: only where the request's `Cache-Control: max-age` allows that. */
  | 'SNAPSHOT';

/** What became of a finding. */
export type FindingDisposition =
  /** Open, and somebody took the risk upon themselves for a time. */
  | 'ACCEPTED'
  /** It was seen, and nothing has shown since that it is not so any more. */
  | 'OPEN'
  /** A look showed that it is certainly not so any more. */
  | 'RESOLVED';

/** Which findings are wanted; several members hold together. */
export type FindingFilter = {
  /** Key of the one directory to look in. */
  directory?: string | null | undefined;
  /** Only what became of it so: `OPEN` leaves accepted ones out. What is resolved is not evaluated as PRESENT any more: `findingHistory` has it. */
  dispositions?: Array<FindingDisposition> | null | undefined;
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

/** What `forcePasswordChange` is to do. */
export type ForcePasswordChangeInput = {
  /** Everything but the change: the answer says what would happen. */
  dryRun?: boolean | null | undefined;
  /** A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day. */
  idempotencyKey?: string | null | undefined;
  /** Only when the user is in this state now; otherwise the answer is a conflict with the user as it is. */
  ifStatus?: UserStatus | null | undefined;
  /** Only when the object is still at this `version`, which a rehearsal or an earlier answer gave; otherwise the answer is a conflict with the object as it is. */
  ifVersion?: string | null | undefined;
  /** Why, for the ledger: 1 to 500 characters on one line. */
  reason?: string | null | undefined;
  /** Which user is meant. */
  user: UserRef;
};

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
  /** How it ended. */
  outcome?: LedgerOutcome | null | undefined;
  /** Id of the BulkOperation, of the undone LedgerEntry or of the TimedGrant that it was part of. */
  partOf?: string | number | null | undefined;
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

/** How sure it is that an account is the same person. */
export type MatchConfidence =
  /** By an operator, or by an id that is given once. */
  | 'CERTAIN'
  /** By a key that the directories vouch for. */
  | 'HIGH'
  /** By a key that others may come to share: look before acting on it. */
  | 'LOW'
  /** By an address that nobody proved. */
  | 'MEDIUM';

/** What ties an account to a person, strongest first. */
export type MatchKey =
  /** A further address of one is an address of the other. */
  | 'ALIAS'
  /** It is the account that the others are tied to. */
  | 'ANCHOR'
  /** Both have the same address. */
  | 'EMAIL'
  /** Both carry the same employee number. */
  | 'EMPLOYEE_NUMBER'
  /** An operator said so. */
  | 'MANUAL_LINK'
  /** A bare sign-in name, made an address by the operator's setting, is an address of the other. */
  | 'MAPPED_USERNAME'
  /** One account carries the id that the other has in its own directory. */
  | 'NATIVE_ID'
  /** The sign-in name of one is an address, and it is the other's. */
  | 'USERNAME'
  /** Both have the same address, and it was proven. */
  | 'VERIFIED_EMAIL';

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
  /** A certificate or smart card. */
  | 'CERTIFICATE'
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
  /** A key bound to one computer or telephone: Windows Hello, Okta FastPass. */
  | 'PLATFORM_KEY'
  /** The answer to a question. */
  | 'SECURITY_QUESTION'
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

/** An invitation to pair a second factor. */
export type MfaInvitationInput = {
  /** Id of the mobile Application; for MOBILE, and required there. */
  application?: string | number | null | undefined;
  /** Telephone number in international format, or address. Default: that of the user's record. None for MOBILE. */
  contact?: string | null | undefined;
  /** How. */
  method: MfaInvitationMethod;
  /** Id of the DeviceAuthenticationPolicy that is paired under; default: the default one. */
  policy?: string | number | null | undefined;
};

/** How a user is invited to pair a second factor. */
export type MfaInvitationMethod =
  /** A code by mail; that address becomes the device. */
  | 'EMAIL'
  /** A key for a mobile application, shown once in the answer. */
  | 'MOBILE'
  /** A code by text message; that number becomes the device. */
  | 'SMS'
  /** A code by telephone call; that number becomes the device. */
  | 'VOICE'
  /** A code by WhatsApp; that number becomes the device. */
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

/** What becomes of the rest when one item does not succeed. */
export type OnFailure =
  /** They are done all the same. */
  | 'CONTINUE'
  /** They are left as they are. Items are then done one after the other. */
  | 'STOP';

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

/** The way in which a role is taken from a user. */
export type RemovalOfRole =
  /** Deletes the user's own assignment. */
  | 'DIRECT'
  /** Takes the user out of the group that gives the role, and so out of all that it gives. */
  | 'LEAVE_GROUP'
  /** Takes the role from the group that gives it: everybody in it loses it. */
  | 'REMOVE_FROM_GROUP';

/** Whom `removeRoleAssignment` is to take which role from, and how. */
export type RemoveRoleAssignmentInput = {
  /** Id of the RoleAssignment in this graph. Either this, or `role` and `scope`. */
  assignment?: string | number | null | undefined;
  /** Everything but the change: the answer says what would happen. */
  dryRun?: boolean | null | undefined;
  /** Id of the Group that gives it, where several do. Left out: it is only one. */
  group?: string | number | null | undefined;
  /** A role that comes through a group is taken only by one of the other two ways; without it the answer names the groups and how many others each of them gives it to. */
  how?: RemovalOfRole | null | undefined;
  /** A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day. */
  idempotencyKey?: string | null | undefined;
  /** Only when the user is in this state now; otherwise the answer is a conflict with the user as it is. */
  ifStatus?: UserStatus | null | undefined;
  /** Only when the object is still at this `version`, which a rehearsal or an earlier answer gave; otherwise the answer is a conflict with the object as it is. */
  ifVersion?: string | null | undefined;
  /** Why, for the ledger: 1 to 500 characters on one line. */
  reason?: string | null | undefined;
  /** Id of the Role in this graph; together with `scope`. */
  role?: string | number | null | undefined;
  /** What the role reaches; together with `role`. */
  scope?: RoleScopeInput | null | undefined;
  /** Which user is meant. */
  user: UserRef;
};

/** What `requireMfaEnrollment` is to do. */
export type RequireMfaEnrollmentInput = {
  /** Everything but the change: the answer says what would happen. */
  dryRun?: boolean | null | undefined;
  /** A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day. */
  idempotencyKey?: string | null | undefined;
  /** Only when the user is in this state now; otherwise the answer is a conflict with the user as it is. */
  ifStatus?: UserStatus | null | undefined;
  /** Only when the object is still at this `version`, which a rehearsal or an earlier answer gave; otherwise the answer is a conflict with the object as it is. */
  ifVersion?: string | null | undefined;
  /** How to invite a user who has no active device. Left out: nobody is invited. */
  invite?: MfaInvitationInput | null | undefined;
  /** Why, for the ledger: 1 to 500 characters on one line. */
  reason?: string | null | undefined;
  /** Which user is meant. */
  user: UserRef;
};

/** What `revokeUserSessions` is to do. */
export type RevokeUserSessionsInput = {
  /** Everything but the change: the answer says what would happen. */
  dryRun?: boolean | null | undefined;
  /** A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day. */
  idempotencyKey?: string | null | undefined;
  /** Only when the user is in this state now; otherwise the answer is a conflict with the user as it is. */
  ifStatus?: UserStatus | null | undefined;
  /** Only when the object is still at this `version`, which a rehearsal or an earlier answer gave; otherwise the answer is a conflict with the object as it is. */
  ifVersion?: string | null | undefined;
  /** Why, for the ledger: 1 to 500 characters on one line. */
  reason?: string | null | undefined;
  /** Which user is meant. */
  user: UserRef;
};

/** What a role is assigned over. */
export type RoleScopeInput = {
  /** The provider's id of it; of an environment it may be left out: the directory itself. */
  externalId?: string | null | undefined;
  /** What kind of thing. */
  type: AssignableScope;
};

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

/** What a sweep is reading. */
export type SnapshotPhase =
  /** Applications with their roles, grants and policies. */
  | 'APPLICATIONS'
  /** It is complete. */
  | 'DONE'
  /** Groups, their members, nesting and roles. */
  | 'GROUPS'
  /** Second factors. */
  | 'MFA_DEVICES'
  /** Roles of users. */
  | 'ROLE_ASSIGNMENTS'
  /** The list of users. */
  | 'USERS';

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

/** How a part of an action ended. */
export type StepOutcome =
  /** It was so already. */
  | 'ALREADY'
  /** It took effect; of a rehearsal: it would. */
  | 'DONE'
  /** It did not take effect, or nobody knows. */
  | 'FAILED'
  /** It was not possible or not needed here. */
  | 'SKIPPED'
  /** It took effect, and was taken back because a later part failed. */
  | 'UNDONE';

/** What `suspendUser` is to do. */
export type SuspendUserInput = {
  /** Everything but the change: the answer says what would happen. */
  dryRun?: boolean | null | undefined;
  /** A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day. */
  idempotencyKey?: string | null | undefined;
  /** Only when the user is in this state now; otherwise the answer is a conflict with the user as it is. */
  ifStatus?: UserStatus | null | undefined;
  /** Only when the object is still at this `version`, which a rehearsal or an earlier answer gave; otherwise the answer is a conflict with the object as it is. */
  ifVersion?: string | null | undefined;
  /** Why, for the ledger: 1 to 500 characters on one line. */
  reason?: string | null | undefined;
  /** Which user is meant. */
  user: UserRef;
};

/** What `suspendUsers` is to do. */
export type SuspendUsersInput = {
  /** Only plan it: who, what would change, who is refused and why, and what it costs. */
  dryRun?: boolean | null | undefined;
  /** Which users are meant: those of one directory that fit when it is planned. Instead of `users`. */
  filter?: UserFilter | null | undefined;
  /** A text of your own, 1 to 255 characters: a repeat with the same key gets the same operation, for a day. */
  idempotencyKey?: string | null | undefined;
  /** What becomes of the rest when one does not succeed. */
  onFailure?: OnFailure | null | undefined;
  /** Why, for the ledger: 1 to 500 characters on one line. */
  reason?: string | null | undefined;
  /** Which users are meant, all of one directory. Who is named twice is one. Instead of `filter`. */
  users?: Array<UserRef> | null | undefined;
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
  /** The directory's licence does not give it. */
  | 'NOT_LICENSED'
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
  /** Only when the object is still at this `version`, which a rehearsal or an earlier answer gave; otherwise the answer is a conflict with the object as it is. */
  ifVersion?: string | null | undefined;
  /** Why, for the ledger: 1 to 500 characters on one line. */
  reason?: string | null | undefined;
  /** Which user is meant. */
  user: UserRef;
};

/** What happened to a user. */
export type UserChangeKind =
  /** It is new in the directory. */
  | 'ADDED'
  /** It is not in the directory any more. */
  | 'REMOVED'
  /** Something of it is not as it was. */
  | 'UPDATED';

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


export type ApplicationsQuery = { applications: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, externalId: string, name: string, protocol: ApplicationProtocol, type: string | null, enabled: boolean | null, accessControl: { adminOnly: boolean, groups: Array<{ name: string }> | null }, signOnPolicies: Array<{ priority: number, policy: { name: string, requiresMfa: boolean | null } | null }> | null, grants: Array<{ resourceName: string | null, scopes: Array<string> }> | null, roleAssignments: { nodes: Array<{ role: { name: string } | null, scope: { type: RoleScopeType } }> } | null, usage: { signOns: number | null, lastSignOnAt: string | null }, findings: Array<{ severity: Severity, rule: { id: string } }> | null }> } | null };

export type DirectoriesQueryVariables = Exact<{ [key: string]: never; }>;


export type DirectoriesQuery = { directories: Array<{ id: string, key: string, name: string | null, provider: Provider, region: string | null, isPrimary: boolean, writable: boolean, capabilities: Array<Capability>, health: { status: HealthStatus, checkedAt: string, checks: Array<{ code: string, status: CheckStatus, message: string, hint: string | null }> }, rateLimit: { requestsPerSecond: number | null, inFlight: number, queued: number, throttledUntil: string | null }, snapshot: { takenAt: string | null, state: SnapshotState, coverage: { complete: boolean, checked: number, unknown: number | null } | null } }> | null };

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
       | null, evidence: Array<{ label: string, value: string }> | null, remedies: Array<{ action: string, allowed: boolean, blockedBy: Array<string> }> }> } | null };

export type ForcePasswordChangeMutationVariables = Exact<{
  input: ForcePasswordChangeInput;
}>;


export type ForcePasswordChangeMutation = { forcePasswordChange:
    | { __typename: 'ActionConflict', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionFailed', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionRefused', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionUnconfirmed', message: string, code: string, retryable: boolean }
    | { __typename: 'ForcePasswordChangeSuccess', changed: boolean, user: { externalId: string, password: { status: PasswordStatus } } | null, entry: { id: string, outcome: LedgerOutcome } | null }
    | { __typename: 'InvalidInput', message: string, code: string, retryable: boolean }
    | { __typename: 'NotFound', message: string, code: string, retryable: boolean }
   | null };

export type GroupsMembersQueryVariables = Exact<{
  first: number;
  members: number;
}>;


export type GroupsMembersQuery = { groups: { nodes: Array<{ externalId: string, name: string, isDynamic: boolean, memberCount: number | null, members: { pageInfo: { hasNextPage: boolean }, edges: Array<{ type: MembershipType, node: { externalId: string, username: string | null, mfa: { status: MfaStatus, devices: Array<{ type: MfaDeviceType, status: MfaDeviceStatus }> | null } | null } }> } }> } | null };

export type IdentitiesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type IdentitiesQuery = { identities: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, displayName: string | null, primaryUser: { externalId: string, status: UserStatus, directory: { key: string } } | null, links: Array<{ matchedBy: MatchKey, confidence: MatchConfidence, user: { externalId: string, status: UserStatus, directory: { key: string } } }>, findings: Array<{ severity: Severity, rule: { id: string } }> | null }> } | null };

export type LedgerQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: LedgerFilter | null | undefined;
}>;


export type LedgerQuery = { ledger: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, recordedAt: string, actor: string, action: ActionName, reason: string | null, dryRun: boolean, outcome: LedgerOutcome, before: unknown, after: unknown, correlationId: string, idempotencyKey: string | null, subject: { id: string }, directory: { key: string } | null }> } | null };

export type PostureQueryVariables = Exact<{ [key: string]: never; }>;


export type PostureQuery = { posture: { asOf: string, coverage: { complete: boolean, checked: number, unknown: number | null }, score: { low: number | null, high: number | null }, usersByStatus: Array<{ status: UserStatus, count: number }>, mfa: { enrolled: number, notEnrolled: number, disabled: number, unknown: number, byTier: Array<{ tier: MfaTier, count: number }> }, administrators: { total: number, withoutMfa: number, unknown: number }, findingsBySeverity: Array<{ severity: Severity, count: number }> } | null };

export type RemoveRoleAssignmentMutationVariables = Exact<{
  input: RemoveRoleAssignmentInput;
}>;


export type RemoveRoleAssignmentMutation = { removeRoleAssignment:
    | { __typename: 'ActionConflict', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionFailed', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionRefused', message: string, code: string, retryable: boolean, blockedBy: Array<string> }
    | { __typename: 'ActionUnconfirmed', message: string, code: string, retryable: boolean }
    | { __typename: 'InvalidInput', message: string, code: string, retryable: boolean }
    | { __typename: 'NotFound', message: string, code: string, retryable: boolean }
    | { __typename: 'RemoveRoleAssignmentSuccess', changed: boolean, user: { externalId: string, isAdministrator: boolean | null } | null, entry: { id: string, outcome: LedgerOutcome } | null }
   | null };

export type RequireMfaEnrollmentMutationVariables = Exact<{
  input: RequireMfaEnrollmentInput;
}>;


export type RequireMfaEnrollmentMutation = { requireMfaEnrollment:
    | { __typename: 'ActionConflict', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionFailed', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionRefused', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionUnconfirmed', message: string, code: string, retryable: boolean }
    | { __typename: 'InvalidInput', message: string, code: string, retryable: boolean }
    | { __typename: 'NotFound', message: string, code: string, retryable: boolean }
    | { __typename: 'RequireMfaEnrollmentSuccess', changed: boolean, user: { externalId: string, mfa: { status: MfaStatus } | null } | null, steps: Array<{ name: string, outcome: StepOutcome }>, entry: { id: string, outcome: LedgerOutcome } | null }
   | null };

export type RevokeUserSessionsMutationVariables = Exact<{
  input: RevokeUserSessionsInput;
}>;


export type RevokeUserSessionsMutation = { revokeUserSessions:
    | { __typename: 'ActionConflict', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionFailed', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionRefused', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionUnconfirmed', message: string, code: string, retryable: boolean }
    | { __typename: 'InvalidInput', message: string, code: string, retryable: boolean }
    | { __typename: 'NotFound', message: string, code: string, retryable: boolean }
    | { __typename: 'RevokeUserSessionsSuccess', changed: boolean, revoked: number | null, user: { externalId: string } | null, entry: { id: string, outcome: LedgerOutcome } | null }
   | null };

export type SnapshotProgressSubscriptionVariables = Exact<{
  directory: string;
}>;


export type SnapshotProgressSubscription = { snapshotProgress: { phase: SnapshotPhase, done: number, total: number | null, startedAt: string, estimatedEndAt: string | null, directory: { key: string } } | null };

export type SuspendUserMutationVariables = Exact<{
  input: SuspendUserInput;
}>;


export type SuspendUserMutation = { suspendUser:
    | { __typename: 'ActionConflict', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionFailed', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionRefused', message: string, code: string, retryable: boolean, blockedBy: Array<string> }
    | { __typename: 'ActionUnconfirmed', message: string, code: string, retryable: boolean }
    | { __typename: 'InvalidInput', message: string, code: string, retryable: boolean }
    | { __typename: 'NotFound', message: string, code: string, retryable: boolean }
    | { __typename: 'SuspendUserSuccess', changed: boolean, dryRun: boolean, user: { externalId: string, status: UserStatus } | null, entry: { id: string, action: ActionName, outcome: LedgerOutcome, actor: string, reason: string | null, recordedAt: string } | null }
   | null };

export type SuspendUsersMutationVariables = Exact<{
  input: SuspendUsersInput;
}>;


export type SuspendUsersMutation = { suspendUsers:
    | { __typename: 'ActionConflict', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionFailed', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionRefused', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionUnconfirmed', message: string, code: string, retryable: boolean }
    | { __typename: 'BulkOperation', id: string, state: BulkState, total: number, succeeded: number, failed: number, refused: number, results: { nodes: Array<{ outcome: BulkOutcome, code: string | null, message: string | null, subject: { id: string } | null }> } }
    | { __typename: 'InvalidInput', message: string, code: string, retryable: boolean }
    | { __typename: 'NotFound', message: string, code: string, retryable: boolean }
   | null };

export type UnsuspendUserMutationVariables = Exact<{
  input: UnsuspendUserInput;
}>;


export type UnsuspendUserMutation = { unsuspendUser:
    | { __typename: 'ActionConflict', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionFailed', message: string, code: string, retryable: boolean }
    | { __typename: 'ActionRefused', message: string, code: string, retryable: boolean, blockedBy: Array<string> }
    | { __typename: 'ActionUnconfirmed', message: string, code: string, retryable: boolean }
    | { __typename: 'InvalidInput', message: string, code: string, retryable: boolean }
    | { __typename: 'NotFound', message: string, code: string, retryable: boolean }
    | { __typename: 'UnsuspendUserSuccess', changed: boolean, dryRun: boolean, user: { externalId: string, status: UserStatus } | null, entry: { id: string, outcome: LedgerOutcome } | null }
   | null };

export type UserChangedSubscriptionVariables = Exact<{
  directory?: string | null | undefined;
}>;


export type UserChangedSubscription = { userChanged: { change: UserChangeKind, observedAt: string, user: { id: string, externalId: string, status: UserStatus } | null } | null };

export type UserQueryVariables = Exact<{
  ref: UserRef;
}>;


export type UserQuery = { user: { id: string, externalId: string, username: string | null, status: UserStatus, isAdministrator: boolean | null, directory: { key: string }, population: { id: string, name: string } | null, groups: { edges: Array<{ type: MembershipType, node: { id: string, name: string } }> } | null, roleAssignments: { edges: Array<{ inheritedFrom: { id: string, name: string } | null, node: { id: string, role: { id: string, name: string } | null, scope: { type: RoleScopeType, externalId: string } } }> } | null, mfa: { status: MfaStatus, tier: MfaTier, source: FactSource | null, devices: Array<{ type: MfaDeviceType, status: MfaDeviceStatus }> | null } | null, password: { status: PasswordStatus, lastChangedAt: string | null }, identity: { id: string, users: Array<{ externalId: string, directory: { key: string } }> } | null, findings: Array<{ id: string, severity: Severity, state: FindingState, rule: { id: string }, evidence: Array<{ label: string, value: string }> | null, remedies: Array<{ action: string, allowed: boolean, blockedBy: Array<string> }> }> | null, availableActions: Array<{ action: ActionName, allowed: boolean, blockedBy: Array<string> }> } | null };

export type UsersMfaQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: UserFilter | null | undefined;
}>;


export type UsersMfaQuery = { users: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, coverage: { complete: boolean, checked: number, unknown: number | null }, nodes: Array<{ externalId: string, username: string | null, mfa: { status: MfaStatus, tier: MfaTier, source: FactSource | null, observedAt: string | null, unknownReason: UnknownReason | null, devices: Array<{ id: string, type: MfaDeviceType, status: MfaDeviceStatus, tier: MfaTier, nickname: string | null, createdAt: string | null }> | null } | null }> } | null };

export type UsersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: UserFilter | null | undefined;
}>;


export type UsersQuery = { users: { totalCount: number | null, coverage: { complete: boolean, checked: number, unknown: number | null, sources: Array<{ state: CoverageState, reason: UnknownReason | null, directory: { key: string } | null }> }, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, externalId: string, username: string | null, email: string | null, emailVerified: boolean | null, displayName: string | null, title: string | null, employmentType: string | null, status: UserStatus, rawStatus: string, canAuthenticate: boolean | null, createdAt: string | null, updatedAt: string | null, directory: { key: string, provider: Provider }, name: { given: string | null, family: string | null, formatted: string | null } | null, address: { locality: string | null, region: string | null, countryCode: string | null } | null, lastSignOn: { at: string | null }, population: { id: string, name: string } | null, pingOne: { mfaEnabled: boolean | null, verifyStatus: string | null, lifecycleStatus: string | null } | null }> } | null };


export const ApplicationsDocument = {"__meta__":{"hash":"sha256:680316bdf443d70ed34ac3ceeb845aad1659c714b670b61bf0bb8fb6140068a5"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Applications"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applications"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"protocol"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"accessControl"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminOnly"}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"signOnPolicies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"policy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"requiresMfa"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"grants"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resourceName"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"roleAssignments"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"days"},"value":{"kind":"IntValue","value":"14"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOns"}},{"kind":"Field","name":{"kind":"Name","value":"lastSignOnAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"findings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"severity"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ApplicationsQuery, ApplicationsQueryVariables>;
export const DirectoriesDocument = {"__meta__":{"hash":"sha256:1ba0959d30178383c143cd4c70651d1e157d9261794818d296e71b03a54ccbeb"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Directories"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"directories"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"isPrimary"}},{"kind":"Field","name":{"kind":"Name","value":"writable"}},{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"checkedAt"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"capabilities"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"inFlight"}},{"kind":"Field","name":{"kind":"Name","value":"queued"}},{"kind":"Field","name":{"kind":"Name","value":"throttledUntil"}}]}},{"kind":"Field","name":{"kind":"Name","value":"snapshot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"takenAt"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DirectoriesQuery, DirectoriesQueryVariables>;
export const FindingsDocument = {"__meta__":{"hash":"sha256:b0210bc7c00c0fbfc813940221dbffeb6a8b56bc5566d317808aaab962892468"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Findings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"FindingFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"findings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"rule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"frameworks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"control"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"unknownReason"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Node"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Group"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Application"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Directory"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"evidence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remedies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"firstSeenAt"}}]}}]}}]}}]} as unknown as DocumentNode<FindingsQuery, FindingsQueryVariables>;
export const ForcePasswordChangeDocument = {"__meta__":{"hash":"sha256:6ffc699e1df7290b5d5923e65e3fc39df0a2c246e8da4d976e018f47d9cba921"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ForcePasswordChange"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ForcePasswordChangeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"forcePasswordChange"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForcePasswordChangeSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"password"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"entry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<ForcePasswordChangeMutation, ForcePasswordChangeMutationVariables>;
export const GroupsMembersDocument = {"__meta__":{"hash":"sha256:a3cbb9c3d7fb2ae45c56be4f9f81a7e9414e380ddbf6b9ee61a6744f9357e310"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"GroupsMembers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"members"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"groups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"isDynamic"}},{"kind":"Field","name":{"kind":"Name","value":"memberCount"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"members"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"mfa"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<GroupsMembersQuery, GroupsMembersQueryVariables>;
export const IdentitiesDocument = {"__meta__":{"hash":"sha256:a5b3920527499acc573c3d620758ee992f42bee6aa02a528663ff2a5a894b8e9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Identities"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"identities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"primaryUser"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"links"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"matchedBy"}},{"kind":"Field","name":{"kind":"Name","value":"confidence"}}]}},{"kind":"Field","name":{"kind":"Name","value":"findings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"severity"}}]}}]}}]}}]}}]} as unknown as DocumentNode<IdentitiesQuery, IdentitiesQueryVariables>;
export const LedgerDocument = {"__meta__":{"hash":"sha256:52924ff399533ada0d36b6af2a703d26ad5bcd8283be8c20e16e8f35f1b4f076"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Ledger"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"LedgerFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ledger"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}},{"kind":"Field","name":{"kind":"Name","value":"idempotencyKey"}}]}}]}}]}}]} as unknown as DocumentNode<LedgerQuery, LedgerQueryVariables>;
export const PostureDocument = {"__meta__":{"hash":"sha256:add435218f509affa1b5f167f8e5ca12f815ed8eb67484289752b9d1ad4dadc4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Posture"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"posture"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asOf"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"low"}},{"kind":"Field","name":{"kind":"Name","value":"high"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usersByStatus"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mfa"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enrolled"}},{"kind":"Field","name":{"kind":"Name","value":"notEnrolled"}},{"kind":"Field","name":{"kind":"Name","value":"disabled"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}},{"kind":"Field","name":{"kind":"Name","value":"byTier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"administrators"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"withoutMfa"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"findingsBySeverity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]} as unknown as DocumentNode<PostureQuery, PostureQueryVariables>;
export const RemoveRoleAssignmentDocument = {"__meta__":{"hash":"sha256:dcc0c69e0b0a5c44cba92ef22870d1b6b7d82eaaace76cb6aaa5f366b8a9b146"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveRoleAssignment"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveRoleAssignmentInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeRoleAssignment"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveRoleAssignmentSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"isAdministrator"}}]}},{"kind":"Field","name":{"kind":"Name","value":"entry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionRefused"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<RemoveRoleAssignmentMutation, RemoveRoleAssignmentMutationVariables>;
export const RequireMfaEnrollmentDocument = {"__meta__":{"hash":"sha256:8341091e7a603dbcedd369df2b61e6579ac24368fd3648e95ec39e300d7424b1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RequireMfaEnrollment"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequireMfaEnrollmentInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requireMfaEnrollment"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequireMfaEnrollmentSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"mfa"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}},{"kind":"Field","name":{"kind":"Name","value":"entry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<RequireMfaEnrollmentMutation, RequireMfaEnrollmentMutationVariables>;
export const RevokeUserSessionsDocument = {"__meta__":{"hash":"sha256:13c360d295cf45a0e038c419ea2a849cd916efc905a539c9951879f8619467e0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeUserSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeUserSessionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeUserSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeUserSessionsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"revoked"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"entry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeUserSessionsMutation, RevokeUserSessionsMutationVariables>;
export const SnapshotProgressDocument = {"__meta__":{"hash":"sha256:0ae7b5cfa5e559ce2c1752018cdaa38ef466cc23e6e0c719e633cb35fbeb8811"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"SnapshotProgress"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"directory"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"snapshotProgress"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"directory"},"value":{"kind":"Variable","name":{"kind":"Name","value":"directory"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"done"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedEndAt"}}]}}]}}]} as unknown as DocumentNode<SnapshotProgressSubscription, SnapshotProgressSubscriptionVariables>;
export const SuspendUserDocument = {"__meta__":{"hash":"sha256:7f1f51dcde94141f48611473347ce82e09911310ec4e36e1f98352a25d6b7cbd"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SuspendUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SuspendUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"suspendUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SuspendUserSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"entry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"recordedAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionRefused"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<SuspendUserMutation, SuspendUserMutationVariables>;
export const SuspendUsersDocument = {"__meta__":{"hash":"sha256:54ddc56f197b938edba296bffeb6843a00cd47c68297500bd6e664ac5201c98b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SuspendUsers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SuspendUsersInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"suspendUsers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkOperation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<SuspendUsersMutation, SuspendUsersMutationVariables>;
export const UnsuspendUserDocument = {"__meta__":{"hash":"sha256:b13aafcdf4de41e9c45ea7695e82f6f14c83a6a0d9ed182c0f32837fa503b14e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UnsuspendUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UnsuspendUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"unsuspendUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnsuspendUserSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changed"}},{"kind":"Field","name":{"kind":"Name","value":"dryRun"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"entry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionRefused"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<UnsuspendUserMutation, UnsuspendUserMutationVariables>;
export const UserChangedDocument = {"__meta__":{"hash":"sha256:e3501d8c8d1ee9be6dd3faf7b0ce764da6d9fa979b1c3dcf5eadcdbaffe79fa4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"UserChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"directory"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"directory"},"value":{"kind":"Variable","name":{"kind":"Name","value":"directory"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"change"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}}]}}]}}]} as unknown as DocumentNode<UserChangedSubscription, UserChangedSubscriptionVariables>;
export const UserDocument = {"__meta__":{"hash":"sha256:f98fa79e12bd027e6439359032bbf55cc9595e5c9379f8d713b6fbd604329add"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"User"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ref"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UserRef"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ref"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ref"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"population"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"groups"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"roleAssignments"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inheritedFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"isAdministrator"}},{"kind":"Field","name":{"kind":"Name","value":"mfa"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"password"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lastChangedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"identity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"users"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"findings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"rule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"evidence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remedies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"availableActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<UserQuery, UserQueryVariables>;
export const UsersMfaDocument = {"__meta__":{"hash":"sha256:41ae2dd189056ac1839c37e3370e972242f83a8c56413c29efad4b14ba96e55d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UsersMfa"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"mfa"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"unknownReason"}},{"kind":"Field","name":{"kind":"Name","value":"devices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"tier"}},{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UsersMfaQuery, UsersMfaQueryVariables>;
export const UsersDocument = {"__meta__":{"hash":"sha256:b74f19f7ee8cdfe4544d7172efbb1ad7d005d7ef46c573ec1fdf3864ae160859"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Users"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"complete"}},{"kind":"Field","name":{"kind":"Name","value":"checked"}},{"kind":"Field","name":{"kind":"Name","value":"unknown"}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"externalId"}},{"kind":"Field","name":{"kind":"Name","value":"directory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"emailVerified"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"name"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"given"}},{"kind":"Field","name":{"kind":"Name","value":"family"}},{"kind":"Field","name":{"kind":"Name","value":"formatted"}}]}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"employmentType"}},{"kind":"Field","name":{"kind":"Name","value":"address"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"locality"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"countryCode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"rawStatus"}},{"kind":"Field","name":{"kind":"Name","value":"canAuthenticate"}},{"kind":"Field","name":{"kind":"Name","value":"lastSignOn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"population"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pingOne"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mfaEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"verifyStatus"}},{"kind":"Field","name":{"kind":"Name","value":"lifecycleStatus"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UsersQuery, UsersQueryVariables>;