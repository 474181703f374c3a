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
import type { DeviceContact, Everybody } from './everybody.ts';
import { grantsOfUser } from './grants.ts';
import type { LazyDirectoryFacts } from './directory-facts.ts';
import { factSlot, incomplete, listSlot, type Slot } from './slot.ts';

/**
 * What rules may know of a user. Password, sessions, bypass and groups cost a call per user: in a `GATED` evaluation
 * they are read for known administrators only, and stay `NOT_REQUESTED` for everybody else.
 */
export class LazyUserFacts implements UserFacts {
  readonly directory: DirectoryFacts;
  readonly user: User;
  readonly #lazyDirectory: LazyDirectoryFacts;
  #match: PrimaryMatch | null = null;
  #identity: Fact<Identity> | null = null;
  readonly deviceSlot: Slot<ListFact<MfaDevice>>;
  readonly #everybody: Everybody;
  readonly #grants: Slot<ListFact<Grant>>;
  readonly #memberships: Slot<ListFact<Membership>>;
  readonly #groups: Slot<ListFact<Membership>>;
  readonly #password: Slot<Fact<PasswordState>>;
  readonly #sessions: Slot<ListFact<Session>>;
  readonly #bypass: Slot<Fact<MfaBypass>>;

  constructor(user: User, directory: LazyDirectoryFacts, everybody: Everybody, context: EvaluationContext) {
    const { sources, recorder, depth } = context;
    const id = user.externalId;
    this.user = user;
    this.directory = directory;
    this.#lazyDirectory = directory;
    this.#everybody = everybody;
    this.deviceSlot = listSlot(recorder, () => sources.devices(user));
    // Read for the grants whatever the depth: who is an administrator decides what else may be read.
    this.#memberships = listSlot(recorder, () => sources.userGroups(id));
    this.#grants = listSlot(recorder, async () =>
      grantsOfUser(id, context, await directory.roleSlot.loaded(), () => this.#memberships.loaded()),
    );
    const mayRead = async (): Promise<boolean> => depth === 'FULL' || this.#isKnownAdministrator();
    this.#groups = listSlot(recorder, async () =>
      (await mayRead()) ? this.#memberships.loaded() : incomplete('NOT_REQUESTED'),
    );
    this.#sessions = listSlot(recorder, async () =>
      (await mayRead()) ? sources.sessions(id) : incomplete('NOT_REQUESTED'),
    );
    this.#password = factSlot(recorder, async () =>
      (await mayRead()) ? sources.password(id) : unknown('NOT_REQUESTED'),
    );
    this.#bypass = factSlot(recorder, async () =>
      (await mayRead()) ? sources.bypass(id) : unknown('NOT_REQUESTED'),
    );
  }

  get grants(): ListFact<Grant> {
    return this.#grants.value;
  }

  get devices(): ListFact<MfaDevice> {
    return this.deviceSlot.value;
  }

  get groups(): ListFact<Membership> {
    return this.#groups.value;
  }

  get password(): Fact<PasswordState> {
    return this.#password.value;
  }

  get sessions(): ListFact<Session> {
    return this.#sessions.value;
  }

  get bypass(): Fact<MfaBypass> {
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

  async #isKnownAdministrator(): Promise<boolean> {
    const grants = await this.#grants.loaded();
    return grants.rows.some(({ tier }) => tier === 0 || tier === 1);
  }
}
