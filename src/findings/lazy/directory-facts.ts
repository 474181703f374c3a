import { onceFor } from '../../model/once-for.ts';
import { byExternalId } from '../../directory/by-external-id.ts';
import type { Application } from '../../model/application.ts';
import type { InactivityAutomation } from '../../model/automation.ts';
import type { Identities } from '../../identities/identities.ts';
import type { Capability, DirectoryProfile, ProviderKind } from '../../model/directory.ts';
import { type Fact, known } from '../../model/fact.ts';
import type { Gateway, GatewayCredential } from '../../model/gateway.ts';
import type { Group, Population } from '../../model/group.ts';
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
} from '../../model/policy.ts';
import type { Role } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import type {
  Accounts,
  ApplicationFacts,
  Asset,
  DirectoryFacts,
  Grant,
  GroupFacts,
  OwnedRow,
  ReadGap,
  RuleOutcome,
  UserFacts,
} from '../facts.ts';
import { listOf, type ListFact } from '../kleene.ts';
import { hasUnread, type Poll, type Polled } from '../polls.ts';
import type { FindingSettings } from '../settings.ts';
import { LazyApplicationFacts } from './application-facts.ts';
import type { EvaluationContext } from './context.ts';
import { Everybody, type KeptIndexes } from './everybody.ts';
import { directGrants } from './grants.ts';
import { LazyGroupFacts } from './group-facts.ts';
import { looked } from './looked.ts';
import { Ownership, readOwnership } from './ownership.ts';
import { LazyPopulationFacts } from './population-facts.ts';
import { factSlot, incomplete, isUnread, listSlot, Slot, SlotMap } from './slot.ts';
import { LazyUserFacts } from './user-facts.ts';

interface Nesting {
  readonly list: ListFact<unknown>;
  readonly byParent: ReadonlyMap<string, readonly Group[]>;
}

/** What holds for the whole directory, read once per evaluation and shared by all its subjects. */
export class LazyDirectoryFacts implements DirectoryFacts {
  readonly asOf: Date;
  readonly settings: FindingSettings;
  readonly key: string;
  readonly kind: ProviderKind | null;
  readonly externalId: string;
  readonly isPrimary: boolean;
  readonly ownApplicationId: string | null;
  readonly signOnLagMs: number;
  readonly roleSlot: Slot<ListFact<Role>>;
  readonly groupSlot: Slot<ListFact<Group>>;
  readonly nestingSlot: Slot<Nesting>;
  readonly #context: EvaluationContext;
  /** How everybody answered what is counted; left out: nobody counts. */
  readonly polled?: (poll: Poll) => Polled;
  readonly #everybody: Everybody;
  readonly #users = new Map<string, LazyUserFacts>();
  readonly #groups = new Map<string, LazyGroupFacts>();
  readonly #applications = new Map<string, LazyApplicationFacts>();
  readonly #slots: ReturnType<typeof directorySlots>;
  readonly #gatewayGrants: Slot<ListFact<Grant>>;
  readonly #ownership: Slot<Ownership>;
  /** Set by whoever evaluated all other rules before this directory's. */
  outcomes: ListFact<RuleOutcome> = incomplete('NOT_REQUESTED');
  /** Rules ask for these subject by subject: each is made once for as long as the list is the same. */
  readonly #userFacts = onceFor((users: ListFact<User>): ListFact<UserFacts> =>
    listOf(
      users.rows.map((user) => this.userFacts(user)),
      users,
    ),
  );
  readonly #groupFacts = onceFor((groups: ListFact<Group>): ListFact<GroupFacts> =>
    listOf(
      groups.rows.map((group) => this.groupFacts(group)),
      groups,
    ),
  );
  readonly #applicationFacts = onceFor((applications: ListFact<Application>): ListFact<ApplicationFacts> =>
    listOf(
      applications.rows.map((application) => this.applicationFacts(application)),
      applications,
    ),
  );

  constructor(context: EvaluationContext) {
    const { sources, recorder } = context;
    this.#context = context;
    this.asOf = context.asOf;
    this.settings = context.settings;
    this.key = sources.key;
    this.kind = sources.kind ?? null;
    this.externalId = sources.externalId;
    this.isPrimary = sources.isPrimary;
    this.ownApplicationId = sources.ownApplicationId;
    this.signOnLagMs = sources.signOnLagMs ?? 0;
    this.#slots = directorySlots(context);
    this.roleSlot = listSlot(recorder, () => sources.roles());
    this.groupSlot = listSlot(recorder, () => sources.everyGroup());
    this.#gatewayGrants = listSlot(recorder, async () => {
      const [roles, rows] = await Promise.all([this.roleSlot.loaded(), sources.gatewayRoleAssignments()]);
      return directGrants(rows, roles);
    });
    this.#everybody = new Everybody(context);
    const { census } = context;
    if (census !== null)
      this.polled = (poll) => {
        recorder.noteOthers(looked.USERS);
        const answered = census.polled(poll);
        if (isUnread(answered.users) || hasUnread(answered)) recorder.noteUnread();
        return answered;
      };
    this.#ownership = new Slot<Ownership>(
      recorder,
      () => this.#readOwnership(),
      (reason) => Ownership.unknown(incomplete(reason)),
    );
    this.nestingSlot = new Slot<Nesting>(
      recorder,
      () => this.#readNesting(),
      (reason) => ({ list: incomplete(reason), byParent: new Map() }),
    );
  }

  can(capability: Capability): boolean {
    return this.#context.sources.can?.(capability) ?? true;
  }

  get identities(): Fact<Identities | null> {
    const { value } = this.#slots.identities;
    // Where nobody works out who is who there are no others to look at.
    if (value.state === 'UNKNOWN' || value.value !== null)
      this.#context.recorder.noteOthers(looked.IDENTITIES);
    return value;
  }
  get profile(): Fact<DirectoryProfile> {
    return this.#slots.profile.value;
  }
  get administratorSecurity(): Fact<AdministratorSecurity> {
    return this.#slots.administratorSecurity.value;
  }
  get mfaSettings(): Fact<MfaSettings> {
    return this.#slots.mfaSettings.value;
  }
  get roles(): ListFact<Role> {
    return this.roleSlot.value;
  }
  get populations(): ListFact<Population> {
    return this.#slots.populations.value;
  }
  get passwordPolicies(): ListFact<PasswordPolicy> {
    return this.#slots.passwordPolicies.value;
  }
  get deviceAuthenticationPolicies(): ListFact<DeviceAuthenticationPolicy> {
    return this.#slots.deviceAuthenticationPolicies.value;
  }
  get fido2Policies(): ListFact<Fido2Policy> {
    return this.#slots.fido2Policies.value;
  }
  get signOnPolicies(): ListFact<SignOnPolicy> {
    return this.#slots.signOnPolicies.value;
  }
  signOnPolicyActions(signOnPolicyId: string): ListFact<SignOnPolicyAction> {
    return this.#slots.signOnPolicyActions.at(signOnPolicyId).value;
  }
  get identityProviders(): ListFact<IdentityProvider> {
    return this.#slots.identityProviders.value;
  }
  get certificates(): ListFact<Certificate> {
    return this.#slots.certificates.value;
  }
  get webhooks(): ListFact<Webhook> {
    return this.#slots.webhooks.value;
  }
  get gatewayGrants(): ListFact<Grant> {
    return this.#gatewayGrants.value;
  }
  get gateways(): ListFact<Gateway> {
    return this.#slots.gateways.value;
  }
  gatewayCredentials(gatewayId: string): ListFact<GatewayCredential> {
    return this.#slots.gatewayCredentials.at(gatewayId).value;
  }
  get inactivityAutomations(): ListFact<InactivityAutomation> {
    return this.#slots.inactivityAutomations.value;
  }
  get legacyProtocols(): ListFact<string> {
    return this.#slots.legacyProtocols.value;
  }
  get gaps(): readonly ReadGap[] {
    this.#context.recorder.noteOthers(looked.USERS);
    return this.#slots.gaps.value;
  }

  get everybody(): ListFact<UserFacts> {
    this.#context.recorder.noteOthers(looked.USERS);
    return this.#userFacts(this.#everybody.users.value);
  }
  get everyGroup(): ListFact<GroupFacts> {
    this.#context.recorder.noteOthers(looked.OBJECTS);
    return this.#groupFacts(this.groupSlot.value);
  }
  get everyApplication(): ListFact<ApplicationFacts> {
    this.#context.recorder.noteOthers(looked.OBJECTS);
    return this.#applicationFacts(this.#slots.applications.value);
  }

  get accounts(): Accounts {
    this.#context.recorder.noteOthers(looked.USERS);
    const list = this.#everybody.users.value;
    return {
      list,
      get: (id) => {
        const user = byExternalId(list.rows).get(id);
        return user === undefined ? undefined : this.userFacts(user);
      },
    };
  }

  /** Indexes over everybody, as far as rules asked for them. */
  get indexes(): KeptIndexes {
    return this.#everybody.indexes;
  }

  /** The groups that lie below another one. */
  get nesting(): Nesting {
    this.#context.recorder.noteOthers(looked.OBJECTS);
    return this.nestingSlot.value;
  }

  /** Rows of all groups, without facts of them. */
  get groupRows(): ListFact<Group> {
    this.#context.recorder.noteOthers(looked.OBJECTS);
    return this.groupSlot.value;
  }

  /** Lets go of a user who was judged. */
  forget({ externalId }: User): void {
    this.#users.delete(externalId);
  }

  ownedBy(userId: string): ListFact<Asset> {
    this.#context.recorder.noteOthers(looked.OBJECTS);
    return this.#ownership.value.ofUser(userId);
  }

  /** The facts of one user: the same object whenever it is asked for, so that everything is read once. */
  userFacts(user: User): LazyUserFacts {
    return once(
      this.#users,
      user.externalId,
      () => new LazyUserFacts(user, this, this.#everybody, this.#context),
    );
  }

  /** The same for a user who is judged itself: its own row wins over an older one that a comparison has seen. */
  subjectFacts(user: User): LazyUserFacts {
    const seen = this.#users.get(user.externalId)?.user;
    if (seen !== undefined && seen.observedAt < user.observedAt) this.#users.delete(user.externalId);
    return this.userFacts(user);
  }

  groupFacts(group: Group): LazyGroupFacts {
    return once(this.#groups, group.externalId, () => new LazyGroupFacts(group, this, this.#context));
  }

  applicationFacts(application: Application): LazyApplicationFacts {
    return once(
      this.#applications,
      application.externalId,
      () => new LazyApplicationFacts(application, this, this.#context),
    );
  }

  populationFacts(population: Population): LazyPopulationFacts {
    return new LazyPopulationFacts(population, this, this.#context);
  }

  async #readOwnership(): Promise<Ownership> {
    const { sources } = this.#context;
    const [groups, applications] = await Promise.all([
      this.groupSlot.loaded(),
      this.#slots.applications.loaded(),
    ]);
    const lists: readonly ListFact<OwnedRow>[] = [
      { ...groups, rows: groups.rows.map((row) => ({ kind: 'GROUP', row })) },
      { ...applications, rows: applications.rows.map((row) => ({ kind: 'APPLICATION', row })) },
    ];
    return await readOwnership(lists, async (asset) => {
      const { externalId } = asset.row;
      const found =
        sources.listedOwners?.(asset) ??
        (asset.kind === 'GROUP'
          ? sources.groupOwners?.(externalId)
          : sources.applicationOwners?.(externalId));
      return (await found) ?? incomplete('UNSUPPORTED');
    });
  }

  async #readNesting(): Promise<Nesting> {
    const groups = await this.groupSlot.loaded();
    const parents = await Promise.all(
      groups.rows.map(({ externalId }) => this.#context.groupParents.at(externalId).loaded()),
    );
    const byParent = new Map<string, Group[]>();
    for (const [index, group] of groups.rows.entries()) {
      for (const { groupId, type } of parents[index]?.rows ?? []) {
        if (type === 'INDIRECT') continue;
        byParent.set(groupId, [...(byParent.get(groupId) ?? []), group]);
      }
    }
    return { list: listOf([], groups, ...parents), byParent };
  }
}

function once<T>(map: Map<string, T>, key: string, make: () => T): T {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const made = make();
  map.set(key, made);
  return made;
}

function directorySlots({ sources, recorder, asOf }: EvaluationContext) {
  return {
    identities: factSlot<Identities | null>(recorder, async () =>
      known((await sources.identities?.()) ?? null, asOf),
    ),
    profile: factSlot(recorder, () => sources.profile()),
    administratorSecurity: factSlot(recorder, () => sources.administratorSecurity()),
    mfaSettings: factSlot(recorder, () => sources.mfaSettings()),
    populations: listSlot(recorder, () => sources.populations()),
    passwordPolicies: listSlot(recorder, () => sources.passwordPolicies()),
    deviceAuthenticationPolicies: listSlot(recorder, () => sources.deviceAuthenticationPolicies()),
    fido2Policies: listSlot(recorder, () => sources.fido2Policies()),
    signOnPolicies: listSlot(recorder, () => sources.signOnPolicies()),
    signOnPolicyActions: new SlotMap((id) => listSlot(recorder, () => sources.signOnPolicyActions(id))),
    identityProviders: listSlot(recorder, () => sources.identityProviders()),
    certificates: listSlot(recorder, () => sources.certificates()),
    webhooks: listSlot(recorder, () => sources.webhooks()),
    gateways: listSlot(recorder, () => sources.gateways()),
    gatewayCredentials: new SlotMap((id) => listSlot(recorder, () => sources.gatewayCredentials(id))),
    inactivityAutomations: listSlot<InactivityAutomation>(
      recorder,
      async () => (await sources.inactivityAutomations?.()) ?? incomplete('UNSUPPORTED'),
    ),
    legacyProtocols: listSlot<string>(
      recorder,
      async () => (await sources.legacyProtocols?.()) ?? incomplete('UNSUPPORTED'),
    ),
    applications: listSlot(recorder, () => sources.everyApplication()),
    gaps: new Slot<readonly ReadGap[]>(
      recorder,
      () => sources.gaps(),
      () => [],
    ),
  };
}
