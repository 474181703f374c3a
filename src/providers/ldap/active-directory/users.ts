import type { Filter } from 'ldapts';
import type { TextFilter } from '../../../model/user-filter.ts';
import type { User } from '../../../model/user.ts';
import type { CallContext } from '../../../upstream/call.ts';
import { UpstreamError } from '../../../upstream/upstream-error.ts';
import type { LdapApi } from '../directory-api.ts';
import type { Found, Search } from '../search.ts';
import type { Rows } from '../flavour.ts';
import type { UserTerms } from '../user-filter.ts';
import { type Entry, hasText } from '../values/entry.ts';
import { both, either, equals, startsWith } from '../values/filter.ts';
import { userAttributes } from './attributes.ts';
import { belongs, DELETED_PEOPLE, domainDn, findUser, peopleOf } from './lookups.ts';
import { membersFilter } from './nesting.ts';
import { toUser } from './user.ts';

/** Reads of users, and what of them the directory has shown so far. */
export class ActiveDirectoryUsers {
  readonly #api: LdapApi;
  readonly #attributes: readonly string[];
  #carriesLastSignOn = false;
  /** Whether deleted users could be read the last time: the right is not given by default. Null: not tried yet. */
  seesRemoved: boolean | null = null;

  constructor(api: LdapApi) {
    this.#api = api;
    this.#attributes = userAttributes(api.settings);
  }

  async list(terms: UserTerms, context: CallContext): Promise<Rows<User>> {
    const narrow = narrowing(this.#api, terms);
    const groups = await Promise.all(
      (terms.groupIds ?? []).map((groupId) => membersFilter(this.#api, groupId, context)),
    );
    const people = await this.#search(both(peopleOf(this.#api), ...narrow, ...groups), context);
    // Who was deleted is in no group any more.
    if (groups.length > 0) return this.#users(people);
    const removed = await this.#removed(narrow, context);
    const brokenOff = people.brokenOff ?? removed?.brokenOff;
    return this.#users({
      entries: [...people.entries, ...(removed?.entries ?? [])],
      observedAt: people.observedAt,
      ...(brokenOff === undefined ? {} : { brokenOff }),
    });
  }

  /** By any of the names that somebody signs in with. */
  async byUsername(username: string, context: CallContext): Promise<readonly User[]> {
    return await this.#having(
      namesOf(this.#api).map((name) => [name, username]),
      context,
    );
  }

  /** By the address, and by the further ones. */
  async byEmail(email: string, context: CallContext): Promise<readonly User[]> {
    const mail = this.#api.settings.emailAttribute ?? 'mail';
    const further = ['proxyAddresses', `smtp:${email}`] as const;
    return await this.#having([[mail, email], further], context);
  }

  async get(userId: string, context: CallContext): Promise<User | null> {
    const entry = await findUser(this.#api, userId, this.#attributes, context);
    if (entry === null) return null;
    return this.#users({ entries: [entry], observedAt: this.#api.now() }, 'DIRECT').rows[0] ?? null;
  }

  /** Everybody who has one of these values, in any case: the server also takes letters with other accents for the same. */
  async #having(
    values: readonly (readonly [attribute: string, value: string])[],
    context: CallContext,
  ): Promise<readonly User[]> {
    const filter = either(...values.map(([attribute, value]) => equals(attribute, value)));
    const found = await this.#search(both(peopleOf(this.#api), filter), context);
    if (found.brokenOff !== undefined) throw found.brokenOff;
    const entries = found.entries.filter(
      (entry) =>
        belongs(this.#api, entry) && values.some(([attribute, value]) => hasText(entry, attribute, value)),
    );
    return this.#users({ ...found, entries }).rows;
  }

  async #search(filter: Filter, context: CallContext): Promise<Found> {
    const search: Search = {
      base: this.#api.settings.baseDn,
      scope: 'sub',
      filter,
      attributes: this.#attributes,
    };
    return await this.#api.search(search, 'search users', context);
  }

  /** Null: the account may not see who was deleted. */
  async #removed(narrow: readonly Filter[], context: CallContext): Promise<Found | null> {
    const search: Search = {
      base: `CN=Deleted Objects,${await domainDn(this.#api, context)}`,
      scope: 'sub',
      filter: both(DELETED_PEOPLE, ...narrow),
      attributes: this.#attributes,
      showDeleted: true,
    };
    try {
      const found = await this.#api.search(search, 'search deleted users', context);
      // Samba shows nobody where Active Directory refuses: whether there is nobody shows in the container.
      this.seesRemoved = found.entries.length > 0 || (await this.#seesContainer(search.base, context));
      if (!this.seesRemoved) return null;
      return { ...found, entries: found.entries.filter((entry) => belongs(this.#api, entry)) };
    } catch (error) {
      // Without the right the container is not there (32), or says so (50).
      if (!(error instanceof UpstreamError)) throw error;
      if (error.facts.providerCode !== '32' && error.facts.providerCode !== '50') throw error;
      this.seesRemoved = false;
      return null;
    }
  }

  /** Its name alone is shown to everybody. */
  async #seesContainer(dn: string, context: CallContext): Promise<boolean> {
    const options = { showDeleted: true };
    const container = await this.#api.entry(dn, ['objectClass'], 'read deleted objects', context, options);
    return container?.has('objectClass') === true;
  }

  #users({ entries, observedAt, brokenOff }: Found, source: 'LIST' | 'DIRECT' = 'LIST'): Rows<User> {
    this.#carriesLastSignOn ||= entries.some(hasSignedOn);
    const origin = {
      settings: this.#api.settings,
      now: this.#api.now(),
      observedAt,
      source,
      carriesLastSignOn: this.#carriesLastSignOn,
    };
    return {
      rows: entries.flatMap((entry) => toUser(entry, origin) ?? []),
      observedAt,
      ...(brokenOff === undefined ? {} : { brokenOff }),
    };
  }
}

function hasSignedOn(entry: Entry): boolean {
  return entry.has('lastLogonTimestamp');
}

function namesOf(api: LdapApi): readonly string[] {
  const { usernameAttribute } = api.settings;
  return usernameAttribute === null ? ['userPrincipalName', 'sAMAccountName'] : [usernameAttribute];
}

function narrowing(api: LdapApi, { username = [], email = [] }: UserTerms): readonly Filter[] {
  return [
    ...username.flatMap((wanted) => compared(namesOf(api), wanted)),
    ...email.flatMap((wanted) => compared([api.settings.emailAttribute ?? 'mail'], wanted)),
  ];
}

function compared(attributes: readonly string[], wanted: TextFilter): readonly Filter[] {
  const any = (make: (attribute: string) => Filter): Filter => either(...attributes.map(make));
  return [
    ...(wanted.equals === undefined ? [] : [any((attribute) => equals(attribute, wanted.equals ?? ''))]),
    ...(wanted.startsWith === undefined
      ? []
      : [any((attribute) => startsWith(attribute, wanted.startsWith ?? ''))]),
  ];
}
