import type { PasswordState } from '../../model/account.ts';
import type { Listing, Page } from '../../model/coverage.ts';
import type { Membership } from '../../model/group.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import { type CursorOwner, readPageCursor, writePageCursor } from '../page-cursor.ts';
import type { PageRequest, UserReads } from '../provider.ts';
import { flag } from '../rows.ts';
import type { GoogleApis } from './google-apis.ts';
import type { MemberReads } from './group-members.ts';
import { groupsWith } from './groups.ts';
import { USERS } from './lists.ts';
import type { AssignmentReads } from './role-assignments.ts';
import { planUserFilter, sourceOf } from './user-filter.ts';
import type { UserRows } from './user-rows.ts';

export const USERS_PER_PAGE = USERS.maximum;

interface Parts {
  readonly rows: UserRows;
  readonly members: MemberReads;
  readonly assignments: AssignmentReads;
}

type GoogleUserReads = Pick<
  UserReads,
  | 'planFilter'
  | 'list'
  | 'get'
  | 'findByUsername'
  | 'findByEmail'
  | 'groupsOf'
  | 'roleAssignmentsOf'
  | 'passwordState'
>;

export function createUserReads(apis: GoogleApis, parts: Parts): GoogleUserReads {
  const { rows, members, assignments } = parts;
  const directory = apis.settings.key;

  async function list(
    request: PageRequest & { readonly providerFilter: string | null },
    context: CallContext,
  ): Promise<Page<User>> {
    const { providerFilter: filter, limit, cursor } = request;
    const owner: CursorOwner = { directory, route: 'GET /users', list: 'users', filter };
    const source = sourceOf(filter);
    if (source.kind === 'GROUP') return await members.page(source.groupId, owner, request, context);
    const place = placeOf(cursor, owner);
    if (source.kind === 'ADDRESS' && !place.removed) {
      const found = await rows.byAddress(source.address, context);
      return {
        rows: found === null ? [] : [found],
        nextCursor: cursorOf(owner, { removed: true, token: null }),
        total: null,
        observedAt: found?.observedAt ?? new Date(),
      };
    }
    const page = await rows.page(place.removed, { limit, token: place.token }, context);
    return {
      rows: page.rows,
      nextCursor: after(page.nextToken, place, owner),
      total: null,
      observedAt: page.observedAt,
    };
  }

  async function byAddress(address: string, context: CallContext): Promise<readonly User[]> {
    const found = await rows.byAddress(address, context);
    return found === null ? [] : [found];
  }

  async function passwordState(userId: string, context: CallContext): Promise<PasswordState> {
    const answer = await apis.readUsers.read('/users/{userKey}', { userKey: userId }, context);
    const mustChange = flag(answer.members, 'changePasswordAtNextLogin');
    return {
      // Google says nothing else of a password. Who signs in at another identity provider is not told apart either.
      status: mustChange === null ? 'UNKNOWN' : mustChange ? 'MUST_CHANGE' : 'OK',
      rawStatus: `changePasswordAtNextLogin=${mustChange ?? '?'}`,
      lastChangedAt: null,
      passwordPolicyId: null,
    };
  }

  return {
    planFilter: (filter) => planUserFilter(filter, directory),
    list,
    get: async (userId, context) =>
      // A list shows removed people: the same id has to find them.
      (await rows.byId(userId, context)) ?? (await rows.removedById(userId, context)),
    findByUsername: byAddress,
    findByEmail: byAddress,
    groupsOf: async (userId, context): Promise<Listing<Membership>> =>
      await groupsWith(apis, userId, context),
    roleAssignmentsOf: async (userId, context) => await assignments.ofUser(userId, context),
    passwordState,
  };
}

/** Google lists those who are there and those who were removed apart: our list has the ones after the others. */
interface Place {
  readonly removed: boolean;
  readonly token: string | null;
}

function after(nextToken: string | null, place: Place, owner: CursorOwner): string | null {
  if (nextToken !== null) return cursorOf(owner, { ...place, token: nextToken });
  return place.removed ? null : cursorOf(owner, { removed: true, token: null });
}

function cursorOf(owner: CursorOwner, { removed, token }: Place): string {
  return writePageCursor(owner, `${removed ? 'REMOVED' : 'THERE'} ${token ?? ''}`);
}

function placeOf(cursor: string | null, owner: CursorOwner): Place {
  if (cursor === null) return { removed: false, token: null };
  const [which = '', ...rest] = readPageCursor(cursor, owner).split(' ');
  const token = rest.join(' ');
  return { removed: which === 'REMOVED', token: token === '' ? null : token };
}
