import type { Fact } from '../../model/fact.ts';
import { type User, unsaidUser, userOf } from '../../model/user.ts';
import type { IdTable } from './id-table.ts';

/** Nobody's devices. */
const none: NonNullable<User['listedDevices']> = [];

/** Different values of which one copy each is kept; what is not among them by then is rarely met twice. */
const mostShared = 20_000;
/** Longer attributes are hardly the same for two people; characters of JSON. */
const longestShared = 200;

/**
 * Makes rows of users small enough for everybody to stay in memory: equal texts and equal parts are the same object in all rows,
 * and each row is laid out anew. It may forget nothing: a compact row equals the row that came.
 */
export class CompactUsers {
  readonly #ids: IdTable;
  readonly #texts = new Map<string, string>();
  readonly #parts = new Map<string, unknown>();

  constructor(ids: IdTable) {
    this.#ids = ids;
  }

  compact(user: User): User {
    const { email, username, displayName } = user;
    return userOf({
      ...user,
      directory: this.#text(user.directory),
      externalId: this.#ids.sameAs(user.externalId),
      username: username === email ? email : username,
      name: this.#name(user.name, displayName),
      title: this.#text(user.title),
      employmentType: this.#text(user.employmentType),
      locale: this.#text(user.locale),
      preferredLanguage: this.#text(user.preferredLanguage),
      timezone: this.#text(user.timezone),
      rawStatus: this.#text(user.rawStatus),
      populationId: this.#text(user.populationId),
      endDate: this.#text(user.endDate),
      address: this.#address(user.address),
      aliases: user.aliases.length === 0 ? unsaidUser.aliases : user.aliases,
      lastSignOn: this.#fact(user.lastSignOn),
      mfaEnabled: this.#fact(user.mfaEnabled),
      listedDevices: user.listedDevices?.length === 0 ? none : user.listedDevices,
      passwordAuthority: this.#authority(user.passwordAuthority),
      customAttributes: this.#attributes(user.customAttributes),
      pingOne: this.#facet(user.pingOne),
    });
  }

  #text<T extends string | null>(text: T): T {
    if (text === null) return text;
    const known = this.#texts.get(text);
    // The same text: it is of the type that it is.
    if (known !== undefined) return known as T;
    if (this.#texts.size < mostShared) this.#texts.set(text, text);
    return text;
  }

  #name(name: User['name'], displayName: string | null): User['name'] {
    if (name === null) return null;
    const { given, middle, family, formatted } = name;
    return {
      given: this.#text(given),
      middle: this.#text(middle),
      family: this.#text(family),
      formatted: formatted === displayName ? displayName : formatted,
    };
  }

  #address(address: User['address']): User['address'] {
    if (address === null || address.streetAddress !== null) return address;
    const { locality, region, postalCode, countryCode } = address;
    return this.#shared(keyOf('address', locality, region, postalCode, countryCode), address);
  }

  #authority(authority: User['passwordAuthority']): User['passwordAuthority'] {
    return this.#shared(keyOf('authority', authority.kind, authority.identityProviderId), authority);
  }

  /** Values of JSON: what is written alike is alike. */
  #attributes(attributes: User['customAttributes']): User['customAttributes'] {
    const text = JSON.stringify(attributes);
    if (text === '{}') return unsaidUser.customAttributes;
    return text.length > longestShared ? attributes : this.#shared(keyOf('attributes', text), attributes);
  }

  #facet(facet: User['pingOne']): User['pingOne'] {
    if (facet === null || facet.lockedAt !== null || facet.unlockAt !== null || facet.accountId !== null)
      return facet;
    const { enabled, accountStatus, verifyStatus, lifecycleStatus } = facet;
    return this.#shared(keyOf('facet', enabled, accountStatus, verifyStatus, lifecycleStatus), facet);
  }

  /** A fact that says no more than yes, no or nothing, at the same moment as that of another row. */
  #fact<T>(fact: Fact<T>): Fact<T> {
    if (fact.state === 'UNKNOWN') return this.#shared(keyOf('unknown', fact.reason, fact.message), fact);
    const { value, observedAt, source } = fact;
    if (value !== null && typeof value !== 'boolean') return fact;
    return this.#shared(
      keyOf('known', value === null ? null : String(value), observedAt.getTime(), source),
      fact,
    );
  }

  #shared<T>(key: string, part: T): T {
    const known = this.#parts.get(key);
    // Only parts of one kind that hold the same have the same key.
    if (known !== undefined) return known as T;
    if (this.#parts.size < mostShared) this.#parts.set(key, part);
    return part;
  }
}

function keyOf(kind: string, ...values: readonly (string | number | boolean | null | undefined)[]): string {
  return `${kind}\u0000${values.map((value) => (value === null || value === undefined ? '' : `=${value}`)).join('\u0000')}`;
}
