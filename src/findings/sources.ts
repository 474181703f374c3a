/**
 * Where the engine gets facts that are not on the subject's own row. One of these exists per directory and evaluation:
 * a live one reads through the request's loaders, a sweep's answers from memory. Nothing here throws: what could not be
 * read comes back as an unknown fact or an incomplete list, with its reason.
 */
import type { MfaBypass, PasswordState, Session } from '../model/account.ts';
import type {
  Application,
  ApplicationGrant,
  ApplicationSecretState,
  ApplicationUsage,
} from '../model/application.ts';
import type { Identities } from '../identities/identities.ts';
import type { InactivityAutomation } from '../model/automation.ts';
import type { Capability, DirectoryProfile, ProviderKind } from '../model/directory.ts';
import type { Fact } from '../model/fact.ts';
import type { Gateway, GatewayCredential } from '../model/gateway.ts';
import type { Group, Membership, Population } from '../model/group.ts';
import type { MfaDevice } from '../model/mfa.ts';
import type { ListedOwners, Owner } from '../model/owner.ts';
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
import type { Role, RoleAssignment } from '../model/role.ts';
import type { User } from '../model/user.ts';
import type { OwnedRow, ReadGap } from './facts.ts';
import type { ListFact } from './kleene.ts';

export interface FindingSources {
  readonly key: string;
  /** Left out: not said. */
  readonly kind?: ProviderKind;
  readonly externalId: string;
  readonly isPrimary: boolean;
  readonly ownApplicationId: string | null;
  /**
   * Whether `userRoleAssignments` also lists what a user holds through groups (PingOne does). Then groups are only read
   * to find the path of what is inherited; otherwise they are read to find the inherited roles themselves.
   */
  readonly listsInheritedRoles?: boolean;
  /** Milliseconds by which last sign-ons may trail what happened; left out: none. */
  readonly signOnLagMs?: number;
  /** Whether a directory of this kind has such a thing at all; left out: it has everything. */
  readonly can?: (capability: Capability) => boolean;
  /**
   * Who is who across directories, as far as it is known when asked; null, or left out: nobody here works that out. Live sources take
   * no sweep for it.
   */
  readonly identities?: () => Promise<Identities | null>;

  /** What is answered at once, without a promise; left out: nothing is. */
  readonly atHand?: SourcesAtHand;

  profile(): Promise<Fact<DirectoryProfile>>;
  administratorSecurity(): Promise<Fact<AdministratorSecurity>>;
  mfaSettings(): Promise<Fact<MfaSettings>>;
  roles(): Promise<ListFact<Role>>;
  populations(): Promise<ListFact<Population>>;
  passwordPolicies(): Promise<ListFact<PasswordPolicy>>;
  deviceAuthenticationPolicies(): Promise<ListFact<DeviceAuthenticationPolicy>>;
  fido2Policies(): Promise<ListFact<Fido2Policy>>;
  signOnPolicies(): Promise<ListFact<SignOnPolicy>>;
  signOnPolicyActions(signOnPolicyId: string): Promise<ListFact<SignOnPolicyAction>>;
  identityProviders(): Promise<ListFact<IdentityProvider>>;
  certificates(): Promise<ListFact<Certificate>>;
  webhooks(): Promise<ListFact<Webhook>>;
  gatewayRoleAssignments(): Promise<ListFact<RoleAssignment>>;
  gateways(): Promise<ListFact<Gateway>>;
  gatewayCredentials(gatewayId: string): Promise<ListFact<GatewayCredential>>;
  /** Left out, as the four below: nobody tells it, and rules that ask for it answer NOT_CAPABLE. */
  inactivityAutomations?(): Promise<ListFact<InactivityAutomation>>;
  legacyProtocols?(): Promise<ListFact<string>>;
  /** @param listed what the row of the group tells of them. */
  groupOwners?(groupId: string, listed?: ListedOwners): Promise<ListFact<Owner>>;
  applicationOwners?(applicationId: string, listed?: ListedOwners): Promise<ListFact<Owner>>;
  /**
   * Owners of whatever else there is besides the subject, as far as they are known without a call for each; left out: the two above
   * tell those of everything.
   */
  listedOwners?(asset: OwnedRow): Promise<ListFact<Owner>>;
  defaultIdentityProviderId(populationId: string): Promise<Fact<string | null>>;

  userRoleAssignments(userId: string): Promise<ListFact<RoleAssignment>>;
  userGroups(userId: string): Promise<ListFact<Membership>>;
  devices(user: User): Promise<ListFact<MfaDevice>>;
  password(userId: string): Promise<Fact<PasswordState>>;
  sessions(userId: string): Promise<ListFact<Session>>;
  bypass(userId: string): Promise<Fact<MfaBypass>>;

  /** A group by its id; for the names in a path. */
  group(groupId: string): Promise<Fact<Group>>;
  groupRoleAssignments(groupId: string): Promise<ListFact<RoleAssignment>>;
  groupParents(groupId: string): Promise<ListFact<Membership>>;
  /** Direct, nested and dynamic members. */
  groupTotalMembers(groupId: string): Promise<Fact<number>>;

  applicationRoleAssignments(applicationId: string): Promise<ListFact<RoleAssignment>>;
  applicationGrants(applicationId: string): Promise<ListFact<ApplicationGrant>>;
  applicationSignOnPolicyIds(applicationId: string): Promise<ListFact<string>>;
  applicationFlowPolicyAssigned(applicationId: string): Promise<Fact<boolean>>;
  applicationSecret(applicationId: string): Promise<Fact<ApplicationSecretState>>;
  applicationUsage(applicationId: string, days: number): Promise<Fact<ApplicationUsage>>;

  /** Everybody and everything: only a sweep has them whole; a live source answers `NOT_REQUESTED`. */
  everyUser(): Promise<ListFact<User>>;
  everyGroup(): Promise<ListFact<Group>>;
  everyApplication(): Promise<ListFact<Application>>;
  gaps(): Promise<readonly ReadGap[]>;
}

/** The same answers as those of the sources. Of tens of thousands of users, promises alone take seconds. */
export interface SourcesAtHand {
  readonly devices: (user: User) => ListFact<MfaDevice>;
  readonly userRoleAssignments: (userId: string) => ListFact<RoleAssignment>;
  readonly userGroups: (userId: string) => ListFact<Membership>;
}

/**
 * How much an evaluation may spend on a user. `GATED`: facts that cost a call per user are read for administrators only
 * (the catalogue's default); the rest answers UNKNOWN (NOT_REQUESTED). `FULL`: whatever a rule needs to decide.
 */
export type EvaluationDepth = 'GATED' | 'FULL';
