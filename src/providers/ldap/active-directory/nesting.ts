import type { Filter } from 'ldapts';
import type { CallContext } from '../../../upstream/call.ts';
import type { LdapApi } from '../directory-api.ts';
import type { Found } from '../search.ts';
import type { Entry } from '../values/entry.ts';
import { both, either, equals, throughLinks } from '../values/filter.ts';
import { domainOf, ridOf, sidBytes } from '../values/sid.ts';
import { GROUP_ATTRIBUTES } from './attributes.ts';
import { domainDn, theGroup } from './lookups.ts';
import { sidOf } from './user.ts';

/**
 * Everybody whom Active Directory counts as a member of a group: by links, through groups in it, and those whose primary group it
 * (or a group in it) is: that membership is a number in the user, which no link shows.
 */
export async function membersFilter(api: LdapApi, groupId: string, context: CallContext): Promise<Filter> {
  const group = await theGroup(api, groupId, ['objectSid'], context);
  const nested = await searchGroups(api, throughLinks('memberOf', group.dn), ['objectSid'], context);
  const primary = [group, ...nested.entries].flatMap((entry) => primaryGroupFilter(entry) ?? []);
  return either(throughLinks('memberOf', group.dn), ...primary);
}

/** Only groups of the domain itself can be primary ones; those of the machine (`S-1-5-32-...`) cannot. */
function primaryGroupFilter(group: Entry): Filter | null {
  const sid = sidOf(group);
  return sid?.startsWith('S-1-5-21-') === true ? equals('primaryGroupID', String(ridOf(sid))) : null;
}

/** The SID of a user's primary group, which `memberOf` leaves out; null: it cannot be told. */
export function primaryGroupSid(user: Entry): string | null {
  const [sid, rid] = [sidOf(user), user.whole('primaryGroupID')];
  return sid === null || rid === null ? null : `${domainOf(sid)}-${rid}`;
}

/** All groups that a user is in, directly or through others. */
export async function groupsHolding(api: LdapApi, user: Entry, context: CallContext): Promise<Found> {
  const sid = primaryGroupSid(user);
  const bytes = sid === null ? null : sidBytes(sid);
  const linked = throughLinks('member', user.dn);
  const own = bytes === null ? linked : either(linked, equals('objectSid', bytes));
  const found = await searchGroups(api, own, GROUP_ATTRIBUTES, context);
  const primary = found.entries.find((entry) => sid !== null && sidOf(entry) === sid);
  if (primary === undefined) return found;
  const further = await searchGroups(api, throughLinks('member', primary.dn), GROUP_ATTRIBUTES, context);
  const seen = new Set(found.entries.map(({ dn }) => dn));
  const brokenOff = found.brokenOff ?? further.brokenOff;
  return {
    entries: [...found.entries, ...further.entries.filter(({ dn }) => !seen.has(dn))],
    observedAt: found.observedAt,
    ...(brokenOff === undefined ? {} : { brokenOff }),
  };
}

/** Groups of the whole domain: those that give rights lie outside most bases. */
export async function searchGroups(
  api: LdapApi,
  filter: Filter,
  attributes: readonly string[],
  context: CallContext,
): Promise<Found> {
  const search = {
    base: await domainDn(api, context),
    scope: 'sub',
    filter: both(equals('objectClass', 'group'), filter),
    attributes,
  } as const;
  return await api.search(search, 'search groups', context);
}
