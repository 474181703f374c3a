import type { Listing } from '../../model/coverage.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import type { Ids } from '../paths.ts';
import type { GraphApi } from './graph-api.ts';
import { SELECT_GROUP, toGroup, toMembership } from './group.ts';
import { objectKind } from './object-kind.ts';

/** In which groups users and groups are. Graph lists directory roles and administrative units in between: they are left out. */
export class GroupMemberships {
  readonly #api: GraphApi;

  constructor(api: GraphApi) {
    this.#api = api;
  }

  async ofUser(userId: string, context: CallContext): Promise<Listing<Membership>> {
    return await this.#of('/users/{userId}', { userId }, context);
  }

  async ofGroup(groupId: string, context: CallContext): Promise<Listing<Membership>> {
    return await this.#of('/groups/{groupId}', { groupId }, context);
  }

  /** Two lists: which groups it is in at all, and in which of them directly. */
  async #of(template: string, ids: Ids, context: CallContext): Promise<Listing<Membership>> {
    const read = async (list: string): Promise<Listing<Group>> =>
      await this.#api.list(
        `${template}/${list}`,
        ids,
        context,
        (row, at, origin) => {
          const kind = objectKind(row.members);
          // Left out, one that may be a group would be one that nobody is in.
          if (kind === null)
            throw badResponse(origin, 'has an object that does not say what it is, and may be a group');
          return kind === 'GROUP' ? toGroup(row, at, origin) : null;
        },
        { query: { $select: SELECT_GROUP, $top: '999' } },
      );
    const [all, own] = await Promise.all([read('transitiveMemberOf'), read('memberOf')]);
    const direct = new Set(own.rows.map(({ externalId }) => externalId));
    // Whatever changed between the two: a direct membership is one in any case.
    const known = new Set(all.rows.map(({ externalId }) => externalId));
    const groups = [...all.rows, ...own.rows.filter(({ externalId }) => !known.has(externalId))];
    return { ...all, rows: groups.map((group) => toMembership(group, direct.has(group.externalId))) };
  }
}
