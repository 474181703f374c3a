import type { Filter } from 'ldapts';
import type { TextFilter } from '../../../model/user-filter.ts';
import type { User } from '../../../model/user.ts';
import type { CallContext } from '../../../upstream/call.ts';
import type { LdapApi } from '../directory-api.ts';
import type { Found } from '../search.ts';
import type { Rows } from '../flavour.ts';
import type { UserTerms } from '../user-filter.ts';
import { isWithin } from '../values/dn.ts';
import { type Entry, hasText } from '../values/entry.ts';
import { both, equals, startsWith } from '../values/filter.ts';
import { findUser, peopleOf, searchBelow } from './lookups.ts';
import { readMembers } from './members.ts';
import { lastBind, toUser, userAttributes } from './user.ts';

/** Reads of users, and what of them the directory has shown so far. */
export class OpenLdapUsers {
  readonly #api: LdapApi;
  readonly #attributes: readonly string[];
  #carriesLastSignOn = false;

  constructor(api: LdapApi) {
    this.#api = api;
    this.#attributes = userAttributes(api.settings);
  }

  async list(
    { username = [], email = [], groupIds = [] }: UserTerms,
    context: CallContext,
  ): Promise<Rows<User>> {
    const { usernameAttribute, emailAttribute } = this.#api.settings;
    const narrow = [
      ...username.flatMap((wanted) => compared(usernameAttribute ?? 'uid', wanted)),
      ...email.flatMap((wanted) => compared(emailAttribute ?? 'mail', wanted)),
    ];
    const [first, ...others] = groupIds;
    if (first === undefined) return await this.#matching(narrow, context);
    const members = await this.#members(first, narrow, context);
    const inOthers = await Promise.all(others.map((groupId) => this.#members(groupId, narrow, context)));
    const ids = inOthers.map(({ rows }) => new Set(rows.map(({ externalId }) => externalId)));
    const brokenOff = [members, ...inOthers].find((each) => each.brokenOff !== undefined)?.brokenOff;
    return {
      rows: members.rows.filter(({ externalId }) => ids.every((group) => group.has(externalId))),
      observedAt: members.observedAt,
      ...(brokenOff === undefined ? {} : { brokenOff }),
    };
  }

  async #matching(filters: readonly Filter[], context: CallContext): Promise<Rows<User>> {
    const filter = both(peopleOf(this.#api), ...filters);
    const found = await searchBelow(this.#api, filter, this.#attributes, 'search users', context);
    return await this.#users(found, 'LIST', context);
  }

  /** Everybody one of whose values is this one, in any case: servers compare by rules of their own, and may be mixed up. */
  async having(attribute: string, value: string, context: CallContext): Promise<readonly User[]> {
    const filter = both(peopleOf(this.#api), equals(attribute, value));
    const found = await searchBelow(this.#api, filter, this.#attributes, 'search users', context);
    if (found.brokenOff !== undefined) throw found.brokenOff;
    const entries = found.entries.filter((entry) => this.#has(entry, attribute, value));
    return (await this.#users({ ...found, entries }, 'LIST', context)).rows;
  }

  #has(entry: Entry, attribute: string, value: string): boolean {
    return isWithin(entry.dn, this.#api.settings.baseDn) && hasText(entry, attribute, value);
  }

  async get(userId: string, context: CallContext): Promise<User | null> {
    const entry = await findUser(this.#api, userId, this.#attributes, context);
    if (entry === null) return null;
    const found = { entries: [entry], observedAt: this.#api.now() };
    return (await this.#users(found, 'DIRECT', context)).rows[0] ?? null;
  }

  async #members(groupId: string, narrow: readonly Filter[], context: CallContext): Promise<Rows<User>> {
    const found = await readMembers(this.#api, groupId, this.#attributes, narrow, context);
    return await this.#users(found, 'LIST', context);
  }

  async #users(
    { entries, observedAt, brokenOff }: Found,
    source: 'LIST' | 'DIRECT',
    context: CallContext,
  ): Promise<Rows<User>> {
    const { passwordPolicy: hasPolicy } = await this.#api.rootDse(context);
    this.#carriesLastSignOn ||= entries.some((entry) => lastBind(entry) !== null);
    const carriesLastSignOn = this.#carriesLastSignOn;
    const origin = { settings: this.#api.settings, observedAt, source, hasPolicy, carriesLastSignOn };
    return {
      rows: entries.flatMap((entry) => toUser(entry, origin) ?? []),
      observedAt,
      ...(brokenOff === undefined ? {} : { brokenOff }),
    };
  }
}

function compared(attribute: string, wanted: TextFilter): readonly Filter[] {
  return [
    ...(wanted.equals === undefined ? [] : [equals(attribute, wanted.equals)]),
    ...(wanted.startsWith === undefined ? [] : [startsWith(attribute, wanted.startsWith)]),
  ];
}
