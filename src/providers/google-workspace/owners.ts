import type { Owner } from '../../model/owner.ts';
import { badResponse } from '../bad-response.ts';
import { wholeListing } from '../listing.ts';
import type { OwnerReads } from '../owner-reads.ts';
import { type Row, text } from '../rows.ts';
import type { GoogleApis } from './google-apis.ts';
import { MEMBERS, readAll } from './lists.ts';

/** Members of a group with the role OWNER (Directory API, members.list, `roles`); derived members own nothing. */
export function createOwnerReads({ readGroups: api }: GoogleApis): Pick<OwnerReads, 'ofGroup'> {
  return {
    ofGroup: async (groupId, context) => {
      const list = {
        of: MEMBERS,
        template: '/groups/{groupKey}/members',
        ids: { groupKey: groupId },
        query: { roles: 'OWNER' },
      };
      const { rows, observedAt } = await readAll(api, list, context);
      if (!rows.every(isTold)) {
        const { origin } = api.target('GET', list.template, list.ids, context);
        throw badResponse(origin, 'has a member that does not say in role and type what it is');
      }
      return wholeListing(rows.filter(isOwner).map(toOwner), observedAt);
    },
  };
}

/** What a member is, and what it may do in the group (Directory API, "Member"). */
const ROLES: ReadonlySet<string> = new Set(['OWNER', 'MANAGER', 'MEMBER']);
const TYPES: ReadonlySet<string> = new Set(['USER', 'GROUP', 'CUSTOMER', 'EXTERNAL']);

function isTold({ members }: Row): boolean {
  return ROLES.has(text(members, 'role') ?? '') && TYPES.has(text(members, 'type') ?? '');
}

/** A server that passes over `roles` lists everybody. */
function isOwner({ members }: Row): boolean {
  return text(members, 'role') === 'OWNER';
}

/** People of other organisations are listed as USER too, then without `status`: they are no users of this directory. */
function toOwner({ id, members }: Row): Owner {
  const type = text(members, 'type');
  const isOwn = type === 'USER' && (members['status'] ?? null) !== null;
  return {
    kind: isOwn ? 'USER' : type === 'GROUP' ? 'GROUP' : 'OTHER',
    externalId: id,
    name: text(members, 'email'),
  };
}
