import type { Filter } from 'ldapts';
import type { Listing } from '../../model/coverage.ts';
import type { ListedOwners, Owner } from '../../model/owner.ts';
import type { CallContext } from '../../upstream/call.ts';
import { unknownReasonOf } from '../../upstream/unknown-reason.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { LdapApi } from './directory-api.ts';
import { canonicalDn } from './values/dn.ts';
import type { Entry } from './values/entry.ts';
import { both, either, equals, present } from './values/filter.ts';

/** How a family of servers says who answers for a group. */
export interface OwnerWords {
  /** Of the group: one DN, or several. */
  readonly attribute: 'managedBy' | 'owner';
  /** Of any entry: its own DN, as something that can be searched for. */
  readonly dnAttribute: 'distinguishedName' | 'entryDN';
  readonly idAttribute: 'objectGUID' | 'entryUUID';
  readonly idOf: (entry: Entry) => string | null;
  readonly people: () => Filter;
  readonly groups: () => Filter;
}

/** DNs of one search: an address of a few thousand bytes is no trouble, and an index is used for each. */
const DNS_PER_SEARCH = 40;

const GROUPS = new Set(['group', 'groupofnames', 'groupofuniquenames', 'posixgroup']);

/**
 * Owners of groups. A server leaves out what the account may not see, without a word: that a group shows no owner says that it has
 * none only where another group does show one.
 */
export class LdapOwners {
  readonly #api: LdapApi;
  readonly #words: OwnerWords;
  #isSeen = false;

  constructor(api: LdapApi, words: OwnerWords) {
    this.#api = api;
    this.#words = words;
  }

  /** Owners of groups that were read; undefined: their entries do not tell. That owners cannot be looked up is no reason to have no groups. */
  async of(
    groups: readonly Entry[],
    context: CallContext,
  ): Promise<(group: Entry) => ListedOwners | undefined> {
    const dns = groups.flatMap((group) => group.texts(this.#words.attribute));
    if (dns.length > 0) this.#isSeen = true;
    try {
      const found = await this.#lookUp(dns, context);
      return (group) => {
        const own = group.texts(this.#words.attribute);
        return own.length === 0 && !this.#isSeen ? undefined : listed(own, found);
      };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const reason = unknownReasonOf(error);
      return () => ({ rows: [], complete: false, reason });
    }
  }

  /** Owners of one group, which must show the attribute where it has it. @throws {UpstreamError} */
  async ofOne(group: Entry, context: CallContext): Promise<Listing<Owner>> {
    const own = group.texts(this.#words.attribute);
    if (own.length > 0) this.#isSeen = true;
    else if (!this.#isSeen) await this.#look(context);
    const { rows, complete, reason } = this.#isSeen
      ? listed(own, await this.#lookUp(own, context))
      : { rows: [], complete: false, reason: 'MISSING' as const };
    const message = complete ? null : `Not every entry of ${this.#words.attribute} can be read.`;
    return { rows, complete, reason, message, observedAt: this.#api.now() };
  }

  /** Whether any group shows an owner. */
  async #look(context: CallContext): Promise<void> {
    const { attribute, idAttribute, groups } = this.#words;
    const { entries } = await this.#search(both(groups(), present(attribute)), [idAttribute], context);
    if (entries.length > 0) this.#isSeen = true;
  }

  /** By the DN in one form: people first, since not everything that is called a person is one of this directory. */
  async #lookUp(dns: readonly string[], context: CallContext): Promise<ReadonlyMap<string, Owner>> {
    const found = new Map<string, Owner>();
    const wanted = [...new Map(dns.map((dn) => [canonicalDn(dn), dn])).values()];
    const { people } = this.#words;
    for (const filter of [people(), null]) {
      const left = wanted.filter((dn) => !found.has(canonicalDn(dn)));
      for (let start = 0; start < left.length; start += DNS_PER_SEARCH) {
        const some = left.slice(start, start + DNS_PER_SEARCH);
        for (const entry of await this.#at(some, filter, context)) {
          const owner = this.#toOwner(entry, filter !== null);
          if (owner !== null) found.set(canonicalDn(entry.dn), owner);
        }
      }
    }
    return found;
  }

  async #at(dns: readonly string[], filter: Filter | null, context: CallContext): Promise<readonly Entry[]> {
    const { dnAttribute, idAttribute } = this.#words;
    const places = either(...dns.map((dn) => equals(dnAttribute, dn)));
    const attributes = [idAttribute, 'objectClass', 'displayName', 'cn'];
    const wanted = filter === null ? places : both(filter, places);
    return (await this.#search(wanted, attributes, context)).entries;
  }

  async #search(filter: Filter, attributes: readonly string[], context: CallContext) {
    const base = this.#api.settings.baseDn;
    const found = await this.#api.search(
      { base, scope: 'sub', filter, attributes },
      'search owners',
      context,
    );
    if (found.brokenOff !== undefined) throw found.brokenOff;
    return found;
  }

  #toOwner(entry: Entry, isPerson: boolean): Owner | null {
    const externalId = this.#words.idOf(entry);
    if (externalId === null) return null;
    const isGroup = entry.texts('objectClass').some((name) => GROUPS.has(name.toLowerCase()));
    const kind = isPerson ? 'USER' : isGroup ? 'GROUP' : 'OTHER';
    return { kind, externalId, name: entry.text('displayName') ?? entry.text('cn') };
  }
}

/** Whoever is not found may have gone, may lie elsewhere, or may not be shown to the account: nobody can tell. */
function listed(dns: readonly string[], found: ReadonlyMap<string, Owner>): ListedOwners {
  const rows = dns.flatMap((dn) => found.get(canonicalDn(dn)) ?? []);
  return rows.length === dns.length
    ? { rows, complete: true, reason: null }
    : { rows, complete: false, reason: 'PARTIAL' };
}
