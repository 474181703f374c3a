import type { Identity, PrimaryMatch } from '../../identities/identity.ts';
import type { MfaBypass, PasswordState, Session } from '../../model/account.ts';
import { type Fact, unknown } from '../../model/fact.ts';
import type { Membership } from '../../model/group.ts';
import type { MfaDevice } from '../../model/mfa.ts';
import type { User } from '../../model/user.ts';
import type { DirectoryFacts, Grant, UserFacts } from '../facts.ts';
import { listOf, type ListFact } from '../kleene.ts';
import type { EvaluationContext } from './context.ts';
import { identityIn, primaryMatchIn } from './correlated.ts';
import type { Everybody } from './everybody.ts';
import { grantsAtHand, grantsOfUser } from './grants.ts';
import type { LazyDirectoryFacts } from './directory-facts.ts';
import type { DeviceContact } from './peer-index.ts';
import { factSlot, incomplete, isUnread, listSlot, type Slot } from './slot.ts';

/**
 * What rules may know of a user. Password, sessions, bypass and groups cost a call per user: in a `GATED` evaluation
 * they are read for known administrators only, and stay `NOT_REQUESTED` for everybody else.
 */
export class LazyUserFacts implements UserFacts {
  readonly directory: DirectoryFacts;
  readonly user: User;
  readonly #lazyDirectory: LazyDirectoryFacts;
  readonly #everybody: Everybody;
  readonly #context: EvaluationContext;
  #match: PrimaryMatch | null = null;
  #identity: Fact<Identity> | null = null;
  // Made when they are asked for: of most users most of them never are.
  #devices: Slot<ListFact<MfaDevice>> | null = null;
  #devicesAtHand: ListFact<MfaDevice> | null = null;
  #grantsAtHand: ListFact<Grant> | null = null;
  #grants: Slot<ListFact<Grant>> | null = null;
  #memberships: Slot<ListFact<Membership>> | null = null;
  #groups: Slot<ListFact<Membership>> | null = null;
  #password: Slot<Fact<PasswordState>> | null = null;
  #sessions: Slot<ListFact<Session>> | null = null;
  #bypass: Slot<Fact<MfaBypass>> | null = null;

  constructor(user: User, directory: LazyDirectoryFacts, everybody: Everybody, context: EvaluationContext) {
    this.user = user;
    this.directory = directory;
    this.#lazyDirectory = directory;
    this.#everybody = everybody;
    this.#context = context;
  }

  get grants(): ListFact<Grant> {
    this.#grantsAtHand ??= this.#grants === null ? this.#directGrants() : null;
    if (this.#grantsAtHand === null) return this.#grantSlot.value;
    if (isUnread(this.#grantsAtHand)) this.#context.recorder.noteUnread();
    return this.#grantsAtHand;
  }

  get devices(): ListFact<MfaDevice> {
    const { recorder, sources } = this.#context;
    if (sources.atHand !== undefined) {
      this.#devicesAtHand ??= sources.atHand.devices(this.user);
      if (isUnread(this.#devicesAtHand)) recorder.noteUnread();
      return this.#devicesAtHand;
    }
    this.#devices ??= listSlot(recorder, () => sources.devices(this.user));
    return this.#devices.value;
  }

  get groups(): ListFact<Membership> {
    this.#groups ??= listSlot(this.#context.recorder, async () =>
      (await this.#mayRead()) ? this.#membershipSlot.loaded() : incomplete('NOT_REQUESTED'),
    );
    return this.#groups.value;
  }

  get password(): Fact<PasswordState> {
    const { recorder, sources } = this.#context;
    this.#password ??= factSlot(recorder, async () =>
      (await this.#mayRead()) ? sources.password(this.user.externalId) : unknown('NOT_REQUESTED'),
    );
    return this.#password.value;
  }

  get sessions(): ListFact<Session> {
    const { recorder, sources } = this.#context;
    this.#sessions ??= listSlot(recorder, async () =>
      (await this.#mayRead()) ? sources.sessions(this.user.externalId) : incomplete('NOT_REQUESTED'),
    );
    return this.#sessions.value;
  }

  get bypass(): Fact<MfaBypass> {
    const { recorder, sources } = this.#context;
    this.#bypass ??= factSlot(recorder, async () =>
      (await this.#mayRead()) ? sources.bypass(this.user.externalId) : unknown('NOT_REQUESTED'),
    );
    return this.#bypass.value;
  }

  get primaryMatch(): PrimaryMatch {
    const { identities, asOf } = this.directory;
    const match = this.#match ?? primaryMatchIn(identities, this.user, asOf);
    if (identities.state === 'KNOWN') this.#match = match;
    return match;
  }

  get identity(): Fact<Identity> {
    const { identities, asOf } = this.directory;
    const identity = this.#identity ?? identityIn(identities, this.user, asOf);
    if (identities.state === 'KNOWN') this.#identity = identity;
    return identity;
  }

  get ownTwins(): ListFact<UserFacts> {
    const { identity } = this;
    if (identity.state === 'UNKNOWN') return incomplete(identity.reason);
    const { directory, externalId } = this.user;
    const twins = identity.value.links.filter(
      ({ user }) => user.directory === directory && user.externalId !== externalId,
    );
    const { identities } = this.directory;
    const coverage = identities.state === 'KNOWN' ? identities.value?.coverage.get(directory) : undefined;
    return {
      rows: twins.map(({ user }) => this.#lazyDirectory.userFacts(user)),
      complete: coverage?.complete === true,
      reason: coverage?.complete === true ? null : (coverage?.reason ?? 'PARTIAL'),
    };
  }

  get sameEmail(): ListFact<User> {
    return this.#everybody.sameEmail(this.user);
  }

  get sameSourceId(): ListFact<User> {
    return this.#everybody.sameSourceId(this.user);
  }

  get sharedContacts(): ListFact<DeviceContact> {
    const devices = this.devices;
    const shared = this.#everybody.sharedContacts(
      this.user,
      devices.rows.map(({ contact }) => contact),
    );
    return listOf(shared.rows, devices, shared);
  }

  /** The roles of somebody who has none through groups, where nothing has to be read for that; else null. */
  #directGrants(): ListFact<Grant> | null {
    const { atHand } = this.#context.sources;
    const { roleSlot } = this.#lazyDirectory;
    if (atHand === undefined || !roleSlot.isLoaded) return null;
    return grantsAtHand(this.user.externalId, this.#context.sources, atHand, roleSlot.value);
  }

  get #grantSlot(): Slot<ListFact<Grant>> {
    const { recorder } = this.#context;
    this.#grants ??= listSlot(recorder, async () =>
      grantsOfUser(this.user.externalId, this.#context, await this.#lazyDirectory.roleSlot.loaded(), () =>
        this.#membershipSlot.loaded(),
      ),
    );
    return this.#grants;
  }

  /** Read for the grants whatever the depth: who is an administrator decides what else may be read. */
  get #membershipSlot(): Slot<ListFact<Membership>> {
    const { recorder, sources } = this.#context;
    this.#memberships ??= listSlot(recorder, () => sources.userGroups(this.user.externalId));
    return this.#memberships;
  }

  async #mayRead(): Promise<boolean> {
    if (this.#context.depth === 'FULL') return true;
    const grants = this.#grantsAtHand ?? (await this.#grantSlot.loaded());
    return grants.rows.some(({ tier }) => tier === 0 || tier === 1);
  }
}
