/**
 * What rules may know of a subject. Members that cost calls are lists or facts that answer `NOT_REQUESTED` until the
 * engine has loaded them: a rule simply asks, and three-valued logic finds out whether the answer matters.
 */
import type { MfaBypass, PasswordState, Session } from '../model/account.ts';
import type {
  Application,
  ApplicationGrant,
  ApplicationSecretState,
  ApplicationUsage,
} from '../model/application.ts';
import type { InactivityAutomation } from '../model/automation.ts';
import type { Identities } from '../identities/identities.ts';
import type { Identity, PrimaryMatch } from '../identities/identity.ts';
import type { Capability, DirectoryProfile, ProviderKind } from '../model/directory.ts';
import type { Fact, UnknownReason } from '../model/fact.ts';
import type { Severity } from '../model/finding.ts';
import type { Gateway, GatewayCredential } from '../model/gateway.ts';
import type { Group, Membership, Population } from '../model/group.ts';
import type { MfaDevice } from '../model/mfa.ts';
import type { Owner } from '../model/owner.ts';
import type {
  AdministratorSecurity,
  Certificate,
  DeviceAuthenticationPolicy,
  Fido2Policy,
  IdentityProvider,
  MfaSettings,
  PasswordPolicy,
  SignOnPolicy,
  SignOnPolicyAction,
  Webhook,
} from '../model/policy.ts';
import type { Role, RoleTier, ScopeType } from '../model/role.ts';
import type { User } from '../model/user.ts';
import type { FindingSettings } from './settings.ts';
import type { ListFact } from './kleene.ts';
import type { Poll, Polled } from './polls.ts';

/** A role that somebody holds, and how. */
export interface Grant {
  readonly assignmentId: string;
  readonly roleId: string;
  /** Null: the role could not be read. */
  readonly roleName: string | null;
  /** Null: unknown role; it may be an administrator's. */
  readonly tier: RoleTier | null;
  readonly custom: boolean;
  readonly scopeType: ScopeType;
  readonly scopeId: string;
  /** Ids of the groups from the subject's own one to the one that holds the role; empty for a direct grant. */
  readonly path: readonly string[];
  /** The names along `path`, an id where a name is not known. */
  readonly pathNames?: readonly string[];
  /** Why only the last group of `path` is known: there may be more before it. */
  readonly pathUnknown?: UnknownReason;
  readonly readOnly: boolean;
}

/** What holds for a whole directory; shared by all its subjects. */
export interface DirectoryFacts {
  readonly asOf: Date;
  readonly settings: FindingSettings;
  readonly key: string;
  /** Null: not said; rules about single kinds are then about it, too. */
  readonly kind: ProviderKind | null;
  readonly externalId: string;
  /** Whether the operator declared this directory the one that says who belongs. */
  readonly isPrimary: boolean;
  readonly ownApplicationId: string | null;
  /** Milliseconds by which last sign-ons may trail what happened. */
  readonly signOnLagMs: number;
  /** Whether a directory of this kind has such a thing at all. A rule about what it does not have is not about it. */
  can(capability: Capability): boolean;
  /** Who is who across directories; value null: nobody here works that out. */
  readonly identities: Fact<Identities | null>;
  readonly profile: Fact<DirectoryProfile>;
  readonly administratorSecurity: Fact<AdministratorSecurity>;
  readonly mfaSettings: Fact<MfaSettings>;
  readonly roles: ListFact<Role>;
  readonly populations: ListFact<Population>;
  readonly passwordPolicies: ListFact<PasswordPolicy>;
  readonly deviceAuthenticationPolicies: ListFact<DeviceAuthenticationPolicy>;
  readonly fido2Policies: ListFact<Fido2Policy>;
  readonly signOnPolicies: ListFact<SignOnPolicy>;
  /** Actions of one sign-on policy. */
  signOnPolicyActions(signOnPolicyId: string): ListFact<SignOnPolicyAction>;
  readonly identityProviders: ListFact<IdentityProvider>;
  readonly certificates: ListFact<Certificate>;
  readonly webhooks: ListFact<Webhook>;
  /** Everybody with what a sweep knows of them; needs the sweep. */
  readonly everybody: ListFact<UserFacts>;
  /** How everybody answered a poll; left out: nobody has counted, so that everybody is to be asked now. */
  polled?(poll: Poll): Polled;
  /** Everybody by id, without facts of them all; left out: to be looked for among them. */
  readonly accounts?: Accounts;
  readonly everyGroup: ListFact<GroupFacts>;
  readonly everyApplication: ListFact<ApplicationFacts>;
  /**
   * Groups and applications that a user answers for, and those that he may answer for because their owners are known in part. Kinds of
   * things of which the directory keeps no owners are left out; needs the sweep.
   */
  ownedBy(userId: string): ListFact<Asset>;
  /** Roles that gateways hold. */
  readonly gatewayGrants: ListFact<Grant>;
  readonly gateways: ListFact<Gateway>;
  gatewayCredentials(gatewayId: string): ListFact<GatewayCredential>;
  /** What switches accounts off that nobody uses. */
  readonly inactivityAutomations: ListFact<InactivityAutomation>;
  /** Ways to sign on that no second factor can guard, and that are open; complete and empty: they are closed. */
  readonly legacyProtocols: ListFact<string>;
  /** How the other rules came out; only known when they have been evaluated, so it comes last. */
  readonly outcomes: ListFact<RuleOutcome>;
  /** What could not be read of this directory just now: for the rules about the evaluation itself. */
  readonly gaps: readonly ReadGap[];
}

/** Users by id. */
export interface Accounts {
  /** Whether all of them are known. */
  readonly list: ListFact<unknown>;
  get(externalId: string): UserFacts | undefined;
}

/** The row of something that a person answers for. */
export type OwnedRow =
  | { readonly kind: 'GROUP'; readonly row: Group }
  | { readonly kind: 'APPLICATION'; readonly row: Application };

/** Something that a person answers for. */
export interface Asset {
  readonly name: string;
  readonly owners: ListFact<Owner>;
}

/** How one rule came out over all its subjects. */
export interface RuleOutcome {
  readonly ruleId: string;
  readonly severity: Severity;
  /**
   * PRESENT, ABSENT (COMPLIANT) and UNKNOWN ones together; left out are those that nobody asked for (`NOT_REQUESTED`), and those that
   * no read can settle (`NOT_CAPABLE`, `NOT_CONFIGURED`).
   */
  readonly inScope: number;
  readonly unknown: number;
}

/** A kind of object that could not be read, or not whole. */
export interface ReadGap {
  /** `USERS`, `ROLE_ASSIGNMENTS`, `MFA_DEVICES`, ... */
  readonly what: string;
  readonly reason: UnknownReason;
  readonly message: string | null;
}

export interface UserFacts {
  readonly directory: DirectoryFacts;
  readonly user: User;
  /** Roles held directly and through groups. */
  readonly grants: ListFact<Grant>;
  readonly devices: ListFact<MfaDevice>;
  readonly groups: ListFact<Membership>;
  readonly password: Fact<PasswordState>;
  readonly sessions: ListFact<Session>;
  readonly bypass: Fact<MfaBypass>;
  /** The account's counterpart in the primary directory. */
  readonly primaryMatch: PrimaryMatch;
  /** The person or machine that the account belongs to, with its accounts in all directories as far as those were read. */
  readonly identity: Fact<Identity>;
  /** Other accounts of the same person in this directory. */
  readonly ownTwins: ListFact<UserFacts>;
  /** Other users with the same address, compared without regard to case; needs the sweep. */
  readonly sameEmail: ListFact<User>;
  /** Other users with the same source id; needs the sweep. */
  readonly sameSourceId: ListFact<User>;
  /** Devices of other users that answer at the same number or address; needs the sweep. */
  readonly sharedContacts: ListFact<{ readonly device: MfaDevice; readonly other: User }>;
}

export interface GroupFacts {
  readonly directory: DirectoryFacts;
  readonly group: Group;
  readonly grants: ListFact<Grant>;
  /** Groups that this one is a member of. */
  readonly parents: ListFact<Membership>;
  /** Groups that are members of this one; needs every group's parents. */
  readonly children: ListFact<Group>;
  readonly totalMembers: Fact<number>;
  readonly sameName: ListFact<Group>;
  /** Who answers for it. */
  readonly owners: ListFact<Owner>;
}

export interface PopulationFacts {
  readonly directory: DirectoryFacts;
  readonly population: Population;
  /** Its users with what a sweep knows of them; needs the sweep. */
  readonly members: ListFact<UserFacts>;
  readonly defaultIdentityProviderId: Fact<string | null>;
}

export interface ApplicationFacts {
  readonly directory: DirectoryFacts;
  readonly application: Application;
  readonly grants: ListFact<Grant>;
  readonly resourceGrants: ListFact<ApplicationGrant>;
  /** Sign-on policies by priority. */
  readonly signOnPolicyIds: ListFact<string>;
  /** Whether a flow decides how people sign on, in place of sign-on policies. What a flow does cannot be read. */
  readonly flowPolicyAssigned: Fact<boolean>;
  readonly secret: Fact<ApplicationSecretState>;
  readonly usage: Fact<ApplicationUsage>;
  /** Who answers for it. */
  readonly owners: ListFact<Owner>;
}
