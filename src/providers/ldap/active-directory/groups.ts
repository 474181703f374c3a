import type { Listing } from '../../../model/coverage.ts';
import type { Group, Membership } from '../../../model/group.ts';
import type { CallContext } from '../../../upstream/call.ts';
import type { LdapApi } from '../directory-api.ts';
import type { Found } from '../search.ts';
import { listingOf, type Rows } from '../flavour.ts';
import type { LdapOwners } from '../owners.ts';
import { canonicalDn } from '../values/dn.ts';
import type { Entry } from '../values/entry.ts';
import { GROUP_ATTRIBUTES } from './attributes.ts';
import { toGroup } from './group.ts';
import { findGroup, listedGroups, theGroup, theUser } from './lookups.ts';
import { groupsHolding, primaryGroupSid } from './nesting.ts';
import { sidOf } from './user.ts';

/** The groups under the base. */
export async function listGroups(
  api: LdapApi,
  owners: LdapOwners,
  context: CallContext,
): Promise<Rows<Group>> {
  const { baseDn, key } = api.settings;
  const search = {
    base: baseDn,
    scope: 'sub',
    filter: listedGroups(api),
    attributes: GROUP_ATTRIBUTES,
  } as const;
  const { entries, observedAt, brokenOff } = await api.search(search, 'search groups', context);
  const ownersOf = await owners.of(entries, context);
  return {
    rows: entries.flatMap((entry) => toGroup(entry, key, observedAt, ownersOf(entry)) ?? []),
    observedAt,
    ...(brokenOff === undefined ? {} : { brokenOff }),
  };
}

/** Ids that no group has are left out. */
export async function groupsById(
  api: LdapApi,
  owners: LdapOwners,
  groupIds: readonly string[],
  context: CallContext,
): Promise<readonly Group[]> {
  const found = await Promise.all(
    [...new Set(groupIds)].map((id) => findGroup(api, id, GROUP_ATTRIBUTES, context)),
  );
  const observedAt = api.now();
  const entries = found.filter((entry) => entry !== null);
  const ownersOf = await owners.of(entries, context);
  return entries.flatMap((entry) => toGroup(entry, api.directory, observedAt, ownersOf(entry)) ?? []);
}

/** All groups of a user. Those of `memberOf`, and the primary one, are direct; the others hold one of them. */
export async function groupsOfUser(
  api: LdapApi,
  userId: string,
  context: CallContext,
): Promise<Listing<Membership>> {
  const user = await theUser(api, userId, ['memberOf', 'objectSid', 'primaryGroupID'], context);
  const primary = primaryGroupSid(user);
  const direct = new Set(user.texts('memberOf').map(canonicalDn));
  const found = await groupsHolding(api, user, context);
  return memberships(api, found, (group) => direct.has(canonicalDn(group.dn)) || sidOf(group) === primary);
}

/** The groups that a group is directly in. */
export async function parentsOf(
  api: LdapApi,
  groupId: string,
  context: CallContext,
): Promise<Listing<Membership>> {
  const group = await theGroup(api, groupId, ['memberOf'], context);
  const observedAt = api.now();
  const parents = await Promise.all(
    group.texts('memberOf').map((dn) => api.entry(dn, GROUP_ATTRIBUTES, 'read group', context)),
  );
  // A group of another domain is not held here: it is left out, and said to be.
  const entries = parents.filter((parent) => parent !== null);
  const listing = memberships(api, { entries, observedAt }, () => true);
  if (entries.length === parents.length) return listing;
  const message = `${parents.length - entries.length} of the groups that this one is in cannot be read.`;
  return { ...listing, complete: false, reason: 'PARTIAL', message };
}

function memberships(
  api: LdapApi,
  { entries, observedAt, brokenOff }: Found,
  isDirect: (group: Entry) => boolean,
): Listing<Membership> {
  return listingOf({
    rows: entries.flatMap((entry): readonly Membership[] => {
      const group = toGroup(entry, api.directory, observedAt);
      if (group === undefined) return [];
      const type = isDirect(entry) ? 'DIRECT' : 'INDIRECT';
      return [{ groupId: group.externalId, groupName: group.name, type, group }];
    }),
    observedAt,
    ...(brokenOff === undefined ? {} : { brokenOff }),
  });
}
