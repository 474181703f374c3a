import type { PeerAnswer, PeerRequest } from '../peer-server.ts';
import { refuse } from './envelope.ts';
import { memberOf } from './make-groups.ts';
import type { Paging } from './paging.ts';
import { DIRECTORY, GROUPS_READ, MEMBERS_READ, MEMBERS_WRITE, type ScopedRoute } from './scoped-routes.ts';
import type { GoogleGroup, GoogleMember, GoogleRow, GoogleState } from './state.ts';
import { checkCustomer } from './user-routes.ts';

const ONE = `${DIRECTORY}/groups/{groupKey}`;
const GROUPS = { name: 'groups', kind: 'admin#directory#groups', maximum: 200, usual: 200 };
const MEMBERS = { name: 'members', kind: 'admin#directory#members', maximum: 200, usual: 200 };

type Members = Map<string, GoogleMember>;

function ok(body: GoogleRow): PeerAnswer {
  return { status: 200, body };
}

export function groupRoutes(state: GoogleState, paging: Paging): readonly ScopedRoute[] {
  const membersOf = (id: string): Members => state.members.get(id) ?? new Map();

  function shown(group: GoogleGroup): GoogleRow {
    return { ...group, directMembersCount: String(membersOf(group.id).size) };
  }

  return [
    {
      method: 'GET',
      template: `${DIRECTORY}/groups`,
      scopes: GROUPS_READ,
      handle: (request) => {
        const member = request.query.get('userKey');
        // "Cannot be used with the customer parameter" (Directory API, groups.list).
        if (member !== null && request.query.has('customer')) refuse(400);
        if (member === null) checkCustomer(request, state);
        else if (!isKnown(state, member)) refuse(404, 'notFound', 'Resource Not Found: userKey');
        const rows = [...state.groups.values()]
          .filter(({ id }) => member === null || lists(membersOf(id), member))
          .map(shown);
        return ok(paging.page(request, rows, GROUPS));
      },
    },
    {
      method: 'GET',
      template: ONE,
      scopes: GROUPS_READ,
      handle: (request) => ok(shown(groupOf(request, state))),
    },
    {
      method: 'GET',
      template: `${ONE}/members`,
      scopes: MEMBERS_READ,
      handle: (request) => {
        const derived = request.query.get('includeDerivedMembership') === 'true';
        const { id } = groupOf(request, state);
        const rows = derived ? withDerived(id, state) : membersOf(id);
        const roles = request.query.get('roles')?.split(',');
        const wanted = [...rows.values()].filter(({ role }) => roles?.includes(role ?? 'MEMBER') !== false);
        return ok(paging.page(request, wanted, MEMBERS));
      },
    },
    {
      method: 'POST',
      template: `${ONE}/members`,
      scopes: MEMBERS_WRITE,
      handle: (request) => {
        const { id } = groupOf(request, state);
        const body = (request.body ?? {}) as GoogleRow;
        const user = state.users.get(typeof body['id'] === 'string' ? body['id'] : '');
        if (user === undefined || user.deletionTime !== undefined)
          refuse(404, 'notFound', 'Resource Not Found: memberKey');
        if (membersOf(id).has(user.id)) refuse(409, 'duplicate', 'Member already exists.');
        const member = memberOf(user);
        state.members.set(id, new Map(membersOf(id)).set(user.id, member));
        return ok(member);
      },
    },
    {
      method: 'GET',
      template: `${ONE}/members/{memberKey}`,
      scopes: MEMBERS_READ,
      handle: (request) => ok(memberOrRefuse(request, state)),
    },
    {
      method: 'DELETE',
      template: `${ONE}/members/{memberKey}`,
      scopes: MEMBERS_WRITE,
      handle: (request) => {
        const { id } = memberOrRefuse(request, state);
        state.members.get(groupOf(request, state).id)?.delete(id);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      template: `${ONE}/hasMember/{memberKey}`,
      scopes: MEMBERS_READ,
      handle: (request) => {
        const { id } = groupOf(request, state);
        const isMember = withDerived(id, state).has(request.params['memberKey'] ?? '');
        return ok({ isMember });
      },
    },
  ];
}

function isKnown({ users, groups }: GoogleState, key: string): boolean {
  const everything = [
    ...[...users.values()].filter(({ deletionTime }) => deletionTime === undefined),
    ...groups.values(),
  ];
  return everything.some((one) => [one.id, one['email'], one['primaryEmail']].includes(key));
}

function lists(members: Members, key: string): boolean {
  return members.has(key) || [...members.values()].some(({ email }) => email === key);
}

function groupOf({ params }: PeerRequest, state: GoogleState): GoogleGroup {
  const key = (params['groupKey'] ?? '').toLowerCase();
  for (const group of state.groups.values()) if ([group.id, group.email].includes(key)) return group;
  return refuse(404, 'notFound', 'Resource Not Found: groupKey');
}

function memberOrRefuse(request: PeerRequest, state: GoogleState): GoogleMember {
  const members = state.members.get(groupOf(request, state).id);
  const member = members?.get(request.params['memberKey'] ?? '');
  return member ?? refuse(404, 'notFound', 'Resource Not Found: memberKey');
}

/** Members of the groups within are listed too, each once. */
export function withDerived(groupId: string, { members }: GoogleState): Members {
  const found: Members = new Map();
  const seen = new Set([groupId]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of seen) {
    for (const member of members.get(id)?.values() ?? []) {
      if (!found.has(member.id)) found.set(member.id, member);
      if (member.type === 'GROUP') seen.add(member.id);
    }
  }
  return found;
}
