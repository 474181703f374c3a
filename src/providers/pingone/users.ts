import { setImmediate } from 'node:timers/promises';
import type { Listing, Page } from '../../model/coverage.ts';
import type { Membership } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { Origin } from '../bad-response.ts';
import type { PageRequest, UserReads } from '../provider.ts';
import type { Row } from '../rows.ts';
import { createAccountReads } from './account.ts';
import { readRowPage } from './cursor-list.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { toMembership } from './group.ts';
import { toRoleAssignment } from './role-assignments.ts';
import { canQuote, compare } from './scim.ts';
import { expectShape, type Shape } from './shape.ts';
import { planUserFilter } from './user-filter.ts';
import type { UserOrigin } from './user.ts';
import { toUser } from './user.ts';

/** PingOne's documented page of users; its SDK says 1,000, which no document confirms. */
export const USERS_PER_PAGE = 200;

/**
 * Whose account it is, where its password is and until when it is locked: a text that is none would make a machine a person, or a lock one
 * for good. Other members that cannot be read are unknown, and so is what rests on them.
 */
const userShape: Shape = {
  texts: ['type'],
  references: ['population'],
  parts: {
    identityProvider: { texts: ['id', 'type'] },
    account: { instants: ['lockedAt', 'unlockAt'] },
  },
};

/** @throws {UpstreamError} `BAD_RESPONSE` naming the member. */
function checked(row: Row, origin: Origin): Row {
  expectShape(row.members, userShape, origin);
  return row;
}

function checkedRow(row: Row, _observedAt: Date, origin: Origin): Row {
  return checked(row, origin);
}

/** Reads of users, and what of them the whole directory has shown so far. */
export function createUserReads(api: EnvironmentApi, clock: () => Date): UserReads {
  const directory = api.settings.key;
  let carriesLastSignOn = false;

  function originOf(rows: readonly Row[], observedAt: Date, source: UserOrigin['source']): UserOrigin {
    carriesLastSignOn ||= rows.some((row) => 'lastSignOn' in row.members);
    return { directory, observedAt, source, carriesLastSignOn };
  }

  async function list(
    request: PageRequest & { readonly providerFilter: string | null },
    context: CallContext,
  ): Promise<Page<User>> {
    const wanted = { collection: 'users', maximum: USERS_PER_PAGE, filter: request.providerFilter } as const;
    const page = await readRowPage(api, wanted, request, context);
    // A page takes some milliseconds to parse, and as many to map: whoever is clicking has a turn in between.
    if (context.lane === 'bulk') await setImmediate();
    const origin = originOf(page.rows, page.observedAt, 'LIST');
    return { ...page, rows: page.rows.map((row) => toUser(checked(row, page.origin), origin)) };
  }

  async function findBy(
    attribute: 'username' | 'email',
    value: string,
    context: CallContext,
  ): Promise<readonly User[]> {
    // Nobody has a name that PingOne cannot be asked for.
    if (!canQuote(value)) return [];
    const filter = compare(attribute, 'eq', value);
    const query = { filter, limit: String(USERS_PER_PAGE) };
    const found = await api.list('users', {}, 'users', context, checkedRow, { query });
    const origin = originOf(found.rows, found.observedAt, 'LIST');
    return found.rows.map((row) => toUser(row, origin));
  }

  async function get(userId: string, context: CallContext): Promise<User | null> {
    const found = await api.find('users/{userId}', { userId }, context);
    if (found === null) return null;
    const { row, answer } = found;
    return toUser(checked(row, answer.origin), originOf([row], answer.observedAt, 'DIRECT'));
  }

  async function groupsOf(userId: string, context: CallContext): Promise<Listing<Membership>> {
    return await api.list(
      'users/{userId}/memberOfGroups',
      { userId },
      'groupMemberships',
      context,
      (row, at) => toMembership(row, directory, at),
      { query: { expand: 'group' } },
    );
  }

  async function roleAssignmentsOf(userId: string, context: CallContext): Promise<Listing<RoleAssignment>> {
    const template = 'users/{userId}/roleAssignments';
    return await api.list(template, { userId }, 'roleAssignments', context, (row, _, origin) =>
      toRoleAssignment(row, { kind: 'USER', externalId: userId }, origin),
    );
  }

  return {
    planFilter: (filter) => planUserFilter(filter, directory),
    list,
    get,
    findByUsername: async (username, context) => await findBy('username', username, context),
    findByEmail: async (email, context) => await findBy('email', email, context),
    groupsOf,
    roleAssignmentsOf,
    ...createAccountReads(api, clock),
  };
}
