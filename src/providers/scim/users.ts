import type { Listing, Page } from '../../model/coverage.ts';
import type { Membership } from '../../model/group.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { wholeListing } from '../listing.ts';
import type { UserReads } from '../provider.ts';
import { objects, type Row, text } from '../rows.ts';
import type { Unsupported } from '../unsupported.ts';
import { canQuote, compare, groupTerm, rowTest } from './filter.ts';
import { membershipType } from './group.ts';
import { readMembersPage } from './members-page.ts';
import { USERS_PER_PAGE } from './page-sizes.ts';
import { notFound } from './scim-errors.ts';
import type { ScimParts } from './scim-parts.ts';
import { planUserFilter } from './user-filter.ts';
import { toUser } from './user.ts';

/** @param without answers for what SCIM does not have. */
export function createUserReads(parts: ScimParts, without: Unsupported['users']): UserReads {
  const { api, lists, memberships } = parts;
  const { directory } = api;

  async function list(request: Parameters<UserReads['list']>[0], context: CallContext): Promise<Page<User>> {
    const { providerFilter } = request;
    const within = providerFilter === null ? null : groupTerm(providerFilter);
    if (within !== null) {
      const fits = ({ members }: Row): boolean => within.rest(members);
      return await readMembersPage(
        parts,
        within.groupId,
        { ...request, fits, filter: providerFilter },
        context,
      );
    }
    const filter = providerFilter === null ? null : { text: providerFilter, fits: rowTest(providerFilter) };
    const page = await lists.page({ collection: 'Users', filter, maximum: USERS_PER_PAGE }, request, context);
    const origin = { directory, observedAt: page.observedAt };
    return { ...page, rows: page.rows.map((row) => toUser(row, origin)) };
  }

  async function findBy(
    attribute: 'userName' | 'emails.value',
    value: string,
    context: CallContext,
  ): Promise<readonly User[]> {
    // Nobody has a name that a service cannot be asked for.
    if (!canQuote(value)) return [];
    // Services compare with or without regard to case, whatever the standard says.
    for (const spelling of new Set([value, value.toLowerCase()])) {
      const asked = compare(attribute, 'eq', spelling);
      const filter = { text: asked, fits: rowTest(asked) };
      const rows = await lists.every({ collection: 'Users', filter, maximum: USERS_PER_PAGE }, context);
      if (rows.length > 0) return rows.map((row) => toUser(row, { directory, observedAt: row.observedAt }));
    }
    return [];
  }

  async function groupsOf(userId: string, context: CallContext): Promise<Listing<Membership>> {
    const query = { attributes: 'groups' };
    const found = await api.findLarge('/Users/{userId}', { userId }, query, context);
    if (found === null)
      throw notFound(api.target('GET', '/Users/{userId}', { userId }, context).origin, 'user');
    // Some services never send `groups` (RFC 7643 says they do): its absence is no answer.
    if (!Array.isArray(found.members['groups'])) return await memberships.of(userId, context);
    const { observedAt } = found;
    const rows = objects(found.members, 'groups').flatMap((entry): Membership[] => {
      const groupId = text(entry, 'value');
      if (groupId === null || groupId === '') return [];
      return [{ groupId, groupName: text(entry, 'display'), type: membershipType(text(entry, 'type')) }];
    });
    if (rows.length === found.members['groups'].length) return wholeListing(rows, observedAt);
    const message = `${directory}: an entry of the user's groups has no value, so that it cannot be told which group it is.`;
    return { rows, complete: false, reason: 'INVALID_VALUE', message, observedAt };
  }

  return {
    ...without,
    planFilter: (filter) => planUserFilter(filter, directory),
    list,
    get: async (userId, context) => {
      const found = await api.find('/Users/{userId}', { userId }, context);
      return found && toUser(found.row, { directory, observedAt: found.answer.observedAt });
    },
    findByUsername: async (username, context) => await findBy('userName', username, context),
    findByEmail: async (email, context) => await findBy('emails.value', email, context),
    groupsOf,
  };
}
