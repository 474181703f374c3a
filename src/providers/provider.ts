/**
 * What Rollcall asks of an identity product. Start here to add one: make `providers/<name>/`, implement `Provider`,
 * add a line to `registry.ts` and one to the conformance suite.
 *
 * Rules for every method:
 * - It answers in our words (`model/`); a vendor's word goes into a `raw...` member or a facet.
 * - It throws `UpstreamError` when it cannot answer. It never answers an empty list, `null` or `false` for a failure.
 * - `null` from a `get` means: the provider said that there is no such object.
 * - A list that has pages is a `Page`, or is read to its end and says in its `Listing` whether it got there.
 * - A method whose capability is absent is never called.
 */
import type { ActionName } from '../model/action.ts';
import type { Capability, DirectoryProfile, HealthCheck, ProviderKind } from '../model/directory.ts';
import type { LinkedAccount, MfaBypass, PasswordState, Session } from '../model/account.ts';
import type {
  Application,
  ApplicationAttribute,
  ApplicationGrant,
  ApplicationSecretState,
  ApplicationUsage,
  SignOnPolicyAssignment,
} from '../model/application.ts';
import type { ActivityDay } from '../model/activity.ts';
import type { Listing, Page } from '../model/coverage.ts';
import type { Gateway, GatewayCredential } from '../model/gateway.ts';
import type { Group, Membership, Population } from '../model/group.ts';
import type { MfaDevice } from '../model/mfa.ts';
import type {
  AdministratorSecurity,
  Certificate,
  DeviceAuthenticationPolicy,
  Fido2Policy,
  IdentityProvider,
  IdentityProviderAttribute,
  MfaSettings,
  PasswordPolicy,
  SignOnPolicy,
  SignOnPolicyAction,
  Webhook,
} from '../model/policy.ts';
import type { Role, RoleAssignment } from '../model/role.ts';
import type { UserFilter } from '../model/user-filter.ts';
import type { User } from '../model/user.ts';
import type { CallContext, RateLimitState } from '../upstream/call.ts';
import type { ApplicationWrites } from './application-writes.ts';
import type { ChangeReads, EventReads } from './change-reads.ts';
import type { ControlReads } from './control-reads.ts';
import type { MembershipWrites } from './membership-writes.ts';
import type { MfaWrites } from './mfa-writes.ts';
import type { ObjectWrites } from './object-writes.ts';
import type { OwnerReads } from './owner-reads.ts';
import type { UserWrites } from './user-writes.ts';

export interface PageRequest {
  /** Rows wanted; a provider may give fewer, and its own maximum holds. */
  readonly limit: number;
  /** `nextCursor` of the page before. It may come from a client: a provider checks it before it is followed. */
  readonly cursor: string | null;
  /**
   * Told of the page after this one before the rows of this one are made into ours, so that it can be on its way meanwhile; perhaps
   * twice, of which the later one counts. A provider need not tell: `nextCursor` does in any case.
   */
  readonly onNext?: ((next: NextPage) => void) | undefined;
}

/** Where a list goes on, and how many rows the page before it has; as long as that is not read, how many it may have. */
export interface NextPage {
  readonly cursor: string;
  readonly rowsBefore: number;
}

/** How a filter is shared between the provider and us. */
export interface UserFilterPlan {
  /** The provider's part, in its own language; null: it reads everybody. */
  readonly providerFilter: string | null;
  /** What is to be checked on each row with `matchesUser`; null: nothing. */
  readonly residual: UserFilter | null;
}

export interface UserReads {
  /** @throws {UpstreamError} `INVALID_REQUEST` when a part can be answered neither by the provider nor on rows. */
  planFilter(filter: UserFilter): UserFilterPlan;
  list(
    request: PageRequest & { readonly providerFilter: string | null },
    context: CallContext,
  ): Promise<Page<User>>;
  get(userId: string, context: CallContext): Promise<User | null>;
  findByUsername(username: string, context: CallContext): Promise<readonly User[]>;
  findByEmail(email: string, context: CallContext): Promise<readonly User[]>;
  groupsOf(userId: string, context: CallContext): Promise<Listing<Membership>>;
  /** Direct assignments, and inherited ones marked as such where the provider lists them. */
  roleAssignmentsOf(userId: string, context: CallContext): Promise<Listing<RoleAssignment>>;
  passwordState(userId: string, context: CallContext): Promise<PasswordState>;
  /** Newest first, expired ones left out; `complete` is false where the provider shows only the newest few. */
  sessions(userId: string, context: CallContext): Promise<Listing<Session>>;
  linkedAccounts(userId: string, context: CallContext): Promise<Listing<LinkedAccount>>;
  mfaBypass(userId: string, context: CallContext): Promise<MfaBypass>;
}

export interface MfaReads {
  devicesOf(userId: string, context: CallContext): Promise<readonly MfaDevice[]>;
  /**
   * Devices of everybody, from the provider's report: few calls, but as old as `observedAt` says.
   * A user without an entry had no device then, unless the report says otherwise (`namedOnly`). Rows that cannot be read make it
   * throw: half a report is none.
   */
  report(context: CallContext): Promise<MfaReport>;
}

export interface MfaReport {
  readonly devicesByUser: ReadonlyMap<string, readonly MfaDevice[]>;
  /** The moment up to which the report's source was surely refreshed; later changes are not in it. */
  readonly observedAt: Date;
  /** It speaks only of users who have an entry: of the others it is not known. */
  readonly namedOnly?: boolean;
}

export interface GroupReads {
  list(request: PageRequest, context: CallContext): Promise<Page<Group>>;
  get(groupId: string, context: CallContext): Promise<Group | null>;
  /** Several at once, in the fewest calls; ids that do not exist are left out. */
  getMany(groupIds: readonly string[], context: CallContext): Promise<readonly Group[]>;
  members(groupId: string, request: PageRequest, context: CallContext): Promise<Page<User>>;
  /** Direct, nested and dynamic members together. */
  totalMemberCount(groupId: string, context: CallContext): Promise<number | null>;
  /** The groups that this group is a member of. */
  parents(groupId: string, context: CallContext): Promise<Listing<Membership>>;
  roleAssignmentsOf(groupId: string, context: CallContext): Promise<Listing<RoleAssignment>>;
}

export interface ApplicationReads {
  list(context: CallContext): Promise<Listing<Application>>;
  get(applicationId: string, context: CallContext): Promise<Application | null>;
  grants(applicationId: string, context: CallContext): Promise<Listing<ApplicationGrant>>;
  attributes(applicationId: string, context: CallContext): Promise<Listing<ApplicationAttribute>>;
  signOnPolicyAssignments(
    applicationId: string,
    context: CallContext,
  ): Promise<Listing<SignOnPolicyAssignment>>;
  roleAssignmentsOf(applicationId: string, context: CallContext): Promise<Listing<RoleAssignment>>;
  secretState(applicationId: string, context: CallContext): Promise<ApplicationSecretState>;
  /** Whether a flow, which cannot be read, decides how people sign on to it, in place of sign-on policies. */
  flowPolicyAssigned(applicationId: string, context: CallContext): Promise<boolean>;
  /** Completed sign-ons of every application that had any, by application id, in one walk. */
  usage(days: number, context: CallContext): Promise<ReadonlyMap<string, ApplicationUsage>>;
}

/** Collections of a directory that are small enough to be read whole. */
export interface SettingReads {
  populations(context: CallContext): Promise<Listing<Population>>;
  roles(context: CallContext): Promise<Listing<Role>>;
  signOnPolicies(context: CallContext): Promise<Listing<SignOnPolicy>>;
  signOnPolicyActions(signOnPolicyId: string, context: CallContext): Promise<Listing<SignOnPolicyAction>>;
  passwordPolicies(context: CallContext): Promise<Listing<PasswordPolicy>>;
  deviceAuthenticationPolicies(context: CallContext): Promise<Listing<DeviceAuthenticationPolicy>>;
  fido2Policies(context: CallContext): Promise<Listing<Fido2Policy>>;
  mfaSettings(context: CallContext): Promise<MfaSettings>;
  administratorSecurity(context: CallContext): Promise<AdministratorSecurity>;
  identityProviders(context: CallContext): Promise<Listing<IdentityProvider>>;
  identityProviderAttributes(
    identityProviderId: string,
    context: CallContext,
  ): Promise<Listing<IdentityProviderAttribute>>;
  /** Certificates and the public halves of key pairs. */
  certificates(context: CallContext): Promise<Listing<Certificate>>;
  webhooks(context: CallContext): Promise<Listing<Webhook>>;
  /** Roles that gateways to other directories hold. */
  gatewayRoleAssignments(context: CallContext): Promise<Listing<RoleAssignment>>;
  /** Gateways to other directories. */
  gateways(context: CallContext): Promise<Listing<Gateway>>;
  gatewayCredentials(gatewayId: string, context: CallContext): Promise<Listing<GatewayCredential>>;
  /** The outside identity provider that a population signs on at; null: its users sign on at the directory itself. */
  populationIdentityProvider(populationId: string, context: CallContext): Promise<string | null>;
  /** How much the directory was used, day by day. */
  userActivities(from: Date, to: Date, context: CallContext): Promise<Listing<ActivityDay>>;
}

export interface Provider {
  readonly kind: ProviderKind;
  /** Key of the directory that the operator chose. */
  readonly directory: string;
  /** The provider's id of the directory: an environment, an organisation, a tenant. */
  readonly externalId: string;
  /** Region code, or null where the provider has none or the addresses were given by hand. */
  readonly region: string | null;
  /**
   * `ROLES` and `ROLE_ASSIGNMENTS` are both left out only where the product itself has no administrators whom the gateway could
   * take away: guards over administrators then have nothing to keep. Where they are only not readable, the capability stays, and
   * the reads fail.
   */
  readonly capabilities: ReadonlySet<Capability>;
  /** The actions that it can carry out; none other is asked of its `...Writes`. */
  readonly actions: ReadonlySet<ActionName>;
  /**
   * The vendor's words (`User.rawStatus`) for the states out of which it suspends a user; left out: out of each. Any other is
   * refused before it is sent.
   */
  readonly suspendable?: readonly string[];
  /** The id of the application whose credential the gateway uses: it may not be locked out by the gateway. */
  readonly ownApplicationId: string | null;
  readonly rateLimit: RateLimitState;
  /** Rows in the largest page of users. */
  readonly usersPerPage: number;
  /** The same for groups. */
  readonly groupsPerPage: number;
  /** Whether `users.roleAssignmentsOf` also lists what is held through groups. */
  readonly listsInheritedRoles: boolean;
  /** Milliseconds by which `lastSignOn` may trail what happened: 0 where the provider notes every sign-on at once. */
  readonly signOnLagMs: number;
  /** Users in one batch from which the report of devices is cheaper than a call for each. */
  readonly mfaReportThreshold: number;

  profile(context: CallContext): Promise<DirectoryProfile>;
  /** Tries what the gateway needs and says in plain words what works, what is missing and what to do. Never throws. */
  checkHealth(context: CallContext): Promise<readonly HealthCheck[]>;
  readonly users: UserReads;
  readonly mfa: MfaReads;
  readonly groups: GroupReads;
  /** The ids of `groups.members` alone, where these take less work to read than the members do; left out: they do not. */
  readonly memberIds?: (groupId: string, request: PageRequest, context: CallContext) => Promise<Page<string>>;
  readonly applications: ApplicationReads;
  readonly settings: SettingReads;
  readonly owners: OwnerReads;
  readonly controls: ControlReads;
  readonly changes: ChangeReads;
  /** Left out: it sends no notifications that are understood here. */
  readonly events?: EventReads;
  readonly userWrites: UserWrites;
  readonly mfaWrites: MfaWrites;
  readonly membershipWrites: MembershipWrites;
  readonly objectWrites: ObjectWrites;
  readonly applicationWrites: ApplicationWrites;
  close(): Promise<void>;
}
