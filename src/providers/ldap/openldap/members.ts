import type { Filter } from 'ldapts';
import type { CallContext } from '../../../upstream/call.ts';
import type { LdapApi } from '../directory-api.ts';
import type { Found } from '../search.ts';
import type { Entry } from '../values/entry.ts';
import { both, either, equals } from '../values/filter.ts';
import { type MemberAttribute, memberAttributeOf } from './group.ts';
import { peopleOf, searchBelow, theGroup } from './lookups.ts';

/** Members that one search asks for: a filter of some ten thousand letters. */
const AT_ONCE = 100;

/**
 * The people whom a group names. They are asked for by what the group itself says, and not by `memberOf`: that is there only where
 * an overlay keeps it, and then only of those who joined since it was loaded.
 */
export async function readMembers(
  api: LdapApi,
  groupId: string,
  attributes: readonly string[],
  narrow: readonly Filter[],
  context: CallContext,
): Promise<Found> {
  const group = await theGroup(api, groupId, ['objectClass', 'member', 'uniqueMember', 'memberUid'], context);
  const attribute = memberAttributeOf(group);
  const named = [...new Set(group.texts(attribute))].map((value) => namedBy(attribute, value));
  const found: Entry[] = [];
  let brokenOff: Found['brokenOff'];
  for (let from = 0; from < named.length; from += AT_ONCE) {
    const filter = both(peopleOf(api), ...narrow, either(...named.slice(from, from + AT_ONCE)));
    const part = await searchBelow(api, filter, attributes, 'search members', context);
    found.push(...part.entries);
    brokenOff ??= part.brokenOff;
  }
  return { entries: found, observedAt: api.now(), ...(brokenOff === undefined ? {} : { brokenOff }) };
}

function namedBy(attribute: MemberAttribute, value: string): Filter {
  if (attribute === 'memberUid') return equals('uid', value);
  // A unique member may carry a bit string after its DN (RFC 4517, section 3.3.21).
  return equals('entryDN', attribute === 'uniqueMember' ? value.replace(/#'[01]*'B$/, '') : value);
}

/** Fits groups that name an entry as their member. */
export function holds(member: Entry): Filter {
  const uid = member.text('uid');
  return either(
    equals('member', member.dn),
    equals('uniqueMember', member.dn),
    ...(uid === null ? [] : [equals('memberUid', uid)]),
  );
}
