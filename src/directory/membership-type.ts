import type { Group, MembershipType } from '../model/group.ts';

/**
 * How the members of a group belong to it, as far as the list of members tells: all members of a dynamic group come by
 * its filter; when a static group lists as many members as it says to have direct ones, all are direct. Otherwise some
 * come through nested groups, and the list does not say who.
 */
export function membershipTypeOf(group: Group, listedMembers: number | null): MembershipType {
  if (group.dynamicFilter !== null) return 'INDIRECT';
  if (group.directMemberCount === null || listedMembers === null) return 'UNKNOWN';
  if (group.directMemberCount === 0 && listedMembers > 0) return 'INDIRECT';
  return listedMembers === group.directMemberCount ? 'DIRECT' : 'UNKNOWN';
}
